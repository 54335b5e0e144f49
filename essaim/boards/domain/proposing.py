"""What the machine may do by itself where people let it, and what became of all that it proposed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from essaim.boards.domain.announcing import locked
from essaim.boards.domain.deciding import decide, note_on
from essaim.boards.enums import NoteState
from essaim.boards.models import Board, Note, Proposal, Theme
from essaim.boards.proposals import offers_of
from essaim.boards.queries import grouped
from essaim.kit.refusal import Refused
from essaim.people.models import Person

BY_MACHINE = {"by_machine": True}  # what screens show beside a note until a person decides about it


def remember(pairs: Iterable[tuple[Note, Theme]], *, now: datetime, is_alone: bool = False) -> None:
    """These were proposed: each note under that theme."""
    Proposal.objects.bulk_create(Proposal(note=note, theme=theme, is_alone=is_alone, at=now) for note, theme in pairs)


def place_sure(board: Board, *, now: datetime) -> int:
    """Notes of which the machine is sure, and about which nobody ever decided, are under their heading; gives how many.

    Read before the board is locked: sorting takes the time of thought, and nobody who writes waits for it.
    """
    picture = grouped(board)
    if not picture.themes or not any(is_untouched(row.note) for row in picture.unsorted):
        return 0
    sure = [(offer.row.note, offer.themes[0]) for offer in offers_of(picture).sure if is_untouched(offer.row.note)]
    with transaction.atomic():
        board = locked(board)
        placed = still_ready(board, sure)
        for note, theme in placed:
            decide(board, note, by=None, now=now, told=BY_MACHINE, theme_id=theme.pk)
        remember(placed, now=now, is_alone=True)
    return len(placed)


@transaction.atomic
def say_none_fits(*, board: Board, note: Note, by: Person, now: datetime) -> None:
    """The note waits under no heading, since people say that none fits; it is offered none until somebody moves it."""
    board = locked(board)
    note = note_on(board, note.key)
    if note.state != NoteState.KEPT or note.theme_id or note.merged_into_id:
        raise Refused(_("Cette note est déjà rangée : remettez-la d’abord « À ranger »."), code="not-waiting")
    decide(board, note, by=by, now=now, fits_none=True)


def placed_alone(board: Board) -> set[int]:
    """The notes that stand where the machine put them, about which nobody has decided since."""
    made = Proposal.objects.filter(note__board=board, is_alone=True, note__decided_at=F("at"))
    return set(made.values_list("note_id", flat=True))


def is_untouched(note: Note) -> bool:
    return note.decided_at is None


def still_ready(board: Board, pairs: list[tuple[Note, Theme]]) -> list[tuple[Note, Theme]]:
    """Those whose note and heading are still as they were read; two queries, since whoever writes waits meanwhile."""
    waiting = board.notes.filter(state=NoteState.KEPT, theme=None, merged_into=None, decided_at=None)
    notes = waiting.in_bulk([note.pk for note, _theme in pairs])
    themes = board.themes.filter(is_removed=False).in_bulk([theme.pk for _note, theme in pairs])
    return [(notes[note.pk], theme) for note, theme in pairs if note.pk in notes and theme.pk in themes]


@dataclass(frozen=True)
class Kept:
    """Of `proposed` placements, those that stand today; `alone` were made by the machine itself."""

    proposed: int
    kept: int
    alone: int

    @property
    def percent(self) -> int:
        return round(100 * self.kept / self.proposed) if self.proposed else 0


def kept_of(boards: Iterable[Board]) -> Kept:
    """A note is judged by what was last proposed for it, and where it stands now (merged, where its head stands)."""
    last: dict[int, Proposal] = {}
    for proposal in Proposal.objects.filter(note__board__in=list(boards)).select_related("note__merged_into"):
        last[proposal.note_id] = proposal
    stands = [proposal for proposal in last.values() if is_kept(proposal)]
    return Kept(len(last), len(stands), sum(proposal.is_alone for proposal in last.values()))


def is_kept(proposal: Proposal) -> bool:
    head = proposal.note.merged_into or proposal.note
    return head.state == NoteState.KEPT and head.theme_id == proposal.theme_id
