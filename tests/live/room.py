"""A running workshop on a real server, with what each role shows at the door, and a client of docs/protocol.md."""

import json
import unicodedata
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import httpx

from tests.server import PLAIN

PATIENCE = 30.0  # seconds after which a silent server is a failure: never waited for when all is well
SILENCES = 6  # signs of life (one every 15 s) without an event, after which what a test waits for does not come

RUNNING = """
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from essaim.workshops.domain import joining, wall
from essaim.workshops.queries import question_at
from tests.factories import make_facilitator, make_person, make_workshop, organiser_of, ring, seat_at_table


def signed_in(person):
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return {settings.SESSION_COOKIE_NAME: session.session_key}


def holding(seat):
    return {f"seat-{seat.workshop.code}": joining.token_of(seat)}


here, elsewhere = (ring(make_workshop(seats=15), now=timezone.now()) for _ in range(2))
left, *seats = (joining.take(seat=seat, now=timezone.now()) for seat in here.seats.all() if seat.path[0] == 1)
joining.leave(seat=left, now=timezone.now())
result = {
    "code": here.code,
    "boards": {
        "own": str(question_at(here, 1, 1).board.key),
        "other": str(question_at(here, 2, 1).board.key),
        "plenary": str(here.plenary.key),
    },
    "seats": [joining.token_of(seat) for seat in seats],
    "cookies": {
        "visitor": {},
        "seat": holding(seats[-1]),
        "seat that left": holding(left),
        "seat elsewhere": holding(seat_at_table(elsewhere, 1)),
        "wall": {wall.wall_cookie(here): wall.wall_token(here)},
        "wall elsewhere": {wall.wall_cookie(elsewhere): wall.wall_token(elsewhere)},
        "facilitator": signed_in(make_facilitator(here)),
        "facilitator elsewhere": signed_in(make_facilitator(elsewhere)),
        "organiser": signed_in(organiser_of(here)),
        "organiser elsewhere": signed_in(organiser_of(elsewhere)),
        "administrator": signed_in(make_person(is_administrator=True)),
    },
}
"""


def digest_of(text: str) -> str:
    return sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


@dataclass(frozen=True)
class Client:
    """Somebody who speaks the protocol to one board."""

    url: str
    board: str
    cookies: dict[str, str] | None = None
    token: str = ""

    @property
    def address(self) -> str:
        return f"{self.url}/live/boards/{self.board}"

    def headers(self, more: dict[str, str] | None = None) -> dict[str, Any]:
        pairs = "; ".join(f"{name}={value}" for name, value in (self.cookies or {}).items())
        cookies = {"cookie": pairs.encode()} if pairs else {}
        bearer = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return {**cookies, **bearer, **(more or {})}

    def post(self, body: bytes, **more: str) -> httpx.Response:
        names = {name.replace("_", "-"): value for name, value in more.items()}
        return httpx.post(
            f"{self.address}/notes", content=body, headers=self.headers(names), timeout=PATIENCE, verify=PLAIN
        )

    def write(self, text: str, key: str = "", **more: str) -> httpx.Response:
        return self.post(json.dumps({"key": key or str(uuid.uuid4()), "text": text}).encode(), **more)

    def poll(self, seen: int = 0) -> httpx.Response:
        return httpx.get(self.address, params={"seen": seen}, headers=self.headers(), timeout=PATIENCE, verify=PLAIN)

    def log(self, seen: int = 0) -> list[dict]:
        """All that the log holds after a revision, read as somebody without streams would."""
        events: list[dict] = []
        while more := self.poll(seen).json()["events"]:
            events += more
            seen = events[-1]["revision"]
        return events

    @contextmanager
    def follow(self, seen: int | None = None) -> Iterator["Stream"]:
        """An open stream; `seen` goes as a browser's Last-Event-ID."""
        headers = self.headers({"accept": "text/event-stream"})
        if seen is not None:
            headers["last-event-id"] = str(seen)
        with httpx.stream("GET", self.address, headers=headers, timeout=PATIENCE, verify=PLAIN) as response:
            yield Stream(response, response.iter_lines())


@dataclass
class Stream:
    """Server-Sent Events as they come."""

    response: httpx.Response
    lines: Iterator[str]

    def messages(self) -> Iterator[dict[str, str]]:
        message: dict[str, str] = {}
        silences = 0
        for line in self.lines:
            silences += line.startswith(":")
            assert silences < SILENCES, "the stream is open, and nothing comes"
            name, _colon, value = line.partition(": ")
            if line and name:
                message[name] = value
            elif message:
                yield message
                message = {}

    def hello(self) -> dict[str, str]:
        """The first message: what the clock says, or that the reader must start again."""
        return next(self.messages())

    def events(self, count: int) -> list[dict]:
        """The next events of the log, once so many have come; each carries its revision as id."""
        read = []
        for message in self.messages():
            if "id" in message:
                event = json.loads(message["data"])
                assert int(message["id"]) == event["revision"]
                read.append(event)
            if len(read) == count:
                break
        return read
