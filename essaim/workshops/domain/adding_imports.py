"""A file that somebody confirmed comes onto its board part by part, and leaves it the same way.

Each part is one transaction: its notes are on the board, it waits no more, the figures say so. Whoever is killed in the
middle did nothing, and of two processes that look together one waits for the other, or takes another import.
"""

import time
import uuid
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.domain import withdrawing
from essaim.boards.domain.announcing import locked
from essaim.boards.models import Board
from essaim.kit import waking
from essaim.kit.refusal import Refused
from essaim.people.models import Person
from essaim.workshops.access import check_may_import
from essaim.workshops.domain.checking_notes import Line
from essaim.workshops.domain.importing_notes import add
from essaim.workshops.domain.staging_notes import PART
from essaim.workshops.enums import ImportState
from essaim.workshops.models import NoteImport, NoteImportPart
from essaim.workshops.queries import report_is_final

AT_ONCE = 500  # notes added while the page is waited for; more are added apart from the pages
LOOK = 2.0  # seconds: then the other tasks have their turn
UNDER_WAY = (ImportState.GOING_ON, ImportState.TAKING_BACK)
Numbers = list[list[int]]


def ours(note_import: NoteImport) -> NoteImport:
    """The import as it stands, ours until the transaction ends."""
    every = NoteImport.objects.select_for_update(of=("self",))
    return every.select_related("question__board", "question__workshop").get(pk=note_import.pk)


def moved(note_import: NoteImport, state: ImportState, now: datetime) -> None:
    note_import.state, note_import.changed_at = state, now
    note_import.save()


@transaction.atomic
def confirm(*, note_import: NoteImport, by: Person, now: datetime) -> NoteImport:
    """The notes are on the board when they are few; otherwise they come part by part. Twice is once."""
    found = ours(note_import)
    check_may_import(by, found.question.workshop)
    if found.state == ImportState.READY:
        begin(found, ImportState.GOING_ON, found.total, now)
    return found


@transaction.atomic
def stop(*, note_import: NoteImport, by: Person, now: datetime) -> NoteImport:
    """No part begins any more; what came is on the board, and the rest waits."""
    found = ours(note_import)
    check_may_import(by, found.question.workshop)
    if found.state == ImportState.GOING_ON:
        moved(found, ImportState.STOPPED, now)
    return found


@transaction.atomic
def resume(*, note_import: NoteImport, by: Person, now: datetime) -> NoteImport:
    """What was stopped goes on where it was."""
    found = ours(note_import)
    check_may_import(by, found.question.workshop)
    if found.state != ImportState.STOPPED:
        return found
    if not found.parts.exists():
        raise Refused(
            _("Le reste de ce fichier n’est plus gardé. Déposez-le de nouveau : rien ne viendra deux fois."),
            code="abandoned",
        )
    begin(found, ImportState.GOING_ON, found.left, now)
    return found


@transaction.atomic
def take_back(*, note_import: NoteImport, by: Person, now: datetime) -> NoteImport:
    """The notes that this file brought leave the board, but for those about which somebody decided since."""
    found = ours(note_import)
    check_may_import(by, found.question.workshop)
    if found.state in {ImportState.STOPPED, ImportState.DONE} and found.numbers:
        found.parts.all().delete()
        begin(found, ImportState.TAKING_BACK, found.removable, now)
    return found


def begin(note_import: NoteImport, state: ImportState, count: int, now: datetime) -> None:
    moved(note_import, state, now)
    while count <= AT_ONCE and note_import.state == state:
        do_part(note_import, now=now)
    transaction.on_commit(waking.ring)


def advance_all(*, now: datetime, must_stop: Callable[[], bool] = lambda: False) -> int:
    """For a moment, imports have advanced, and phones had as much time as they; gives how many parts were done."""
    ends, done = time.monotonic() + LOOK, 0
    while not must_stop() and time.monotonic() < ends:
        began = time.monotonic()
        if not advance(now=now):
            return done
        done += 1
        time.sleep(time.monotonic() - began)
    waking.ring()  # there may be more
    return done


@transaction.atomic
def advance(*, now: datetime) -> bool:
    """One part of the oldest import that nobody else holds is done; says whether there was one."""
    waiting = NoteImport.objects.filter(state__in=UNDER_WAY).order_by("pk")
    found = waiting.select_for_update(of=("self",), skip_locked=True).select_related(
        "question__board", "question__workshop"
    )
    first = found.first()
    if first is not None:
        do_part(first, now=now)
    return first is not None


def do_part(note_import: NoteImport, *, now: datetime) -> None:
    """The import must be ours."""
    board = locked(note_import.question.board)
    if report_is_final(note_import.question.workshop):
        moved(note_import, ImportState.STOPPED, now)
    elif note_import.state == ImportState.GOING_ON:
        add_part(note_import, board, now)
    else:
        take_part_back(note_import, board, now)


def add_part(note_import: NoteImport, board: Board, now: datetime) -> None:
    part = note_import.parts.first()
    try:
        if part is not None:
            keep(part, note_import, board, now)
    except Refused:  # the rules changed since the file was read: nobody tries it again and again
        moved(note_import, ImportState.STOPPED, now)
        return
    is_over = not note_import.parts.exists()
    if is_over:
        note_import.headings = []
    moved(note_import, ImportState.DONE if is_over else ImportState.GOING_ON, now)


def keep(part: NoteImportPart, note_import: NoteImport, board: Board, now: datetime) -> None:
    add(
        question=note_import.question,
        lines=lines_of(part),
        now=now,
        key_of=lambda title: uuid.uuid5(note_import.key, title),
    )
    last = Board.objects.values_list("last_number", flat=True).get(pk=board.pk)
    note_import.done += len(part.rows)
    note_import.added += last - board.last_number
    note_import.numbers = with_more(note_import.numbers, board.last_number + 1, last)
    part.delete()


def lines_of(part: NoteImportPart) -> list[Line]:
    return [
        Line(key=uuid.UUID(key), number=0, text=text, count=count, theme=theme, table=table)
        for key, text, count, theme, table in part.rows
    ]


def take_part_back(note_import: NoteImport, board: Board, now: datetime) -> None:
    numbers, rest = first_of(note_import.numbers, PART)
    gone, stayed = withdrawing.take_back_imported(board=board, numbers=numbers, now=now)
    note_import.taken_back += gone
    note_import.stayed += stayed
    note_import.numbers = rest
    moved(note_import, ImportState.TAKING_BACK if rest else ImportState.TAKEN_BACK, now)


def with_more(numbers: Numbers, first: int, last: int) -> Numbers:
    """These numbers too; parts that follow each other on the board are one range."""
    if last < first:
        return numbers
    if numbers and numbers[-1][1] == first - 1:
        return [*numbers[:-1], [numbers[-1][0], last]]
    return [*numbers, [first, last]]


def first_of(numbers: Numbers, count: int) -> tuple[list[int], Numbers]:
    """So many of these numbers, and the others."""
    taken: list[int] = []
    rest: Numbers = []
    for first, last in numbers:
        cut = min(last, first + count - len(taken) - 1)
        taken += range(first, cut + 1)
        if cut < last:
            rest.append([cut + 1, last])
    return taken, rest
