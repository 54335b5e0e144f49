"""People write commons together: a draft each, one sheet, and every version that it had."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.commons.access import check_may_begin, check_may_write
from essaim.commons.domain import writing
from essaim.commons.domain.writing import Change
from essaim.commons.enums import Standing
from essaim.commons.formats.comparing import Clash, chosen, merged
from essaim.commons.formats.sheet import TITLE_LENGTH, Sheet
from essaim.commons.models import Common, Draft, OldName, Revision, Writer
from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.people.models import Person
from essaim.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Saved:
    """The common as it is now, and the fields that others changed meanwhile: where there are, nothing was saved."""

    common: Common
    clashes: tuple[Clash, ...] = ()


@transaction.atomic
def begin(*, title: str, by: Person, now: datetime, programme: Programme | None = None) -> Common:
    """A common of this title is begun: nobody but who begins it sees it."""
    return draft(sheet={}, title=title, by=by, now=now, programme=programme)


@transaction.atomic
def draft(
    *, sheet: Sheet, title: str, by: Person, now: datetime, programme: Programme | None = None, reason: str = ""
) -> Common:
    """A common under this title says the rest of the sheet, to nobody but who begins it."""
    check_may_begin(by)
    title = cleaned(title, lines=False)
    if not title or len(title) > TITLE_LENGTH:
        raise Refused(
            _("Donnez un titre de %(limit)s caractères au plus.") % {"limit": TITLE_LENGTH}, code="title", status=422
        )
    [common] = writing.add(
        sheets=[sheet | {"title": title}],
        by=by,
        now=now,
        standing=Standing.DRAFT,
        programme=programme,
        reason=reason[:200],
    )
    Writer.objects.create(common=common, person=by, since=now)
    return common


@transaction.atomic
def keep(*, common: Common, by: Person, fields: dict[str, Any], base: int, now: datetime) -> Draft:
    """What they typed is kept for them, as it is; nobody else sees it."""
    check_may_write(by, common)
    draft, _is_new = Draft.objects.update_or_create(
        common=common, person=by, defaults={"fields": fields, "base": base, "kept_at": now}
    )
    return draft


@transaction.atomic
def drop(*, common: Common, by: Person) -> None:
    """What they typed is forgotten: the form shows what the common says."""
    Draft.objects.filter(common=common, person=by).delete()


@transaction.atomic
def save(
    *,
    common: Common,
    by: Person,
    sheet: Sheet,
    base: int,
    now: datetime,
    reason: str = "",
    taken: frozenset[str] | None = None,
) -> Saved:
    """The common says this, with what others changed since revision `base`.

    Where both changed the same field, nothing is saved and the fields are given back; `taken` then names those in
    which the others are right.
    """
    check_may_write(by, common)
    locked = Common.objects.select_for_update().get(pk=common.pk)
    wanted = sheet
    if base != locked.revision:
        merge = merged(sheet_at(locked, base), sheet, locked.sheet)
        if merge.clashes and taken is None:
            return Saved(locked, merge.clashes)
        wanted = chosen(merge, taken or ())
    change(common=locked, sheet=wanted, by=by, now=now, reason=reason)
    drop(common=locked, by=by)
    return Saved(Common.objects.get(pk=locked.pk))


@transaction.atomic
def change(*, common: Common, sheet: Sheet, by: Person, now: datetime, reason: str = "") -> None:
    """The common says this; under a new title, its old address still leads to it until another bears it."""
    writing.change(changes=[Change(common, sheet)], by=by, now=now, reason=reason)
    if sheet["title"] != common.title and common.published_at is None:
        readdress(common=common, title=sheet["title"])


@transaction.atomic
def readdress(*, common: Common, title: str) -> None:
    """The address follows the title as long as nobody else can have it."""
    [slug] = writing.free_slugs([title])
    OldName.objects.create(common=common, slug=common.slug)
    Common.objects.filter(pk=common.pk).update(slug=slug)


@transaction.atomic
def restore(*, common: Common, number: int, by: Person, now: datetime) -> Common:
    """The common says again what its revision of this number said; what it said in between stays in its history."""
    check_may_write(by, common)
    reason = _("Version %(number)s rétablie") % {"number": number}
    change(common=common, sheet=sheet_at(common, number), by=by, now=now, reason=reason)
    return Common.objects.get(pk=common.pk)


def sheet_at(common: Common, number: int) -> Sheet:
    found = Revision.objects.filter(common=common, number=number).values_list("sheet", flat=True).first()
    if found is None:
        raise Refused(_("Cette version n’existe pas."), code="no-revision", status=404)
    return dict(found)
