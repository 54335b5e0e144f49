"""What a note of a file must be, wherever the file comes from: the command line and the page ask the same."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from essaim.boards.domain import contributing, deciding
from essaim.kit.refusal import Refused
from essaim.kit.text import said_text
from essaim.workshops.domain.preparing import MOST_TABLES
from essaim.workshops.formats.note_lists import Row
from essaim.workshops.models import Question

SPACE = uuid.UUID("5a1f0f0e-8a57-4f6e-9a6b-3f0b6a7d2c11")  # names our keys made from a file's own ids


@dataclass(frozen=True)
class Line:
    """A row of the file, checked."""

    key: uuid.UUID
    number: int
    text: str
    count: int
    theme: str
    table: int


@dataclass
class Checking:
    """Rows checked one after the other; what must be corrected is kept, up to so many sentences, and counted."""

    question: Question
    most_told: int
    told: list[str] = field(default_factory=list)
    wrong: int = 0
    seen: set[bytes] = field(default_factory=set)

    def right(self, rows: Iterable[Row]) -> Iterator[Line]:
        """The rows that are right, in order."""
        for row in rows:
            try:
                yield self.once(checked(row, self.question))
            except Refused as refused:
                self.wrong += 1
                if len(self.told) < self.most_told:
                    self.told.append(str(refused))

    def once(self, line: Line) -> Line:
        if line.key.bytes in self.seen:
            raise wrong_line(line.number, _("cet « id » figure déjà plus haut"))
        self.seen.add(line.key.bytes)
        return line


def checked(row: Row, question: Question) -> Line:
    """One row of the file; refuses with its number."""
    cells = row.cells
    try:
        if row.problem:
            raise ValueError(row.problem)
        text = said_text(str(cells.get("text") or ""))
        count = whole_number(row, "count", 1, contributing.COUNT_LIMIT, 1)
        table = whole_number(row, "table", 0, MOST_TABLES, 0)
        theme = deciding.titled(str(cells["theme"])) if cells.get("theme") else ""
    except (ValueError, Refused) as wrong:
        raise wrong_line(row.number, str(wrong)) from wrong
    name = str(cells.get("id") or f"{row.number}:{text}")
    # JSON may hold halves of characters, which nothing else can write.
    key = uuid.uuid5(SPACE, f"{question.board.key}/{name}".encode(errors="replace"))
    return Line(key, row.number, text, count, theme, table)


def wrong_line(number: int, what: str) -> Refused:
    told = _("Ligne %(number)s : %(what)s.") % {"number": number, "what": what.rstrip(".")}
    return Refused(told, code="bad-line", status=422)


def whole_number(row: Row, name: str, least: int, most: int, otherwise: int) -> int:
    """The number as the file gives it, in figures or between quotes; nothing at all is `otherwise`."""
    given = row.cells.get(name)
    if given is None or given == "":
        return otherwise
    text = str(given)
    if isinstance(given, bool) or not (text.isascii() and text.isdigit()) or not least <= int(text[:9]) <= most:
        raise ValueError(
            _("« %(name)s » doit être un nombre entier de %(least)s à %(most)s")
            % {"name": row.titles.get(name, name), "least": least, "most": most}
        )
    return int(text)
