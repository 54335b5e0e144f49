"""The load: phones join, follow, write at a pace or as fast as notes are seen; then all is counted."""

import asyncio
import itertools
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from essaim.bench.connection import Place, Pool
from essaim.bench.instance import Process, Unmeasurable
from essaim.bench.listening import Audience, Heard, Note, Reader
from essaim.bench.phones import BURST, Phone, each, join, send, words

POSTING = 64  # connections for notes, kept open as a proxy does
IN_FLIGHT = 32  # notes that wait to be seen by everybody, without a rate
WARMING = 20
MARGIN = 5  # notes of each phone's burst left aside, for tries again
GRACE = 15.0  # seconds after which what has not been heard is lost


@dataclass
class Room:
    """Everybody with a seat and an open stream, and what the server used so far."""

    place: Place
    pool: Pool
    process: Process | None
    phones: list[Phone] = field(default_factory=list)
    readers: list[Reader] = field(default_factory=list)
    audiences: dict[str, Audience] = field(default_factory=dict)
    heard: Heard = field(default_factory=Heard)
    opening_seconds: float = 0.0
    memory_before: float = 0.0
    memory_after: float = 0.0


@dataclass
class Outcome:
    """What was sent and what came back."""

    acknowledged: int = 0
    refused: int = 0
    retried: int = 0
    ack_seconds: list[float] = field(default_factory=list)
    seconds: float = 0.0
    server_cpu: float | None = None
    own_cpu: float = 0.0


async def gathered(place: Place, process: Process | None, codes: list[tuple[str, int]], boards: int) -> Room:
    """Everybody has joined and follows their board from its last revision."""
    room = Room(place, Pool(place, POSTING), process)
    people = [code for code, phones in codes for _ in range(phones)]
    room.phones = await unwrapped(each(people, lambda code: join(room.pool, code)))
    for phone in room.phones:
        room.audiences.setdefault(phone.board, Audience(phone.board)).size += 1
    if len(room.audiences) != boards:
        found = len(room.audiences)
        raise Unmeasurable(f"ces téléphones ont {found} panneaux devant eux, pas {boards} : donnez --boards {found}.")
    room.memory_before = process.memory_kb() if process else 0.0
    room.readers = [Reader(place, room.audiences[phone.board], phone.token, room.heard) for phone in room.phones]
    start = time.perf_counter()
    seen = {phone.board: phone.revision for phone in room.phones}  # where each board stood last
    statuses = await each(room.readers, lambda reader: reader.open(seen[reader.audience.board]), 100)
    room.opening_seconds = time.perf_counter() - start
    room.memory_after = process.memory_kb() if process else 0.0
    for status, count in Counter(statuses).items():
        if status != 200:
            raise Unmeasurable(f"{count} flux refusés ({status}).")
    return room


async def unwrapped(doing):
    """One refusal among many is told as itself."""
    try:
        return await doing
    except* Unmeasurable as refusals:
        raise refusals.exceptions[0] from None


async def run(room: Room, *, rate: float | None, seconds: float) -> Outcome:
    """The notes are sent and heard, or have had time enough to be."""
    turns = itertools.cycle(room.phones)
    for _ in range(min(WARMING, len(room.phones))):
        await post(room, next(turns), Outcome(), is_measured=False)
    outcome = Outcome()
    cpu, own, start = cpu_of(room.process), time.process_time(), time.perf_counter()
    if rate:
        await at_a_rate(room, turns, outcome, rate=rate, seconds=seconds)
    else:
        await as_fast_as_seen(room, turns, outcome, seconds=seconds)
    outcome.seconds = time.perf_counter() - start
    await everybody_heard(room)
    outcome.own_cpu = time.process_time() - own
    outcome.server_cpu = cpu_of(room.process) - cpu if room.process else None
    return outcome


def cpu_of(process: Process | None) -> float:
    return process.cpu_seconds() if process else 0.0


async def at_a_rate(room: Room, turns: Iterator[Phone], outcome: Outcome, *, rate: float, seconds: float) -> None:
    """An open loop: a note leaves when its time has come, whatever became of those before."""
    start = time.perf_counter()
    async with asyncio.TaskGroup() as sending:
        for number in range(round(rate * seconds)):
            await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
            sending.create_task(post(room, next(turns), outcome))
        await asyncio.sleep(max(0.0, start + seconds - time.perf_counter()))


async def as_fast_as_seen(room: Room, turns: Iterator[Phone], outcome: Outcome, *, seconds: float) -> None:
    """A closed loop: so many notes on the way; the next leaves when one is acknowledged and seen by everybody."""
    end = time.perf_counter() + seconds
    allowed = iter(range(len(room.phones) * (BURST - MARGIN)))

    async def hand() -> None:
        while time.perf_counter() < end and next(allowed, None) is not None:
            await post(room, next(turns), outcome, is_awaited=True)

    async with asyncio.TaskGroup() as hands:
        for _ in range(min(IN_FLIGHT, len(room.phones))):
            hands.create_task(hand())


async def post(
    room: Room, phone: Phone, outcome: Outcome, *, is_measured: bool = True, is_awaited: bool = False
) -> None:
    """One note leaves; with `is_awaited`, everybody at its board has seen it."""
    key, text = new_key(), words()
    note = Note(room.audiences[phone.board].size, time.perf_counter(), is_measured)
    note.whole = asyncio.get_running_loop().create_future() if is_awaited else None
    room.heard.notes[key] = note
    sent = await send(room.pool, phone, key, text)
    outcome.retried += sent.tries - 1
    if not sent.is_acknowledged:
        outcome.refused += 1
        return
    outcome.acknowledged += 1
    outcome.ack_seconds.append(sent.seconds)
    note.is_acknowledged = True
    note.check_whole()
    if note.whole is not None:
        await asyncio.wait([note.whole], timeout=GRACE)


def new_key() -> str:
    return str(uuid.uuid4())


async def everybody_heard(room: Room) -> None:
    """All that was acknowledged was heard, or will not be any more."""
    end = time.monotonic() + GRACE
    while time.monotonic() < end and any(is_missing(note) for note in room.heard.notes.values()):
        await asyncio.sleep(0.02)


def is_missing(note: Note) -> bool:
    return note.is_acknowledged and note.heard < note.audience


async def leave(room: Room) -> None:
    """Nobody follows any more, and nobody writes."""
    await hang_up(room)
    room.pool.close()


async def hang_up(room: Room) -> None:
    """Nobody follows any more."""
    for reader in room.readers:
        reader.close()
    following = [reader.following for reader in room.readers if reader.following]
    await asyncio.gather(*following, return_exceptions=True)
