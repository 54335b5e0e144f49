"""The network is as bad as it says: what the server got, and what the client was told, for each fault."""

import asyncio

import pytest

from tests.faults import wire
from tests.faults.counts import Counts
from tests.faults.dice import dice
from tests.faults.kinds import Net
from tests.faults.proxy import FINE, Proxy
from tests.faults.wire import Broken

ANSWER = b'HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{"key": "mine"}'


class Server:
    """Answers every whole request, and keeps them."""

    def __init__(self):
        self.requests = []

    async def __call__(self, reader, writer):
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            body = await reader.readexactly(int(head.lower().partition(b"content-length:")[2].split()[0]))
        except asyncio.IncompleteReadError:
            return
        self.requests.append(body)
        writer.write(ANSWER)
        await writer.drain()
        writer.close()


async def through(kind):
    """What a client is told through a network that does this, and what the server got."""
    server, counts = Server(), Counts()
    listening = await asyncio.start_server(server, "127.0.0.1", 0)
    network = Proxy(listening.sockets[0].getsockname()[1], counts, dice(1, kind))
    await network.start()
    request = wire.request_bytes("POST", "/live/boards/b/notes", {}, b"a note")
    await wire.ask(network.port, request, 10)
    server.requests.clear()
    network.weather = {kind: 1.0}
    try:
        told = (await wire.ask(network.port, request, 1 if kind == Net.HALF_OPEN else 10)).status
    except Broken:
        told = "nothing"
    network.weather = FINE
    while kind == Net.LATE_REQUEST and len(server.requests) < 1:
        await wire.ask(network.port, wire.request_bytes("POST", "/later", {}, b""), 10)
        server.requests[:] = [body for body in server.requests if body]
    await network.stop()
    listening.close()
    return told, server.requests


@pytest.mark.parametrize(
    ("kind", "told", "received"),
    [
        (Net.LOST_REQUEST, "nothing", 0),
        (Net.LOST_ANSWER, "nothing", 1),
        (Net.RESET_REQUEST, "nothing", 0),
        (Net.TORN_ANSWER, "nothing", 1),
        (Net.HALF_OPEN, "nothing", 1),
        (Net.BYTE_BY_BYTE, 200, 1),
        (Net.PORTAL_PAGE, 200, 0),
        (Net.PORTAL_MOVED, 302, 0),
        (Net.PORTAL_ASKS, 511, 0),
        (Net.OTHER_ANSWER, 200, 0),
        (Net.DOUBLED, 200, 2),
        (Net.LATE_REQUEST, "nothing", 1),
        (Net.AWAY, "nothing", 0),
    ],
)
def test_each_fault_does_what_its_name_says(kind, told, received):
    assert asyncio.run(through(kind)) == (told, [b"a note"] * received)
