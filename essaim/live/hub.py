"""Who follows what: a bounded ring of ready bytes for each topic, and a cursor for each reader."""

import asyncio
import sys
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from essaim.live.broker import News, Word
from essaim.live.counts import counts
from essaim.live.straight import Put, chunk_of, through_asgi
from essaim.live.wire import NOWHERE, Standing, event_bytes

RING = 500  # events kept ready; a reader further behind reads the database
GLANCE = 2.0  # seconds between two looks at the database, for what other processes wrote
CROWD = 100  # readers above which writes are gathered
TICK = 0.015  # seconds: imperceptible in a plenary, and one write instead of many

Read = Callable[[str, int], Awaitable[list[dict[str, Any]]]]
Revisions = Callable[[list[str]], Awaitable[dict[str, Standing]]]


@dataclass(slots=True, eq=False)
class Reader:
    """Somebody who follows: how to write to them, and the revision seen. Nothing is written before they are welcome."""

    write: Callable[[bytes], Coroutine[Any, Any, None]]
    put: Put = through_asgi
    seen: int = sys.maxsize
    sending: asyncio.Task[None] | None = None  # what waits for a slow reader; it is given nothing more meanwhile


class Topic:
    """A board as this process knows it: the last events as bytes, and who waits for the next."""

    def __init__(self, name: str):
        self.name = name
        self.ring: deque[tuple[int, bytes]] = deque(maxlen=RING)
        self.revision = -1
        self.rewritten = 0  # words taken back up to this revision are not in the ring
        self.readers: set[Reader] = set()
        self.lock = asyncio.Lock()
        self.is_due = False

    def add(self, events: News) -> None:
        """Each event is serialised here, once for all readers."""
        for event in events:
            self.ring.append((event["revision"], event_bytes(event)))
        self.revision = max(self.revision, events[-1]["revision"])

    def since(self, seen: int) -> list[tuple[int, bytes]] | None:
        """What follows `seen`, or None when the ring no longer (or not yet) reaches that far back."""
        if seen >= self.revision >= 0:
            return []
        if not self.ring or self.ring[0][0] > seen + 1:
            return None
        lacking = min(len(self.ring), self.ring[-1][0] - seen)
        return [self.ring[place] for place in range(-lacking, 0)]


def ready_bytes(topic: Topic, seen: int) -> tuple[bytes | None, bytes]:
    """What follows `seen`, by itself and as a chunk; None when the ring does not reach that far back."""
    ready = topic.since(seen)
    if ready is None:
        return None, b""
    body = b"".join(entry for _revision, entry in ready)
    return body, chunk_of(body)


