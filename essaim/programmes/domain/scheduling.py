"""Seasons and gatherings: when, where, in which territory."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.people.models import Person
from essaim.programmes.access import check_may_organise_programme
from essaim.programmes.domain.opening import named
from essaim.programmes.models import Gathering, Programme, Season


@transaction.atomic
def put_season(
    *,
    programme: Programme,
    title: str,
    by: Person,
    starts_on: date | None = None,
    ends_on: date | None = None,
    season: Season | None = None,
) -> Season:
    """The season is in the programme, or reads otherwise when it was there."""
    check_may_organise_programme(by, programme)
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused(_("La saison ne peut pas se terminer avant d’avoir commencé."), status=422)
    season = season or Season(programme=programme)
    season.title, season.starts_on, season.ends_on = named(title), starts_on, ends_on
    season.save()
    return season


@transaction.atomic
def put_gathering(
    *,
    programme: Programme,
    title: str,
    day: date,
    by: Person,
    place: str = "",
    territory: Any = None,
    season: Season | None = None,
    gathering: Gathering | None = None,
) -> Gathering:
    """The gathering is dated and placed; past days are welcome, for archives. Without season, its day finds one."""
    check_may_organise_programme(by, programme)
    gathering = gathering or Gathering()
    gathering.season = season or season_of(programme, day)
    gathering.title, gathering.day = named(title), day
    gathering.place, gathering.territory = cleaned(place, lines=False), territory
    gathering.save()
    return gathering


def season_of(programme: Programme, day: date) -> Season:
    """The season whose dates hold this day; else the season of its year."""
    around = programme.seasons.filter(starts_on__lte=day, ends_on__gte=day).order_by("starts_on").last()
    if around:
        return around
    title = _("Saison %(year)s") % {"year": day.year}
    return programme.seasons.filter(title=title).first() or Season.objects.create(programme=programme, title=title)


@transaction.atomic
def cancel_gathering(*, gathering: Gathering, by: Person) -> None:
    """The gathering is no longer announced; one that holds workshops stays."""
    check_may_organise_programme(by, gathering.programme)
    if gathering.workshops.exists():
        raise Refused(_("Cette rencontre contient des ateliers : supprimez-les d’abord, ou gardez-la."))
    gathering.delete()


@transaction.atomic
def remove_season(*, season: Season, by: Person) -> None:
    """The season is gone; one that holds gatherings stays."""
    check_may_organise_programme(by, season.programme)
    if season.gatherings.exists():
        raise Refused(_("Cette saison contient des rencontres : déplacez-les d’abord."))
    season.delete()
