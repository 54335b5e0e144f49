"""How many people a note adds to the row where it stands: "×3" is the sum of a row, and counts each person once.

A note that stands alone was said by somebody. Merged with another one of the same author, it adds nobody: its `count`
is 0 until they are separated. What a scribe, a sheet or an import brings has no author and keeps its own count. The
count is kept with the note because authors may be forgotten later, and what was counted must not change then.
"""

from collections.abc import Iterable
from datetime import datetime

from essaim.boards.enums import Kind, Source
from essaim.boards.models import Board, Event, Note
from essaim.boards.models.public import note_state
from essaim.kit.rows import new


def recounted(board: Board, heads: Iterable[int | None]) -> list[Note]:
    """In the rows of these notes each person counts once; gives the notes whose count changed."""
    changed = []
    for head in board.notes.filter(pk__in=[pk for pk in heads if pk], merged_into=None).order_by("number"):
        row = [head, *head.members.order_by("number")]
        for note, count in zip(row, counts_of(row), strict=True):
            if note.count != count:
                Note.objects.filter(pk=note.pk).update(count=count)
                changed.append(note.pk)
    fresh = Note.objects.select_related("theme", "merged_into", "about")
    return list(fresh.filter(pk__in=changed).order_by("number"))


def counts_of(row: list[Note]) -> list[int]:
    """What each note of a row adds to it, the head first."""
    heard: set[str] = set()
    counts = []
    for note in row:
        is_repeat = note.author in heard if note.author else repeats_somebody_forgotten(note, row)
        if note.count > 1:
            counts.append(note.count)
        else:
            counts.append(0 if is_repeat and note is not row[0] else 1)
        heard.update([note.author] if note.author else [])
    return counts


def repeats_somebody_forgotten(note: Note, row: list[Note]) -> bool:
    """It added nobody when its author was forgotten, and a note that may be theirs still stands beside it."""
    return note.count == 0 and any(
        other.count and not other.author and other.source == Source.PHONE for other in row if other is not note
    )


def told_again(notes: Iterable[Note], *, now: datetime) -> list[Event]:
    """Events that say these notes as they are now; nobody's decision, so that nobody undoes them."""
    return [new(Event, kind=Kind.NOTE, payload=note_state(note), at=now, target=str(note.key)) for note in notes]
