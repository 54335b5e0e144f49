"""What goes over the wire: requests read within bounds, answers and events as bytes."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

BODY_LIMIT = 16 * 1024  # a note is at most 600 characters; anything longer is not a note


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


def refusal(status: int, code: str, sentence: str, retry_after: int | None = None) -> Answer:
    return Answer(status, {"error": {"code": code, "sentence": sentence}}, retry_after)


def headers_of(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def credentials_of(headers: dict[str, str]) -> Credentials:
    kind, _space, token = headers.get("authorization", "").partition(" ")
    bearer = token.strip() if kind.lower() == "bearer" else ""
    return Credentials(cookies_in(headers.get("cookie", "")), bearer)


def cookies_in(header: str) -> dict[str, str]:
    """Each cookie by itself, as browsers mean them: a strange one of another product spoils none of ours."""
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
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def event_bytes(event: dict[str, Any]) -> bytes:
    """An event of the log as Server-Sent Events carry it: its revision is its id."""
    return b"id: %d\ndata: %s\n\n" % (event["revision"], dumped(event))


async def answer(send: Send, reply: Answer) -> None:
    headers = [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if reply.retry_after is not None:
        headers.append((b"retry-after", str(reply.retry_after).encode()))
    body = dumped(reply.body)
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
