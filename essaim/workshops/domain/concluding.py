"""What a group leaves: its relay at the bell, its strong ideas, the person who will speak for it."""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.boards.domain import deciding, relaying, retaining
from essaim.boards.domain.announcing import locked
from essaim.boards.enums import NoteState
from essaim.boards.models import Board, Idea, Note, Relay
from essaim.kit.refusal import Refused
from essaim.people.models import Person
from essaim.workshops.access import check_may_facilitate
from essaim.workshops.desk import has_opened, opening_of
from essaim.workshops.domain.sorting import uuid_of
from essaim.workshops.enums import Act
from essaim.workshops.models import Question, Table, Workshop


def round_to_freeze(workshop: Workshop) -> int:
    """The last turn of the tables that has begun; while people walk, the one that they leave. 0 before the start."""
    begun = workshop.sequences.filter(position__lte=workshop.current, round__gt=0)
    return max((sequence.round for sequence in begun), default=0)


def freeze(*, question: Question, by: Person, now: datetime) -> Relay:
    """The relay of the turn going on says what the themes are now; nothing changed, it is the same one."""
    check_may_facilitate(by, question.workshop)
    round = round_to_freeze(question.workshop)
    if not round:
        raise Refused(_("L’atelier n’a pas commencé : il n’y a rien à transmettre."), code="not-started")
    return relaying.freeze(board=question.board, round=round, by=by, now=now)


@dataclass(frozen=True)
class Said:
    """A strong idea as the facilitator typed it."""

    key: str
    text: str
    reason: str = ""
    conditions: str = ""
    theme: str = ""
    quote: str = ""


@transaction.atomic
def retain(*, question: Question, table: Table, idea: Said, by: Person, now: datetime, seen: int = 0) -> Idea:
    """The group's strong idea is on the board, with its reason, its conditions, and the words that carry it."""
    check_may_retain(by, question)
    board = locked(question.board)
    deciding.check_unchanged(board=board, keys=[idea.key], seen=seen, by=by)
    return retaining.retain(
        board=board,
        group=table.number,
        key=uuid_of(idea.key) if idea.key else uuid.uuid4(),
        text=idea.text,
        reason=idea.reason,
        conditions=idea.conditions,
        theme=deciding.theme_on(board, uuid_of(idea.theme)) if idea.theme else None,
        key_note=note_numbered(board, idea.quote),
        by=by,
        now=now,
    )


@transaction.atomic
def drop(*, question: Question, key: str, by: Person, now: datetime, seen: int = 0) -> Idea:
    """The group no longer retains this idea."""
    check_may_retain(by, question)
    board = locked(question.board)
    deciding.check_unchanged(board=board, keys=[key], seen=seen, by=by)
    idea = Idea.objects.filter(board=board, key=uuid_of(key), is_removed=False).first()
    if idea is None:
        raise Refused(_("Cette idée n’est pas (ou plus) sur ce panneau."), code="no-idea", status=404)
    retaining.drop(board=board, idea=idea, by=by, now=now)
    return idea


def check_may_retain(by: Person, question: Question) -> None:
    check_may_facilitate(by, question.workshop)
    if not has_opened(question.workshop, Act.MARK_STRONG):
        when = opening_of(question.workshop, Act.MARK_STRONG, now=timezone.now())
        raise Refused(_("On ne retient pas encore d’idée forte.") + " " + when, code="not-now")


def note_numbered(board: Board, typed: str) -> Note | None:
    """The note chosen in the list ("12. Fermer la rue"), or the first with these words; nothing typed, no note."""
    if not typed.strip():
        return None
    number = re.match(r"\s*(\d{1,6})\b", typed)
    kept = board.notes.filter(state=NoteState.KEPT).order_by("number")
    note = kept.filter(number=number.group(1)).first() if number else None
    note = note or kept.filter(text__icontains=typed.strip()).first()
    if note is None:
        raise Refused(
            _("Aucune note ne porte ces mots ou ce numéro : choisissez-la dans la liste, ou laissez le champ vide."),
            code="no-note",
            status=422,
        )
    return note
