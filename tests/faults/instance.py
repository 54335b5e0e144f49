"""The server under fire: the real command, on a disk of its own that can be filled, killed and started again."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.faults.cluster import Cluster, Unsafe, check_is_safe
from tests.server import ROOT, Served, free_port

STARTING = 300.0  # seconds: its phones do not leave a server alone that starts again on a machine that is busy

FAKETIME = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))


def may_mount() -> bool:
    """Whether a file system of our own can be mounted here: root, and not refused by a container."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True)
        if done.returncode == 0:
            subprocess.run(["umount", folder], check=True)
        return done.returncode == 0


@dataclass
class Instance(Served):
    """A server that keeps its log off its own disk, and may run as a variant with a defect."""

    cluster: Cluster | None = None
    is_mounted: bool = False
    has_clock: bool = False
    module: str = "essaim"

    @property
    def data(self) -> Path:
        return Path(self.environment["ESSAIM_DATA"])

    @property
    def disk(self) -> Path:
        return self.data.parent

    @property
    def aside(self) -> Path:
        """Beside the disk: what must be written when it is full."""
        return self.disk.parent

    def start(self) -> None:
        """The server answers."""
        command = [sys.executable, "-m", self.module, "serve", "--port", str(self.port)]
        with (self.aside / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        end = time.monotonic() + STARTING
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(self.log()[-3000:])
            time.sleep(0.05)

    def log(self) -> str:
        return (self.aside / "server.log").read_text(errors="replace")

    def check_is_safe(self, pragmas: list[object]) -> None:
        """What is acknowledged is on disk, by the settings of the database itself; else `Unsafe`."""
        if self.cluster is not None:
            check_is_safe(self.cluster.address)
        elif pragmas != [2, "wal"]:
            raise Unsafe(f"PRAGMA synchronous, journal_mode = {pragmas}")

    def fill(self) -> None:
        """Not one byte more fits on the disk."""
        with (self.disk / "ballast").open("wb", buffering=0) as ballast, contextlib.suppress(OSError):
            while True:
                ballast.write(bytes(4096))

    def empty(self) -> None:
        (self.disk / "ballast").unlink()

    def close(self) -> None:
        """Whatever is opened from now on is read-only: a second face of the folder, made so before anyone sees it."""
        face = self.aside / "read-only"
        face.mkdir(exist_ok=True)
        subprocess.run(["mount", "--bind", str(self.data), str(face)], check=True)
        subprocess.run(["mount", "-o", "remount,bind,ro", str(face)], check=True)
        subprocess.run(["mount", "--bind", str(face), str(self.data)], check=True)
        subprocess.run(["umount", str(face)], check=True)

    def open(self) -> None:
        subprocess.run(["umount", "-l", str(self.data)], check=True)

    def set_clock(self, how: str) -> None:
        """The application's wall clock: `+3d`, `-1h`, `@2027-03-28 00:59:50`; `+0` is the real one."""
        if self.has_clock:
            waiting = self.aside / "clock.new"
            waiting.write_text(how + "\n")
            waiting.rename(self.aside / "clock")


@contextlib.contextmanager
def an_instance(*, postgres: bool, megabytes: int = 0, module: str = "essaim", **settings: str) -> Iterator[Instance]:
    """Nothing runs yet but the database. `megabytes` of disk of its own, or any folder where 0."""
    aside = Path(tempfile.mkdtemp(prefix="essaim-faults-"))
    aside.chmod(0o755)  # PostgreSQL runs as somebody else
    disk = aside / "disk"
    (disk).mkdir()
    if megabytes:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(disk)], check=True)
    try:
        with prepared(disk, postgres=postgres, is_mounted=bool(megabytes), module=module, **settings) as instance:
            yield instance
    finally:
        if megabytes:
            subprocess.run(["umount", "-l", str(disk)], check=True)
        shutil.rmtree(aside)


@contextlib.contextmanager
def prepared(disk: Path, *, postgres: bool, is_mounted: bool, module: str, **settings: str) -> Iterator[Instance]:
    cluster = None
    (disk / "essaim").mkdir()
    environment = {
        **os.environ,
        "ESSAIM_DATA": str(disk / "essaim"),
        "DJANGO_SETTINGS_MODULE": "essaim.settings",
        "LOG_LEVEL": "ERROR",
        "HASHED_STATIC": "0",
        "PYTHONPATH": str(ROOT),
        **settings,
    }
    environment.pop("DATABASE_URL", None)
    if postgres:
        (disk / "cluster").mkdir()
        cluster = Cluster(disk / "cluster")
        cluster.make()
        cluster.start()
        environment["DATABASE_URL"] = cluster.address
    if FAKETIME:
        (disk.parent / "clock").write_text("+0\n")
        environment |= clock_of(disk.parent / "clock")
    port = free_port()
    instance = Instance(
        f"http://127.0.0.1:{port}",
        port,
        environment,
        cluster=cluster,
        is_mounted=is_mounted,
        has_clock=bool(FAKETIME),
        module=module,
    )
    try:
        yield instance
    finally:
        instance.stop(signal.SIGKILL)
        if cluster is not None:
            cluster.kill()


def clock_of(path: Path) -> dict[str, str]:
    """The wall clock is read from a file that the run rewrites; time that only goes on stays the machine's."""
    return {
        "LD_PRELOAD": str(FAKETIME[0]),
        "FAKETIME_TIMESTAMP_FILE": str(path),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_FORCE_MONOTONIC_FIX": "0",
    }
