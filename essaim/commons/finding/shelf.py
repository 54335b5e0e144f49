"""The published commons and the values of their facets, in memory: counts of 100 000 commons take a millisecond.

A database counts the facets of a broad search row by row (800 000 of them). Here each value is a row of booleans, one
for each common, the last changed first. What is written is followed by its generation: a process reads again only the
commons that moved, whichever process wrote them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim.commons.enums import Standing
from essaim.commons.models import Catalogue, Common, Facet

FACETS = ("themes", "kinds", "challenges", "needs", "maturity", "licence")
Numbers = NDArray[np.int64]
Chosen = NDArray[np.bool_]  # for each common of the shelf, whether it is one of these
Value = tuple[str, str]  # a facet and one of its values


@dataclass(frozen=True, slots=True)
class Shelf:
    """Commons in the order in which they are shown; never changed, so that threads share it."""

    generation: int
    mark: str
    keys: Numbers  # of the rows of commons
    moments: Numbers  # when each last changed, in microseconds
    values: Mapping[Value, Chosen]
    ordered: Numbers  # the places that put `keys` in their order

    def places_of(self, keys: Collection[int] | Numbers) -> Numbers:
        """Where these commons stand; those that are not published stand nowhere."""
        asked = np.asarray(keys, np.int64)
        if not len(self.keys) or not len(asked):
            return np.empty(0, np.int64)
        places = np.searchsorted(self.keys, asked, sorter=self.ordered)
        places = self.ordered[np.minimum(places, len(self.keys) - 1)]
        return places[self.keys[places] == asked]

    def among(self, keys: Collection[int] | Numbers) -> Chosen:
        chosen = np.zeros(len(self.keys), np.bool_)
        chosen[self.places_of(keys)] = True
        return chosen

    def with_value(self, value: Value) -> Chosen:
        return self.values.get(value, np.zeros(len(self.keys), np.bool_))

    def counts(self, found: Chosen) -> dict[str, dict[str, int]]:
        """How many of these commons have each value of each facet, the most frequent first."""
        counted: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for (name, value), having in self.values.items():
            if count := int(np.count_nonzero(having & found)):
                counted[name].append((value, count))
        return {name: dict(sorted(values, key=lambda one: (-one[1], one[0]))) for name, values in counted.items()}


EMPTY = Shelf(0, "nothing was read", np.empty(0, np.int64), np.empty(0, np.int64), {}, np.empty(0, np.int64))


class Keeper:
    """Holds the shelf of this process, and follows what any process writes."""

    def __init__(self) -> None:
        self.shelf = EMPTY
        self.lock = Lock()

    def now(self) -> Shelf:
        generation, marks = Catalogue.told()
        mark = marks[-1] if marks else ""
        with self.lock:
            held = self.shelf
            if held.mark != mark or held.generation != generation:
                # A mark that the catalogue does not remember was undone, or restored over: all is read again.
                base = held if held.mark in marks and held.generation < generation else EMPTY
                self.shelf = followed(base, generation, mark)
            return self.shelf

    def forget(self) -> None:
        with self.lock:
            self.shelf = EMPTY


KEEPER = Keeper()


def followed(held: Shelf, generation: int, mark: str) -> Shelf:
    """The shelf with what was written since its generation."""
    is_all = held is EMPTY
    moved = Common.objects.all() if is_all else Common.objects.filter(generation__gt=held.generation)
    rows = list(moved.values_list("pk", "standing", "changed_at"))
    stays = ~held.among([pk for pk, _standing, _at in rows])
    published = {pk: microseconds(at) for pk, standing, at in rows if standing == Standing.PUBLISHED}
    keys = np.concatenate([held.keys[stays], np.fromiter(published.keys(), np.int64)])
    moments = np.concatenate([held.moments[stays], np.fromiter(published.values(), np.int64)])
    order = np.lexsort((keys, -moments))
    keys, moments = keys[order], moments[order]
    values: dict[Value, Chosen] = {}
    shelf = Shelf(generation, mark, keys, moments, values, np.argsort(keys))
    came = shelf.places_of(held.keys[stays])
    for value, having in held.values.items():
        values[value] = np.zeros(len(keys), np.bool_)
        values[value][came] = having[stays]
    for value, pks in facets_of(None if is_all else published.keys()).items():
        values.setdefault(value, np.zeros(len(keys), np.bool_))[shelf.places_of(pks)] = True
    return shelf


def facets_of(keys: Collection[int] | None) -> Mapping[Value, list[int]]:
    """Which commons have each value: among these, or among all that are published."""
    rows = Facet.objects.filter(name__in=FACETS)
    rows = rows.filter(common__standing=Standing.PUBLISHED) if keys is None else rows.filter(common__in=list(keys))
    found: dict[Value, list[int]] = defaultdict(list)
    for pk, name, value in rows.values_list("common_id", "name", "value").iterator(chunk_size=5000):
        found[name, value].append(pk)
    return found


def microseconds(at: Any) -> int:
    return int(at.timestamp() * 1_000_000)


def values_chosen(shelf: Shelf, chosen: Iterable[Value]) -> Chosen:
    """The commons that have each of these values."""
    found = np.ones(len(shelf.keys), np.bool_)
    for value in chosen:
        found &= shelf.with_value(value)
    return found
