"""Who follows what: a bounded ring of ready bytes for each topic, and a cursor for each reader."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from essaim.live.wire import event_bytes

RING = 500  # events kept ready; a reader further behind reads the database
GLANCE = 2.0  # seconds between two looks at the database, for what other processes wrote
CROWD = 100  # readers above which writes are gathered
TICK = 0.02  # seconds: imperceptible in a plenary, and one write instead of many

Read = Callable[[str, int], Awaitable[list[dict[str, Any]]]]
Revisions = Callable[[list[str]], Awaitable[dict[str, int]]]


class Topic:
    """A board as this process knows it: the last events as bytes, and who waits for the next."""

    def __init__(self, name: str):
        self.name = name
        self.ring: deque[tuple[int, bytes]] = deque(maxlen=RING)
        self.revision = -1
        self.readers: set[asyncio.Event] = set()
        self.lock = asyncio.Lock()

    def since(self, seen: int) -> list[tuple[int, bytes]] | None:
        """What follows `seen`, or None when the ring no longer (or not yet) reaches that far back."""
        if seen >= self.revision >= 0:
            return []
        if not self.ring or self.ring[0][0] > seen + 1:
            return None
        return [entry for entry in self.ring if entry[0] > seen]


class Hub:
    """Reads each event once for all readers of a process."""

    def __init__(self, read: Read, revisions: Revisions):
        self.read = read
        self.revisions = revisions
        self.topics: dict[str, Topic] = {}
        self.loop: asyncio.AbstractEventLoop | None = None
        self.tasks: set[asyncio.Task[None]] = set()
        self.glancing: asyncio.Task[None] | None = None

    def told(self, name: str, revision: int, is_rewritten: bool = False) -> None:
        """Called from any thread after a commit."""
        if self.loop is not None and name in self.topics and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.refresh, name, revision, is_rewritten)

    def refresh(self, name: str, revision: int, is_rewritten: bool = False) -> None:
        topic = self.topics.get(name)
        if topic is not None and (is_rewritten or revision > topic.revision) and self.loop is not None:
            task = self.loop.create_task(self.catch_up(topic, is_rewritten))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def catch_up(self, topic: Topic, is_rewritten: bool = False) -> None:
        """The ring holds what was written since; readers are woken once."""
        async with topic.lock:
            if is_rewritten:
                topic.ring.clear()  # its bytes say what somebody has taken back: who comes late reads the database
            start = topic.revision
            while events := await self.read(topic.name, topic.revision):
                for event in events:
                    topic.ring.append((event["revision"], event_bytes(event)))
                    topic.revision = event["revision"]
        if topic.revision > start:
            for reader in topic.readers:
                reader.set()

    @asynccontextmanager
    async def following(self, name: str, reader: asyncio.Event) -> AsyncIterator[Topic]:
        """The reader is woken at each change of this topic, until it leaves, however it leaves."""
        self.loop = asyncio.get_running_loop()
        if self.glancing is None or self.glancing.done():
            self.glancing = self.loop.create_task(self.glance())
        topic = self.topics.setdefault(name, Topic(name))
        topic.readers.add(reader)
        try:
            async with topic.lock:
                if topic.revision < 0:
                    topic.revision = (await self.revisions([name])).get(name, 0)
            yield topic
        finally:
            self.leave(topic, reader)

    def leave(self, topic: Topic, reader: asyncio.Event) -> None:
        topic.readers.discard(reader)
        if not topic.readers:
            self.topics.pop(topic.name, None)

    async def glance(self) -> None:
        """Losing a word costs delay, never a note: the database is looked at while somebody reads."""
        while self.topics:
            await asyncio.sleep(GLANCE)
            looking = asyncio.ensure_future(self.revisions(list(self.topics)))
            await asyncio.wait([looking])
            if looking.exception() is None:  # a database that does not answer is looked at again
                for name, revision in looking.result().items():
                    self.refresh(name, revision)
