"""The limit: a bare WebSocket broadcast server (picows), which checks nothing and keeps nothing.

uv run --with picows python -m bench.peers.limit --boards 83 --phones 996 [--rate 50] [--seconds 10]
"""

import asyncio
import subprocess
import sys

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_create_server

from bench.peers.chorus import Phone, measured, options_of, wait_for_port
from essaim.bench.instance import free_port


class Room(WSListener):
    """Whoever speaks is heard by everybody who asked for the same address."""

    rooms: dict[bytes, set[WSTransport]] = {}

    def __init__(self, name: bytes):
        self.members = self.rooms.setdefault(name, set())

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.members.add(transport)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.members.discard(transport)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        payload = frame.get_payload_as_bytes()
        for member in self.members:
            member.send(WSMsgType.TEXT, payload)


async def serve(port: int) -> None:
    server = await ws_create_server(lambda request: Room(request.path), "127.0.0.1", port)
    await server.serve_forever()


def main() -> None:
    options = options_of(__doc__)
    if options.serve:
        asyncio.run(serve(options.serve), loop_factory=uvloop.new_event_loop)
        return
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "bench.peers.limit", "--serve", str(port)])
    try:
        wait_for_port(port, server.pid)
        measured(Phone, port, [server.pid], options)
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main()
