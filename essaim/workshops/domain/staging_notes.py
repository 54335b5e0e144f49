"""A file of notes waits beside the board, read and checked, until somebody says that it is the right one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.enums import NoteState
from essaim.boards.models import Note, Theme
from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.people.models import Person
from essaim.workshops.access import check_may_import
from essaim.workshops.domain.checking_notes import Checking, Line
from essaim.workshops.domain.importing_notes import headings_of
from essaim.workshops.enums import ImportState
from essaim.workshops.formats.note_lists import NoteList, Row, read_notes
from essaim.workshops.models import NoteImport, NoteImportPart, Question
from essaim.workshops.models.note_import import FILE_LENGTH

MOST_NOTES = 100_000
PART = 500  # notes: what is added in one transaction, while phones wait
MOST_TOLD = 20  # lines to correct, on one screen
MOST_HEADINGS = 200  # more is a column of titles, one for each contribution: nobody sorts under so many
ABANDONED = timedelta(days=1)
WAITING = (ImportState.READING, ImportState.READY)


class Faulty(Refused):
    """Lines of the file must be corrected first: the sentences of some, and how many there are."""

    def __init__(self, told: Sequence[str], count: int):
        super().__init__(" ".join(told), code="bad-line", status=422)
        self.told = told
        self.more = count - len(told)


@dataclass
class Staged:
    """What was read so far of a file."""

    note_import: NoteImport
    headings: dict[str, None] = field(default_factory=dict)
    position: int = 0

    def keep(self, lines: Sequence[Line]) -> None:
        """Those that the board does not have wait in a part of their own."""
        keys = [line.key for line in lines]
        states = dict(Note.objects.filter(key__in=keys).values_list("key", "state"))
        gone = sum(state == NoteState.WITHDRAWN for state in states.values())
        fresh = [line for line in lines if line.key not in states]
        self.note_import.gone += gone
        self.note_import.known += len(states) - gone
        self.note_import.total += len(fresh)
        self.headings.update(dict.fromkeys(headings_of(fresh)))
        if fresh:
            self.position += 1
            rows = [[str(line.key), line.text, line.count, line.theme, line.table] for line in fresh]
            NoteImportPart.objects.create(note_import=self.note_import, position=self.position, rows=rows)


def stage(*, question: Question, file: BinaryIO, name: str, size: int, by: Person, now: datetime) -> NoteImport:
    """The notes of the file wait beside the board; nothing waits of a file that must be corrected.

    No transaction holds it together: a large file is written as it is read, and phones write meanwhile.
    """
    check_may_import(by, question.workshop)
    notes = read_notes(file, name, size)
    staged = Staged(
        NoteImport.objects.create(
            question=question, by=by, file=cleaned(name, lines=False)[:FILE_LENGTH], created_at=now, changed_at=now
        )
    )
    try:
        fill(staged, notes)
    finally:
        if staged.note_import.state == ImportState.READING:
            staged.note_import.delete()
    # Who sends another file meant this one.
    question.imports.filter(by=by, state=ImportState.READY).exclude(pk=staged.note_import.pk).delete()
    return staged.note_import


def fill(staged: Staged, notes: NoteList) -> None:
    found = staged.note_import
    checking = Checking(found.question, MOST_TOLD)
    for lines in batched(checking.right(counted(notes.rows, found)), PART):
        if not checking.wrong:
            staged.keep(lines)
    if checking.wrong:
        raise Faulty(checking.told, checking.wrong)
    if not checking.seen:
        raise Refused(_("Ce fichier ne contient aucune note."), code="empty", status=422)
    board = found.question.board
    known = set(Theme.objects.filter(board=board, is_removed=False).values_list("title", flat=True))
    found.headings = [title for title in staged.headings if title not in known]
    if len(found.headings) > MOST_HEADINGS:
        raise too_many_headings(len(found.headings))
    found.ignored = [title for title in notes.ignored if title]
    found.state = ImportState.READY
    found.save()


def counted(rows: Iterable[Row], found: NoteImport) -> Iterable[Row]:
    """No more notes than a board may receive at once."""
    for count, row in enumerate(rows, start=1):
        if count > MOST_NOTES:
            raise Refused(
                _("Ce fichier compte plus de 100 000 notes : coupez-le en plusieurs."), code="too-many", status=413
            )
        found.has_ids = found.has_ids or bool(row.cells.get("id"))
        yield row


def too_many_headings(count: int) -> Refused:
    return Refused(
        _(
            "Ce fichier poserait %(count)s thèmes ; %(most)s au plus. Si cette colonne donne un titre à chaque note, "
            "renommez-la."
        )
        % {"count": count, "most": MOST_HEADINGS},
        code="too-many-headings",
        status=422,
    )


@transaction.atomic
def discard(*, note_import: NoteImport, by: Person) -> None:
    """A file that nobody confirmed is nowhere any more."""
    check_may_import(by, note_import.question.workshop)
    NoteImport.objects.filter(pk=note_import.pk, state__in=WAITING).delete()


def forget_abandoned(*, now: datetime) -> int:
    """Nothing waits of the files that were left alone for a day; gives how many. What came of them stays."""
    old = NoteImport.objects.filter(changed_at__lt=now - ABANDONED)
    never, _kinds = old.filter(state__in=WAITING).delete()
    stopped = NoteImportPart.objects.filter(note_import__in=old.filter(state=ImportState.STOPPED)).delete()[0]
    return never + stopped
