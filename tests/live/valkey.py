"""A Valkey (or a Redis, which speaks the same) of our own, that may be killed and started again on the same port."""

import contextlib
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.server import free_port

PROGRAM = shutil.which("valkey-server") or shutil.which("redis-server") or ""
STARTING = 60.0  # seconds


@dataclass
class ValkeyServer:
    port: int
    process: subprocess.Popen[bytes] | None = None
    host: str = "127.0.0.1"
    before: Sequence[str] = ()  # what the command begins with, to run on another machine

    @property
    def address(self) -> str:
        return f"redis://{self.host}:{self.port}/0"

    def start(self) -> None:
        """It answers; it keeps nothing on disk."""
        command = [*self.before, PROGRAM, "--port", str(self.port), "--bind", self.host]
        command += ["--save", "", "--appendonly", "no", "--protected-mode", "no"]
        self.process = subprocess.Popen(command, cwd="/", stdout=subprocess.DEVNULL)
        end = time.monotonic() + STARTING
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{PROGRAM} does not start")
            time.sleep(0.02)

    def answers(self) -> bool:
        try:
            with socket.create_connection((self.host, self.port), timeout=5) as asked:
                asked.sendall(b"PING\r\n")
                return asked.recv(7) == b"+PONG\r\n"
        except OSError:
            return False

    def stop(self, how: signal.Signals = signal.SIGKILL) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(timeout=30)


@contextlib.contextmanager
def a_valkey(*, is_running: bool = True) -> Iterator[ValkeyServer]:
    server = ValkeyServer(free_port())
    try:
        if is_running:
            server.start()
        yield server
    finally:
        server.stop()
