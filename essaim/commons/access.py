"""Who may do what in the catalogue.

Everybody reads published commons, and what they were made from. Before that, a common is read and changed by those who
write it, and by those who review it: administrators, and the organisers of its programme. Whoever has an account begins
a common; only who reviews publishes it, the first time; its writers change it freely afterwards.
"""

from typing import Any

from django.utils.translation import gettext as _

from essaim.commons.enums import Standing
from essaim.commons.models import Common, Writer
from essaim.kit.refusal import NotForYou, refuses
from essaim.people.models import Person
from essaim.programmes.access import may_organise_programme


def check_may_review(person: Any, common: Common) -> None:
    if isinstance(person, Person) and person.is_administrator:
        return
    if common.programme is not None and may_organise_programme(person, common.programme):
        return
    raise NotForYou(_("Seules l’administration de l’instance et l’équipe du programme relisent ce commun."))


def may_review(person: Any, common: Common) -> bool:
    return not refuses(check_may_review, person, common)


def check_may_begin(person: Any) -> None:
    if not isinstance(person, Person):
        raise NotForYou(_("Connectez-vous pour proposer un commun."))


def check_may_write(person: Any, common: Common) -> None:
    if isinstance(person, Person) and Writer.objects.filter(common=common, person=person).exists():
        return
    if may_review(person, common):
        return
    raise NotForYou(_("Seules les personnes qui écrivent ce commun, et celles qui le relisent, le modifient."))


def may_write(person: Any, common: Common) -> bool:
    return not refuses(check_may_write, person, common)


def check_may_see(person: Any, common: Common) -> None:
    if common.standing != Standing.PUBLISHED:
        check_may_write(person, common)
