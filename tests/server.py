"""A real server process with a folder and a database of its own, for tests that go through the network."""

import contextlib
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx

ROOT = Path(__file__).parent.parent
# Nothing here is HTTPS, and reading every authority takes 28 ms for each request.
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
STARTING = 120.0  # seconds: migrations and territories on a slow machine
ARRANGE = """
import itertools, json, sys, uuid
import django
django.setup()
from tests import factories
# Another process may have made people and programmes on this database: names go on from elsewhere.
factories.counter = itertools.count(uuid.uuid4().int % 10**9)
names = {}
exec(sys.stdin.read(), names)
sys.stdout.write("\\n" + json.dumps(names.get("result")))
"""


@dataclass
class Served:
    """A server that answers at `url`; stopped, killed and started again as a test wants."""

    url: str
    port: int
    environment: dict[str, str]
    root: Path = ROOT  # where the code is that the server runs: a test may deploy another version
    process: subprocess.Popen[bytes] | None = None
    before: Sequence[str] = ()  # what the command begins with, to run on another machine
    listening: Sequence[str] = ()

    def start(self) -> None:
        """The server answers."""
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(self.command(), cwd=self.root, env=self.environment, stdout=log, stderr=log)
        end = time.monotonic() + STARTING
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(self.log()[-3000:])
            time.sleep(0.05)

    def command(self) -> list[str]:
        return [*self.before, sys.executable, "-m", "essaim", "serve", "--port", str(self.port), *self.listening]

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/sante/", timeout=5, verify=PLAIN).status_code == 200
        except httpx.HTTPError:
            return False

    def log(self) -> str:
        return self.log_path.read_text(errors="replace")

    @property
    def log_path(self) -> Path:
        return Path(self.environment["ESSAIM_DATA"]) / f"server-{self.port}.log"

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """The process is gone; SIGKILL leaves it no time to tidy up."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(timeout=90)  # a machine that plays several days at once is slow

    @contextlib.contextmanager
    def beside(self, **settings: str) -> Iterator["Served"]:
        """Another process serves the same instance while the block runs."""
        port = free_port()
        other = Served(f"http://127.0.0.1:{port}", port, {**self.environment, **settings}, self.root)
        try:
            other.start()
            yield other
        finally:
            other.stop()

    def arrange(self, script: str, **values: Any) -> Any:
        """Runs this script on the server's database, in another process; gives what it left in `result`.

        The values are its variables. Factories are there: `from tests.factories import make_workshop`.
        """
        given = "".join(f"{name} = {value!r}\n" for name, value in values.items())
        done = subprocess.run(
            [sys.executable, "-c", ARRANGE],
            cwd=ROOT,
            env=self.environment,
            input=given + script,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return json.loads(done.stdout.rpartition("\n")[2])

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """A command of `essaim` on this server's data, whether it runs or not."""
        command = [sys.executable, "-m", "essaim", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if check and done.returncode:
            raise RuntimeError(f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done

    def load_demo(self) -> dict[str, Any]:
        """The demonstration's programme is there; gives its code, its questions and its addresses."""
        return json.loads(self.run("demo", "--load-only", "--json", "--port", str(self.port)).stdout.splitlines()[-1])


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return chosen.getsockname()[1]


@contextlib.contextmanager
def serving(*, port: int | None = None, **settings: str) -> Iterator[Served]:
    """A server runs while the block does; `settings` are its environment (DEBUG="1"…)."""
    with an_instance(port=port, **settings) as served:
        served.start()
        yield served


@contextlib.contextmanager
def an_instance(*, port: int | None = None, **settings: str) -> Iterator[Served]:
    """A folder and a database of its own, on which nothing runs yet."""
    port = port or free_port()
    with tempfile.TemporaryDirectory(prefix="essaim-server-") as data, own_database() as database:
        environment = {
            **os.environ,
            "ESSAIM_DATA": data,
            "DJANGO_SETTINGS_MODULE": "essaim.settings",
            "LOG_LEVEL": "WARNING",
            "HASHED_STATIC": "1",
            "BASE_URL": f"http://127.0.0.1:{port}",
            **database,
            **settings,
        }
        served = Served(f"http://127.0.0.1:{port}", port, environment)
        try:
            yield served
        finally:
            served.stop()


@contextlib.contextmanager
def own_database() -> Iterator[dict[str, str]]:
    """Where DATABASE_URL names a PostgreSQL server, a database of our own on it; else SQLite in the folder."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        yield {}
        return
    import psycopg

    name = f"essaim_served_{uuid.uuid4().hex[:12]}"
    parts = urlsplit(address)
    maintenance = urlunsplit(parts._replace(path="/postgres"))
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield {"DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}"))}
    finally:
        with psycopg.connect(maintenance, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
