"""What stands before several processes: a TCP port that hands each connection to one of those that answer."""

import asyncio
import itertools
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

Place = tuple[str, int]


class Switch:
    """In turn or the first one first, and the next where one refuses; who dies takes its connections with it."""

    def __init__(self, places: Sequence[Place], *, is_in_turn: bool = True):
        self.places = places
        self.turns = itertools.count() if is_in_turn else itertools.repeat(0)
        self.port = 0

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = next(self.turns)
        for number in range(len(self.places)):
            try:
                upstream = await asyncio.open_connection(*self.places[(first + number) % len(self.places)])
            except OSError:
                continue
            await asyncio.gather(carry(reader, upstream[1]), carry(upstream[0], writer), return_exceptions=True)
            return
        writer.close()


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Bytes go on as they come; the end of one side is the end of the other."""
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()


@contextmanager
def a_switch(places: Sequence[Place], *, is_in_turn: bool = True) -> Iterator[Switch]:
    switch = Switch(places, is_in_turn=is_in_turn)
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(switch.accept, "127.0.0.1", 0, backlog=200))
    switch.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield switch
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
