"""A note that says several things becomes several notes, each in its own words; the first one stays readable."""

import re
import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.domain.announcing import locked
from essaim.boards.domain.deciding import decide, head_of, note_on, set_aside
from essaim.boards.enums import NoteState
from essaim.boards.models import Board, Note
from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned, said_text
from essaim.people.models import Person

MOST_PARTS = 10  # more is a list to type again, not a note to cut


@transaction.atomic
def cut_note(*, board: Board, note: Note, parts: Sequence[str], by: Person, now: datetime) -> list[Note]:
    """Each part is a note of the same people, under the same heading; the note is set aside, and names its parts."""
    board = locked(board)
    note = note_on(board, note.key)
    check_may_be_cut(note)
    texts = parts_of(note.text, parts)
    numbers = range(board.last_number + 1, board.last_number + 1 + len(texts))
    theme = note.theme_id if note.theme and not note.theme.is_removed else None
    set_aside(board=board, note=note, reason=told(numbers), by=by, now=now)
    board = locked(board)
    made = []
    for number, text in zip(numbers, texts, strict=True):
        board.last_number = number
        made.append(part_of(note, number=number, theme_id=theme, board=board))
        decide(board, made[-1], by=by, now=now, state=NoteState.KEPT.value, text=text)
    return made


def told(numbers: Sequence[int]) -> str:
    first, last = enumerated(numbers)
    return _("coupée en %(parts)s et %(last)s") % {"parts": first, "last": last}


def enumerated(numbers: Sequence[int]) -> tuple[str, str]:
    """Notes named one after the other in a sentence: all but the last, then the last."""
    *first, last = [_("n° %(number)s") % {"number": number} for number in numbers]
    return ", ".join(first), last


def part_of(note: Note, *, number: int, theme_id: int | None, board: Board) -> Note:
    """A note without words yet, which nobody sees: undoing what follows leaves it so."""
    return Note.objects.create(
        key=uuid.uuid4(),
        board=board,
        number=number,
        text="",
        state=NoteState.WITHDRAWN,
        cut_from=note,
        theme_id=theme_id,
        about=note.about,
        count=note.count,
        author=note.author,
        group=note.group,
        round=note.round,
        source=note.source,
        stance=note.stance,
        written_at=note.written_at,
    )


def check_may_be_cut(note: Note) -> None:
    if note.state != NoteState.KEPT or head_of(note) != note or note.members.exists():
        raise Refused(
            _("Seule une note du panneau qui n’est réunie avec aucune autre peut être coupée : séparez-la d’abord."),
            code="not-alone",
        )


def parts_of(text: str, typed: Sequence[str]) -> list[str]:
    """What was typed, when each part is words of the note, in its order, and no word is in two parts."""
    parts = [said_text(part) for line in typed if (part := cleaned(line, lines=False))]
    if not 2 <= len(parts) <= MOST_PARTS:
        raise Refused(
            _("Écrivez une idée par ligne : de deux à %(most)s lignes.") % {"most": MOST_PARTS},
            code="parts",
            status=422,
        )
    said, place = cleaned(text, lines=False), 0
    for part in parts:
        found = re.compile(rf"(?<!\w){re.escape(part)}(?!\w)").search(said, place)
        if found is None:
            raise Refused(
                _("« %(part)s » n’est pas dans la note, ou pas à cette place : gardez ses mots, dans leur ordre.")
                % {"part": part},
                code="other-words",
                status=422,
            )
        place = found.end()
    return parts
