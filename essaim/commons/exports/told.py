"""What every export says of a common, read once for all of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db.models import QuerySet

from essaim.commons.domain.writing import BATCH
from essaim.commons.enums import Scheme, Standing
from essaim.commons.formats.sheet import BY_NAME, Kind, Sheet
from essaim.commons.lineage import ancestry_of, work_of
from essaim.commons.models import Common
from essaim.commons.queries import labels_of_terms
from essaim.licences.attributing import Work, as_text, attribution
from essaim.licences.tables import LICENCES
from essaim.territories.models import Territory
from essaim.territories.queries import territories_coded

Labels = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Told:
    """A published common, with the words of its terms and its territories."""

    common: Common
    address: str  # absolute, where the instance knows its own name
    places: tuple[Territory, ...]
    labels: Labels
    work: Work  # with all that it was drawn from

    @property
    def sheet(self) -> Sheet:
        return self.common.sheet

    @property
    def source(self) -> str:
        """Where it was first written, if elsewhere."""
        origin = getattr(self.common, "origin", None)
        return origin.address if origin else ""

    @property
    def sources(self) -> list[Work]:
        """What it was drawn from, nearest only."""
        return list(self.work.parents)

    @property
    def based_on(self) -> list[str]:
        """The addresses of what it was drawn from, and of where it was first written."""
        found = [*(work.source_url for work in self.sources), self.source]
        return list(dict.fromkeys(address for address in found if address))

    @property
    def credits(self) -> list[str]:
        """Whom to credit for what it was drawn from, a line for each work of its lineage; nothing where it has none."""
        return as_text(attribution(self.work)).splitlines() if self.sources else []

    @property
    def licence_url(self) -> str:
        licence = LICENCES.get(self.sheet.get("licence", ""))
        return licence.url if licence else ""

    @property
    def licence_name(self) -> str:
        licence = LICENCES.get(self.sheet.get("licence", ""))
        return licence.name if licence else self.sheet.get("licence_words", "")

    def words_of(self, name: str) -> list[str]:
        """The values of a field as people read them; a field with one value has one."""
        field, value = BY_NAME[name], self.sheet.get(name)
        if not value:
            return []
        match field.kind:
            case Kind.TERM | Kind.TERMS:
                keys = value if isinstance(value, list) else [value]
                return [self.labels.get((field.scheme or Scheme.THEME, key), key) for key in keys]
            case Kind.LICENCE:
                return [self.licence_name]
            case Kind.PLACES:
                return [place.label() for place in self.places]
            case Kind.POINT:
                return [f"{value['latitude']}, {value['longitude']}"]
            case Kind.FILES:
                return [file["address"] for file in value]
            case Kind.ORGANISATIONS | Kind.PEOPLE:
                return [one["name"] for one in value]
            case Kind.KEPT:
                return [f"{one['name']} : {one['text']}" for one in value]
            case _:
                return list(value) if isinstance(value, list) else [str(value)]

    def dates(self) -> dict[str, str]:
        """In the words of schema.org, those that are known."""
        moments = {
            "dateCreated": self.common.created_at,
            "dateModified": self.common.changed_at,
            "datePublished": self.common.published_at,
        }
        return {name: moment.isoformat() for name, moment in moments.items() if moment}


def whole() -> QuerySet[Common]:
    """Commons with what exports say of them, and no more."""
    return Common.objects.select_related("origin").defer("words", "title_words")


def published(*also: str) -> Iterator[Common]:
    """The whole catalogue, in the order of its addresses; `also` are relations read with each batch."""
    found = whole().filter(standing=Standing.PUBLISHED).order_by("slug")
    return found.prefetch_related(*also).iterator(chunk_size=BATCH)


def latest() -> Iterator[Common]:
    """The whole catalogue, the last changed first."""
    return whole().filter(standing=Standing.PUBLISHED).order_by("-changed_at", "pk").iterator(chunk_size=BATCH)


def answering(keys: Iterable[int]) -> Iterator[Common]:
    """The commons of these keys, in their order."""
    for batch in batched(keys, BATCH):
        found = whole().in_bulk(batch)
        yield from (found[key] for key in batch if key in found)


@dataclass(frozen=True, slots=True)
class Export:
    """These commons leave, under addresses that begin with `base`: a batch of them in memory at a time."""

    commons: Iterable[Common]
    base: str

    def __iter__(self) -> Iterator[Told]:
        labels = labels_of_terms()
        for batch in batched(self.commons, BATCH):
            yield from told_together(batch, labels, self.base)


def told_together(commons: Iterable[Common], labels: Labels, base: str) -> Iterator[Told]:
    wanted = {common: [(one["kind"], one["code"]) for one in common.sheet.get("places", [])] for common in commons}
    every = dict.fromkeys(key for keys in wanted.values() for key in keys)
    known: dict[tuple[str, str], Any] = {(one.kind, one.code): one for one in territories_coded(every)}
    ancestry = ancestry_of(list(wanted))
    for common, keys in wanted.items():
        places = tuple(known[key] for key in keys if key in known)
        work = work_of(common, ancestry, lambda one: address_of(one, base))
        yield Told(common, base + common.get_absolute_url(), places, labels, work)


def address_of(common: Common, base: str) -> str:
    """Where anybody may read it; nothing, where it is its writers'."""
    return base + common.get_absolute_url() if common.standing == Standing.PUBLISHED else ""
