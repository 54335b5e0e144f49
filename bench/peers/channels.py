"""Channels with Redis, the usual way of Django: each note is told to a group, and kept nowhere.

uv run --with picows --with channels --with channels-redis --with daphne --with websockets \\
    python -m bench.peers.channels --boards 83 --phones 996 [--rate 50] [--seconds 10] [--daphne]

Needs `redis-server` (Debian). Its processor time counts with the server's.
"""

import os
import subprocess
import sys
import tempfile

from essaim.bench.instance import free_port


def application():
    """What `uvicorn` and `daphne` serve: whoever connects joins the group of its address."""
    from channels.generic.websocket import AsyncWebsocketConsumer
    from channels.routing import ProtocolTypeRouter
    from django.conf import settings

    layer = {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        # Without this capacity it drops what a slow phone has not read yet, and the notes would be lost.
        "CONFIG": {"hosts": [("127.0.0.1", int(os.environ["REDIS_PORT"]))], "capacity": 100_000},
    }
    settings.configure(CHANNEL_LAYERS={"default": layer}, SECRET_KEY=os.urandom(20).hex())

    class Room(AsyncWebsocketConsumer):
        async def connect(self) -> None:
            self.group = f"board{self.scope['path'].strip('/')}"
            await self.channel_layer.group_add(self.group, self.channel_name)
            await self.accept()

        async def disconnect(self, code: int) -> None:
            await self.channel_layer.group_discard(self.group, self.channel_name)

        async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
            await self.channel_layer.group_send(self.group, {"type": "told", "text": text_data})

        async def told(self, event: dict) -> None:
            await self.send(text_data=event["text"])

    return ProtocolTypeRouter({"websocket": Room.as_asgi()})


if os.environ.get("BENCH_CHANNELS"):
    served = application()


def main() -> None:
    from bench.peers.chorus import Phone, measured, options_of, wait_for_port

    is_daphne = "--daphne" in sys.argv and (sys.argv.remove("--daphne") or True)
    options = options_of(__doc__)
    port, redis_port = free_port(), free_port()
    env = {**os.environ, "BENCH_CHANNELS": "1", "REDIS_PORT": str(redis_port)}
    uvicorn = ["-m", "uvicorn", "bench.peers.channels:served", "--port", str(port), "--log-level", "error"]
    daphne = ["-m", "daphne", "-v", "0", "-p", str(port), "bench.peers.channels:served"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with tempfile.TemporaryDirectory() as folder:
        keeps_nothing = ["--save", "", "--appendonly", "no", "--dir", folder]
        redis = subprocess.Popen(["redis-server", "--port", str(redis_port), *keeps_nothing], **quiet)
        server = subprocess.Popen([sys.executable, *(daphne if is_daphne else uvicorn)], env=env, **quiet)
        try:
            wait_for_port(port, server.pid)
            wait_for_port(redis_port, redis.pid)
            measured(Phone, port, [server.pid, redis.pid], options)
        finally:
            for process in (server, redis):
                process.terminate()
            server.wait(30)
            redis.wait(30)


if __name__ == "__main__":
    main()
