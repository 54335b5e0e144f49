"""The network between phones and server: a TCP proxy that spoils connections, by dice."""

import asyncio
import random
import socket
import struct
from collections import deque
from collections.abc import Awaitable, Callable, Mapping

from tests.faults.counts import Counts
from tests.faults.kinds import Net

Weather = Mapping[Net, float]  # the chance of each fault for one connection; what is left passes untouched

FINE: Weather = {}
ROUGH: Weather = {kind: 0.016 for kind in Net if kind not in {Net.CUT, Net.AWAY, Net.SLOW, Net.HALF_OPEN}} | {
    Net.SLOW: 0.008,
    Net.HALF_OPEN: 0.008,
}
STORM: Weather = {Net.CUT: 0.3}
PORTAL: Weather = {Net.PORTAL_PAGE: 0.4, Net.PORTAL_MOVED: 0.3, Net.PORTAL_ASKS: 0.3}
OFFLINE: Weather = {Net.AWAY: 1.0}

PAGES = {
    Net.PORTAL_PAGE: b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 44\r\n\r\n"
    b"<html><body>Bienvenue au wifi.</body></html>",
    Net.PORTAL_MOVED: b"HTTP/1.1 302 Found\r\nLocation: http://portail.invalid/\r\nContent-Length: 0\r\n\r\n",
    Net.PORTAL_ASKS: b"HTTP/1.1 511 Network Authentication Required\r\nContent-Length: 2\r\n\r\n{}",
}


class Link:
    """One connection of a client, whose request has been read whole."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes):
        self.reader = reader
        self.writer = writer
        self.request = request

    async def left(self) -> None:
        """The client has given up."""
        while await self.reader.read(65536):
            pass

    def reset(self) -> None:
        """The client gets a RST instead of an end."""
        handle = self.writer.get_extra_info("socket")
        handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


class Proxy:
    """Listens on a port of its own and carries to `target`, as the weather allows."""

    def __init__(self, target: int, counts: Counts, draw: random.Random):
        self.target = target
        self.counts = counts
        self.draw = draw
        self.weather: Weather = FINE
        self.answers: deque[bytes] = deque(maxlen=50)
        self.tasks: set[asyncio.Task[None]] = set()
        self.ways: dict[Net, Callable[[Link], Awaitable[None]]] = {
            Net.LOST_REQUEST: self.lost_request,
            Net.LOST_ANSWER: self.lost_answer,
            Net.RESET_REQUEST: self.reset_request,
            Net.TORN_ANSWER: self.torn_answer,
            Net.HALF_OPEN: self.half_open,
            Net.BYTE_BY_BYTE: self.byte_by_byte,
            Net.SLOW: self.slow,
            Net.OTHER_ANSWER: self.other_answer,
            Net.DOUBLED: self.doubled,
            Net.LATE_REQUEST: self.late_request,
            Net.CUT: self.cut,
            Net.AWAY: self.lost_request,
        }

    async def start(self) -> None:
        self.server = await asyncio.start_server(self.accept, "127.0.0.1", 0, backlog=1000)
        self.port: int = self.server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self.server.close()
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self.handle(reader, writer))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def drawn(self) -> Net | None:
        point = self.draw.random()
        for kind, chance in self.weather.items():
            point -= chance
            if point < 0:
                return kind
        return None

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            kind = self.drawn()
            request = await request_in(reader)
            self.counts.add("connections")
            if kind is not None:
                self.counts.add(kind)
            link = Link(reader, writer, request)
            if kind in PAGES:
                writer.write(PAGES[kind])
                await writer.drain()
            else:
                await (self.ways[kind] if kind else self.carry)(link)
        except* (OSError, EOFError, asyncio.LimitOverrunError):
            pass  # either side left: the client sees a broken connection
        finally:
            writer.close()

    async def upstream(self, request: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.target)
        writer.write(request)
        return reader, writer

    async def carry(self, link: Link, *, budget: int = -1, step: int = 65536) -> None:
        """The answer goes back as it comes, until either side ends; a budget of bytes ends it earlier."""
        reader, writer = await self.upstream(link.request)
        gone = asyncio.ensure_future(link.left())
        try:
            whole = b""
            while budget != 0 and not gone.done():
                reading = asyncio.ensure_future(reader.read(step if budget < 0 else min(step, budget)))
                await asyncio.wait([reading, gone], return_when=asyncio.FIRST_COMPLETED)
                if not reading.done():
                    reading.cancel()
                    break
                if not (data := reading.result()):
                    break
                whole = (whole + data)[:2000]
                budget -= len(data) if budget > 0 else 0
                link.writer.write(data)
                await link.writer.drain()
            if whole.startswith(b"HTTP/1.1 200") and b"/notes" in link.request[:120]:
                self.answers.append(whole)
        finally:
            gone.cancel()
            writer.close()

    async def swallow(self, request: bytes) -> None:
        """The server carries it out; nobody hears of it."""
        reader, writer = await self.upstream(request)
        try:
            if b"text/event-stream" not in request:
                await reader.read(-1)
        finally:
            writer.close()

    async def lost_request(self, link: Link) -> None:
        link.writer.transport.abort()

    async def lost_answer(self, link: Link) -> None:
        await self.swallow(link.request)
        link.writer.transport.abort()

    async def reset_request(self, link: Link) -> None:
        """The server gets the beginning of a request and nothing more."""
        _reader, writer = await self.upstream(link.request[: self.draw.randrange(1, len(link.request))])
        await writer.drain()
        writer.close()
        link.reset()

    async def torn_answer(self, link: Link) -> None:
        await self.carry(link, budget=self.draw.randrange(1, 100))

    async def half_open(self, link: Link) -> None:
        """The request arrives, then silence, until the client loses patience."""
        await self.swallow(link.request)
        await link.left()

    async def byte_by_byte(self, link: Link) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.target)
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for place in range(len(link.request)):
            writer.write(link.request[place : place + 1])
            await writer.drain()
        while data := await reader.read(1):
            link.writer.write(data)
            await link.writer.drain()
        writer.close()

    async def slow(self, link: Link) -> None:
        await asyncio.sleep(self.draw.uniform(0.4, 5))
        await self.carry(link)

    async def other_answer(self, link: Link) -> None:
        """A proxy that keeps what it must not: the acknowledgement of another note, or of this one before a change."""
        if b"/notes" not in link.request[:120]:
            await self.carry(link)
        elif self.answers:
            link.writer.write(self.draw.choice(self.answers))
            await link.writer.drain()

    async def doubled(self, link: Link) -> None:
        async with asyncio.TaskGroup() as both:
            both.create_task(self.swallow(link.request))
            both.create_task(self.carry(link))

    async def late_request(self, link: Link) -> None:
        """The client believes it lost; it arrives when many others have passed."""
        link.writer.transport.abort()
        await self.counts.more("connections", self.draw.randrange(5, 60))
        await self.swallow(link.request)

    async def cut(self, link: Link) -> None:
        if self.draw.random() < 0.5:
            await self.reset_request(link)
        else:
            await self.torn_answer(link)


async def request_in(reader: asyncio.StreamReader) -> bytes:
    """Head and body; a browser too uses each connection once, so that each request has its own chance."""
    head = (await reader.readuntil(b"\r\n\r\n")).replace(b"Connection: keep-alive", b"Connection: close")
    length = next(
        (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")),
        0,
    )
    return head + await reader.readexactly(length)
