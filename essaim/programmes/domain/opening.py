"""A programme opens, and is told otherwise later."""

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from essaim.kit.addresses import first_free
from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.people.models import Person
from essaim.programmes.access import check_may_open_programmes, check_may_organise_programme
from essaim.programmes.enums import Licence
from essaim.programmes.models import Organiser, Programme
from essaim.territories.models import Territory

RESERVED = {"nouveau"}  # the address of the page that opens a programme
SLUG_LENGTH = 54  # leaves room for "-2" and its followers under the column's 60


@transaction.atomic
def open_programme(
    *,
    title: str,
    by: Person,
    purpose: str = "",
    licence: str = Licence.CC_BY_SA,
    is_public: bool = True,
    territory: Territory | None = None,
) -> Programme:
    """The programme has its page, and whoever opened it organises it."""
    check_may_open_programmes(by)
    title = named(title)
    programme = Programme.objects.create(
        slug=free_slug(title),
        title=title,
        purpose=cleaned(purpose),
        licence=licence,
        is_public=is_public,
        territory=territory,
    )
    Organiser.objects.create(programme=programme, person=by)
    return programme


@transaction.atomic
def edit_programme(
    *,
    programme: Programme,
    by: Person,
    title: str,
    purpose: str,
    licence: str,
    is_public: bool,
    territory: Territory | None = None,
) -> Programme:
    """The programme reads otherwise; its address stays, since it was printed and sent."""
    check_may_organise_programme(by, programme)
    programme.title, programme.purpose = named(title), cleaned(purpose)
    programme.licence, programme.is_public, programme.territory = licence, is_public, territory
    programme.save(update_fields=["title", "purpose", "licence", "is_public", "territory"])
    return programme


def named(title: str) -> str:
    title = cleaned(title, lines=False)
    if not title:
        raise Refused(_("Donnez un titre."), code="empty", status=422)
    return title


def free_slug(title: str) -> str:
    """The title as an address that no other programme has."""
    start = slugify(title)[:SLUG_LENGTH].strip("-") or "programme"
    taken = RESERVED | set(Programme.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    return first_free(start, taken.__contains__)
