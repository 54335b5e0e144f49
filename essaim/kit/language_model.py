"""A language model behind an OpenAI-compatible address, which only the environment names: no form ever does.

One question, one answer, in a bounded time and a bounded size. Nothing is followed elsewhere, no proxy is used, and
what was sent or answered is written in no journal.
"""

import json
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import ip_address
from queue import Empty, SimpleQueue
from socket import SHUT_RDWR, socket
from threading import Thread
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

MOST_BYTES = 256 * 1024  # some sentences on one theme take 4 KB; above, something else answers
LONGEST = 300  # seconds: nobody waits longer in front of a page
MOST_TOKENS = 1500  # what is asked for: four sentences, their numbers and the marks of JSON


class Why(Enum):
    """Why there is no answer."""

    UNREACHABLE = "unreachable"
    LATE = "late"
    REFUSED = "refused"  # it answered, but not 200: a wrong key, an unknown model, an address that moved
    TOO_LONG = "too-long"
    UNREADABLE = "unreadable"
    TOO_MUCH = "too-much"  # more to read than small models take at once


class NoAnswer(Exception):
    def __init__(self, why: Why):
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Server:
    """Where the model answers, as an administrator set it."""

    url: str  # up to /v1, or what stands for it
    name: str
    key: str = field(default="", repr=False)  # shown on no page, not even one that tells an error
    seconds: float = 15.0
    seconds_in_all: float = 25.0

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    @property
    def is_in_clear(self) -> bool:
        """What is sent can be read on the way: neither encrypted nor staying on this machine."""
        parts = urlsplit(self.url)
        return parts.scheme == "http" and not is_here(parts.hostname or "")


def is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def server_given(url: str, name: str, key: str, seconds: float, seconds_in_all: float) -> Server | None:
    """The server that the environment names, or none: nothing is sent to anybody by default."""
    if not url and not name:
        return None
    try:
        parts = urlsplit(url.rstrip("/"))
        whole = parts.scheme in {"http", "https"} and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        whole = False
    # What was given is not repeated: it may hold a password.
    if not whole or parts.username or parts.password or parts.query or parts.fragment or not is_plain(url):
        raise ImproperlyConfigured(
            "LANGUAGE_MODEL_URL n’est pas l’adresse d’un modèle de langue : écrivez https://machine/v1, sans compte, "
            "ni « ? », ni « # » ; la clé va dans LANGUAGE_MODEL_KEY."
        )
    if not name or not name.isprintable() or len(name) > 100 or not key.isascii() or not key.isprintable():
        raise ImproperlyConfigured(
            "LANGUAGE_MODEL_URL demande aussi LANGUAGE_MODEL_NAME, le nom du modèle (100 signes au plus) ; "
            "LANGUAGE_MODEL_KEY tient sur une ligne, sans accent."
        )
    if not 0 < seconds <= seconds_in_all <= LONGEST:
        raise ImproperlyConfigured(
            "LANGUAGE_MODEL_SECONDS est un nombre de secondes, au plus LANGUAGE_MODEL_SECONDS_IN_ALL, lui-même au plus "
            f"{LONGEST}."
        )
    return Server(url.rstrip("/"), name, key, seconds, seconds_in_all)


def is_plain(url: str) -> bool:
    return url.isascii() and url.isprintable() and " " not in url


class Line:
    """A connection that somebody else can cut, whatever it is waiting for."""

    def __init__(self, server: Server, seconds: float):
        parts = urlsplit(server.url)
        context = {"context": ssl.create_default_context()} if parts.scheme == "https" else {}
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self.connection: HTTPConnection = kind(parts.hostname or "", parts.port, timeout=seconds, **context)  # type: ignore[arg-type]
        self.path = f"{parts.path}/chat/completions"
        self.socket: socket | None = None
        self.is_cut = False

    def exchange(self, body: bytes, headers: dict[str, str]) -> bytes:
        self.connection.connect()
        # The connection forgets its socket once the answer begins; cutting needs it to the end.
        self.socket = self.connection.sock
        if self.is_cut:
            raise NoAnswer(Why.LATE)
        self.connection.request("POST", self.path, body=body, headers=headers)
        return whole_body(self.connection.getresponse())

    def cut(self) -> None:
        self.is_cut = True
        held = self.socket or self.connection.sock
        with suppress(OSError, AttributeError):
            held.shutdown(SHUT_RDWR)


def whole_body(response: HTTPResponse) -> bytes:
    if response.status != 200:  # a redirection too: the notes go where the administrator said, nowhere else
        raise NoAnswer(Why.REFUSED)
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise NoAnswer(Why.UNREADABLE)
    body = response.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise NoAnswer(Why.TOO_LONG)
    if response.length:  # it stopped before the end that it had announced
        raise NoAnswer(Why.UNREADABLE)
    return body


def ask(server: Server, said: Sequence[dict[str, str]], *, seconds: float) -> str:
    """What the model answers to these messages; whoever asks waits no longer than that, whatever the other end does."""
    line = Line(server, seconds)
    answers: SimpleQueue[bytes | NoAnswer] = SimpleQueue()
    Thread(target=converse, args=(line, server, said, answers), daemon=True).start()
    try:
        found = answers.get(timeout=seconds)
    except Empty:
        line.cut()
        raise NoAnswer(Why.LATE) from None
    if isinstance(found, NoAnswer):
        raise found
    return text_of(found)


def converse(
    line: Line, server: Server, said: Sequence[dict[str, str]], answers: "SimpleQueue[bytes | NoAnswer]"
) -> None:
    try:
        answers.put(line.exchange(body_of(server, said), headers_of(server)))
    except NoAnswer as none:
        answers.put(none)
    except TimeoutError:
        answers.put(NoAnswer(Why.LATE))
    except OSError:
        answers.put(NoAnswer(Why.UNREACHABLE))
    except (HTTPException, ValueError):
        answers.put(NoAnswer(Why.UNREADABLE))
    finally:
        line.connection.close()


def body_of(server: Server, said: Sequence[dict[str, str]]) -> bytes:
    asked = {
        "model": server.name,
        "messages": list(said),
        "temperature": 0,
        "max_tokens": MOST_TOKENS,
        "response_format": {"type": "json_object"},
        "stream": False,
    }
    return json.dumps(asked, ensure_ascii=False).encode()


def headers_of(server: Server) -> dict[str, str]:
    plain = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
    key = {"Authorization": f"Bearer {server.key}"} if server.key else {}
    return {**plain, **key, "Connection": "close"}


def text_of(body: bytes) -> str:
    """The words of the first choice, as the protocol has them."""
    try:
        text = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, RecursionError, LookupError, TypeError):
        raise NoAnswer(Why.UNREADABLE) from None
    if not isinstance(text, str):
        raise NoAnswer(Why.UNREADABLE)
    return text
