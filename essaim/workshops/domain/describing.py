"""What a workshop says of itself: purpose, rules, who moves, who may read what came out."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.models import Board
from essaim.kit.codes import new_secret
from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.people.models import Person
from essaim.workshops.access import check_may_organise
from essaim.workshops.domain import seating
from essaim.workshops.domain.preparing import check_is_draft, check_is_not_over
from essaim.workshops.models import Workshop


@transaction.atomic
def describe(
    *, workshop: Workshop, by: Person, title: str, purpose: str, harvest: str, rules: str, topology: str
) -> None:
    """The workshop reads otherwise; who moves is settled before people know their table."""
    check_may_organise(by, workshop)
    check_is_not_over(workshop)
    title = cleaned(title, lines=False)
    if not title:
        raise Refused(_("Donnez un titre à l’atelier."), code="empty", status=422)
    if topology != workshop.topology:
        check_is_draft(workshop)
        seating.forget_plan(workshop)
    workshop.title, workshop.topology = title, topology
    workshop.purpose, workshop.harvest, workshop.rules = cleaned(purpose), cleaned(harvest), cleaned(rules)
    workshop.save(update_fields=["title", "topology", "purpose", "harvest", "rules"])


@transaction.atomic
def settle(*, workshop: Workshop, by: Person, visibility: str, licence: str, dots: int, minutes_per_group: int) -> None:
    """Who may read and use again what came out, how many dots each has, how long each group speaks."""
    check_may_organise(by, workshop)
    check_is_not_over(workshop)
    workshop.visibility, workshop.licence = visibility, licence
    workshop.seconds_per_group = minutes_per_group * 60
    workshop.save(update_fields=["visibility", "licence", "seconds_per_group"])
    boards_of(workshop).update(dots_each=dots)


def boards_of(workshop: Workshop) -> Any:
    """Every board of the workshop: the plenary's carries the number of dots to the questions still to come."""
    return Board.objects.filter(asked_as__workshop=workshop) | Board.objects.filter(pk=workshop.plenary_id)


@transaction.atomic
def renew_wall(*, workshop: Workshop, by: Person) -> None:
    """The wall has a new link: whoever kept the former one sees nothing more."""
    check_may_organise(by, workshop)
    workshop.wall_key = new_secret()
    workshop.save(update_fields=["wall_key"])
