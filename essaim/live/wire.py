"""What goes over the wire: requests read within bounds, answers and events as bytes."""

import itertools
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

BODY_LIMIT = 16 * 1024  # a note is at most 600 characters; anything longer is not a note

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
MINE = secrets.token_hex(6)  # drawn once: each draw is a call to the system
numbers = itertools.count(1)

JSON_HEADERS = [
    (b"content-type", b"application/json; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]


class TooLarge(Exception):
    """The body is longer than any note."""


@dataclass(frozen=True)
class Credentials:
    """What a client shows: cookies of a browser, or the bearer token of a client written from docs/protocol.md."""

    cookies: dict[str, str] = field(default_factory=dict)
    bearer: str = ""


@dataclass(frozen=True)
class Answer:
    """A status and a JSON body."""

    status: int
    body: dict[str, Any]
    retry_after: int | None = None

    @property
    def code(self) -> str:
        """Why it is a refusal, for programs; nothing where it is none."""
        return self.body["error"]["code"] if "error" in self.body else ""


class Standing(NamedTuple):
    """How far the log of a board goes, and its last revision at which words were taken out of earlier ones."""

    revision: int
    rewritten: int = 0


NOWHERE = Standing(0)


def refusal(status: int, code: str, sentence: str, retry_after: int | None = None) -> Answer:
    return Answer(status, {"error": {"code": code, "sentence": sentence}}, retry_after)


def headers_of(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def request_id_of(headers: Mapping[str, str]) -> str:
    """The name that a proxy or a client gave to its request, where it is only that; else one of our own."""
    given = headers.get("x-request-id", "")
    return given if REQUEST_ID.fullmatch(given) else f"{MINE}-{next(numbers):x}"


def credentials_of(headers: dict[str, str]) -> Credentials:
    kind, _space, token = headers.get("authorization", "").partition(" ")
    bearer = token.strip() if kind.lower() == "bearer" else ""
    return Credentials(cookies_in(headers.get("cookie", "")), bearer)


def cookies_in(header: str) -> dict[str, str]:
    """Each cookie by itself, as browsers mean them: a strange one of another product spoils none of ours."""
    if not header:
        return {}
    pairs = (cookie.partition("=") for cookie in header.split(";"))
    return {name.strip(): value.strip().strip('"') for name, equals, value in pairs if equals}


def comes_from_our_pages(headers: dict[str, str]) -> bool:
    """A browser says where a request comes from; a form on another site must not write with our cookies."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or origin.split("://", 1)[-1] == headers.get("host")


async def body_of(receive: Receive) -> bytes:
    """The whole body, or `TooLarge` as soon as it passes the limit."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return body
        body += message.get("body", b"")
        if len(body) > BODY_LIMIT:
            raise TooLarge
        if not message.get("more_body"):
            return body


def dumped(value: Any) -> bytes:
    return orjson.dumps(value)


def event_bytes(event: dict[str, Any]) -> bytes:
    """An event of the log as Server-Sent Events carry it: its revision is its id."""
    return b"id: %d\ndata: %s\n\n" % (event["revision"], dumped(event))


async def answer(send: Send, reply: Answer, request_id: str) -> None:
    headers = [*JSON_HEADERS, (b"x-request-id", request_id.encode())]
    if reply.retry_after is not None:
        headers.append((b"retry-after", str(reply.retry_after).encode()))
    body = dumped(reply.body)
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
