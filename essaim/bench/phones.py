"""Phones that speak docs/protocol.md: each has a seat, a board, and the pace that the protocol grants it."""

import asyncio
import json
import random
import time
import uuid
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode

from essaim.bench.connection import Pool
from essaim.bench.instance import Unmeasurable

BURST = 60  # notes that a phone may send at once; then one a second (docs/protocol.md §5)
AT_ONCE = 16  # people at the door
TRIES = 20
SAID = (
    "aérer les classes à chaque récréation",
    "planter des arbres dans la cour",
    "ouvrir la rue aux vélos le matin",
    "partager le jardin avec le quartier",
    "réparer plutôt que jeter",
    "inviter les anciens à raconter",
)


@dataclass
class Phone:
    """A seat, its token, the board of its question and where that stands, and the notes that it may still send."""

    token: str
    board: str
    revision: int = 0
    left: int = BURST

    @property
    def headers(self) -> dict[str, str]:
        bearer = f"Bearer {self.token}"
        return {"Accept": "application/json", "Content-Type": "application/json", "Authorization": bearer}


@dataclass(frozen=True)
class Sent:
    """What became of a note: acknowledged or refused, after so many tries and seconds."""

    is_acknowledged: bool
    tries: int
    seconds: float


async def each[T](things: Iterable[T], do: Callable[[T], Awaitable], at_once: int = AT_ONCE) -> list:
    """Done for each, so many at a time, in order."""
    door = asyncio.Semaphore(at_once)

    async def one(thing: T):
        async with door:
            return await do(thing)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(thing)) for thing in things]
    return [task.result() for task in tasks]


async def join(pool: Pool, code: str) -> Phone:
    """A phone has a seat in this workshop, and knows its board."""
    form = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode({"key": str(uuid.uuid4())}).encode()
    seat = await told(pool, "POST", f"/a/{code}/rejoindre/", form, body)
    headers = {"Accept": "application/json", "Authorization": f"Bearer {seat['token']}"}
    state = await told(pool, "GET", seat["state_url"], headers)
    if not state["board"] or "write" not in state["moment"]["allows"]:
        raise Unmeasurable(f"on n’écrit pas en ce moment dans l’atelier {code} : lancez une séquence où l’on écrit.")
    return Phone(seat["token"], state["board"]["key"], state["board"]["revision"])


async def told(pool: Pool, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> dict:
    try:
        status, _headers, answer = await pool.ask(method, path, headers, body)
        told = json.loads(answer)
    except (OSError, TimeoutError, ValueError) as silent:
        why = f"{pool.place.name} ne répond pas comme une instance d’Essaim ({type(silent).__name__})."
        raise Unmeasurable(why) from silent
    if status != 200:
        raise Unmeasurable(f"{path} répond {status} : {told.get('error', {}).get('sentence', told)}")
    return told


def words() -> str:
    """Some fifteen words: as long as notes are."""
    return ", ".join(random.choices(SAID, k=3))  # noqa: S311  nothing secret


async def send(pool: Pool, phone: Phone, key: str, text: str) -> Sent:
    """The note is sent until it is acknowledged or refused, under the same key."""
    start = time.perf_counter()
    body = json.dumps({"key": key, "text": text}, ensure_ascii=False).encode()
    path, right = f"/live/boards/{phone.board}/notes", sha256(text.encode()).hexdigest()
    for tries in range(1, TRIES + 1):
        wait = 1.0
        try:
            status, headers, answer = await pool.ask("POST", path, phone.headers, body)
            told = json.loads(answer)
            if status == 200 and told.get("key") == key and told.get("digest") == right:
                return Sent(True, tries, time.perf_counter() - start)
            if 400 <= status < 500 and status != 429:
                break
            wait = float(headers.get("retry-after", "1"))
        except (OSError, TimeoutError, ValueError, AttributeError):
            pass  # no answer, or none of ours: the same note again
        await asyncio.sleep(wait * random.uniform(0.7, 1.3))  # noqa: S311
    return Sent(False, tries, time.perf_counter() - start)
