"""What a visitor asks of the catalogue, and what answers it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from essaim.commons.finding.engines import holding
from essaim.commons.finding.shelf import KEEPER, Numbers, values_chosen
from essaim.commons.finding.stems import stems_of
from essaim.commons.models import Common

Asked = Mapping[str, str]  # the name of a facet → the value that the visitor chose


class Hits(Sequence[Common]):
    """The commons found, in their order; those of a page are read when it is shown."""

    def __init__(self, keys: Numbers) -> None:
        self.keys = keys

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[Common]:
        return iter(self[:])

    @overload
    def __getitem__(self, place: int) -> Common: ...
    @overload
    def __getitem__(self, place: slice) -> list[Common]: ...
    def __getitem__(self, place: int | slice) -> Common | list[Common]:
        if isinstance(place, int):
            return Common.objects.get(pk=int(self.keys[place]))
        asked = [int(pk) for pk in self.keys[place]]
        found = Common.objects.defer("sheet", "words", "title_words").in_bulk(asked)
        return [found[pk] for pk in asked if pk in found]  # one may have gone meanwhile


@dataclass(frozen=True, slots=True)
class Found:
    """The commons that answer, and how many of them have each value of each facet."""

    hits: Hits
    counts: Mapping[str, Mapping[str, int]]


def find(words: str, chosen: Asked) -> Found:
    """Published commons that hold every word and every chosen value.

    Those whose title holds every word come first; then the last changed.
    """
    shelf, stems = KEEPER.now(), stems_of(words)
    found = values_chosen(shelf, chosen.items())
    titled = np.zeros(len(found), np.bool_)
    if stems:
        found &= shelf.among(holding(stems))
        titled = shelf.among(holding(stems, "title_words")) & found
    order = np.concatenate([np.flatnonzero(titled), np.flatnonzero(found & ~titled)])
    return Found(Hits(shelf.keys[order]), shelf.counts(found))
