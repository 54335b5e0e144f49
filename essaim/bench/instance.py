"""The server that is measured: one of our own for a moment, or one that runs on this machine."""

import contextlib
import ipaddress
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from essaim.bench.connection import Place

STARTING = 120.0  # seconds: migrations and territories on a slow machine
LISTENS = "0A"
EACH_PHONE = 4  # files: two connections, seen from both ends on one machine


class Unmeasurable(Exception):
    """Why nothing can be measured, in a sentence."""


@dataclass(frozen=True)
class Process:
    """A process of this machine, as /proc tells of it."""

    pid: int

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(int(ticks) for ticks in fields[11:15]) / os.sysconf("SC_CLK_TCK")  # with its ended children

    def memory_kb(self) -> float:
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1024


def allow_many_connections(phones: int) -> None:
    """This process, and those it starts, may hold the connections of so many phones."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = 500 + EACH_PHONE * phones
    if hard != resource.RLIM_INFINITY and hard < needed:
        raise Unmeasurable(f"{phones} téléphones demandent {needed} fichiers ouverts ; ce système en permet {hard}.")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def environment(data: str, port: int) -> dict[str, str]:
    """A folder and a SQLite database of its own, whatever the instance of this machine is set to.

    BENCH_DATABASE_URL names another empty database, which this instance fills.
    """
    mine = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "BROKER_URL"}}
    if "BENCH_DATABASE_URL" in mine:
        mine["DATABASE_URL"] = mine["BENCH_DATABASE_URL"]
    return mine | {
        "DJANGO_SETTINGS_MODULE": "essaim.settings",
        "ESSAIM_DATA": data,
        "BASE_URL": f"http://127.0.0.1:{port}",
        "LOG_LEVEL": "ERROR",
        "HASHED_STATIC": "1",
        "DEBUG": "0",
    }


def prepare(boards: int, phones: int, env: dict[str, str] | None = None) -> list[tuple[str, int]]:
    """Workshops in the database of this environment: code and number of phones of each."""
    command = [sys.executable, "-m", "essaim.bench.preparing", str(boards), str(phones)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603  our own module
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise Unmeasurable(f"l’atelier de mesure n’a pas pu être préparé ({why}).")
    return [(code, phones) for code, phones in json.loads(done.stdout.splitlines()[-1])]


@contextlib.contextmanager
def throwaway(boards: int, phones: int) -> Iterator[tuple[Place, Process, list[tuple[str, int]]]]:
    """An empty instance runs, with workshops ready to be joined; nothing is left of it afterwards."""
    with running() as (place, process, env):
        codes = prepare(boards, phones, env)
        split_cores(process.pid)
        yield place, process, codes


@contextlib.contextmanager
def running() -> Iterator[tuple[Place, Process, dict[str, str]]]:
    """An empty instance runs; gives the environment in which our commands work on its database."""
    with tempfile.TemporaryDirectory(prefix="essaim-bench-") as data:
        port = free_port()
        env = environment(data, port)
        command = [sys.executable, "-m", "essaim", "serve", "--port", str(port)]
        with (Path(data) / "server.log").open("wb") as log:
            server = subprocess.Popen(command, env=env, stdout=log, stderr=log)  # noqa: S603  our own command
        try:
            wait_until_it_answers(server, port, Path(data) / "server.log")
            yield Place("http", "127.0.0.1", port), Process(server.pid), env
        finally:
            server.terminate()
            server.wait(30)


def split_cores(pid: int) -> None:
    """The server has one core and the generator another, so that neither slows the other down."""
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else []
    if len(cores) < 2:
        return
    for task in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(task.name), {cores[0]})
    os.sched_setaffinity(0, {cores[1]})


def wait_until_it_answers(server: subprocess.Popen, port: int, log: Path) -> None:
    end = time.monotonic() + STARTING
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/sante/", timeout=5)  # noqa: S310  our own address
            return
        except urllib.error.HTTPError as failed:
            raise Unmeasurable(f"l’instance de mesure répond {failed.code}.") from failed
        except OSError:  # nobody listens yet
            pass
        if server.poll() is not None or time.monotonic() > end:
            last = (log.read_text(errors="replace").strip().splitlines() or ["?"])[-1]
            raise Unmeasurable(f"l’instance de mesure ne démarre pas ({last}).")
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return chosen.getsockname()[1]


def process_at(place: Place) -> Process | None:
    """The process of this machine that listens there, when it is on this machine and may be looked at."""
    try:
        address = ipaddress.ip_address(socket.gethostbyname(place.host))
    except (OSError, ValueError):
        return None
    if not address.is_loopback or not Path("/proc/net/tcp").exists():
        return None
    sockets = {f"socket:[{inode}]" for inode in listening_at(place.port)}
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):
            if os.readlink(link) in sockets:
                return Process(int(link.parts[2]))
    return None


def listening_at(port: int) -> list[str]:
    found = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == LISTENS and int(fields[1].rpartition(":")[2], 16) == port:
                found.append(fields[9])
    return found
