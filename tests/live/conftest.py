from dataclasses import dataclass
from typing import Any

import pytest

from tests.live.room import RUNNING, Client
from tests.server import Served, serving


@dataclass(frozen=True)
class Room:
    """A workshop in its first sequence, on a server of its own."""

    served: Served
    given: dict[str, Any]

    def board(self, name: str = "own") -> str:
        return self.given["boards"][name]

    def client(self, role: str, board: str = "own") -> Client:
        return Client(self.served.url, self.board(board), cookies=self.given["cookies"][role])

    def phone(self, number: int = 0) -> Client:
        """A client that holds a seat of the table by its bearer token."""
        return Client(self.served.url, self.board(), token=self.given["seats"][number])


@pytest.fixture(scope="package")
def room():
    with serving(HASHED_STATIC="0") as served:
        yield Room(served, served.arrange(RUNNING))
