"""A real server in a process of its own, with its own folder of data: what a town hall would start.

With DATABASE_URL set, each server gets a database of its own on that PostgreSQL.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60  # seconds for a first start on a loaded machine: migrations and territories


@dataclass
class Instance:
    """An instance of Essaim: its data, its address, and the commands run on it."""

    folder: str
    port: int
    environment: dict[str, str]
    process: subprocess.Popen | None = None
    log: Path = field(default_factory=Path)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """A command of `essaim` on this instance's data."""
        command = [sys.executable, "-m", "essaim", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if check and done.returncode:
            raise AssertionError(f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done

    def load_demo(self) -> dict:
        """The demonstration's programme; gives the code, the questions and the addresses."""
        return json.loads(self.run("demo", "--load-only", "--json", "--port", str(self.port)).stdout.splitlines()[-1])

    def start(self) -> None:
        """The server answers at its address."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "essaim", "serve", "--port", str(self.port)],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.base}/sante/", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise AssertionError(f"the server did not start:\n{self.log.read_text()[-4000:]}")

    def kill(self) -> None:
        """The server is gone at once, as when a plug is pulled."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def own_database(folder: str) -> Iterator[dict[str, str]]:
    """The environment of an instance: SQLite in its folder, or a database made for it."""
    environment = {**os.environ, "ESSAIM_DATA": folder, "LOG_LEVEL": "INFO", "PYTHONUNBUFFERED": "1"}
    address = os.environ.get("DATABASE_URL")
    if not address:
        yield environment
        return
    import psycopg

    name = f"essaim_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
    try:
        yield {**environment, "DATABASE_URL": f"{address.rsplit('/', 1)[0]}/{name}"}
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[call-overload]


@contextmanager
def an_instance() -> Iterator[Instance]:
    """An instance with nothing in it, not yet served."""
    with tempfile.TemporaryDirectory(prefix="essaim-instance-") as folder, own_database(folder) as environment:
        instance = Instance(folder, free_port(), environment, log=Path(folder) / "server.log")
        try:
            yield instance
        finally:
            instance.stop()


@contextmanager
def serving() -> Iterator[Instance]:
    """An empty instance that answers at `instance.base`; `instance.run(…)` works on the same data."""
    with an_instance() as instance:
        instance.start()
        yield instance
