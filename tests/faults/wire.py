"""One HTTP request on one connection, read as a distrustful client reads it. Nothing of Essaim is imported."""

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Broken(Exception):
    """No whole answer came: nobody knows whether the request was carried out."""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        """The object in the body, or an empty one: a portal's page proves nothing."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def refusal(self) -> str:
        """The code of a refusal of ours; empty for anything else."""
        error = self.json().get("error")
        return str(error.get("code", "")) if isinstance(error, dict) and 400 <= self.status < 500 else ""


def request_bytes(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    lines = {"Host": "127.0.0.1", "Connection": "close", "Accept": "application/json", **headers}
    if method == "POST":
        lines["Content-Length"] = str(len(body))
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + body


def as_json(value: dict[str, Any]) -> tuple[dict[str, str], bytes]:
    return {"Content-Type": "application/json"}, json.dumps(value, ensure_ascii=False).encode()


def as_form(value: dict[str, Any]) -> tuple[dict[str, str], bytes]:
    return {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(value).encode()


@asynccontextmanager
async def connected(port: int):
    """A connection, closed however the block ends; any trouble of the network is `Broken`."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError as trouble:
        raise Broken(str(trouble)) from trouble
    try:
        yield reader, writer
    except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as trouble:
        raise Broken(repr(trouble)) from trouble
    finally:
        writer.transport.abort()


async def head_of(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *rest = head.removesuffix("\r\n\r\n").split("\r\n")
    pairs = (line.partition(":") for line in rest)
    return int(first.split()[1]), {name.strip().lower(): value.strip() for name, _colon, value in pairs}


async def ask(port: int, request: bytes, patience: float, *, hang_up: bool = False) -> Reply:
    """The whole answer; `hang_up` leaves as soon as the request is sent, as a phone that reboots does."""
    try:
        async with asyncio.timeout(patience), connected(port) as (reader, writer):
            writer.write(request)
            await writer.drain()
            if hang_up:
                raise Broken("rebooted")
            status, headers = await head_of(reader)
            return Reply(status, headers, await body_of(reader, headers))
    except TimeoutError as late:
        raise Broken("silence") from late


async def body_of(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    """As long as it says to be: a torn answer is no answer."""
    if "chunked" in headers.get("transfer-encoding", ""):
        body = b""
        while size := int(await reader.readline(), 16):
            body += await reader.readexactly(size)
            await reader.readline()
        return body
    if "content-length" in headers:
        return await reader.readexactly(int(headers["content-length"]))
    return await reader.read()
