"""Commons are written: their sheet, its revision, and the values by which they are found, together."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from essaim.commons.enums import Standing
from essaim.commons.finding.stems import indexed, text_of
from essaim.commons.formats.sheet import Sheet, digest_of, without_blanks
from essaim.commons.models import Catalogue, Common, Facet, Revision
from essaim.commons.queries import facets_of, slugs_taken
from essaim.kit.addresses import first_free
from essaim.people.models import Person
from essaim.programmes.models import Programme

# What a writing changes of a common.
SAID = (
    *("sheet", "digest", "revision", "title", "summary"),
    *("words", "title_words", "generation", "changed_at"),
)
BATCH = 200  # records in one transaction: a room that writes meanwhile waits for one, not for all
RESERVED = {"nouveau", "a-relire", "exports"}  # addresses of our own pages, beside those of commons
SLUG_LENGTH = 100  # and a number where several commons bear the same title


@dataclass(frozen=True, slots=True)
class Change:
    """What a common will say."""

    common: Common
    sheet: Sheet


@transaction.atomic
def add(
    *,
    sheets: Sequence[Sheet],
    by: Person | None,
    now: datetime,
    standing: Standing = Standing.PROPOSED,
    programme: Programme | None = None,
    reason: str = "",
) -> list[Common]:
    """Each sheet is a common of its own, under an address that no other has."""
    slugs = free_slugs([sheet["title"] for sheet in sheets])
    published_at = now if standing == Standing.PUBLISHED else None
    commons = [
        Common(slug=slug, standing=standing, programme=programme, created_at=now, published_at=published_at)
        for slug in slugs
    ]
    said_by = [said(common, sheet, now=now) for common, sheet in zip(commons, sheets, strict=True)]
    return settle(commons=said_by, by=by, now=now, reason=reason)


@transaction.atomic
def settle(*, commons: Sequence[Common], by: Person | None, now: datetime, reason: str = "") -> list[Common]:
    """These commons, which say their sheets already, stand in the catalogue with their first revision."""
    if not commons:
        return []  # nothing is written: whoever follows the catalogue has nothing to read again
    generation = Catalogue.advance()
    for common in commons:
        common.generation = generation
    made = Common.objects.bulk_create(commons)
    remember(commons=made, by=by, now=now, reason=reason)
    return made


@transaction.atomic
def change(*, changes: Sequence[Change], by: Person | None, now: datetime, reason: str = "") -> list[Common]:
    """Each common says its new sheet, and its last one is a revision; one that says it already is left as it is."""
    if not changes:
        return []
    generation = Catalogue.advance()
    locked = Common.objects.select_for_update().in_bulk([one.common.pk for one in changes])
    moved = []
    for one in changes:
        common = locked[one.common.pk]
        if common.digest != digest_of(without_blanks(one.sheet)):
            common.revision += 1
            common.generation = generation
            moved.append(said(common, one.sheet, now=now))
    Common.objects.bulk_update(moved, SAID, batch_size=BATCH)
    Facet.objects.filter(common__in=moved).delete()
    remember(commons=moved, by=by, now=now, reason=reason)
    return moved


def said(common: Common, sheet: Sheet, *, now: datetime) -> Common:
    """The common with this sheet, not saved yet."""
    common.sheet = without_blanks(sheet)
    common.digest = digest_of(common.sheet)
    common.title = common.sheet["title"]
    common.summary = common.sheet.get("summary", "")
    common.words = indexed(text_of(common.sheet))
    common.title_words = indexed(common.title)
    common.changed_at = now
    return common


def remember(*, commons: Sequence[Common], by: Person | None, now: datetime, reason: str) -> None:
    """What these commons say is their last revision, and they are found by it."""
    Revision.objects.bulk_create(
        Revision(common=common, number=common.revision, sheet=common.sheet, by=by, at=now, reason=reason)
        for common in commons
    )
    Facet.objects.bulk_create(
        [Facet(common=common, name=name, value=value) for common in commons for name, value in facets_of(common.sheet)],
        batch_size=5000,
    )


def free_slugs(titles: Sequence[str], *, besides: Iterable[str] = ()) -> list[str]:
    """An address for each title: no two are the same, none of them `besides`, and none leads somewhere already."""
    starts = [slugify(title)[:SLUG_LENGTH].strip("-") or "commun" for title in titles]
    taken, known = slugs_taken(starts) | set(besides) | RESERVED, set(starts)
    found = []
    for start in starts:
        slug = first_free(start, lambda tried: tried in taken or (tried not in known and bool(slugs_taken([tried]))))
        taken.add(slug)
        found.append(slug)
    return found


def read_to_the_end(records: Iterable[object]) -> None:
    """What cannot be read to its end refuses here, before anything is written."""
    deque(records, maxlen=0)
