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
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from essaim.live import broker, limiter
from essaim.live.counts import counts
from essaim.live.hub import GLANCE, Hub, Reader, Topic
from essaim.live.presence import Presence
from essaim.live.straight import straight_into
from essaim.live.together import Full, Together
from essaim.live.wire import (
    NOWHERE,
    Answer,
    Credentials,
    Receive,
    Scope,
    Send,
    Standing,
    TooLarge,
    answer,
    body_of,
    comes_from_our_pages,
    credentials_of,
    dumped,
    headers_of,
    refusal,
    request_id_of,
)
from essaim.live.writer import Writer

PREFIX = "/live/boards/"
HEARTBEAT = 15.0  # seconds: proxies close what stays silent for 30
KINDS = {("POST", "notes"): "post", ("GET", ""): "follow"}
LIFETIME = 600.0  # seconds after which a stream is reopened by its reader, and its right checked again
SSE_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
FAILED = refusal(500, "server-error", "Quelque chose s’est mal passé de notre côté.")
LATER = refusal(503, "later", "Le serveur ne joint plus sa base de données. Patientez, rien n’est perdu.", 5)


@dataclass(slots=True)
class Done:
    """What became of a request: its kind, the board in its address, how it was answered and how long that took."""

    kind: str
    board: str
    request_id: str
    began: float
    status: int = 0
    code: str = ""
    is_open: bool = False  # a stream whose first bytes have left

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.began


@dataclass(frozen=True)
class Rules:
    """What the product decides, as functions that may block: they run in threads.

    `may_read_many` answers for each reader, in order, None or the refusal; `write_many` answers each note.
    `read(board, seen)` gives events after a revision; `revisions` the last one of each board.
    `proven(who)` names who the credentials are of, at once, for the limiter: it may not block.
    `journal(done)` writes down what became of a request, at once too.
    `interruptions` are what these functions raise while nothing can be read: whoever asks is told to come back.
    """

    may_read_many: Callable[[list[tuple[Credentials, str]]], list[Answer | None]]
    read: Callable[[str, int], list[dict[str, Any]]]
    revisions: Callable[[list[str]], dict[str, Standing]]
    write_many: Callable[[list[tuple[Credentials, str, dict[str, Any]]]], list[Answer]]
    proven: Callable[[Credentials], list[str]]
    journal: Callable[[Done], None] = lambda done: None
    interruptions: tuple[type[Exception], ...] = ()


