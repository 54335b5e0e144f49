"""The same words twice, and notes that may say the same. A person decides; nothing is put together here."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from essaim.synthesis.sense import MANY, ONE, Rows, chunks, likeness
from essaim.synthesis.values import Near, Note
from essaim.synthesis.words import same_words

NEIGHBOURS = 3  # of each note: the first is a true duplicate 6 times in 10, later ones ever less (synthesis.md §3.5)
NEAR = 0.30  # best F1 on Vrai Débat's merges (.44) with the bundled encoder
CANDIDATES = 8  # of a large board's index, the nearest of which are then compared exactly


def gather_repeats(notes: Sequence[Note]) -> list[list[int]]:
    """Groups of at least two with the same words, in the order of their first."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, note in enumerate(notes):
        found[same_words(note.text)].append(place)
    return [places for words, places in found.items() if words and len(places) > 1]


def near_pairs(notes: Sequence[Note], rows: Rows, repeats: Sequence[Sequence[int]]) -> list[Near]:
    """The likeliest first; repeats are not said twice, one of them speaks for all."""
    silent = {place for group in repeats for place in group[1:]}
    heard = np.array([place for place in range(len(notes)) if place not in silent], dtype=int)
    if len(heard) < 2:
        return []
    among = every_neighbour if len(heard) <= MANY else likely_neighbours
    pairs: dict[tuple[int, int], float] = {}
    for one, others, scores in among(rows[heard]):
        for other, score in zip(others, scores, strict=True):
            if score >= NEAR:
                first, second = sorted((int(heard[one]), int(heard[other])))
                pairs[first, second] = float(score)
    ranked = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Near(notes[one].id, notes[other].id, round(score, 4)) for (one, other), score in ranked]


Neighbours = Iterator[tuple[int, Rows, Rows]]  # a row's place, those of its nearest, and how alike they are


def every_neighbour(rows: Rows) -> Neighbours:
    """Each row compared with all the others."""
    for chunk in chunks(len(rows)):
        alike = likeness(rows[chunk], rows)
        for place, scores in enumerate(alike, chunk.start):
            scores[place] = -1
            nearest = np.argsort(-scores, kind="stable")[:NEIGHBOURS]
            yield place, nearest, scores[nearest]


def likely_neighbours(rows: Rows) -> Neighbours:
    """Each row compared with those that an index of neighbours finds: a few are missed, on a board of 100 000.

    One thread, rows added in their order: the same index each time.
    """
    from usearch.index import Index

    index = Index(ndim=rows.shape[1], metric="ip", dtype="f16")
    keys = np.arange(len(rows))
    for chunk in chunks(len(rows)):
        index.add(keys[chunk], rows[chunk].astype(np.float32) / ONE, threads=1)
    for chunk in chunks(len(rows)):
        found = index.search(rows[chunk].astype(np.float32) / ONE, CANDIDATES, threads=1)
        for place, candidates in zip(keys[chunk], found.keys.astype(int), strict=True):
            others = np.array(sorted(set(candidates.tolist()) - {int(place)}), dtype=int)
            scores = likeness(rows[place : place + 1], rows[others])[0]
            nearest = np.argsort(-scores, kind="stable")[:NEIGHBOURS]
            yield int(place), others[nearest], scores[nearest]
