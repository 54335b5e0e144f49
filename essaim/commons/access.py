"""Who may do what in the catalogue.

Everybody reads published commons, and what they were made from. A proposed one is read by administrators and by the
organisers of its programme; the former publish it, whatever its programme, the latter in theirs.
"""

from typing import Any

from django.utils.translation import gettext as _

from essaim.commons.enums import Standing
from essaim.commons.models import Common
from essaim.kit.refusal import NotForYou
from essaim.people.models import Person
from essaim.programmes.access import may_organise_programme


def check_may_review(person: Any, common: Common) -> None:
    if isinstance(person, Person) and person.is_administrator:
        return
    if common.programme is not None and may_organise_programme(person, common.programme):
        return
    raise NotForYou(_("Seules l’administration de l’instance et l’équipe du programme relisent ce commun."))


def check_may_see(person: Any, common: Common) -> None:
    if common.standing != Standing.PUBLISHED:
        check_may_review(person, common)
