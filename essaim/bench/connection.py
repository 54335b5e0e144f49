"""HTTP/1.1 by hand: the generator of a load may not be slower than what it measures."""

import asyncio
import ssl
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

TIMEOUT = 15.0  # seconds: docs/protocol.md §5


@dataclass(frozen=True)
class Place:
    """Where an instance answers."""

    scheme: str
    host: str
    port: int

    @property
    def name(self) -> str:
        return f"{self.host}:{self.port}"


def place_of(url: str) -> Place | None:
    """The instance at this address, or nothing when it is no address of a site."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    return Place(parts.scheme, parts.hostname, port)


def request_bytes(place: Place, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {place.name}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def head_of(data: bytes) -> tuple[int, dict[str, str]]:
    """The status and the headers of an answer."""
    first, *rest = data.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in rest)
    return int(first.split(" ", 2)[1]), {name.lower(): value.strip() for name, _colon, value in pairs}


def unchunked(data: bytes) -> tuple[list[bytes], bytes]:
    """The whole chunks of a body, an empty one at its end; and the bytes of the one that has not come whole."""
    parts, at = [], 0
    while (end := data.find(b"\r\n", at)) >= 0:
        size = int(data[at:end].partition(b";")[0], 16)
        stop = end + 2 + size
        if stop + 2 > len(data):
            break
        parts.append(data[end + 2 : stop])
        at = stop + 2
    return parts, data[at:]


class Asking(asyncio.Protocol):
    """A connection kept open, on which one request at a time is asked."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.buffer = b""
        self.answer: asyncio.Future[tuple[int, dict[str, str], bytes]] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, _why: Exception | None) -> None:
        self.transport = None
        if self.answer is not None and not self.answer.done():
            self.answer.set_exception(ConnectionResetError("cut before the answer"))

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if self.answer is None or self.answer.done():
            return
        head, ended, body = self.buffer.partition(b"\r\n\r\n")
        if not ended:
            return
        status, headers = head_of(head)
        if headers.get("transfer-encoding", "").lower() == "chunked":
            parts, _rest = unchunked(body)
            if parts and parts[-1] == b"":
                self.answer.set_result((status, headers, b"".join(parts)))
        elif len(body) >= int(headers.get("content-length", "0")):
            self.answer.set_result((status, headers, body))

    async def ask(self, request: bytes) -> tuple[int, dict[str, str], bytes]:
        """What the server answers: status, headers, body."""
        if self.transport is None:
            raise ConnectionResetError("closed")
        self.buffer = b""
        self.answer = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        async with asyncio.timeout(TIMEOUT):
            return await self.answer

    def close(self) -> None:
        if self.transport is not None:
            self.transport.close()


class Pool:
    """Connections to one instance, as a proxy in front of it keeps them."""

    def __init__(self, place: Place, size: int):
        self.place = place
        self.free: asyncio.LifoQueue[Asking | None] = asyncio.LifoQueue()
        for _ in range(size):
            self.free.put_nowait(None)

    async def ask(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> tuple[int, dict, bytes]:
        """The answer; `OSError` or `TimeoutError` when none came."""
        connection = await self.free.get()
        try:
            if connection is None or connection.transport is None or connection.transport.is_closing():
                connection = await opened(self.place, Asking())
            return await connection.ask(request_bytes(self.place, method, path, headers, body))
        except (OSError, TimeoutError):
            if connection is not None:
                connection.close()
            connection = None
            raise
        finally:
            self.free.put_nowait(connection)

    def close(self) -> None:
        while not self.free.empty():
            connection = self.free.get_nowait()
            if connection is not None:
                connection.close()


async def opened[Protocol: asyncio.Protocol](place: Place, protocol: Protocol) -> Protocol:
    secure = ssl.create_default_context() if place.scheme == "https" else None
    loop = asyncio.get_running_loop()
    await loop.create_connection(lambda: protocol, place.host, place.port, ssl=secure)
    return protocol
