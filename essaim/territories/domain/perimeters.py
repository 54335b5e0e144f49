"""A perimeter: the territories that a project puts together, whatever their kinds."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.kit.text import one_line
from essaim.territories.enums import TerritoryKind
from essaim.territories.finding.names import words_of
from essaim.territories.models import Territory
from essaim.territories.queries import communes_of

NAME_LENGTH = 120
MOST_MEMBERS = 400  # the largest département has 671 communes: it is one territory to add, not 671


@transaction.atomic
def draw_perimeter(*, name: str, members: Sequence[Territory]) -> Territory:
    """The perimeter exists, with its members and the number of people who live in it."""
    name = checked_name(name)
    check_name_is_free(name)
    check_members(members)
    perimeter = Territory.objects.create(
        kind=TerritoryKind.PERIMETER, code=free_code(name), name=name, population=people_of(members)
    )
    perimeter.members.set(members)
    return perimeter


@transaction.atomic
def redraw_perimeter(*, perimeter: Territory, members: Sequence[Territory], name: str | None = None) -> Territory:
    """The perimeter is made of these members only, and its population follows; its address stays with a new name."""
    # Locked, so that two people who redraw it at once do not mix their members.
    perimeter = Territory.objects.select_for_update().get(pk=perimeter.pk)
    if name is not None:
        name = checked_name(name)
        check_name_is_free(name, but=perimeter)
        perimeter.name = name
    check_members(members)
    perimeter.members.set(members)
    perimeter.population = people_of(members)
    perimeter.save(update_fields=["name", "population"])
    return perimeter


def count_people_again() -> None:
    """Every perimeter has the population of the vintage in use."""
    for perimeter in Territory.objects.filter(kind=TerritoryKind.PERIMETER).prefetch_related("members"):
        population = people_of(perimeter.members.all())
        if population != perimeter.population:
            Territory.objects.filter(pk=perimeter.pk).update(population=population)


def people_of(members: Iterable[Territory]) -> int | None:
    """Each commune counts once, even when its EPCI or its département is a member too."""
    populations = communes_of(members).values_list("population", flat=True)
    known = [population for population in populations if population is not None]
    return sum(known) if known else None


def checked_name(name: str) -> str:
    return one_line(
        name,
        NAME_LENGTH,
        empty=_("Donnez un nom au périmètre."),
        too_long=_("Le nom du périmètre est trop long : %(limit)s caractères au plus."),
        is_name=True,
    )


def check_name_is_free(name: str, *, but: Territory | None = None) -> None:
    """Perimeters have no département to tell homonyms apart: names that read alike are refused instead."""
    perimeters = Territory.objects.filter(kind=TerritoryKind.PERIMETER)
    others = perimeters.exclude(pk=but.pk) if but else perimeters
    if any(reads_as(one) == reads_as(name) for one in others.values_list("name", flat=True)):
        raise Refused(
            _("Un périmètre s’appelle déjà « %(name)s » : utilisez-le, ou précisez le nom du vôtre.") % {"name": name},
            code="taken",
            status=422,
        )


def reads_as(name: str) -> tuple[str, ...]:
    return words_of(name) or (name.casefold(),)


def check_members(members: Sequence[Territory]) -> None:
    if not members:
        raise Refused(_("Choisissez au moins un territoire pour ce périmètre."), code="empty", status=422)
    if len(members) > MOST_MEMBERS:
        raise Refused(
            _("Un périmètre compte au plus %(most)s territoires : ajoutez plutôt leur intercommunalité.")
            % {"most": MOST_MEMBERS},
            code="too-many",
            status=422,
        )
    for member in members:
        if member.kind == TerritoryKind.PERIMETER:
            raise Refused(
                _("« %(name)s » est déjà un périmètre : choisissez plutôt les territoires qui le composent.")
                % {"name": member.name},
                code="nested",
                status=422,
            )


def free_code(name: str) -> str:
    """A short address: “littoral-sud”, then “littoral-sud-2”."""
    stem = slugify(name)[:30].strip("-") or "perimetre"
    taken = set(
        Territory.objects.filter(kind=TerritoryKind.PERIMETER, code__startswith=stem).values_list("code", flat=True)
    )
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code
