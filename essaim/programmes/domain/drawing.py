"""The perimeters that a programme draws: used by everybody like any territory, redrawn by its organisers."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.people.models import Person
from essaim.programmes.access import check_may_organise_programme, check_may_redraw
from essaim.programmes.models import Perimeter, Programme
from essaim.programmes.queries import uses_of
from essaim.territories.domain import perimeters
from essaim.territories.models import Territory


@transaction.atomic
def draw(*, programme: Programme, name: str, members: Sequence[Territory], by: Person) -> Perimeter:
    """The perimeter is a territory like any other, found by its name; this programme's organisers may redraw it."""
    check_may_organise_programme(by, programme)
    territory = perimeters.draw_perimeter(name=name, members=members)
    return Perimeter.objects.create(programme=programme, territory=territory)


@transaction.atomic
def redraw(*, perimeter: Perimeter, name: str, members: Sequence[Territory], by: Person) -> Perimeter:
    """The perimeter has this name and these members, wherever it is used; its address stays, since it was sent."""
    check_may_redraw(by, perimeter.territory)
    perimeters.redraw_perimeter(perimeter=perimeter.territory, name=name, members=members)
    return perimeter


@transaction.atomic
def erase(*, perimeter: Perimeter, by: Person) -> None:
    """The perimeter is no longer found; one that something stands in is kept."""
    check_may_redraw(by, perimeter.territory)
    territory = Territory.objects.select_for_update().get(pk=perimeter.territory_id)
    if uses_of(territory):
        raise Refused(
            _(
                "« %(name)s » est utilisé par un programme, une rencontre ou une organisation : choisissez-y d’abord "
                "un autre territoire."
            )
            % {"name": territory.name},
            code="used",
        )
    territory.delete()
