"""Strong ideas: one or two for each group, each with its reason, its conditions and a key quote."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.domain.announcing import locked
from essaim.boards.domain.deciding import decide, note_on, theme_on
from essaim.boards.models import Board, Idea, Note, Theme
from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned, one_line
from essaim.people.models import Person

STRONG_IDEAS = 2  # Cerema: one or two strong ideas for each group
IDEA_LENGTH = 400


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
    text = idea_text(text)
    known = Idea.objects.filter(key=key).first() if key else None
    if known and known.board_id != board.pk:
        raise Refused(_("Cette idée existe déjà sur un autre panneau."), code="key-taken")
    position = (
        known.position if known and not known.is_removed else free_position(board, known.group if known else group)
    )
    idea = known or Idea.objects.create(
        key=key or uuid.uuid4(), board=board, group=group, position=position, text=text, is_removed=True
    )
    decide(
        board,
        idea,
        by=by,
        now=now,
        text=text,
        reason=cleaned(reason),
        conditions=cleaned(conditions),
        theme_id=theme_on(board, theme.key).pk if theme else None,
        key_note_id=note_on(board, key_note.key).pk if key_note else None,
        position=position,
        is_removed=False,
    )
    return idea


def idea_text(text: str) -> str:
    return one_line(
        text,
        IDEA_LENGTH,
        empty=_("Écrivez l’idée forte en une phrase."),
        too_long=_("Cette idée est trop longue (%(limit)s caractères au plus) : dites-la en une phrase."),
    )


def free_position(board: Board, group: int) -> int:
    """The first place that this group has left; refuses when it has none."""
    taken = set(board.ideas.filter(group=group, is_removed=False).values_list("position", flat=True))
    if not has_room(board, group):
        raise Refused(
            _("Ce groupe a déjà retenu %(limit)s idées fortes. Modifiez-en une, ou retirez-la.")
            % {"limit": STRONG_IDEAS},
            code="enough-ideas",
        )
    return min(set(range(1, STRONG_IDEAS + 1)) - taken, default=STRONG_IDEAS)


def has_room(board: Board, group: int) -> bool:
    return board.ideas.filter(group=group, is_removed=False).count() < STRONG_IDEAS


@transaction.atomic
def drop(*, board: Board, idea: Idea, by: Person, now: datetime) -> None:
    """The group no longer retains this idea."""
    board = locked(board)
    decide(board, Idea.objects.get(board=board, pk=idea.pk), by=by, now=now, is_removed=True)
