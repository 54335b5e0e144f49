"""The network between a phone and the server: it can be cut, or fall silent without saying so, as wifi does."""

import contextlib
import socket
import threading
from collections.abc import Iterator

HEAD = b"HTTP/1.1 200 OK\r\n"


class Gate:
    """A port that leads to the server while it is open. The address of a test's own gate is a site of its own."""

    def __init__(self, port: int):
        self.target = port
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        self.is_open = True
        self.tears = False
        self.pairs: list[tuple[socket.socket, socket.socket]] = []
        self.mute: set[socket.socket] = set()
        threading.Thread(target=self.welcome, daemon=True).start()

    def welcome(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                came, _address = self.listening.accept()
                if not (self.is_open and self.joined(came)):
                    came.close()

    def joined(self, came: socket.socket) -> bool:
        """What came is carried to the server and back; not while the server is stopped."""
        try:
            there = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            return False
        self.pairs.append((came, there))
        for one, other in ((came, there), (there, came)):
            threading.Thread(target=self.carry, args=(one, other), daemon=True).start()
        return True

    def carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while read := one.recv(65536):
                if self.tears and read.startswith(HEAD):
                    other.sendall(HEAD)
                    break
                if one not in self.mute:
                    other.sendall(read)
        # Behind a silent network the phone does not even hear that the server closed.
        if one not in self.mute:
            for end in (one, other):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        """Nothing passes any more, and both ends know it."""
        self.is_open = False
        for pair in self.pairs:
            for end in pair:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def restore(self) -> None:
        self.is_open = True
        self.tears = False

    def tear(self) -> None:
        """Every answer that begins from now on ends after its first line, for which browsers forgive plain HTTP."""
        self.tears = True

    def fall_silent(self) -> None:
        """What was open carries nothing any more, and nobody is told; what opens from now on works."""
        self.mute.update(end for pair in self.pairs for end in pair)

    def close(self) -> None:
        self.cut()
        self.listening.close()


@contextlib.contextmanager
def a_gate(port: int) -> Iterator[Gate]:
    gate = Gate(port)
    try:
        yield gate
    finally:
        gate.close()
