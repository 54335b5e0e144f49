"""Who is connected, table by table: what every process of the instance said of it in the last seconds, put together."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from typing import Any

from essaim.observing.beating import LATE
from essaim.observing.models import Beat
from essaim.observing.working import works
from essaim.workshops.enums import Act
from essaim.workshops.models import Workshop
from essaim.workshops.queries import current_sequence, round_at, table_number
from essaim.workshops.watching import Room, rooms

POLLING = 15  # seconds: a phone without stream asks every three
QUIET = 180  # seconds without a note, while people may write


@dataclass
class Device:
    """A phone, as the process that heard it last tells of it."""

    heard: float  # inf while its stream is open
    waiting: int

    def is_here(self, now: float) -> bool:
        return now - self.heard < POLLING


@dataclass
class Around:
    """A table, or those whom no table expects: its phones, and what became of their notes."""

    room: Room | None
    here: int = 0
    holding: int = 0  # phones that are here and still hold notes
    held: int = 0  # those notes
    away: int = 0  # phones that left while they held notes
    away_held: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    is_quiet: bool = False


@dataclass
class Process:
    """A process that serves the instance."""

    at: datetime
    started_at: datetime
    queue: int
    streams: int


@dataclass
class Everywhere:
    tables: list[Around]
    elsewhere: Around
    screens: int
    processes: list[Process]

    @property
    def is_known(self) -> bool:
        """Somebody says who is connected."""
        return bool(self.processes)


def around(workshop: Workshop, *, now: datetime) -> Everywhere:
    """Every table with its phones; two processes that both know a phone tell what the last one heard."""
    beats = [beat for beat in Beat.objects.filter(at__gt=now - timedelta(seconds=LATE)) if not works(beat)]
    boards = {str(question.board.key) for question in workshop.questions.all()} | {str(workshop.plenary.key)}
    found = Everywhere(
        tables=[Around(room) for room in rooms(workshop, now=now)],
        elsewhere=Around(None),
        screens=sum(count for beat in beats for board, count in part(beat, "screens").items() if board in boards),
        processes=[told(beat) for beat in beats],
    )
    find_quiet(found, workshop, now=now)
    place_phones(found, workshop, devices_of(beats, boards))
    count_refusals(found, beats)
    return found


def part(beat: Beat, name: str) -> dict[str, Any]:
    return beat.state.get(name) or {}


def told(beat: Beat) -> Process:
    return Process(beat.at, beat.started_at, beat.state.get("queue", 0), beat.state.get("streams", 0))


def devices_of(beats: list[Beat], boards: set[str]) -> dict[str, Device]:
    """Phones on these boards, by the key of their seat."""
    found: dict[str, Device] = {}
    for beat in beats:
        for seat, (board, heard, waiting) in part(beat, "devices").items():
            device = Device(heard or inf, waiting)
            if board in boards and (seat not in found or device.heard >= found[seat].heard):
                found[seat] = device
    return found


def place_phones(found: Everywhere, workshop: Workshop, devices: dict[str, Device]) -> None:
    """Each phone is counted at the table of its seat now."""
    round, moment = round_at(workshop), time.time()
    by_table = {table.room.table.number: table for table in found.tables if table.room}
    for seat in workshop.seats.filter(left_at=None, key__in=list(devices)):
        device = devices[str(seat.key)]
        place = by_table.get(table_number(seat, round) or 0, found.elsewhere)
        if device.is_here(moment):
            place.here += 1
            place.holding += device.waiting > 0
            place.held += device.waiting
        elif device.waiting:
            place.away += 1
            place.away_held += device.waiting


def find_quiet(found: Everywhere, workshop: Workshop, *, now: datetime) -> None:
    """Nothing came for a while from a table that may write."""
    sequence = current_sequence(workshop)
    if sequence is None or not sequence.permits(Act.WRITE) or workshop.paused_at:
        return
    for table in found.tables:
        last = table.room.last_at if table.room else None
        table.is_quiet = last is not None and now - last > timedelta(seconds=QUIET)


def count_refusals(found: Everywhere, beats: list[Beat]) -> None:
    """Refusals are known by question: those of the question that the table works on now."""
    for table in found.tables:
        if table.room and table.room.question:
            board = str(table.room.question.board.key)
            for beat in beats:
                _accepted, refused = part(beat, "tallies").get(board) or (0, {})
                table.refused.update(refused)
