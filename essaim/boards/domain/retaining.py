"""Strong ideas: one or two for each group, each with its reason, its conditions and a key quote."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.domain.announcing import locked
from essaim.boards.domain.deciding import decide
from essaim.boards.models import Board, Idea, Note, Theme
from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.people.models import Person

STRONG_IDEAS = 2  # Cerema: one or two strong ideas for each group


@transaction.atomic
def retain(
    *,
    board: Board,
    group: int,
    text: str,
    by: Person | None,
    now: datetime,
    reason: str = "",
    conditions: str = "",
    theme: Theme | None = None,
    key_note: Note | None = None,
    key: uuid.UUID | None = None,
) -> Idea:
    """The group's strong idea is on the board, or reads otherwise when its key is known."""
    board = locked(board)
    text = cleaned(text, lines=False)[:400]
    if not text:
        raise Refused(_("Écrivez l’idée forte en une phrase."), code="empty", status=422)
    idea = Idea.objects.filter(board=board, key=key).first() if key else None
    if idea is None:
        standing = list(
            Idea.objects.filter(board=board, group=group, is_removed=False).values_list("position", flat=True)
        )
        if len(standing) >= STRONG_IDEAS:
            raise Refused(
                _("Ce groupe a déjà retenu %(limit)s idées fortes. Modifiez-en une, ou retirez-la.")
                % {"limit": STRONG_IDEAS},
                code="enough-ideas",
            )
        idea = Idea.objects.create(
            key=key or uuid.uuid4(),
            board=board,
            group=group,
            position=1 if 1 not in standing else 2,
            text=text,
            is_removed=True,
        )
    decide(
        board,
        idea,
        by=by,
        now=now,
        text=text,
        reason=cleaned(reason),
        conditions=cleaned(conditions),
        theme_id=theme.pk if theme else None,
        key_note_id=key_note.pk if key_note else None,
        is_removed=False,
    )
    return idea


@transaction.atomic
def drop(*, board: Board, idea: Idea, by: Person, now: datetime) -> None:
    """The group no longer retains this idea."""
    decide(locked(board), idea, by=by, now=now, is_removed=True)
