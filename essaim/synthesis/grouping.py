"""Notes that go together: proposed themes, and the families of themes that "fewer" would make one.

How alike a note is to a group, on average, is its product with the sum of the group's rows: exact, and no table of all
pairs is needed. Only the tree needs one: on a large board it is made of a sample.
"""

import math
from collections.abc import Sequence

import numpy as np

from essaim.synthesis.linkage import cut, numbered, tree_of
from essaim.synthesis.sense import MANY, ONE, Rows, chunks, likeness

FEWEST, MOST = 3, 12  # a person reads a dozen headings; a board of 500 notes is cut again inside its themes
ROUNDS = 20  # of moving notes to a nearer group; real boards settle within six
ENOUGH_FOR_FAMILIES = 6  # themes; fewer are read at a glance
SAMPLE = 2000  # notes, evenly spaced: their tree takes three seconds


def usual_number(count: int) -> int:
    """1.1 √n, between 3 and 12: fixed before it was measured (research: synthesis.md §3.2)."""
    return min(count, max(FEWEST, min(MOST, round(1.1 * math.sqrt(count)))))


def groups_of(rows: Rows, number: int) -> list[int]:
    """The group of each note, 0… in order of appearance; exactly `number` groups, or as many as there are notes."""
    if len(rows) <= MANY:
        return settled(rows, cut(len(rows), tree_of(likeness(rows, rows)), min(number, len(rows))))
    sample = np.linspace(0, len(rows) - 1, SAMPLE).astype(int)
    first = np.array(groups_of(rows[sample], number))
    near = means_to(rows, sums_of(rows[sample], first, number), np.bincount(first))
    groups = near.argmax(axis=1)
    groups[sample] = first  # no group is empty
    return settled(rows, groups.tolist())


def settled(rows: Rows, groups: Sequence[int]) -> list[int]:
    """Each note joins the group that is nearest on average, all at once, until nobody moves; no group is emptied.

    A tree never takes back a merge: a note joined early to a neighbour may be nearer to another group since.
    """
    found = np.array(groups, dtype=int)
    for _round in range(ROUNDS):
        moved = means_of(rows, found).argmax(axis=1)
        sizes = np.bincount(found)
        moved[sizes[found] == 1] = found[sizes[found] == 1]  # the last of a group stays
        if (moved == found).all() or len(set(moved.tolist())) < len(sizes):
            break
        found = moved
    return numbered(found.tolist())


def sums_of(rows: Rows, groups: Rows, number: int) -> Rows:
    """The sum of the rows of each of so many groups: whole numbers; 0 for a group without any."""
    sums = np.zeros((number, rows.shape[1]))
    for chunk in chunks(len(rows)):
        sums += np.eye(number)[groups[chunk]].T @ rows[chunk].astype(np.float64)
    return sums


def means_to(rows: Rows, sums: Rows, sizes: Rows) -> Rows:
    """n × groups: how alike each row is to each group on average; exact up to the last division."""
    parts = [rows[chunk].astype(np.float64) @ sums.T for chunk in chunks(len(rows))]
    return np.vstack(parts) / ONE**2 / np.maximum(1, sizes)


def means_of(rows: Rows, groups: Rows) -> Rows:
    """The same for the members themselves, a note not being compared with itself; 0 to a group it is alone in."""
    sizes = np.bincount(groups).astype(np.float64)
    products = means_to(rows, sums_of(rows, groups, len(sizes)), np.ones_like(sizes))
    everyone = np.arange(len(rows))
    products[everyone, groups] -= own(rows)
    counts = np.tile(sizes, (len(rows), 1))
    counts[everyone, groups] -= 1
    return products / np.maximum(1, counts)


def own(rows: Rows) -> Rows:
    """How alike each row is to itself: 1, or a little less."""
    parts = [(rows[chunk].astype(np.float64) ** 2).sum(axis=1) for chunk in chunks(len(rows))]
    return np.concatenate(parts) / ONE**2


def families_of(rows: Rows, groups: Sequence[int]) -> list[int]:
    """The family of each group; all different when groups are few."""
    number = max(groups, default=-1) + 1
    if number < ENOUGH_FOR_FAMILIES:
        return list(range(number))
    found = np.array(groups, dtype=int)
    sums, sizes = sums_of(rows, found, number), np.bincount(found)
    between = sums @ sums.T / ONE**2 / (sizes[:, None] * sizes[None, :])
    return cut(number, tree_of(between), max(2, round(number / 2.5)))


def most_central(rows: Rows, places: Sequence[int]) -> int:
    """The note nearest to the others of its group; the first written of two as near."""
    inside = rows[list(places)].astype(np.float64)
    return places[int((inside @ inside.sum(axis=0)).argmax())]
