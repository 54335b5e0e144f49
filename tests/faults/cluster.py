"""A PostgreSQL of our own, that may be killed: started by this very process, which alone can wait for its end."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

from tests.server import free_port

ASKED = ("fsync", "synchronous_commit", "full_page_writes")
STARTING = 60.0  # seconds
TEMPORARY = Path(tempfile.gettempdir())


class Unsafe(Exception):
    """This database may lose what it has acknowledged: a fault run on it would prove nothing."""


def tools() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name.partition(".")[0]))
    return found[-1] if found else None


def check_is_safe(address: str) -> None:
    """The server writes to disk before it answers; else `Unsafe` says which setting is off."""
    with psycopg.connect(address) as connection:
        for name in ASKED:
            row = connection.execute(f"SHOW {name}").fetchone()  # noqa: S608 (three names of our own)
            if row != ("on",):
                raise Unsafe(f"{name} = {row[0] if row else '?'}")


def children_of(parent: int) -> list[int]:
    """The processes that this one started, read from /proc."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                after_name = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it ended meanwhile
            if int(after_name[1]) == parent:
                found.append(int(folder.name))
    return found


class Cluster:
    """initdb in a folder, then one postmaster, killed and started again as the run wants."""

    def __init__(self, folder: Path, settings: tuple[str, ...] = ()):
        found = tools()
        if found is None:
            raise FileNotFoundError("/usr/lib/postgresql")
        self.tools = found
        self.folder = folder
        self.port = free_port()
        self.settings = settings
        self.user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"postgres://essaim@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        if self.user:
            shutil.chown(self.folder, self.user)
            for above in self.folder.parents:  # our own, above what somebody else is to open
                if above.is_relative_to(TEMPORARY) and above != TEMPORARY:
                    above.chmod(0o755)
        command = [str(self.tools / "initdb"), "-D", str(self.folder / "data"), "-A", "trust", "-U", "essaim"]
        subprocess.run(
            [*command, "--locale=C.UTF-8", "--wal-segsize=1"],
            cwd="/",
            user=self.user,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def start(self) -> None:
        """It answers; recovery after a kill is part of it."""
        end = time.monotonic() + STARTING
        while True:
            if self.process is None or self.process.poll() is not None:
                self.spawn()  # "pre-existing shared memory block is still in use" passes when its last child is gone
            try:
                psycopg.connect(self.address, connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def spawn(self) -> None:
        options = ["listen_addresses=127.0.0.1", "max_connections=60", "min_wal_size=2MB", "max_wal_size=24MB"]
        pairs = [part for option in (*options, *self.settings) for part in ("-c", option)]
        command = [str(self.tools / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port)]
        with (self.folder.parent / "postgres.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "-k", "", *pairs], cwd="/", user=self.user, stdout=log, stderr=log
            )

    def everybody(self) -> list[int]:
        if self.process is None or self.process.poll() is not None:
            return []
        return [self.process.pid, *children_of(self.process.pid)]

    def signal(self, what: signal.Signals) -> None:
        """The postmaster and each of its children get it."""
        for pid in self.everybody():
            try:
                os.kill(pid, what)
            except ProcessLookupError:
                continue

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        if self.process is not None:
            self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=60)
