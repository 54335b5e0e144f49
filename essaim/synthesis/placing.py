"""Notes under headings that people made: three to tap, in order, and how sure the machine is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from essaim.synthesis.grouping import sums_of
from essaim.synthesis.sense import Rows, chunks, likeness, unit

SHOWN = 3  # right among three 91 times in 100 (synthesis.md §3.4)
# A note is sure above both: 40 in 100 are, right 88 times in 100 (sets of bench/synthesis.md, half placed by people).
SURE = 0.10  # of the first heading before the second
ENOUGH = 0.15  # in common with the first: with two headings, one is always before the other
NEAREST = 2  # notes already under the heading
MOST_KNOWN = 500  # of them that a note is compared with one by one, on a board of 100 000


@dataclass(frozen=True)
class Placement:
    """`order` are headings, the best first; `margin` is how far the first stands before the second."""

    order: tuple[int, ...]
    scores: tuple[float, ...]

    @property
    def margin(self) -> float:
        return self.scores[0] - self.scores[1] if len(self.scores) > 1 else self.scores[0]

    @property
    def is_sure(self) -> bool:
        return self.margin >= SURE and self.scores[0] >= ENOUGH


def placements(notes: Rows, headings: Rows, decided: Rows, groups: Sequence[int]) -> list[Placement]:
    """For each row of `notes`; `decided` are rows that people put under heading `groups[i]`."""
    scores = scores_of(notes, headings, decided, np.array(groups, dtype=int))
    return [ranked(row) for row in scores]


def ranked(row: Rows) -> Placement:
    order = np.argsort(-row, kind="stable")[:SHOWN]
    return Placement(tuple(int(place) for place in order), tuple(round(float(row[place]), 4) for place in order))


def scores_of(notes: Rows, headings: Rows, decided: Rows, groups: Rows) -> Rows:
    """0.6 of the likeness to the heading's centre (its notes, and half its title), 0.4 of that to its nearest notes."""
    centres = centres_of(headings, decided, groups)
    parts = [scores_to(notes[chunk], centres, headings, decided, groups) for chunk in chunks(len(notes))]
    return np.vstack(parts) if parts else np.zeros((0, len(headings)))


def centres_of(headings: Rows, decided: Rows, groups: Rows) -> Rows:
    sizes = np.maximum(1, np.bincount(groups, minlength=len(headings)))
    return unit(sums_of(decided, groups, len(headings)) / sizes[:, None] + 0.5 * headings)


def scores_to(notes: Rows, centres: Rows, headings: Rows, decided: Rows, groups: Rows) -> Rows:
    whole = notes.astype(np.float64)
    to_centre = whole @ centres.T / np.maximum(np.linalg.norm(whole, axis=1), 1)[:, None]
    if not len(groups):
        return to_centre
    near = to_centre.copy()
    for group in range(len(headings)):
        known = spread(np.flatnonzero(groups == group))
        if len(known):
            near[:, group] = np.sort(likeness(notes, decided[known]), axis=1)[:, -NEAREST:].mean(axis=1)
    return 0.6 * to_centre + 0.4 * near


def spread(places: Rows) -> Rows:
    """All of them, or `MOST_KNOWN` evenly spaced."""
    if len(places) <= MOST_KNOWN:
        return places
    return places[np.linspace(0, len(places) - 1, MOST_KNOWN).astype(int)]
