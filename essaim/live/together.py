"""Those who wait are served together: one thread, one transaction, then each has its answer."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil

BATCH = 200  # requests served at once
MOST_WAITING = 2000  # above, a lane that has its share of the places is told to come back: memory has an end
PATIENCE = 15.0  # seconds after which a phone has given up, and will ask again (docs/protocol.md)
SOONEST, LATEST = 2, 30  # seconds after which one is told to come back


class Full(Exception):
    """Too many wait: come back in so many seconds."""

    def __init__(self, seconds: int):
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(slots=True, eq=False)
class Waiting[Request, Reply]:
    request: Request
    reply: asyncio.Future[Reply]
    since: float


class Together[Request, Reply]:
    """One thread works; whatever arrives meanwhile is its next batch, taken from each lane by turns."""

    def __init__(self, serve_many: Callable[[list[Request]], list[Reply]], name: str):
        self.serve_many = serve_many
        self.lanes: dict[str, deque[Waiting[Request, Reply]]] = {}
        self.turns: deque[str] = deque()  # each lane where somebody waits, once
        self.length = 0
        self.alone: deque[Waiting[Request, Reply]] = deque()
        self.is_busy = False
        self.began = 0.0
        self.pace = 0.0  # seconds that a request took lately
        self.thread = ThreadPoolExecutor(1, name)

    async def serve(self, request: Request, lane: str) -> Reply:
        """The reply to this request. Whoever no longer waits for it (cancelled) loses its place."""
        loop = asyncio.get_running_loop()
        queue = self.lanes.get(lane)
        if self.length >= MOST_WAITING and not self.has_share(queue):
            raise Full(self.later(loop.time()))
        if queue is None:
            queue = self.lanes[lane] = deque()
            self.turns.append(lane)
        reply: asyncio.Future[Reply] = loop.create_future()
        queue.append(Waiting(request, reply, loop.time()))
        self.length += 1
        if not self.is_busy:
            self.is_busy = True
            loop.call_soon(self.begin)  # not at once: what came by the same turn of the loop goes along
        return await reply

    def has_share(self, queue: deque[Waiting[Request, Reply]] | None) -> bool:
        """A lane that waits for little still comes in when others fill the room."""
        share = MOST_WAITING // (len(self.lanes) + 1)
        return self.length < 2 * MOST_WAITING and (not queue or len(queue) < share)

    def later(self, now: float) -> int:
        """Seconds until those who wait are served, as far as the last batches tell."""
        going_on = now - self.began if self.is_busy and self.began else 0.0
        return min(LATEST, max(SOONEST, ceil(self.length * self.pace), ceil(going_on)))

    def begin(self) -> None:
        """The next batch is under way, unless nobody waits. What failed with others is tried alone first."""
        loop = asyncio.get_running_loop()
        self.began = loop.time()
        batch = [self.alone.popleft()] if self.alone else self.next_batch()
        self.is_busy = bool(batch)
        if batch:
            served = self.thread.submit(self.serve_many, [waiting.request for waiting in batch])
            served.add_done_callback(lambda done: loop.call_soon_threadsafe(self.settle, batch, done))

    def next_batch(self) -> list[Waiting[Request, Reply]]:
        """One from each lane by turns: a flooded board starves no other. Who has left, or gave up, is passed over."""
        batch: list[Waiting[Request, Reply]] = []
        while self.turns and len(batch) < BATCH:
            lane = self.turns.popleft()
            queue = self.lanes[lane]
            waiting = queue.popleft()
            self.length -= 1
            if queue:
                self.turns.append(lane)
            else:
                del self.lanes[lane]
            if waiting.reply.done():
                continue
            if self.began - waiting.since > PATIENCE:
                waiting.reply.set_exception(Full(self.later(self.began)))
            else:
                batch.append(waiting)
        return batch

    def settle(self, batch: list[Waiting[Request, Reply]], served: Future[list[Reply]]) -> None:
        """Each has its reply. A batch that fails is served one by one: what is wrong with one is its own."""
        lasted = (asyncio.get_running_loop().time() - self.began) / len(batch)
        self.pace = lasted if not self.pace else 0.8 * self.pace + 0.2 * lasted
        failure = served.exception()
        if failure and len(batch) > 1:
            self.alone.extend(batch)
        for place, waiting in enumerate(batch):
            if waiting.reply.done():
                continue
            if not failure:
                waiting.reply.set_result(served.result()[place])
            elif len(batch) == 1:
                waiting.reply.set_exception(failure)
        self.begin()
