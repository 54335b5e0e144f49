"""A board of thousands of notes is read apart from the pages: asked for, followed, stopped, and its draft kept."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from essaim.boards.apart import NotRead, draft_apart
from essaim.boards.domain.abbreviating import pairs_now
from essaim.boards.enums import ReadingState
from essaim.boards.large import standing
from essaim.boards.models import Board, Note, Reading, Theme
from essaim.kit import waking
from essaim.people.models import Person

GONE = timedelta(minutes=2)  # without a word: whoever worked on it was killed
log = structlog.get_logger("essaim")


class Stopped(Exception):
    """Somebody stopped this reading, or another process has taken it."""


class PutOff(Exception):
    """This process stops: the next one begins the reading again."""


@transaction.atomic
def ask(*, board: Board, number: int | None, by: Person, now: datetime) -> Reading:
    """The board will be read; what a former reading found stays until then. Asked twice, it is read once."""
    reading, _made = Reading.objects.select_for_update().get_or_create(
        board=board, defaults={"asked_at": now, "state": ReadingState.STOPPED}
    )
    if not reading.is_going_on:
        reading.state, reading.number, reading.by = ReadingState.WAITING, number, by
        reading.asked_at, reading.seen_at, reading.read = now, None, 0
        reading.notes = readable(board).count()
        reading.save()
        transaction.on_commit(waking.ring)
    return reading


def stop(*, board: Board) -> bool:
    """Nobody goes on reading this board; whether somebody was."""
    going_on = Reading.objects.filter(board=board, state__in=[ReadingState.WAITING, ReadingState.WORKING])
    return bool(going_on.update(state=ReadingState.STOPPED))


def read_next(*, must_stop: Callable[[], bool]) -> int:
    """One board that waits, or that a killed process left, is read; gives 1, or 0 when none waits."""
    left = Q(state=ReadingState.WORKING, seen_at__lt=timezone.now() - GONE)
    reading = Reading.objects.filter(Q(state=ReadingState.WAITING) | left).order_by("asked_at").first()
    if reading is None or not claim(reading):
        return 0
    try:
        found = found_in(reading, lambda done: tell(reading, done, must_stop))
    except Stopped:
        return 0
    except PutOff:
        ours(reading).update(state=ReadingState.WAITING)
        return 0
    except NotRead as failed:
        log.warning("board not read", error=str(failed))
        ours(reading).update(state=ReadingState.FAILED)
        return 1
    ours(reading).update(state=ReadingState.DONE, found=found, read=reading.notes, ended_at=timezone.now())
    return 1


def claim(reading: Reading) -> bool:
    """It is this process's: of two that look together, one has it."""
    same = Reading.objects.filter(pk=reading.pk, state=reading.state, seen_at=reading.seen_at)
    reading.seen_at = timezone.now()
    return bool(same.update(state=ReadingState.WORKING, seen_at=reading.seen_at))


def ours(reading: Reading) -> QuerySet[Reading]:
    """The row, as long as nobody else has stopped or taken it."""
    return Reading.objects.filter(pk=reading.pk, state=ReadingState.WORKING, seen_at=reading.seen_at)


def tell(reading: Reading, done: int, must_stop: Callable[[], bool]) -> None:
    """Whoever looks sees how far it has got."""
    if must_stop():
        raise PutOff
    now = timezone.now()
    if not ours(reading).update(read=done, seen_at=now):
        raise Stopped
    reading.seen_at = now


def found_in(reading: Reading, tell: Callable[[int], None]) -> dict[str, Any]:
    """What the draft says, as `Reading.found` keeps it."""
    named = Theme.objects.filter(board=reading.board, is_removed=False)
    themes = {plain(theme.title): str(theme.key) for theme in named}
    draft = draft_apart(lines_of(reading.board), list(themes), pairs_now(), reading.number, tell)
    place = {theme["id"]: number for number, theme in enumerate(draft["themes"])}
    decided = set(placed_by_people(reading.board))
    return {
        "encoder": draft["engine"]["encoder"],
        "themes": [
            {
                "key": themes[theme["heading"]] if theme["by_people"] else "",
                "heading": theme["heading"],
                "quote": theme["quote"]["text"] if theme["quote"] else "",
                "notes": [int(note) for note in theme["notes"] if int(note) not in decided],
            }
            for theme in draft["themes"]
        ],
        "waiting": {
            outside["id"]: [place[theme] for theme, _score in draft["suggestions"].get(outside["id"], [])]
            for outside in draft["outside"]
        },
    }


def plain(title: str) -> str:
    """As a line of a file says it: French titles have spaces that do not break, and files do not keep them."""
    return " ".join(title.split())


def readable(board: Board) -> QuerySet[Note]:
    """Those that wait, and those under a heading."""
    return standing(board).filter(fits_none=False)


def lines_of(board: Board) -> Iterator[dict[str, Any]]:
    """What is read, as people put it: a note under a heading stays there."""
    rows = readable(board).values_list("number", "text", "count", "theme__title", "theme__is_removed")
    for number, text, count, title, gone in rows.order_by("number").iterator(chunk_size=2000):
        line = {"id": str(number), "text": text, "count": max(1, count)}
        yield {**line, "theme": plain(title)} if title and not gone else line


def placed_by_people(board: Board) -> QuerySet[Note, int]:
    """Their numbers: what the machine adds to a heading is told apart."""
    return readable(board).filter(theme__is_removed=False).values_list("number", flat=True)
