"""Thousands of notes under one heading in one gesture, each a decision of its own in the log."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from essaim.boards.domain.announcing import announce, locked
from essaim.boards.enums import Kind, NoteState
from essaim.boards.large import standing
from essaim.boards.models import Board, Event, Note, Theme
from essaim.boards.models.public import note_state
from essaim.people.models import Person


@transaction.atomic
def place_many(*, board: Board, numbers: Iterable[int], theme: Theme, by: Person, now: datetime) -> list[Note]:
    """Of these notes, those that wait and about which no decision stands are under the theme; gives them."""
    board = locked(board)
    notes = undecided(board, numbers)
    Note.objects.filter(pk__in=[note.pk for note in notes]).update(theme=theme, decided_at=now)
    for note in notes:
        note.theme, note.decided_at = theme, now
    announce(board, [placed(note=note, theme=theme, by=by, now=now) for note in notes])
    return notes


def still_waiting(*, board: Board, numbers: Iterable[int]) -> list[int]:
    """Those of these numbers that `place_many` would place."""
    return [note.number for note in undecided(board, numbers)]


def undecided(board: Board, numbers: Iterable[int]) -> list[Note]:
    waiting = standing(board).filter(theme=None, fits_none=False)
    asked = list(waiting.filter(number__in=list(numbers)).select_related("about").order_by("number"))
    decided = decided_by_people(board, [note for note in asked if note.decided_at])
    return [note for note in asked if str(note.key) not in decided]


def decided_by_people(board: Board, notes: Iterable[Note]) -> set[str]:
    """The keys of those that somebody put where they are; what was undone is as if it had not been."""
    keys = [str(note.key) for note in notes]
    standing = board.events.filter(target__in=keys, before__isnull=False, is_undone=False).exclude(by=None)
    return set(standing.values_list("target", flat=True))


def placed(*, note: Note, theme: Theme, by: Person, now: datetime) -> Event:
    """The decision, as the log and every screen hear of it."""
    return Event(
        kind=Kind.NOTE,
        payload=note_state(note),
        at=now,
        by=by,
        target=str(note.key),
        before={"theme_id": None},
        after={"theme_id": theme.pk},
    )


def put_back_many(*, board: Board, decisions: Sequence[Event], now: datetime) -> bool:
    """Where all of these only put kept notes under a heading, the notes wait again, in one write; else nothing.

    The board must be locked. What `undoing.undo` does one by one takes ten queries each.
    """
    if any(event.kind != Kind.NOTE or event.before != {"theme_id": None} for event in decisions):
        return False
    after = {event.target: event.after for event in decisions}
    notes = list(board.notes.filter(key__in=after).select_related("about", "merged_into"))
    if any(note.state != NoteState.KEPT or after[str(note.key)] != {"theme_id": note.theme_id} for note in notes):
        return False
    Note.objects.filter(pk__in=[note.pk for note in notes]).update(theme=None, decided_at=now)
    events = []
    for note in notes:
        before = {"theme_id": note.theme_id}
        note.theme, note.decided_at = None, now
        told = {"payload": note_state(note), "before": before, "after": {"theme_id": None}}
        events.append(Event(kind=Kind.NOTE, at=now, target=str(note.key), **told))
    announce(board, events)
    Event.objects.filter(pk__in=[event.pk for event in decisions]).update(is_undone=True)
    return True
