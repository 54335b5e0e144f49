"""Notes that wait are committed together: one transaction, one fsync, then each writer is answered."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from essaim.live.wire import Answer, Credentials, refusal

BATCH = 200  # notes in one transaction
WAITING = 2000  # above, the room is told to come back: memory has an end


class Writer:
    """One thread writes; whatever arrives meanwhile is its next batch."""

    def __init__(self, write_many: Callable[[list[tuple[Credentials, str, dict[str, Any]]]], list[Answer]]):
        self.write_many = write_many
        self.queue: list[tuple[tuple[Credentials, str, dict[str, Any]], asyncio.Future[Answer]]] = []
        self.is_writing = False
        self.thread = ThreadPoolExecutor(1, "writer")

    async def write(self, who: Credentials, board: str, note: dict[str, Any]) -> Answer:
        """The answer to this note, once it is on disk."""
        if len(self.queue) >= WAITING:
            return refusal(503, "later", "Beaucoup de notes arrivent à la fois. La vôtre partira dans un instant.", 2)
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answer] = loop.create_future()
        self.queue.append(((who, board, note), future))
        if not self.is_writing:
            self.is_writing = True
            try:
                await self.drain(loop)
            finally:
                self.is_writing = False
        return await future

    async def drain(self, loop: asyncio.AbstractEventLoop) -> None:
        while self.queue:
            batch, self.queue = self.queue[:BATCH], self.queue[BATCH:]
            answers = await self.answers(loop, [request for request, _future in batch])
            for (_request, future), reply in zip(batch, answers, strict=True):
                if not future.done():
                    future.set_result(reply)

    async def answers(self, loop: asyncio.AbstractEventLoop, requests: list) -> list[Answer]:
        return await loop.run_in_executor(self.thread, self.write_many, requests)
