"""Who may do what in a programme.

An administrator of the instance opens programmes and names their organisers; an organiser does everything inside.
Everybody may read the public page of a public programme.
A perimeter is a territory: everybody finds it, reads it and uses it. The organisers of the programme that drew it, and
administrators, rename, redraw and erase it; one that no programme drew is for administrators only.
"""

from typing import Any

from django.utils.translation import gettext as _

from essaim.kit.refusal import NotForYou, refuses
from essaim.people.models import Person
from essaim.programmes.models import Organiser, Perimeter, Programme
from essaim.territories.models import Territory


def check_may_open_programmes(person: Any) -> None:
    if not (isinstance(person, Person) and person.is_administrator):
        raise NotForYou(_("Seule l’administration de l’instance peut ouvrir un programme."))


def may_open_programmes(person: Any) -> bool:
    return not refuses(check_may_open_programmes, person)


def check_may_organise_programme(person: Any, programme: Programme) -> None:
    if isinstance(person, Person) and (
        person.is_administrator or Organiser.objects.filter(programme=programme, person=person).exists()
    ):
        return
    raise NotForYou(_("Seule l’équipe d’organisation de ce programme peut le faire."))


def may_organise_programme(person: Any, programme: Programme) -> bool:
    return not refuses(check_may_organise_programme, person, programme)


def check_may_see_programme(person: Any, programme: Programme) -> None:
    if not programme.is_public:
        check_may_organise_programme(person, programme)


def check_may_redraw(person: Any, territory: Territory) -> None:
    drawing = Perimeter.objects.filter(territory=territory).select_related("programme").first()
    if drawing is not None:
        check_may_organise_programme(person, drawing.programme)
    elif not (isinstance(person, Person) and person.is_administrator):
        raise NotForYou(_("Seule l’équipe du programme qui a dessiné ce périmètre peut le modifier."))


def may_redraw(person: Any, territory: Territory) -> bool:
    return not refuses(check_may_redraw, person, territory)
