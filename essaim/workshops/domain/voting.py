"""Dots given from a seat, under the rules of the moment."""

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from essaim.boards.domain import voting
from essaim.kit.refusal import Refused
from essaim.workshops.access import check_may_vote
from essaim.workshops.models import Question, Seat
from essaim.workshops.queries import round_at, table_number


def vote(*, seat: Seat, question: Question, ballot: dict[uuid.UUID, int], now: datetime) -> int:
    """The seat's dots stand on these themes and on no other; gives what remains."""
    check_may_vote(seat, question)
    themes = {theme.key: theme for theme in question.board.themes.filter(is_removed=False)}
    if not ballot.keys() <= themes.keys():
        raise Refused(
            _("Un thème vient d’être réuni ou retiré : la liste a changé. Votez de nouveau."), code="no-theme"
        )
    return voting.place_dots(
        board=question.board,
        ballot={themes[key]: count for key, count in ballot.items()},
        voter=str(seat.key),
        group=table_number(seat, round_at(seat.workshop)),
        now=now,
    )
