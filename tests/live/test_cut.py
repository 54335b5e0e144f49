"""A database that fails under who reads: they are told to come back, by the status that docs/protocol.md gives."""

import asyncio
import json
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from django.db import InterfaceError, OperationalError

from essaim.live.app import Live
from essaim.workshops import doorway
from tests.live.conftest import Room
from tests.live.room import RUNNING
from tests.observing.away import database_away
from tests.observing.until import until
from tests.server import Served, serving

IS_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
WAYS = ["application/json", "text/event-stream"]


@pytest.fixture(scope="module")
def room():
    with serving(HASHED_STATIC="0", LOG_LEVEL="ERROR") as served:
        room = Room(served, served.arrange(RUNNING))
        assert room.phone().write("Une haie").status_code == 200
        yield room


@contextmanager
def log_away(served: Served) -> Iterator[None]:
    """Boards answer, and say how far their log goes; the log itself cannot be read."""
    rename(served, "boards_event", "boards_event_away")
    try:
        yield
    finally:
        rename(served, "boards_event_away", "boards_event")


def rename(served: Served, table: str, name: str) -> None:
    order = f"ALTER TABLE {table} RENAME TO {name}"
    if IS_POSTGRES:
        import psycopg

        with psycopg.connect(served.environment["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(order)
        return
    import sqlite3

    with closing(sqlite3.connect(Path(served.environment["ESSAIM_DATA"]) / "essaim.sqlite3", timeout=60)) as file:
        file.execute(order)


def opening(room: Room, way: str) -> tuple[int, str, str]:
    """How an address that is followed answers first: its status, the code of a refusal, when to come back."""
    phone = room.phone()
    with httpx.stream("GET", phone.address, headers=phone.headers({"accept": way}), timeout=60) as answer:
        code = ""
        if answer.status_code != 200:
            told = json.loads(answer.read())["error"]
            assert told["sentence"]
            code = told["code"]
        return answer.status_code, code, answer.headers.get("retry-after", "")


@pytest.mark.parametrize("way", WAYS)
def test_whoever_asks_for_a_log_that_cannot_be_read_is_told_to_come_back_and_the_journal_says_why(room, way):
    with log_away(room.served):
        interrupted = opening(room, way)
    again = opening(room, way)

    assert (interrupted, again) == ((503, "later", "5"), (200, "", ""))
    lines = [json.loads(line) for line in room.served.log().splitlines() if line.startswith("{")]
    assert {line["event"] for line in lines if line.get("reason")} == {"boards not read"}


@pytest.mark.skipif(not IS_POSTGRES, reason="whoever reads a SQLite file connects to nothing")
@pytest.mark.parametrize("way", WAYS)
def test_whoever_asks_while_nobody_may_connect_is_told_to_come_back_and_open_streams_stay(room, way):
    seen = room.phone().poll().json()["revision"]
    with room.phone(1).follow(seen) as stream:
        stream.hello()
        with database_away(room.served):
            interrupted = opening(room, way)
        back = until(lambda: opening(room, way)[0] == 200 == room.phone().write("Un banc").status_code)
        heard = [event["text"] for event in stream.events(1)]

    assert (interrupted, back, heard) == ((503, "later", "5"), True, ["Un banc"])


@pytest.mark.skipif(not IS_POSTGRES, reason="SQLite has no sessions that somebody could end")
def test_nobody_notices_that_the_database_ended_every_session_meanwhile(room):
    asked = [lambda: room.phone().poll(), lambda: room.phone().write("Un arbre")] * 4  # as many as there are threads
    for ask in asked:
        until(lambda ask=ask: ask().status_code == 200)

    end_sessions(room.served.environment["DATABASE_URL"])

    assert [ask().status_code for ask in asked] == [200] * len(asked)


def end_sessions(address: str) -> None:
    """Every session is over, and those who held one know nothing of it yet."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name <> 'essaim broker'"
        )


@pytest.mark.parametrize("failure", [OperationalError, InterfaceError])
@pytest.mark.parametrize(("method", "path"), [("GET", "b"), ("POST", "b/notes")])
def test_whatever_a_driver_raises_when_its_connection_breaks_is_an_interruption(failure, method, path):
    def breaks(*_asked):
        raise failure

    rules = replace(
        doorway.rules(), may_read_many=lambda asked: [None] * len(asked), revisions=breaks, write_many=breaks
    )

    assert asyncio.run(answered(Live(rules), method, path)) == 503


async def answered(live: Live, method: str, path: str) -> int:
    """The status of what the live part answers, asked without a server."""
    said: list[dict] = []

    async def receive():
        return {"type": "http.request", "body": b"{}"}

    async def send(message):
        said.append(message)

    scope = {"type": "http", "method": method, "path": f"/live/boards/{path}", "query_string": b"", "headers": []}
    await live(scope, receive, send)
    return said[0]["status"]
