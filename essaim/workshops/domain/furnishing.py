"""Tables and rooms: their name, where to find them, who can reach them, how many they hold."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.people.models import Person
from essaim.workshops.access import check_may_organise
from essaim.workshops.domain import seating
from essaim.workshops.domain.preparing import MOST_TABLES, check_is_draft, check_is_not_over
from essaim.workshops.models import Workshop


@dataclass(frozen=True)
class Room:
    """A table as its form holds it."""

    name: str
    place: str = ""
    is_accessible: bool = True
    capacity: int | None = None
    video_url: str = ""


@transaction.atomic
def furnish(*, workshop: Workshop, rooms: dict[int, Room], by: Person) -> None:
    """Each table, by its number, is as told; a step at the door makes the plan start again."""
    check_may_organise(by, workshop)
    check_is_not_over(workshop)
    for table in workshop.tables.filter(number__in=rooms):
        room = rooms[table.number]
        if table.is_accessible != room.is_accessible and needs_access(workshop):
            check_is_draft(workshop)
            seating.forget_plan(workshop)
        table.name = cleaned(room.name, lines=False) or _("Table %(number)s") % {"number": table.number}
        table.place = cleaned(room.place, lines=False)
        table.is_accessible, table.capacity, table.video_url = (
            room.is_accessible,
            room.capacity,
            room.video_url,
        )
        table.save()


def needs_access(workshop: Workshop) -> bool:
    return workshop.seats.filter(needs_accessible=True, left_at=None).exists()


@transaction.atomic
def remove_table(*, workshop: Workshop, number: int, by: Person) -> None:
    """The table is gone; those after it move up by one number, with their names."""
    check_may_organise(by, workshop)
    check_is_draft(workshop)
    table = workshop.tables.filter(number=number).first()
    if table is None:
        raise Refused(_("Cette table n’existe plus. Rechargez la page."), code="changed")
    if workshop.tables.count() == 1:
        raise Refused(_("Gardez au moins une table."), status=422)
    table.delete()
    # Two steps, since two tables may not have one number, even for a moment.
    workshop.tables.filter(number__gt=number).update(number=F("number") + MOST_TABLES)
    workshop.tables.filter(number__gt=MOST_TABLES).update(number=F("number") - MOST_TABLES - 1)
    for moved in workshop.tables.filter(number__gte=number):
        if moved.name == _("Table %(number)s") % {"number": moved.number + 1}:
            moved.name = _("Table %(number)s") % {"number": moved.number}
            moved.save(update_fields=["name"])
    workshop.seats.filter(host_of=number).update(host_of=None)
    workshop.seats.filter(host_of__gt=number).update(host_of=F("host_of") - 1)
    seating.forget_plan(workshop)
