"""Several machines on one: a network namespace for each, wired to a switch in the hall where the phones are.

Nothing of the machine's own network is touched: the test enters the hall by a thread of its own.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.cluster import Cluster
from tests.live.valkey import ValkeyServer
from tests.server import Served

NETWORK = "198.18.0."  # of the range kept for measuring networks: nobody's real addresses (RFC 2544)


def ip(*words: str) -> None:
    done = subprocess.run(["ip", *words], capture_output=True, text=True)
    if done.returncode:
        raise OSError(f"ip {' '.join(words)}: {done.stderr.strip()}")


@dataclass
class Machines:
    """The hall and the machines of one test, by name."""

    mark: str
    addresses: dict[str, str] = field(default_factory=dict)

    def namespace(self, name: str) -> str:
        return f"{self.mark}-{name}"

    def inside(self, name: str, user: str = "") -> list[str]:
        """What a command begins with to run on this machine."""
        words = ["nsenter", f"--net=/run/netns/{self.namespace(name)}"]
        if user:
            account = pwd.getpwnam(user)
            words += ["-S", str(account.pw_uid), "-G", str(account.pw_gid)]
        return words

    def add(self, name: str) -> None:
        number = len(self.addresses) + 10
        self.addresses[name] = address = f"{NETWORK}{number}"
        here, hall = self.namespace(name), self.namespace("hall")
        ip("netns", "add", here)
        ip("-n", hall, "link", "add", f"to{number}", "type", "veth", "peer", "name", "eth0", "netns", here)
        ip("-n", hall, "link", "set", f"to{number}", "master", "switch", "up")
        ip("-n", here, "address", "add", f"{address}/24", "dev", "eth0")
        ip("-n", here, "link", "set", "eth0", "up")
        ip("-n", here, "link", "set", "lo", "up")

    def open_hall(self) -> None:
        hall = self.namespace("hall")
        ip("netns", "add", hall)
        ip("-n", hall, "link", "set", "lo", "up")
        ip("-n", hall, "link", "add", "switch", "type", "bridge")
        ip("-n", hall, "address", "add", f"{NETWORK}1/24", "dev", "switch")
        ip("-n", hall, "link", "set", "switch", "up")

    def in_hall(self, work: Callable[[], None]) -> None:
        """The work is done by a thread that is in the hall, and so are the threads and processes that it starts."""

        def entered() -> None:
            with Path(f"/run/netns/{self.namespace('hall')}").open() as door:
                os.setns(door.fileno(), os.CLONE_NEWNET)
            work()

        with ThreadPoolExecutor(1) as thread:
            thread.submit(entered).result()


@contextlib.contextmanager
def machines(names: Sequence[str]) -> Iterator[Machines]:
    made = Machines(f"es{uuid.uuid4().hex[:6]}")
    try:
        made.open_hall()
        for name in names:
            made.add(name)
        yield made
    finally:
        for name in ("hall", *made.addresses):
            subprocess.run(["ip", "netns", "del", made.namespace(name)], capture_output=True)


def why_not() -> str:
    """Why no machines can be made here; empty where they can."""
    missing = [program for program in ("ip", "nsenter") if shutil.which(program) is None]
    if missing:
        return f"{' et '.join(missing)} absent (paquets iproute2 et util-linux)"
    try:
        with machines(["essai"]) as made:
            subprocess.run([*made.inside("essai"), "true"], check=True, capture_output=True)
            made.in_hall(lambda: None)
    except (OSError, subprocess.CalledProcessError) as refused:
        return f"pas d’espaces de noms réseau ici : {refused}"
    return ""


class FarCluster(Cluster):
    """PostgreSQL on one of the machines, as somebody who is not root, open to the others."""

    def __init__(self, folder: Path, made: Machines, name: str):
        super().__init__(folder)
        self.made, self.name, self.port = made, name, 5432

    @property
    def address(self) -> str:
        return f"postgres://essaim@{self.made.addresses[self.name]}:{self.port}/postgres"

    def make(self) -> None:
        super().make()
        with (self.folder / "data" / "pg_hba.conf").open("a") as rules:
            rules.write(f"host all all {NETWORK}0/24 trust\n")

    def spawn(self) -> None:
        command = [*self.made.inside(self.name, self.user or ""), str(self.tools / "postgres"), "-k", ""]
        command += ["-D", str(self.folder / "data"), "-c", f"listen_addresses={self.made.addresses[self.name]}"]
        with (self.folder.parent / "postgres.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd="/", stdout=log, stderr=log)


class FarValkey(ValkeyServer):
    """Valkey on one of the machines."""

    def __init__(self, made: Machines, name: str):
        super().__init__(6379, host=made.addresses[name], before=made.inside(name))


class FarNode(Served):
    """A web node with a folder of its own, on one of the machines."""

    def __init__(self, made: Machines, name: str, folder: Path, **settings: str):
        folder.mkdir()
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "essaim.settings", "LOG_LEVEL": "WARNING"}
        environment |= {"ESSAIM_DATA": str(folder), "HASHED_STATIC": "0", "ALLOWED_HOSTS": "*", **settings}
        self.host = made.addresses[name]
        super().__init__(f"http://{self.host}:8000", 8000, environment)
        self.before = made.inside(name)
        self.listening = ["--host", self.host]
