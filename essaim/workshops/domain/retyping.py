"""Notes written on a sheet of paper come onto the board of its question, each once, whoever types the sheet again."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.domain import contributing, deciding
from essaim.boards.domain.announcing import locked
from essaim.boards.domain.contributing import COUNT_LIMIT, Entry
from essaim.boards.enums import Source
from essaim.boards.models import Note, Theme
from essaim.kit.refusal import Refused
from essaim.kit.text import said_text
from essaim.people.models import Person
from essaim.workshops.access import check_may_facilitate
from essaim.workshops.models import Question, Workshop
from essaim.workshops.queries import last_round, question_at

SPACE = uuid.UUID("0c7d9a52-6b0e-4a37-9d0f-6f1c3a8e2b44")  # names the keys made from a sheet and a line
LINES = 100  # a sheet has a dozen lines: a hundred is a file, which is imported otherwise
PAGES = 99


@dataclass(frozen=True)
class Sheet:
    """A sheet of this workshop on which people wrote: which question, which table (0: none), which turn."""

    workshop: Workshop
    name: str
    question: Question
    table: int
    round: int

    def key(self, line: int) -> uuid.UUID:
        """The note of a line always has the same key: typed twice, it stands once."""
        return uuid.uuid5(SPACE, f"{self.workshop.key}/{self.name}/{line}")


@dataclass(frozen=True)
class Written:
    """A line of the sheet, as it is meant."""

    text: str
    count: int = 1
    theme: str = ""


class Fate(StrEnum):
    NEW = "new"
    KNOWN = "known"  # already typed, word for word
    OTHERWISE = "otherwise"  # already typed in other words: the first typing stays


@dataclass(frozen=True)
class Row:
    line: int
    written: Written
    fate: Fate
    known: Note | None = None


def table_sheet(workshop: Workshop, table: int, round: int, page: int) -> Sheet:
    """The sheet of a table at a turn; refuses what was never printed for this workshop."""
    if not workshop.tables.filter(number=table).exists():
        raise Refused(_("Cet atelier n’a pas de table %(number)s.") % {"number": table}, code="no-table", status=422)
    check_round(workshop, round)
    if not 1 <= page <= PAGES:
        raise Refused(_("Il manque le numéro de la feuille : p1, p2…"), code="no-page", status=422)
    question = question_at(workshop, table, round)
    if question is None:
        raise Refused(_("Cet atelier n’a pas encore de question."), code="no-question", status=422)
    return Sheet(workshop, f"T{table}-S{round}-p{page}", question, table, round)


def relay_sheet(workshop: Workshop, number: int, round: int) -> Sheet:
    """The relay that a question's group wrote by hand."""
    question = workshop.questions.select_related("board").filter(number=number).first()
    if question is None:
        raise Refused(
            _("Cet atelier n’a pas de question %(number)s.") % {"number": number}, code="no-question", status=422
        )
    check_round(workshop, round)
    return Sheet(workshop, f"Q{number}-S{round}", question, 0, round)


def check_round(workshop: Workshop, round: int) -> None:
    if not 1 <= round <= last_round(workshop):
        raise Refused(
            _("Cet atelier n’a pas de séquence %(round)s autour des questions.") % {"round": round},
            code="no-round",
            status=422,
        )


def already(sheet: Sheet) -> dict[int, Note]:
    """The notes of this sheet that were typed, by line."""
    lines = {sheet.key(line): line for line in range(1, LINES + 1)}
    notes = Note.objects.filter(board=sheet.question.board_id, key__in=list(lines)).select_related("theme")
    return {lines[note.key]: note for note in sorted(notes, key=lambda note: lines[note.key])}


@transaction.atomic
def retype(*, sheet: Sheet, written: Sequence[Written], by: Person, now: datetime, dry_run: bool = False) -> list[Row]:
    """The notes of the sheet stand on its question's board, each once; all of them or none."""
    check_may_facilitate(by, sheet.workshop)
    board = locked(sheet.question.board)
    rows = compared([checked(rank, each) for rank, each in enumerate(written, start=1)], already(sheet))
    fresh = [row for row in rows if row.fate == Fate.NEW]
    if dry_run or not fresh:
        return rows
    themes = {theme.title: theme.pk for theme in Theme.objects.filter(board=board, is_removed=False)}
    for title in dict.fromkeys(row.written.theme for row in fresh if row.written.theme):
        if title not in themes:
            themes[title] = deciding.add_theme(board=board, title=title, by=by, now=now, round=sheet.round).pk
    answers = contributing.add_notes(entries=[entry_of(sheet, row, themes) for row in fresh], now=now)
    for answer in answers:
        if isinstance(answer, Refused):
            raise answer
    return rows


def entry_of(sheet: Sheet, row: Row, themes: dict[str, int]) -> Entry:
    return Entry(
        key=sheet.key(row.line),
        board_id=sheet.question.board_id,
        text=row.written.text,
        count=row.written.count,
        group=sheet.table,
        round=sheet.round,
        source=Source.PAPER,
        theme_id=themes.get(row.written.theme),
    )


def checked(rank: int, written: Written) -> Written:
    """The line as it will be kept; refuses with its number."""
    if rank > LINES:
        raise Refused(
            _("Une feuille compte au plus %(most)s notes. Répartissez-les sur plusieurs feuilles.") % {"most": LINES},
            code="too-many-lines",
            status=422,
        )
    try:
        text = said_text(written.text)
        theme = deciding.titled(written.theme) if written.theme.strip() else ""
        if not 1 <= written.count <= COUNT_LIMIT:
            raise Refused(_("Indiquez un nombre de personnes entre 1 et %(limit)s.") % {"limit": COUNT_LIMIT})
    except Refused as wrong:
        raise Refused(
            _("Note %(line)s : %(what)s Rien n’a été enregistré.") % {"line": rank, "what": wrong},
            code="bad-line",
            status=422,
        ) from wrong
    return Written(text, written.count, theme)


def compared(written: Sequence[Written], known: dict[int, Note]) -> list[Row]:
    """Each line with what it becomes. Same words at any line of the sheet are the same note: lines get shifted."""
    left = dict(known)
    found: dict[int, Note] = {}
    for rank, each in enumerate(written, start=1):
        lines = [line for line in (rank, *left) if line in left and left[line].text == each.text]
        if lines:
            found[rank] = left.pop(lines[0])
    free = max([*known, len(written)], default=0)
    rows = []
    for rank, each in enumerate(written, start=1):
        if rank in found:
            rows.append(Row(rank, each, Fate.KNOWN, found[rank]))
        elif rank in left:
            rows.append(Row(rank, each, Fate.OTHERWISE, left[rank]))
        elif rank in known:
            free += 1
            rows.append(Row(free, each, Fate.NEW))
        else:
            rows.append(Row(rank, each, Fate.NEW))
    return rows
