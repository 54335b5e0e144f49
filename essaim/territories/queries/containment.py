"""Asking where: the communes of any territory, what contains it, what it contains."""

from collections.abc import Iterable

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from essaim.territories.enums import TerritoryKind
from essaim.territories.models import Territory

COMMUNES_BY = {
    TerritoryKind.COMMUNE: "code__in",
    TerritoryKind.EPCI: "epci_code__in",
    TerritoryKind.EPT: "ept_code__in",
    TerritoryKind.DEPARTEMENT: "departement_code__in",
    TerritoryKind.REGION: "region_code__in",
}
LONGEST_NUMBER = 18  # digits: beyond, no database keeps it
LARGEST_FIRST = (F("population").desc(nulls_last=True), "name", "code")
WIDEST_FIRST = Case(
    *(
        When(kind=kind, then=Value(position))
        for position, kind in enumerate(
            [TerritoryKind.REGION, TerritoryKind.DEPARTEMENT, TerritoryKind.EPCI, TerritoryKind.EPT]
        )
    ),
    default=Value(9),
    output_field=IntegerField(),
)


def current_territories() -> QuerySet[Territory]:
    return Territory.objects.filter(is_current=True)


def territories_in_order(numbers: Iterable[str]) -> list[Territory]:
    """The territories that a form sent by their numbers, each once and in its order; what is no number is nothing."""
    wanted = [int(number) for number in dict.fromkeys(numbers) if number.isdecimal() and len(number) <= LONGEST_NUMBER]
    found = Territory.objects.in_bulk(wanted)
    return [found[number] for number in dict.fromkeys(wanted) if number in found]


def territories_coded(keys: Iterable[tuple[str, str]]) -> list[Territory]:
    """The territories of these kinds and codes, in their order, those that no longer exist too."""
    keys = list(keys)
    wanted = Q(pk__in=[])
    for kind in {kind for kind, _code in keys}:
        wanted |= Q(kind=kind, code__in=[code for one, code in keys if one == kind])
    found = {(one.kind, one.code): one for one in Territory.objects.filter(wanted)}
    return [found[key] for key in keys if key in found]


def communes_of(territories: Iterable[Territory]) -> QuerySet[Territory]:
    """The communes of all these territories together, each once."""
    territories = list(territories)
    perimeters = [one for one in territories if one.kind == TerritoryKind.PERIMETER]
    if perimeters:
        territories += Territory.objects.filter(perimeters__in=perimeters)
    inside = Q(pk__in=[])
    for kind, lookup in COMMUNES_BY.items():
        codes = {one.code for one in territories if one.kind == kind}
        if codes:
            inside |= Q(**{lookup: codes})
    return current_territories().filter(inside, kind=TerritoryKind.COMMUNE)


def overlap(territories: Iterable[Territory]) -> bool:
    """Whether some commune stands in several of these territories."""
    territories = list(territories)
    keys = {(str(one.kind), one.code) for one in territories}
    fields = {
        "code": TerritoryKind.COMMUNE,
        "epci_code": TerritoryKind.EPCI,
        "ept_code": TerritoryKind.EPT,
        "departement_code": TerritoryKind.DEPARTEMENT,
        "region_code": TerritoryKind.REGION,
    }
    rows = communes_of(territories).values_list(*fields)
    return any(
        sum((kind.value, code) in keys for kind, code in zip(fields.values(), row, strict=True)) > 1 for row in rows
    )


def containers_of(territory: Territory) -> QuerySet[Territory]:
    """What the territory stands in, widest first: all of them where it straddles several."""
    if territory.kind == TerritoryKind.PERIMETER:
        return Territory.objects.none()
    codes = list(
        communes_of([territory])
        .values_list("region_code", "departement_code", "epci_code", "ept_code")
        .distinct()
        .order_by()
    )
    regions, departements, groupings, parts = (
        (set(column) for column in zip(*codes, strict=True)) if codes else ([],) * 4
    )
    containing = Q(kind=TerritoryKind.REGION, code__in=regions)
    if territory.kind not in (TerritoryKind.DEPARTEMENT, TerritoryKind.REGION):
        containing |= Q(kind=TerritoryKind.DEPARTEMENT, code__in=departements)
    if territory.kind in (TerritoryKind.COMMUNE, TerritoryKind.EPT):
        containing |= Q(kind=TerritoryKind.EPCI, code__in=groupings)
    if territory.kind == TerritoryKind.COMMUNE:
        containing |= Q(kind=TerritoryKind.EPT, code__in=parts)
    return (
        current_territories()
        .filter(containing | Q(members=territory))
        .exclude(pk=territory.pk)
        .distinct()
        .order_by(WIDEST_FIRST, "name")
    )


def contents_of(territory: Territory) -> QuerySet[Territory]:
    """One step down: départements of a région, communes of the others, members of a perimeter."""
    if territory.kind == TerritoryKind.COMMUNE:
        return Territory.objects.none()
    if territory.kind == TerritoryKind.PERIMETER:
        return territory.members.order_by(*LARGEST_FIRST)
    if territory.kind == TerritoryKind.REGION:
        departements = current_territories().filter(kind=TerritoryKind.DEPARTEMENT, region_code=territory.code)
        return departements.order_by(*LARGEST_FIRST)
    return communes_of([territory]).order_by(*LARGEST_FIRST)
