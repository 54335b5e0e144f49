"""Notes written elsewhere come onto a question's board: one JSON object on each line, all of them or none."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.domain import contributing, deciding
from essaim.boards.domain.contributing import Entry
from essaim.boards.enums import Source
from essaim.boards.models import Note, Theme
from essaim.kit.codes import typed_code
from essaim.kit.refusal import Refused
from essaim.kit.text import said_text
from essaim.workshops.domain.preparing import MOST_TABLES
from essaim.workshops.models import Question, Workshop
from essaim.workshops.queries import last_round, workshop_by_code

SPACE = uuid.UUID("5a1f0f0e-8a57-4f6e-9a6b-3f0b6a7d2c11")  # names our keys made from a file's own ids


@dataclass(frozen=True)
class Line:
    """A line of the file, checked."""

    key: uuid.UUID
    number: int
    text: str
    count: int
    theme: str
    table: int


def import_notes(*, workshop: str, question: str, lines: str, now: datetime, dry_run: bool = False) -> str:
    """The notes stand on the board under the headings that people gave them; gives a sentence with the figures."""
    asked = question_named(workshop, question)
    read = [checked(number, line, asked) for number, line in enumerate(lines.split("\n"), start=1) if line.strip()]
    if not read:
        raise Refused(_("Le fichier ne contient aucune note."))
    check_ids(read)
    known = set(Note.objects.filter(board=asked.board).values_list("key", flat=True))
    fresh = [line for line in read if line.key not in known]
    headings = list(dict.fromkeys(line.theme for line in fresh if line.theme))
    if not dry_run:
        add(question=asked, lines=fresh, headings=headings, now=now)
    sentence = _("%(added)s notes ajoutées, %(known)s déjà là, %(headings)s thèmes posés par des personnes.") % {
        "added": len(fresh),
        "known": len(read) - len(fresh),
        "headings": len(headings),
    }
    return _("À blanc : %(report)s Rien n’a été enregistré.") % {"report": sentence} if dry_run else sentence


def question_named(code: str, name: str) -> Question:
    """A question by its number in the workshop, or by the identifier of its board."""
    workshop: Workshop | None = workshop_by_code(typed_code(code))
    if workshop is None:
        raise Refused(
            _("Aucun atelier ne porte le code « %(code)s ».") % {"code": code}, code="no-workshop", status=404
        )
    for question in workshop.questions.select_related("board", "workshop"):
        if name in (str(question.number), str(question.board.key)):
            return question
    raise Refused(
        _("L’atelier %(code)s n’a pas de question « %(name)s ».") % {"code": workshop.code, "name": name},
        code="no-question",
        status=404,
    )


def checked(number: int, line: str, question: Question) -> Line:
    """One line of the file; refuses with its number."""
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise ValueError(_("un objet est attendu"))
        text = said_text(str(row.get("text") or ""))
        count = whole_number(row, "count", 1, contributing.COUNT_LIMIT, 1)
        table = whole_number(row, "table", 0, MOST_TABLES, 0)
        theme = deciding.titled(str(row["theme"])) if row.get("theme") else ""
    except (ValueError, RecursionError, Refused) as wrong:
        raise Refused(
            _("Ligne %(number)s : %(what)s. Rien n’a été importé.")
            % {"number": number, "what": str(wrong).rstrip(".")},
            code="bad-line",
            status=422,
        ) from wrong
    name = str(row.get("id") or f"{number}:{text}")
    return Line(uuid.uuid5(SPACE, f"{question.board.key}/{name}"), number, text, count, theme, table)


def whole_number(row: dict[str, Any], name: str, least: int, most: int, otherwise: int) -> int:
    """The number as the file gives it, in figures or between quotes; nothing at all is `otherwise`."""
    given = row.get(name)
    if given is None or given == "":
        return otherwise
    text = str(given)
    if isinstance(given, bool) or not (text.isascii() and text.isdigit()) or not least <= int(text[:9]) <= most:
        raise ValueError(
            _("« %(name)s » doit être un nombre entier de %(least)s à %(most)s")
            % {"name": name, "least": least, "most": most}
        )
    return int(text)


def check_ids(lines: list[Line]) -> None:
    seen: set[uuid.UUID] = set()
    for line in lines:
        if line.key in seen:
            raise Refused(
                _("Ligne %(number)s : cet « id » figure déjà plus haut. Rien n’a été importé.")
                % {"number": line.number},
                code="bad-line",
                status=422,
            )
        seen.add(line.key)


@transaction.atomic
def add(*, question: Question, lines: list[Line], headings: list[str], now: datetime) -> None:
    """The notes and their headings are on the question's board, all of them or none."""
    board = question.board
    themes = {theme.title: theme for theme in Theme.objects.filter(board=board, is_removed=False)}
    for title in headings:
        if title not in themes:
            themes[title] = deciding.add_theme(board=board, title=title, by=None, now=now)
    answers = contributing.add_notes(
        entries=[
            Entry(
                key=line.key,
                board_id=board.pk,
                text=line.text,
                count=line.count,
                group=line.table,
                round=last_round(question.workshop) if question.workshop.state == "closed" else 1,
                source=Source.IMPORT,
                theme_id=themes[line.theme].pk if line.theme else None,
            )
            for line in lines
        ],
        now=now,
    )
    for answer in answers:
        if isinstance(answer, Refused):
            raise answer
