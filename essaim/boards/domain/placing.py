"""Thousands of notes under one heading in one gesture, each a decision of its own in the log."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from essaim.boards.domain.announcing import announce, locked
from essaim.boards.enums import Kind, NoteState
from essaim.boards.models import Board, Event, Note, Theme
from essaim.boards.models.public import note_state
from essaim.people.models import Person


@transaction.atomic
def place_many(*, board: Board, numbers: Iterable[int], theme: Theme, by: Person, now: datetime) -> list[Note]:
    """Of these notes, those that wait and about which nobody ever decided stand under the theme; gives them."""
    board = locked(board)
    waiting = board.notes.filter(state=NoteState.KEPT, merged_into=None, theme=None, fits_none=False, decided_at=None)
    notes = list(waiting.filter(number__in=list(numbers)).select_related("about").order_by("number"))
    Note.objects.filter(pk__in=[note.pk for note in notes]).update(theme=theme, decided_at=now)
    for note in notes:
        note.theme, note.decided_at = theme, now
    announce(board, [placed(note=note, theme=theme, by=by, now=now) for note in notes])
    return notes


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
