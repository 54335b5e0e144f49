"""Notes that wait are committed together: one transaction, one fsync, then each writer is answered."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from essaim.live.counts import counts
from essaim.live.together import BATCH, Full, Together
from essaim.live.wire import Answer, Credentials, Receive, refusal

GONE = Answer(499, {"error": {"code": "left", "sentence": "Ce téléphone n’attend plus de réponse."}})  # heard by nobody

Request = tuple[Credentials, str, dict[str, Any]]


class Writer:
    """Keeps notes, as many at once as wait."""

    def __init__(self, write_many: Callable[[list[Request]], list[Answer]]):
        self.write_many = write_many
        self.notes = Together(self.write_counted, "writer")

    def write_counted(self, requests: list[Request]) -> list[Answer]:
        counts.batches.add(len(requests))
        return self.write_many(requests)

    async def write(self, request: Request, receive: Receive, *, lane: str) -> Answer:
        """The answer to this note, once it is on disk. Where many wait, a client that leaves gives up its place."""
        if self.notes.length < BATCH:  # it goes with the next batch: not worth listening for a farewell
            return await self.written(request, lane)
        answer = await unless_gone(self.written(request, lane), receive)
        counts.left += answer is GONE
        return answer

    async def written(self, request: Request, lane: str) -> Answer:
        try:
            return await self.notes.serve(request, lane)
        except Full as full:
            sentence = "Beaucoup de notes arrivent à la fois. La vôtre partira dans un instant."
            return refusal(503, "later", sentence, full.seconds)


async def unless_gone(work: Coroutine[Any, Any, Answer], receive: Receive) -> Answer:
    """What the work gives; it is given up as soon as the client has left."""
    working, leaving = asyncio.ensure_future(work), asyncio.ensure_future(gone(receive))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else GONE
    finally:
        working.cancel()
        leaving.cancel()


async def gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
