"""Streams as phones hear them: each event once, in the log's order, with the moment when it came."""

import asyncio
import json
import time
from array import array
from dataclasses import dataclass, field
from typing import cast

from essaim.bench.connection import Place, head_of, opened, request_bytes, unchunked

Events = list[tuple[int, str]]  # revision and key of each event


@dataclass
class Note:
    """A note under way: when it left, whether it was acknowledged, how many heard it."""

    audience: int
    sent_at: float
    is_measured: bool
    heard: int = 0
    whole: asyncio.Future[None] | None = None  # done once acknowledged and heard by everybody
    is_acknowledged: bool = False

    def check_whole(self) -> None:
        if self.is_acknowledged and self.heard >= self.audience and self.whole and not self.whole.done():
            self.whole.set_result(None)


@dataclass
class Heard:
    """All that was heard by everybody."""

    notes: dict[str, Note] = field(default_factory=dict)
    seconds: array = field(default_factory=lambda: array("d"))  # from sent to seen, for each note and reader
    deliveries: int = 0
    received: int = 0  # bytes
    repeated: int = 0
    skipped: int = 0
    reopened: int = 0


@dataclass
class Audience:
    """Those who follow one board; most receive the very same bytes, which are read once."""

    board: str
    size: int = 0
    last: bytes = b""
    last_events: Events = field(default_factory=list)


def events_in(text: bytes) -> Events:
    """The events of the log in whole messages; clocks and comments are none."""
    found = []
    for message in text.split(b"\n\n"):
        if message.startswith(b"id: "):
            number, _newline, data = message[4:].partition(b"\ndata: ")
            found.append((int(number), json.loads(data).get("key", "")))
    return found


class Stream(asyncio.Protocol):
    """One open stream of one phone."""

    def __init__(self, reader: "Reader"):
        self.reader = reader
        self.rest = b""
        self.text = b""
        self.is_open = False
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, _why: Exception | None) -> None:
        if not self.closed.done():
            self.closed.set_result(None)

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        self.reader.heard.received += len(data)
        audience = self.reader.audience
        if self.is_open and not self.rest and not self.text:
            if data == audience.last:
                self.reader.hear(audience.last_events, now)
                return
            events = self.events_in_body(data)
            if not self.rest and not self.text:
                audience.last, audience.last_events = data, events
        else:
            events = self.events_in_body(data)
        self.reader.hear(events, now)

    def events_in_body(self, data: bytes) -> Events:
        self.rest += data
        if not self.is_open:
            head, ended, body = self.rest.partition(b"\r\n\r\n")
            if not ended:
                return []
            self.rest = body
            status, headers = head_of(head)
            if status != 200 or "event-stream" not in headers.get("content-type", ""):
                self.reader.refuse(status)
                self.close()
                return []
            self.is_open = True
            self.reader.begin()
        parts, self.rest = unchunked(self.rest)
        whole, _ended, self.text = (self.text + b"".join(parts)).rpartition(b"\n\n")
        return events_in(whole)

    def close(self) -> None:
        if self.transport is not None:
            self.transport.close()


class Reader:
    """A phone that follows its board, and comes back with its cursor when it was cut."""

    def __init__(self, place: Place, audience: Audience, token: str, heard: Heard):
        self.place, self.audience, self.token, self.heard = place, audience, token, heard
        self.seen = 0
        self.started: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.stream: Stream | None = None
        self.following: asyncio.Task[None] | None = None

    def begin(self) -> None:
        if not self.started.done():
            self.started.set_result(200)

    def refuse(self, status: int) -> None:
        if not self.started.done():
            self.started.set_result(status)

    def hear(self, events: Events, now: float) -> None:
        heard = self.heard
        for revision, key in events:
            if revision <= self.seen:
                heard.repeated += 1
                continue
            heard.skipped += revision - self.seen - 1
            self.seen = revision
            note = heard.notes.get(key)
            if note is None:
                continue
            note.heard += 1
            if note.is_measured:
                heard.deliveries += 1
                heard.seconds.append(now - note.sent_at)
            if note.heard == note.audience:
                note.check_whole()

    async def open(self, seen: int = 0) -> int:
        """The stream is open and gives what follows; the status when the server refuses it."""
        self.seen = seen
        self.following = asyncio.ensure_future(self.follow())
        return await self.started

    async def follow(self) -> None:
        """Follows until it is closed on purpose."""
        while True:
            self.stream = Stream(self)
            headers = {"Accept": "text/event-stream", "Authorization": f"Bearer {self.token}"}
            path = f"/live/boards/{self.audience.board}?seen={self.seen}"
            try:
                await opened(self.place, self.stream)
                if self.stream.transport is not None:
                    self.stream.transport.write(request_bytes(self.place, "GET", path, headers))
                await self.stream.closed
            except OSError:
                pass
            self.heard.reopened += 1
            await asyncio.sleep(0.5)

    def close(self) -> None:
        if self.following is not None:
            self.following.cancel()
        if self.stream is not None:
            self.stream.close()