class Hub:
    """Reads each event once for all readers of a process, and writes once to each reader what it lacks."""

    def __init__(self, read: Read, revisions: Revisions, glance: float = GLANCE):
        self.read = read
        self.revisions = revisions
        self.every = glance
        self.topics: dict[str, Topic] = {}
        self.loop: asyncio.AbstractEventLoop | None = None
        self.tasks: set[asyncio.Task[None]] = set()
        self.glancing: asyncio.Task[None] | None = None

    def told(self, words: Sequence[Word]) -> None:
        """Called from any thread after a commit. The loop is woken once, whatever the number of topics."""
        followed = [word for word in words if word[0] in self.topics]
        if followed and self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.refresh_all, followed)

    def refresh_all(self, words: Sequence[Word]) -> None:
        for word in words:
            self.refresh(*word)

    def missed(self) -> None:
        """Called from any thread when words of other processes may have been lost."""
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.look_soon)

    def look_soon(self) -> None:
        if self.topics:
            self.keep(self.look())

    def keep(self, work: Coroutine[Any, Any, None]) -> None:
        """The work is done, though nobody waits for it."""
        task = asyncio.Task(work, loop=self.loop)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def refresh(self, name: str, revision: int, is_rewritten: bool = False, news: News = ()) -> None:
        """The ring takes the news where they follow what it has; where anything lacks, the database is read."""
        topic = self.topics.get(name)
        is_rewritten = is_rewritten and topic is not None and revision > topic.rewritten
        if topic is None or self.loop is None or not (is_rewritten or revision > topic.revision):
            return
        if news and not is_rewritten and not topic.lock.locked() and news[0]["revision"] == topic.revision + 1:
            topic.add(news)
            self.owe(topic)
            return
        self.keep(self.catch_up(topic, revision if is_rewritten else 0))

    async def catch_up(self, topic: Topic, rewritten: int = 0) -> None:
        """The ring holds what was written since; readers will hear of it."""
        async with topic.lock:
            is_rewritten = rewritten > topic.rewritten
            if is_rewritten:
                topic.ring.clear()  # its bytes say what somebody has taken back
            await self.fill(topic, max(0, topic.revision - RING) if is_rewritten else topic.revision)
            topic.rewritten = max(topic.rewritten, min(rewritten, topic.revision))
        self.owe(topic)

    async def fill(self, topic: Topic, seen: int) -> None:
        while events := await self.read(topic.name, seen):
            topic.add(events)
            seen = events[-1]["revision"]
        topic.revision = max(topic.revision, seen)

    def owe(self, topic: Topic) -> None:
        """Readers are written to soon, once for all that comes until then."""
        if topic.is_due or self.loop is None:
            return
        topic.is_due = True
        if len(topic.readers) > CROWD:
            self.loop.call_later(TICK, self.deliver, topic)
        else:  # one turn of the loop later: who wrote is answered before who reads is told
            self.loop.call_soon(self.loop.call_soon, self.deliver, topic)

    def deliver(self, topic: Topic) -> None:
        """One write to each reader who is not slow; most lack the same, which is joined once."""
        topic.is_due = False
        joined: dict[int, tuple[bytes | None, bytes]] = {}
        for reader in topic.readers:
            if reader.sending is None and reader.seen < topic.revision:
                if reader.seen not in joined:
                    joined[reader.seen] = ready_bytes(topic, reader.seen)
                body, chunk = joined[reader.seen]
                if body and reader.put(chunk):
                    reached = topic.ring[-1][0]
                    counts.delivered += reached - reader.seen
                    reader.seen = reached
                else:
                    self.send(topic, reader, body)

    def send(self, topic: Topic, reader: Reader, body: bytes | None) -> None:
        """Written without waiting for it, unless this reader is slow or so far behind."""
        if body is None:
            sending = asyncio.Task(self.replay(topic, reader), loop=self.loop, eager_start=True)
        elif body:
            reached = topic.ring[-1][0]
            counts.delivered += reached - reader.seen
            reader.seen = reached
            sending = asyncio.Task(reader.write(body), loop=self.loop, eager_start=True)
        else:
            return
        if not sending.done():
            reader.sending = sending
            sending.add_done_callback(lambda _done: self.freed(topic, reader))

    def freed(self, topic: Topic, reader: Reader) -> None:
        """A slow reader can be written to again; what it missed meanwhile is in the ring, or in the database."""
        sent, reader.sending = reader.sending, None
        if sent is not None and not sent.cancelled() and sent.exception() is None:
            self.owe(topic)  # where the database did not answer, the next glance tries again

    async def replay(self, topic: Topic, reader: Reader) -> None:
        """A reader further behind than the ring hears it from the database, until the ring reaches."""
        while topic.since(reader.seen) is None:
            events = await self.read(topic.name, reader.seen)
            if not events:
                return
            counts.replays += 1
            counts.delivered += len(events)
            await reader.write(b"".join(event_bytes(event) for event in events))
            reader.seen = events[-1]["revision"]

    @asynccontextmanager
    async def following(self, name: str, reader: Reader) -> AsyncIterator[Topic]:
        """The reader is among those of this topic until it leaves, however it leaves."""
        self.loop = asyncio.get_running_loop()
        if self.glancing is None or self.glancing.done():
            self.glancing = self.loop.create_task(self.glance())
        topic = self.topics.setdefault(name, Topic(name))
        topic.readers.add(reader)
        try:
            async with topic.lock:
                if topic.revision < 0:
                    standing = (await self.revisions([name])).get(name, NOWHERE)
                    await self.fill(topic, max(0, standing.revision - RING))
                    topic.rewritten = standing.rewritten
            yield topic
        finally:
            self.leave(topic, reader)

    async def welcome(self, topic: Topic, reader: Reader, seen: int) -> None:
        """The reader has what is older than the ring, and is written to from now on."""
        reader.seen = seen
        if topic.since(seen) is None:
            self.send(topic, reader, None)
            if reader.sending is not None:
                await asyncio.wait([reader.sending])
        self.owe(topic)

    def leave(self, topic: Topic, reader: Reader) -> None:
        topic.readers.discard(reader)
        if reader.sending is not None:
            reader.sending.cancel()
        if not topic.readers:
            self.topics.pop(topic.name, None)

    async def glance(self) -> None:
        """Losing a word costs delay, never a note: the database is looked at while somebody reads."""
        while self.topics:
            await asyncio.sleep(self.every)
            await self.look()

    async def look(self) -> None:
        """What the database has and no word told is heard; so is that words were taken back."""
        looking = asyncio.ensure_future(self.revisions(list(self.topics)))
        await asyncio.wait([looking])
        if looking.exception() is None:  # a database that does not answer is looked at again
            for name, standing in looking.result().items():
                self.refresh(name, standing.rewritten, is_rewritten=True)
                counts.glances += name in self.topics and standing.revision > self.topics[name].revision
                self.refresh(name, standing.revision)
        for topic in self.topics.values():
            self.owe(topic)
