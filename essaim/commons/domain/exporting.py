"""The whole catalogue leaves as a file, and comes back the same."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction

from essaim.commons.domain import writing
from essaim.commons.domain.reporting import Report
from essaim.commons.domain.writing import BATCH, Change, read_to_the_end
from essaim.commons.formats.own import OF_ORIGIN, Line, written
from essaim.commons.formats.sheet import digest_of
from essaim.commons.models import ChangeNote, Common, Derivation, OldName, Origin, Revision
from essaim.commons.queries import origins_by_name, slugs_taken

TOLD = ("old_names", "change_notes", "derivations__parent")  # what `told` reads beside the common and its origin


def exported() -> Iterator[str]:
    """The lines of the file: each common whole, in the order of their keys, so that two exports can be compared."""
    commons = Common.objects.order_by("key").select_related("origin")
    wanted = commons.prefetch_related("revisions", *TOLD)
    for common in wanted.iterator(chunk_size=BATCH):
        yield written(told(common) | {"revisions": history_of(common)})


def told(common: Common) -> dict[str, Any]:
    line: dict[str, Any] = {
        "key": str(common.key),
        "slug": common.slug,
        "standing": common.standing,
        "sheet": common.sheet,
        "created_at": common.created_at.isoformat(),
        "changed_at": common.changed_at.isoformat(),
    }
    if common.published_at:
        line["published_at"] = common.published_at.isoformat()
    if names := sorted(old.slug for old in common.old_names.all()):
        line["old_names"] = names
    origin = getattr(common, "origin", None)
    if origin is not None:
        line["origin"] = {name: getattr(origin, name) for name in OF_ORIGIN} | {"read_at": origin.read_at.isoformat()}
    if sources := [source_of(link) for link in common.derivations.all()]:
        line["drawn_from"] = sources
    if changes := [{"text": note.text, "at": note.at.isoformat()} for note in common.change_notes.all()]:
        line["changes"] = changes
    return line


def source_of(link: Derivation) -> dict[str, Any]:
    parent = {"parent": str(link.parent.key)} if link.parent else {}
    told = {name: getattr(link, name) for name in ("relation", "base", "title", "author", "address", "licence")}
    return parent | told | {"since": link.since.isoformat()}


def history_of(common: Common) -> list[dict[str, Any]]:
    """Every version, oldest first; the last one is what the common says, and is not repeated."""
    revisions = list(common.revisions.all())
    return [
        {"number": one.number, "at": one.at.isoformat(), "reason": one.reason}
        | ({"sheet": one.sheet} if one is not revisions[-1] else {})
        for one in revisions
    ]


def take_back(*, lines: Callable[[], Iterable[Line]], now: datetime, is_dry_run: bool = False) -> Report:
    """The catalogue holds each of these commons as the file tells it; those that say the same already are left.

    A common that is here under the same key and says something else says what the file does; what it said is a
    revision. The file is read twice: what is wrong in it is refused before anything is written.
    """
    report = Report(is_dry_run=is_dry_run)
    if not is_dry_run:
        read_to_the_end(lines())
    drawn: list[Line] = []
    for batch in batched(lines(), BATCH):
        drawn += take(batch=batch, report=report, now=None if is_dry_run else now)
    if not is_dry_run:
        for several in batched(drawn, BATCH):
            draw(lines=several)
    return report


@transaction.atomic
def take(*, batch: Sequence[Line], report: Report, now: datetime | None = None) -> list[Line]:
    """The lines are counted, and done where `now` is given; gives those of new commons that come from others."""
    here = {common.key: common for common in Common.objects.filter(key__in=[line.key for line in batch])}
    fresh = [line for line in batch if line.key not in here]
    moved = [line for line in batch if line.key in here and here[line.key].digest != digest_of(line.sheet)]
    report.created += len(fresh)
    report.changed += len(moved)
    report.unchanged += len(batch) - len(fresh) - len(moved)
    if now is not None:
        writing.change(changes=[Change(here[line.key], line.sheet) for line in moved], by=None, now=now)
        settle(fresh, now=now)
    return [line for line in fresh if line.drawn_from]


def settle(lines: Sequence[Line], *, now: datetime) -> None:
    """New commons stand under their own key, address and dates; an address that is taken here gives way."""
    taken = slugs_taken([line.slug for line in lines])
    slugs = [line.slug for line in lines if line.slug not in taken]
    others = iter(writing.free_slugs([line.sheet["title"] for line in lines if line.slug in taken], besides=slugs))
    commons = []
    for line in lines:
        dates = {name: datetime.fromisoformat(moment) for name, moment in line.dates.items()}
        slug = next(others) if line.slug in taken else line.slug
        common = Common(key=line.key, slug=slug, standing=line.standing, **dates)
        common.revision = line.revisions[-1]["number"] if line.revisions else 1
        commons.append(writing.said(common, line.sheet, now=dates["changed_at"]))
    made = writing.settle(commons=commons, by=None, now=now)
    pairs = list(zip(made, lines, strict=True))
    known = origins_by_name(line.origin["key"] for line in lines if line.origin)
    Origin.objects.bulk_create(
        Origin(common=common, **{name: line.origin[name] for name in OF_ORIGIN})
        for common, line in pairs
        if line.origin and line.origin_name not in known
    )
    remember([(common, line) for common, line in pairs if line.revisions])
    ChangeNote.objects.bulk_create(
        ChangeNote(common=common, text=one["text"], at=datetime.fromisoformat(one["at"]))
        for common, line in pairs
        for one in line.changes
    )
    names = {name: common for common, line in pairs for name in line.old_names}
    free = names.keys() - slugs_taken(names)
    OldName.objects.bulk_create(OldName(common=names[name], slug=name) for name in sorted(free))


def remember(pairs: Sequence[tuple[Common, Line]]) -> None:
    """Their history is the one that the file tells."""
    Revision.objects.filter(common__in=[common for common, _line in pairs]).delete()
    Revision.objects.bulk_create(
        Revision(
            common=common,
            number=one["number"],
            sheet=one.get("sheet", common.sheet),
            at=datetime.fromisoformat(one["at"]),
            reason=one["reason"],
        )
        for common, line in pairs
        for one in line.revisions
    )


@transaction.atomic
def draw(*, lines: Sequence[Line]) -> None:
    """These new commons come from what the file says: commons that are here by now, or works that are told.

    No circle closes: the file has none, and no common that was here before came from one of them.
    """
    keys: list[UUID] = [key for line in lines for key in (line.key, *line.parents)]
    here = {common.key: common for common in Common.objects.filter(key__in=keys).only("key", "revision")}
    links = []
    for line in lines:
        for one in line.drawn_from:
            parent = here.get(one["parent"])
            # A file without the history of a parent brings its last version alone: it is the one that was taken.
            base = min(one["base"], parent.revision) if parent else one["base"]
            since = datetime.fromisoformat(one["since"])
            links.append(Derivation(**one | {"parent": parent, "base": base, "since": since}, child=here[line.key]))
    Derivation.objects.bulk_create(links)
