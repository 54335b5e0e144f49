"""Words by PostgreSQL's LISTEN and NOTIFY: no other service than the database. Two connections for each process.

NOTIFY is sent after the commit, by a connection of its own. Inside the transaction of the notes it would hold a lock of
the whole database while they are synced to disk: processes would commit one after the other.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from essaim.live.carrier import CHANNEL

SEND = "SELECT pg_notify(%s, word) FROM unnest(%s::text[]) AS word"
LOOK = 10.0  # seconds without a word after which the connection is asked whether it still stands
# A machine that vanishes says nothing: its connections are given up after so many seconds of silence.
STANDING = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "application_name": "essaim broker",
}


class Notify:
    """`connection` are the arguments of psycopg.connect."""

    name = "NOTIFY"
    troubles: tuple[type[Exception], ...] = (psycopg.Error,)

    def __init__(self, connection: dict[str, Any], channel: str = CHANNEL):
        self.connection = {**connection, **STANDING}
        self.channel = channel

    @contextmanager
    def sending(self) -> Iterator[Callable[[list[str]], None]]:
        with psycopg.connect(**self.connection, autocommit=True) as connection:

            def send(texts: list[str]) -> None:
                connection.execute(SEND, [self.channel, texts])

            yield send

    @contextmanager
    def hearing(self) -> Iterator[Iterator[str]]:
        with psycopg.connect(**self.connection, autocommit=True) as connection:
            connection.execute(f'LISTEN "{self.channel}"')
            yield heard(connection)


def heard(connection: psycopg.Connection) -> Iterator[str]:
    while True:
        # Taken whole before any is given: until then the connection is locked, even to whoever wants to close it.
        words = list(connection.notifies(timeout=LOOK, stop_after=1))
        yield from (word.payload for word in words)
        if not words:
            connection.execute("SELECT 1")
            yield ""
