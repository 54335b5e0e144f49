"""Notes written elsewhere come onto a question's board: one JSON object on each line, all of them or none."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.domain import contributing, deciding
from essaim.boards.domain.contributing import Entry
from essaim.boards.enums import Source
from essaim.boards.models import Note, Theme
from essaim.kit.codes import typed_code
from essaim.kit.refusal import Refused
from essaim.workshops.access import check_report_is_open
from essaim.workshops.domain.checking_notes import Checking, Line
from essaim.workshops.enums import State
from essaim.workshops.formats.note_lines import said_by
from essaim.workshops.formats.note_lists import row_of_object
from essaim.workshops.models import Question, Workshop
from essaim.workshops.queries import last_round, workshop_by_code


def import_notes(*, workshop: str, question: str, lines: str, now: datetime, dry_run: bool = False) -> str:
    """The notes stand on the board under the headings that people gave them; gives a sentence with the figures."""
    asked = question_named(workshop, question)
    check_report_is_open(asked.workshop)
    checking = Checking(asked, most_told=1)
    said = [(number, line) for number, line in enumerate(lines.split("\n"), start=1) if line.strip()]
    read = list(checking.right(row_of_object(number, *said_by(line)) for number, line in said))
    for sentence in checking.told:
        raise Refused(_("%(what)s Rien n’a été importé.") % {"what": sentence}, code="bad-line", status=422)
    if not read:
        raise Refused(_("Le fichier ne contient aucune note."))
    known = set(Note.objects.filter(board=asked.board).values_list("key", flat=True))
    fresh = [line for line in read if line.key not in known]
    headings = headings_of(fresh)
    if not dry_run:
        add(question=asked, lines=fresh, now=now)
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


def headings_of(lines: Iterable[Line]) -> list[str]:
    """The titles that these notes bear, in the order of the file."""
    return list(dict.fromkeys(line.theme for line in lines if line.theme))


@transaction.atomic
def add(
    *, question: Question, lines: Sequence[Line], now: datetime, key_of: Callable[[str], uuid.UUID | None] | None = None
) -> None:
    """The notes and their headings are on the question's board, all of them or none.

    `key_of` names the heading of a title: renamed since by people, it is still that one; removed by them, it stays
    so, and its notes wait to be sorted.
    """
    board = question.board
    themes: dict[str, Theme | None] = {one.title: one for one in Theme.objects.filter(board=board, is_removed=False)}
    for title in headings_of(lines):
        if title not in themes:
            key = key_of(title) if key_of else None
            made = deciding.add_theme(board=board, title=title, by=None, now=now, key=key)
            themes[title] = None if made.is_removed else made
    round = last_round(question.workshop) if question.workshop.state == State.CLOSED else 1
    answers = contributing.add_notes(
        entries=[entry_of(line, board.pk, themes.get(line.theme), round) for line in lines], now=now
    )
    for answer in answers:
        if isinstance(answer, Refused):
            raise answer


def entry_of(line: Line, board_id: int, theme: Theme | None, round: int) -> Entry:
    return Entry(
        key=line.key,
        board_id=board_id,
        text=line.text,
        count=line.count,
        group=line.table,
        round=round,
        source=Source.IMPORT,
        theme_id=theme.pk if theme else None,
    )
