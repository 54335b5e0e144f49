"""What a stream says goes straight into its socket, where the server lets us see it; through ASGI anywhere else.

A message through ASGI costs a coroutine, a dictionary and a dozen checks: as much as the write itself, for every reader
of every note.
"""

from collections.abc import Callable
from typing import Any

from essaim.live.wire import Send

Put = Callable[[bytes], bool]


def chunk_of(body: bytes) -> bytes:
    """A body of unknown length goes in chunks (RFC 9112 §7.1)."""
    return b"%x\r\n%b\r\n" % (len(body), body)


def through_asgi(_chunk: bytes) -> bool:
    return False


def straight_into(send: Send) -> Put:
    """Writes a chunk at once and says so; or says no, and it must go through ASGI: this reader is slow, or unseen.

    To be asked once the head of the answer was sent: uvicorn knows by then that it goes in chunks.
    """
    cycle: Any = getattr(send, "__self__", None)
    if getattr(cycle, "chunked_encoding", None) is not True:
        return through_asgi
    flow, transport = cycle.flow, cycle.transport

    def put(chunk: bytes) -> bool:
        if flow.write_paused or transport.is_closing():
            return False
        transport.write(chunk)
        return True

    return put
