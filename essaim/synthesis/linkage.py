"""Average linkage: the two groups whose notes are nearest on average become one, until one is left.

Found by chains of nearest neighbours (Murtagh 1983, Müllner 2011, arXiv 1109.2378): O(n²) for the same tree as the
obvious O(n³), which stands in tests/synthesis/twins.py.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]
Merge = tuple[int, int, float]  # two groups, named by their first note, and how alike they were


def tree_of(similarity: Numbers) -> list[Merge]:
    """The n - 1 merges from the most alike to the least; `similarity` (n × n) is symmetric and left as it was."""
    sums = np.array(similarity, dtype=np.float64)
    count = len(sums)
    sizes = np.ones(count)
    is_there = np.ones(count, dtype=bool)
    merges: list[Merge] = []
    chain: list[int] = []
    while len(merges) < count - 1:
        if not chain:
            chain.append(int(is_there.argmax()))
        last = chain[-1]
        means = np.where(is_there, sums[last] / (sizes * sizes[last]), -np.inf)
        means[last] = -np.inf
        best = int(means.argmax())
        if len(chain) > 1 and means[chain[-2]] == means[best]:
            best = chain[-2]  # of two as near, the one we come from: a chain must end
        if len(chain) > 1 and best == chain[-2]:
            del chain[-2:]
            one, two = min(last, best), max(last, best)
            merges.append((one, two, float(means[best])))
            join(one, two, sums, sizes, is_there)
        else:
            chain.append(best)
    return sorted(merges, key=lambda merge: -merge[2])


def join(one: int, two: int, sums: Numbers, sizes: Numbers, is_there: Numbers) -> None:
    sums[one] += sums[two]
    sums[:, one] += sums[:, two]
    sizes[one] += sizes[two]
    is_there[two] = False


def cut(count: int, tree: list[Merge], groups: int) -> list[int]:
    """The group of each note, 0… in the order in which they first appear, once `groups` are left."""
    leader = list(range(count))

    def first_of(note: int) -> int:
        while leader[note] != note:
            leader[note] = leader[leader[note]]
            note = leader[note]
        return note

    for one, two, _alike in tree[: max(0, count - groups)]:
        one, two = sorted((first_of(one), first_of(two)))
        leader[two] = one
    return numbered(first_of(note) for note in range(count))


def numbered(names: Any) -> list[int]:
    """0 for the first name met, 1 for the next new one…"""
    known: dict[Any, int] = {}
    return [known.setdefault(name, len(known)) for name in names]
