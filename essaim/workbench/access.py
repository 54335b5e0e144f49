"""Who may do what at the workbench of a programme.

Organisers of the programme, and administrators, read all its workshops together and decide: they gather themes and say
which notes say the same. Facilitators read together the workshops that they run, and nothing of the others; they decide
on the board of each. Nobody else enters: what is compared there is not published yet.
"""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from essaim.kit.refusal import NotForYou, refuses
from essaim.programmes.access import check_may_organise_programme
from essaim.programmes.models import Programme


def check_may_compare(runs: Collection[str], picked: Collection[str]) -> None:
    """Each workshop picked is one of those that this person runs; both by their codes."""
    if not runs or not set(picked) <= set(runs):
        raise NotForYou(_("Vous ne pouvez comparer que les ateliers que vous organisez ou animez."))


def check_may_gather(person: Any, programme: Programme) -> None:
    check_may_organise_programme(person, programme)


def may_gather(person: Any, programme: Programme) -> bool:
    return not refuses(check_may_gather, person, programme)
