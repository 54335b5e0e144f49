"""Records read elsewhere become commons: told first, then done, and done again without changing anything."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import batched
from typing import cast

from django.db import transaction
from django.utils.text import slugify

from essaim.commons.domain import writing
from essaim.commons.domain.reporting import Report
from essaim.commons.domain.writing import BATCH, Change, read_to_the_end
from essaim.commons.enums import Standing
from essaim.commons.formats.found import Found
from essaim.commons.formats.mapping import Understood, understand
from essaim.commons.formats.sheet import Sheet, digest_of, without_blanks
from essaim.commons.models import Common, OldName, Origin
from essaim.commons.queries import origins_by_name, slugs_taken, terms_by_name
from essaim.people.models import Person
from essaim.territories.models import Territory
from essaim.territories.queries import territories_named

ADDRESS_LENGTH = 500

Records = Callable[[], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Judged:
    """What these records will do: become commons, change the one that they gave, or nothing."""

    fresh: tuple[Understood, ...] = ()
    changed: tuple[tuple[Origin, Understood], ...] = ()


def import_commons(
    *,
    records: Records,
    by: Person | None,
    now: datetime,
    is_dry_run: bool = False,
    standing: Standing = Standing.PROPOSED,
) -> Report:
    """The records are commons, found again by their origin; gives what became of each field.

    `records` is read twice: what it refuses half way is refused before anything is written. A common that people
    changed here since it was read is left to them.
    """
    report = Report(is_dry_run=is_dry_run)
    if is_dry_run:
        report.redirects = len(new_names(go_through(records=records(), report=report)))
        return report
    read_to_the_end(records())
    leads = go_through(records=records(), report=report, by=by, now=now, standing=standing)
    report.redirects = keep_old_names(leads=leads)
    return report


@dataclass(frozen=True, slots=True)
class Leads:
    """The pages of a site that only lead to another, and the titles of those that are commons."""

    redirects: list[Found] = field(default_factory=list)
    titles: Counter[str] = field(default_factory=Counter)


def go_through(
    *,
    records: Iterable[Found],
    report: Report,
    by: Person | None = None,
    now: datetime | None = None,
    standing: Standing = Standing.PROPOSED,
) -> Leads:
    """Each record is counted, and done where `now` is given; gives those that only lead to another."""
    terms, leads = terms_by_name(), Leads()
    seen: set[tuple[str, str, str]] = set()
    for batch in batched(records, BATCH):
        pages = []
        for found in batch:
            if found.redirects_to:
                leads.redirects.append(found)
            elif found.namespace:
                report.put_aside(found)
            elif name_of(found) in seen:
                report.twice(found)
            else:
                seen.add(name_of(found))
                leads.titles[found.title] += 1
                if leads.titles[found.title] == 2:
                    report.same_title(found)
                pages.append(understand(found, terms))
        judged = judge(located(pages), report)
        if now is not None:
            do(judged=judged, by=by, now=now, standing=standing)
    return leads


def located(pages: Sequence[Understood]) -> list[Understood]:
    """The same pages, those without a territory being where their organisations are: a name says one, or nothing."""
    named = territories_named(one["name"] for page in pages for one in page.sheet.get("organisations", []))
    return [page if page.sheet.get("places") else replace(page, sheet=placed(page.sheet, named)) for page in pages]


def placed(sheet: Sheet, named: Mapping[str, Territory]) -> Sheet:
    there = [named[one["name"]] for one in sheet.get("organisations", []) if one["name"] in named]
    places = [{"kind": one.kind, "code": one.code} for one in dict.fromkeys(there)]
    return without_blanks(sheet | {"places": places})


def name_of(found: Found) -> tuple[str, str, str]:
    return found.origin.system, found.origin.site, found.origin.key


def judge(pages: Sequence[Understood], report: Report) -> Judged:
    """What is new, what has changed where it was read, and what people have changed here since."""
    known = origins_by_name(page.found.origin.key for page in pages)
    fresh, changed = [], []
    for page in pages:
        report.read(page)
        origin = known.get(name_of(page.found))
        if origin is None:
            report.created += 1
            fresh.append(page)
        elif origin.digest == digest_of(page.sheet) and origin.raw == page.found.raw:
            report.unchanged += 1
        elif origin.common.digest != origin.digest:
            report.left_to_people(page.found)
        else:
            report.changed += 1
            changed.append((origin, page))
    return Judged(tuple(fresh), tuple(changed))


@transaction.atomic
def do(*, judged: Judged, by: Person | None, now: datetime, standing: Standing) -> None:
    """What was judged stands in the catalogue, with where it comes from."""
    made = writing.add(sheets=[page.sheet for page in judged.fresh], by=by, now=now, standing=standing)
    Origin.objects.bulk_create(
        told(Origin(common=common), page, now=now) for common, page in zip(made, judged.fresh, strict=True)
    )
    writing.change(changes=[Change(origin.common, page.sheet) for origin, page in judged.changed], by=by, now=now)
    for origin, page in judged.changed:
        told(origin, page, now=now).save()


def told(origin: Origin, page: Understood, *, now: datetime) -> Origin:
    """The origin says where this page was read and what it held, not saved yet."""
    read = page.found.origin
    origin.system, origin.site, origin.key = read.system, read.site, read.key
    origin.address = read.address if len(read.address) <= ADDRESS_LENGTH else ""
    origin.title, origin.revision, origin.written_at = page.found.title, read.revision, read.written_at
    origin.contributors = [one.name for one in read.contributors]
    origin.raw = page.found.raw
    origin.digest = digest_of(page.sheet)
    origin.read_at = now
    return origin


@transaction.atomic
def keep_old_names(*, leads: Leads) -> int:
    """The titles that led elsewhere still lead there; gives how many are new."""
    names = new_names(leads)
    commons = {origin.title: cast(Common, origin.common) for origin in origins_titled(leads, names.values())}
    fresh = [OldName(slug=slug, common=commons[title]) for slug, title in names.items() if title in commons]
    OldName.objects.bulk_create(fresh)
    return len(fresh)


def new_names(leads: Leads) -> dict[str, str]:
    """The addresses that lead nowhere yet, and will lead to the common of this title: here already, or in the file."""
    targets = {one.redirects_to for one in leads.redirects}
    known = {origin.title for origin in origins_titled(leads, targets)} | leads.titles.keys()
    slugs = {slugify(one.title)[: writing.SLUG_LENGTH].strip("-"): one.redirects_to for one in leads.redirects}
    taken = slugs_taken(slugs)
    return {slug: title for slug, title in slugs.items() if slug and slug not in taken and title in known}


def origins_titled(leads: Leads, titles: Iterable[str]) -> Iterable[Origin]:
    """The commons that the same site gave under these titles."""
    if not leads.redirects:
        return ()
    site = leads.redirects[0].origin.site
    return Origin.objects.filter(site=site, title__in=set(titles)).select_related("common")