class Live:
    """`POST /live/boards/<board>/notes` and `GET /live/boards/<board>`."""

    def __init__(self, rules: Rules, *, lifetime: float = LIFETIME, glance: float = GLANCE):
        self.rules = rules
        self.lifetime = lifetime
        self.threads = ThreadPoolExecutor(4, "live")
        self.hub = Hub(self.read, self.revisions, glance)
        self.writer = Writer(rules.write_many)
        self.readers = Together(rules.may_read_many, "readers")
        self.presence = Presence()
        self.streaming: set[asyncio.Task[Any]] = set()
        broker.listen(self.hub.told, self.hub.missed)

    async def in_thread(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.threads, function, *arguments)

    async def read(self, board: str, seen: int) -> list[dict[str, Any]]:
        return await self.in_thread(self.rules.read, board, seen)

    async def revisions(self, boards: list[str]) -> dict[str, Standing]:
        return await self.in_thread(self.rules.revisions, boards)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = headers_of(scope)
        board, _slash, rest = scope["path"].removeprefix(PREFIX).partition("/")
        kind = KINDS.get((scope["method"], rest), "other")
        done = Done(kind, board, request_id_of(headers), time.perf_counter())
        reply: Answer | None = FAILED
        try:
            reply = await self.reply(scope, headers, done, receive, send)
            if reply:
                await answer(send, reply, done.request_id)
        except self.rules.interruptions:
            reply = None if done.is_open else LATER
            if reply:
                await answer(send, reply, done.request_id)
        except asyncio.CancelledError:  # the server stops, or only streams do
            reply = None
            if not done.is_open:  # whoever waits is told nothing
                raise
            await send({"type": "http.response.body", "body": b""})  # a stream ends as it would, and is reopened
        finally:
            self.count(done, reply)

    async def reply(
        self, scope: Scope, headers: dict[str, str], done: Done, receive: Receive, send: Send
    ) -> Answer | None:
        who = credentials_of(headers)
        if done.kind == "post":
            return await self.post(headers, who, done.board, receive)
        if done.kind == "follow":
            return await self.follow(scope, headers, who, done, receive, send)
        return refusal(404, "no-address", "Cette adresse n’existe pas : voyez docs/protocol.md.")

    def count(self, done: Done, reply: Answer | None) -> None:
        """What happened is in the numbers and in the journal; a stream that was opened is an answer 200."""
        done.status, done.code = (reply.status, reply.code) if reply else (200, "")
        counts.answers[done.kind, done.status] += 1
        if done.kind == "post":
            if done.status == 200:
                counts.accepted += 1
                counts.kept_after.add(done.seconds)
            else:
                counts.refused[done.code] += 1
            if done.status != 404:  # a board that exists
                self.presence.tally(done.board, done.code)
        self.rules.journal(done)

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
        proven = self.rules.proven(who)
        self.presence.heard(proven, board, number_of(note.get("waiting")))
        wait = max(limiter.notes.wait(name, time.monotonic()) for name in proven or [made_up(who)])
        if wait:
            return refusal(429, "slow-down", "Vous envoyez très vite. La suite partira dans un instant.", wait)
        # Those who prove no seat wait together: made-up names of boards win them no turn.
        return await self.writer.write((who, board, note), receive, lane=board if proven else "")

    async def follow(
        self, scope: Scope, headers: dict[str, str], who: Credentials, done: Done, receive: Receive, send: Send
    ) -> Answer | None:
        """The answer, unless a stream was opened: nothing is left to say after it."""
        board = done.board
        refused = await self.may_read(who, board)
        if refused:
            return refused
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        seen = number_of(headers.get("last-event-id") or asked.get("seen", ["0"])[0]) or 0
        names, waiting = self.rules.proven(who), number_of(asked.get("waiting", [""])[0])
        if "text/event-stream" not in headers.get("accept", ""):
            self.presence.heard(names, board, waiting)
            return await self.poll(board, seen)
        counts.streams += 1
        task: asyncio.Task[Any] = asyncio.current_task()  # type: ignore[assignment]  # each request has one
        self.streaming.add(task)
        try:
            with self.presence.following(names, board, waiting):
                await self.stream(done, seen, receive, send)
        finally:
            self.streaming.discard(task)
            counts.streams -= 1
        return None

    def end_streams(self) -> None:
        """Every stream ends as it would after its lifetime: its reader opens another, of a process that stays."""
        for task in self.streaming:
            task.cancel()

    async def may_read(self, who: Credentials, board: str) -> Answer | None:
        try:
            return await self.readers.serve((who, board), board)
        except Full as full:
            return refusal(503, "later", "Beaucoup d’appareils reviennent à la fois. Patientez.", full.seconds)

    async def poll(self, board: str, seen: int) -> Answer:
        """The same events in one answer, for those whose proxy cuts streams."""
        revision = (await self.revisions([board])).get(board, NOWHERE).revision
        events = await self.read(board, seen) if revision > seen else []
        # A long absence is read in several answers: the next one starts where this one ended.
        reached = events[-1]["revision"] if events else revision
        body = {"revision": reached, "now": now(), "events": events, "reset": seen > revision}
        return Answer(200, body)

    async def stream(self, done: Done, seen: int, receive: Receive, send: Send) -> None:
        """Everything after `seen`, then each change as it comes, in the log's order, without gap."""
        reader = Reader(partial(write, send))
        async with self.hub.following(done.board, reader) as topic:
            headers = [*SSE_HEADERS, (b"x-request-id", done.request_id.encode())]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            done.is_open = True
            is_beyond = await self.is_beyond(topic, seen)
            kind = b"reset" if is_beyond else b"clock"
            reader.put = straight_into(send)
            await write(send, b"retry: 2000\nevent: %s\ndata: %s\n\n" % (kind, dumped({"now": now()})))
            if not is_beyond:
                await self.hub.welcome(topic, reader, seen)
                if not await self.stays(reader, receive):
                    return
        await send({"type": "http.response.body", "body": b""})

    async def stays(self, reader: Reader, receive: Receive) -> bool:
        """False once the reader has gone; True when it is time to check its right again."""
        end = time.monotonic() + self.lifetime
        while (left := end - time.monotonic()) > 0:
            if await has_gone(receive, within=min(HEARTBEAT, left)):
                return False
            if reader.sending is None:
                await reader.write(b": \n\n")
        return True

    async def is_beyond(self, topic: Topic, seen: int) -> bool:
        """The reader saw more than there is: the board was restored from a backup. This process may lag behind."""
        if seen <= topic.revision:
            return False
        return seen > (await self.revisions([topic.name])).get(topic.name, NOWHERE).revision


def made_up(who: Credentials) -> str:
    """Whoever proves nothing has a pace too, by what it shows."""
    return who.bearer or str(sorted(who.cookies.items()))


def number_of(value: Any) -> int | None:
    """A number that a client says, of a hundred digits at most; nothing where it says none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 100 else None


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def has_gone(receive: Receive, *, within: float) -> bool:
    """Whether the client closes within so many seconds."""
    try:
        async with asyncio.timeout(within):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return False
    return True
