"""Notes that an import brought are taken back, many at once; those about which somebody decided stay."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from essaim.boards.domain.announcing import announce, locked
from essaim.boards.domain.contributing import kept_words
from essaim.boards.domain.counting import told_again
from essaim.boards.enums import Kind, NoteState, Source
from essaim.boards.models import Board, Event, Idea, Note, Relay, Theme
from essaim.kit.forgetting import forget_all_above

AT_ONCE = 100  # rows that one statement changes


@transaction.atomic
def take_back_imported(*, board: Board, numbers: Collection[int], now: datetime) -> tuple[int, int]:
    """The notes of these numbers and their words are gone, where nobody decided; gives how many went, how many stayed.

    Many at once, since each reads the log of its board: one by one, a large import would take days.
    """
    board = locked(board)
    asked = Note.objects.filter(board=board, number__in=numbers, source=Source.IMPORT)
    standing = asked.exclude(state=NoteState.WITHDRAWN).select_related("board", "about")
    notes = list(standing.filter(*untouched()).order_by("number"))
    stayed = standing.count() - len(notes)
    withdraw(board, notes, now=now)
    return len(notes), stayed


@transaction.atomic
def take_back_again(*, keys: Collection[str], now: datetime) -> int:
    """Those of these keys that a restored backup holds as an import brought them are gone again; gives how many."""
    found = Note.objects.filter(key__in=keys, source=Source.IMPORT).filter(*untouched())
    standing = list(found.exclude(state=NoteState.WITHDRAWN).select_related("board", "about").order_by("number"))
    for pk in sorted({note.board_id for note in standing}):
        withdraw(locked(Board(pk=pk)), [note for note in standing if note.board_id == pk], now=now)
    return len(standing)


def untouched() -> tuple[Any, ...]:
    """Nobody moved, merged, cut or quoted it: it stands as it came."""
    here = OuterRef("pk")
    return (
        Exists(Note.objects.filter(pk=here, state=NoteState.KEPT, decided_at=None, merged_into=None)),
        ~Exists(Note.objects.filter(merged_into=here)),
        ~Exists(Note.objects.filter(cut_from=here)),
        ~Exists(Theme.objects.filter(key_note=here)),
        ~Exists(Idea.objects.filter(key_note=here)),
    )


def withdraw(board: Board, notes: Sequence[Note], *, now: datetime) -> None:
    gone = {"state": NoteState.WITHDRAWN, "text": "", "theme": None, "edited_at": now}
    Note.objects.filter(pk__in=[note.pk for note in notes]).update(**gone)
    for note in notes:
        vars(note).update(state=NoteState.WITHDRAWN, text="", theme_id=None, edited_at=now)
    forget_words(board, notes)
    forget_all_above(notes, now=now)
    announce(board, told_again(notes, now=now), is_rewritten=bool(notes))


def forget_words(board: Board, notes: Sequence[Note]) -> None:
    """Neither the log nor a relay says their words; nothing was decided about them that could."""
    gone = {str(note.key): note for note in notes}
    log = Event.objects.filter(board=board)
    events = list(log.filter(kind=Kind.NOTE, target__in=gone))
    for event in events:
        event.payload = {**event.payload, "text": "", "reason": ""}
    Event.objects.bulk_update(events, ["payload"], batch_size=AT_ONCE)
    frozen: list[Relay | Event] = [*Relay.objects.filter(board=board), *log.filter(kind=Kind.RELAY)]
    for kept in frozen:
        content = kept.content if isinstance(kept, Relay) else kept.payload
        rows = [*content["unsorted"], *(row for theme in content["themes"] for row in theme["notes"])]
        for key in {row["key"] for row in rows} & gone.keys():
            kept_words(kept, gone[key])
