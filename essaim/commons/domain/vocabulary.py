"""The lists of terms of this instance."""

from django.db import transaction
from django.utils.text import slugify

from essaim.commons.enums import Scheme
from essaim.commons.formats.lists import LISTS
from essaim.commons.models import Term


def key_of(path: str) -> str:
    """What names a term for ever: “Vulnérabilités/Sociale” is `vulnerabilites/sociale`."""
    return "/".join(slugify(part) for part in path.split("/"))


@transaction.atomic
def begin_lists() -> None:
    """Each list that has no term yet has those of `formats/lists.py`; one that has some is its administration's."""
    begun = set(Term.objects.values_list("scheme", flat=True).order_by().distinct())
    for scheme in Scheme:
        if scheme not in begun:
            begin_list(scheme)


def begin_list(scheme: Scheme) -> None:
    made: dict[str, Term] = {}
    for position, path in enumerate(LISTS[scheme]):
        above, _slash, label = path.rpartition("/")
        made[path] = Term.objects.create(
            scheme=scheme, key=key_of(path), label=label, parent=made.get(above), position=position
        )
