"""The live part: post a note, follow a board. It knows neither Django nor what a workshop is (docs/protocol.md).

What may be read and written is decided by the functions it is given; it only carries.
"""

import asyncio
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from essaim.live import broker, limiter
from essaim.live.hub import CROWD, TICK, Hub, Topic
from essaim.live.wire import (
    Answer,
    Credentials,
    Receive,
    Scope,
    Send,
    TooLarge,
    answer,
    body_of,
    comes_from_our_pages,
    credentials_of,
    dumped,
    event_bytes,
    headers_of,
    refusal,
)
from essaim.live.writer import Writer

PREFIX = "/live/boards/"
HEARTBEAT = 15.0  # seconds: proxies close what stays silent for 30
LIFETIME = 600.0  # seconds after which a stream is reopened by its reader, and its right checked again
SSE_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


@dataclass(frozen=True)
class Rules:
    """What the product decides, as functions that may block: they run in threads.

    `may_read(who, board)` answers None, or the refusal. `write_many` answers each note, in order.
    `read(board, seen)` gives events after a revision; `revisions` the last one of each board.
    `proven(who)` names who the credentials are of, at once, for the limiter: it may not block.
    """

    may_read: Callable[[Credentials, str], Answer | None]
    read: Callable[[str, int], list[dict[str, Any]]]
    revisions: Callable[[list[str]], dict[str, int]]
    write_many: Callable[[list[tuple[Credentials, str, dict[str, Any]]]], list[Answer]]
    proven: Callable[[Credentials], list[str]]


class Live:
    """`POST /live/boards/<board>/notes` and `GET /live/boards/<board>`."""

    def __init__(self, rules: Rules, *, lifetime: float = LIFETIME):
        self.rules = rules
        self.lifetime = lifetime
        self.threads = ThreadPoolExecutor(4, "live")
        self.hub = Hub(self.read, self.revisions)
        self.writer = Writer(rules.write_many)
        broker.listen(self.hub.told)

    async def in_thread(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.threads, function, *arguments)

    async def read(self, board: str, seen: int) -> list[dict[str, Any]]:
        return await self.in_thread(self.rules.read, board, seen)

    async def revisions(self, boards: list[str]) -> dict[str, int]:
        return await self.in_thread(self.rules.revisions, boards)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = headers_of(scope)
        board, _slash, rest = scope["path"].removeprefix(PREFIX).partition("/")
        who = credentials_of(headers)
        if scope["method"] == "POST" and rest == "notes":
            await answer(send, await self.post(headers, who, board, receive))
        elif scope["method"] == "GET" and not rest:
            await self.follow(scope, headers, who, board, receive, send)
        else:
            await answer(send, refusal(404, "no-address", "Cette adresse n’existe pas : voyez docs/protocol.md."))

    async def post(self, headers: dict[str, str], who: Credentials, board: str, receive: Receive) -> Answer:
        """The note is kept, and the answer repeats its key and its digest; or it is not, and says why."""
        if not who.bearer and not comes_from_our_pages(headers):
            return refusal(403, "other-site", "Cette demande vient d’un autre site.")
        try:
            note = json.loads(await body_of(receive))
        except TooLarge:
            return refusal(413, "too-long", "Cette note est trop longue : coupez-la en plusieurs.")
        except (ValueError, RecursionError):
            return refusal(400, "not-json", "Le corps de la demande doit être du JSON.")
        if not isinstance(note, dict):
            return refusal(400, "not-json", "Le corps de la demande doit être un objet JSON.")
        wait = max(limiter.notes.wait(name, time.monotonic()) for name in self.writers(who))
        if wait:
            return refusal(429, "slow-down", "Vous envoyez très vite. La suite partira dans un instant.", wait)
        return await self.writer.write(who, board, note)

    def writers(self, who: Credentials) -> list[str]:
        """Who writes: what the credentials prove, since a cookie of one's own making would be a new phone each time."""
        return self.rules.proven(who) or [who.bearer or str(sorted(who.cookies.items()))]

    async def follow(
        self,
        scope: Scope,
        headers: dict[str, str],
        who: Credentials,
        board: str,
        receive: Receive,
        send: Send,
    ) -> None:
        refused = await self.in_thread(self.rules.may_read, who, board)
        if refused:
            await answer(send, refused)
            return
        seen = seen_by(headers, scope)
        if "text/event-stream" in headers.get("accept", ""):
            await self.stream(board, seen, receive, send)
        else:
            await self.poll(board, seen, send)

    async def poll(self, board: str, seen: int, send: Send) -> None:
        """The same events in one answer, for those whose proxy cuts streams."""
        revision = (await self.revisions([board])).get(board, 0)
        events = await self.read(board, seen) if revision > seen else []
        # A long absence is read in several answers: the next one starts where this one ended.
        reached = events[-1]["revision"] if events else revision
        body = {"revision": reached, "now": now(), "events": events, "reset": seen > revision}
        await answer(send, Answer(200, body))

    async def stream(self, board: str, seen: int, receive: Receive, send: Send) -> None:
        """Everything after `seen`, then each change as it comes, in the log's order, without gap."""
        wake = asyncio.Event()
        async with self.hub.following(board, wake) as topic:
            gone = asyncio.ensure_future(disconnected(receive))
            try:
                await self.tell(topic, seen, wake, gone, send)
            finally:
                gone.cancel()

    async def tell(self, topic: Topic, seen: int, wake: asyncio.Event, gone: asyncio.Future[None], send: Send) -> None:
        """What the reader hears, until it goes or its right must be checked again."""
        await send({"type": "http.response.start", "status": 200, "headers": SSE_HEADERS})
        kind = b"reset" if await self.is_beyond(topic, seen) else b"clock"
        await write(send, b"retry: 2000\nevent: %s\ndata: %s\n\n" % (kind, dumped({"now": now()})))
        end = time.monotonic() + self.lifetime
        while not gone.done() and time.monotonic() < end and kind != b"reset":
            wake.clear()
            seen = await self.send_since(topic, seen, send)
            woken = asyncio.ensure_future(wake.wait())
            patience = min(HEARTBEAT, max(0.0, end - time.monotonic()))
            waited: list[asyncio.Future[Any]] = [gone, woken]
            await asyncio.wait(waited, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            woken.cancel()
            if not wake.is_set() and not gone.done():
                await write(send, b": \n\n")
            elif len(topic.readers) > CROWD:
                await asyncio.sleep(TICK)
        if not gone.done():
            await send({"type": "http.response.body", "body": b""})

    async def is_beyond(self, topic: Topic, seen: int) -> bool:
        """The reader saw more than there is: the board was restored from a backup. This process may lag behind."""
        if seen <= topic.revision:
            return False
        return seen > (await self.revisions([topic.name])).get(topic.name, 0)

    async def send_since(self, topic: Topic, seen: int, send: Send) -> int:
        """One write for all that this reader lacks; gives the revision it has now seen."""
        while True:
            ready = topic.since(seen)
            if ready is None:
                ready = [(event["revision"], event_bytes(event)) for event in await self.read(topic.name, seen)]
            if not ready:
                return seen
            await write(send, b"".join(entry for _revision, entry in ready))
            seen = ready[-1][0]


def seen_by(headers: dict[str, str], scope: Scope) -> int:
    """The revision that the reader has seen: its browser's `Last-Event-ID`, else `?seen=`, else nothing."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("seen", ["0"])[0]
    text = headers.get("last-event-id") or asked
    return int(text) if text.isascii() and text.isdigit() else 0


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
