"""Between the order to stop and the stop, a proxy must have the time to see that this process takes nothing more."""

import contextlib
import signal
import socket
import sys
import threading
from types import FrameType
from typing import Any

import uvicorn
from django.conf import settings

from essaim.observing.beating import hearts

stopping = threading.Event()


class Draining(uvicorn.Server):
    """On the first signal, `/sante/pret/` says 503 while everything is still served; then the server stops."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        seconds = settings.DRAIN_SECONDS
        if stopping.is_set() or not seconds or sig != signal.SIGTERM:
            stopping.set()
            super().handle_exit(sig, frame)
            return
        stopping.set()
        end = threading.Timer(seconds, super().handle_exit, (sig, frame))
        end.daemon = True
        end.start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Streams end at once: they would hold the stop to the end of its patience."""
        for heart in hearts:
            heart.live.end_streams()
        await super().shutdown(sockets)


def run(application: str, *, sockets: list[socket.socket] | None = None, **options: Any) -> None:
    """The application is served until it is told to stop."""
    server = Draining(uvicorn.Config(application, **options))
    with contextlib.suppress(KeyboardInterrupt):  # the server hands its signals on once it has closed
        server.run(sockets=sockets)
    if not server.started:
        sys.exit(3)
