from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from essaim.people.models import Person
from essaim.programmes.models import Gathering, Organiser, Perimeter, Programme, Season
from essaim.territories.models import Territory


def programmes_to_show(person: Any) -> QuerySet[Programme]:
    """Public programmes, and those that this person organises."""
    public = Programme.objects.filter(is_public=True)
    if isinstance(person, Person):
        if person.is_administrator:
            return Programme.objects.all()
        public = public | Programme.objects.filter(organisers__person=person)
    return public.distinct().order_by("title")


def programmes_organised_by(person: Any) -> QuerySet[Programme]:
    """Where this person may prepare workshops."""
    if not isinstance(person, Person):
        return Programme.objects.none()
    if person.is_administrator:
        return Programme.objects.all()
    return Programme.objects.filter(organisers__person=person)


def programme_page(slug: str) -> Programme | None:
    return Programme.objects.select_related("territory").filter(slug=slug).first()


def seasons_of(programme: Programme) -> QuerySet[Season]:
    """Seasons with their gatherings and what was held there, whatever their number, in as many queries."""
    gatherings = Gathering.objects.select_related("territory").prefetch_related("workshops__report")
    return programme.seasons.prefetch_related(Prefetch("gatherings", gatherings))


def organisers_of(programme: Programme) -> QuerySet[Organiser]:
    return programme.organisers.select_related("person").order_by("person__name", "person__email")


def gatherings_organised_by(person: Any) -> QuerySet[Gathering]:
    """The days on which this person may hold a workshop, the latest first."""
    return (
        Gathering.objects.filter(season__programme__in=programmes_organised_by(person))
        .select_related("season__programme")
        .order_by("-day", "-pk")
    )


def perimeters_of(programme: Programme) -> QuerySet[Perimeter]:
    """What the programme drew, each with the number of its members and of the gatherings held there."""
    return programme.perimeters.select_related("territory").annotate(
        members=Count("territory__members", distinct=True), held=Count("territory__gatherings", distinct=True)
    )


def uses_of(territory: Territory) -> int:
    """How many things stand in this territory."""
    return territory.gatherings.count() + territory.programmes.count() + territory.organisations.count()
