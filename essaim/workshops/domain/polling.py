"""Dots of a table that has no phones: hands and stickers, counted by the team."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.boards.domain import voting
from essaim.boards.enums import Channel
from essaim.boards.models import Theme
from essaim.kit.refusal import Refused
from essaim.people.models import Person
from essaim.workshops.access import check_may_facilitate
from essaim.workshops.desk import has_opened, opening_of
from essaim.workshops.enums import Act
from essaim.workshops.models import Question, Table

Counts = dict[tuple[Theme, Channel], int]


@transaction.atomic
def count_table(
    *, question: Question, table: Table, people: int, counts: Counts, was: Counts, by: Person, now: datetime
) -> int:
    """What this table gave by hands and on paper is on the board; gives how many dots are missing."""
    check_may_facilitate(by, question.workshop)
    if not has_opened(question.workshop, Act.VOTE):
        when = opening_of(question.workshop, Act.VOTE, now=timezone.now())
        raise Refused(_("Le vote n’est pas ouvert.") + " " + when, code="not-now")
    return voting.count_table(board=question.board, group=table.number, people=people, counts=counts, was=was, now=now)
