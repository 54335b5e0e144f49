"""A local network without internet: a namespace from which nothing leads elsewhere. Else, this machine’s own."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from essaim.room.addresses import addresses_of_this_computer
from essaim.room.refusing import NoRoom
from tests.server import Served, an_instance

ASK = """
import ssl, sys, urllib.request
urllib.request.urlopen(sys.argv[1], timeout=30, context=ssl._create_unverified_context()).read()
"""
LAN = "10.77.0.1"
HOLD = "ip link set lo up && echo ready && exec cat"
JOIN = f"ip addr add {LAN}/24 dev lo"


@dataclass
class Network:
    """Where the laptop is; `inside` is written before a command to run it there."""

    address: str
    inside: list[str] = field(default_factory=list)

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*self.inside, "sh", "-c", command], capture_output=True, text=True, check=False)

    def python(self, script: str) -> str:
        """What this script prints there."""
        command = [*self.inside, sys.executable, "-c", script]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    def wrapped(self, program: str, folder: Path) -> str:
        """A program that runs there when it is started from here."""
        if not self.inside:
            return program
        path = folder / "inside"
        path.write_text(f'#!/bin/sh\nexec {" ".join(self.inside)} {program} "$@"\n')
        path.chmod(0o755)
        return str(path)


@contextlib.contextmanager
def a_namespace() -> Iterator[Network | None]:
    """A network of its own, with nothing in it yet; None where the system forbids it."""
    own_user = [] if os.geteuid() == 0 else ["--map-root-user"]
    command = ["unshare", "--net", *own_user, "sh", "-c", HOLD]
    if not all(map(shutil.which, ("unshare", "nsenter", "ip"))):
        yield None
        return
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as held:
        assert held.stdin
        assert held.stdout
        is_there = held.stdout.readline() == "ready\n"
        enter = [
            "nsenter",
            f"--target={held.pid}",
            "--net",
            *(["--user", "--preserve-credentials"] if own_user else []),
        ]
        yield Network("", enter) if is_there else None
        held.stdin.close()
        held.send_signal(signal.SIGKILL)


@contextlib.contextmanager
def a_local_network() -> Iterator[Network]:
    """Nothing can leave it, where the system allows one; the machine's own network otherwise."""
    with a_namespace() as network:
        if network is not None and network.run(JOIN).returncode == 0:
            network.address = LAN
            yield network
            return
    try:
        yield Network(addresses_of_this_computer(None)[0].host)
    except NoRoom as why:
        pytest.skip(f"neither a namespace nor a local network here: {why}")


@dataclass
class ServedRoom(Served):
    """A laptop that may serve a room on that network."""

    network: Network = field(default_factory=lambda: Network(""))
    options: tuple[str, ...] = ()

    def open(self, *options: str, scheme: str = "http") -> None:
        """The room is open, with these options."""
        self.stop()
        self.url, self.options = f"{scheme}://{self.network.address}:{self.port}", options
        self.start()

    def command(self) -> list[str]:
        options = ["--room", "--address", self.network.address, *self.options]
        return [*self.network.inside, sys.executable, "-m", "essaim", "serve", "--port", str(self.port), *options]

    def answers(self) -> bool:
        """Asked from the laptop itself: the test may not be on its network."""
        asked = [*self.network.inside, sys.executable, "-c", ASK, f"{self.url}/sante/"]
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0


@contextlib.contextmanager
def a_laptop() -> Iterator[ServedRoom]:
    """On a network without internet, with a SQLite file as laptops have; its settings are those of the day before."""
    with a_local_network() as network, pytest.MonkeyPatch.context() as patched:
        patched.delenv("DATABASE_URL", raising=False)
        with an_instance(BASE_URL="https://essaim.exemple.fr", BEHIND_TLS="1") as instance:
            laptop = ServedRoom("", instance.port, instance.environment, network=network)
            try:
                yield laptop
            finally:
                laptop.stop()
