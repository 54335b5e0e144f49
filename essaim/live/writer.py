"""Notes that wait are committed together: one transaction, one fsync, then each writer is answered."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from essaim.live.wire import Answer, Credentials, refusal

BATCH = 200  # notes in one transaction
MOST_WAITING = 2000  # above, the room is told to come back: memory has an end

Request = tuple[Credentials, str, dict[str, Any]]
Pending = tuple[Request, asyncio.Future[Answer]]


class Writer:
    """One thread writes; whatever arrives meanwhile is its next batch."""

    def __init__(self, write_many: Callable[[list[Request]], list[Answer]]):
        self.write_many = write_many
        self.queue: list[Pending] = []
        self.writing: asyncio.Task[None] | None = None
        self.thread = ThreadPoolExecutor(1, "writer")

    async def write(self, who: Credentials, board: str, note: dict[str, Any]) -> Answer:
        """The answer to this note, once it is on disk."""
        if len(self.queue) >= MOST_WAITING:
            return refusal(503, "later", "Beaucoup de notes arrivent à la fois. La vôtre partira dans un instant.", 2)
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.queue.append(((who, board, note), future))
        if self.writing is None or self.writing.done():
            self.writing = asyncio.ensure_future(self.drain())
        return await future

    async def drain(self) -> None:
        """Nobody waits any more. A batch that fails is written note by note: what is wrong with one is its own."""
        while self.queue:
            batch, self.queue = self.queue[:BATCH], self.queue[BATCH:]
            if not await self.written(batch) and len(batch) > 1:
                for pending in batch:
                    await self.written([pending])

    async def written(self, batch: list[Pending]) -> bool:
        """Whether these are on disk, their writers told so; one that failed alone is told of it."""
        requests = [request for request, _future in batch]
        loop = asyncio.get_running_loop()
        writing = asyncio.ensure_future(loop.run_in_executor(self.thread, self.write_many, requests))
        await asyncio.wait([writing])
        failure = writing.exception()
        for place, (_request, future) in enumerate(batch):
            if future.done():
                continue
            if not failure:
                future.set_result(writing.result()[place])
            elif len(batch) == 1:
                future.set_exception(failure)
        return failure is None
