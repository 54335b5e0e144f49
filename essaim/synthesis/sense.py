"""The sense of each note of a board, as one row of whole numbers; of two rows, the product says how alike they are.

Whole numbers, small enough for their products to be exact in single precision whatever the order of the sums: any
number of threads, and any library of linear algebra, gives the same draft (decision 0011).
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim.synthesis.encoders import Encoder
from essaim.synthesis.lexicon import Lexicon, spelled_out
from essaim.synthesis.spelling import put_right
from essaim.synthesis.words import language_of, stems_of, words_of

Rows = NDArray[Any]
Progress = Callable[[int, int], None]  # so many of so many; may raise to stop


ONE = 2048.0  # a row's length: products stay under 2^22, and single precision counts exactly to 2^24
KEPT_BITS = 8192  # a model's last bits depend on the machine: the first thirteen are kept
CHUNK = 4096  # notes worked on at once: memory does not grow with temporary copies
# Columns for stems; where a board has more of them, they share columns (feature hashing).
STEMS, STEMS_OF_MANY = 4096, 1024
MANY = 3000  # notes: above, each is no longer compared with all the others


def silent(_done: int, _all: int) -> None:
    """Nobody asks how far the work has got."""


@dataclass(frozen=True)
class Sense:
    """`notes` (n × d) and `headings` (h × d) in the same space; rows of length `ONE`, or of 0 where nothing is said."""

    notes: Rows
    headings: Rows
    language: str


def likeness(one: Rows, other: Rows) -> Rows:
    """1 for the same words; exact, and the same for any number of threads."""
    return (one.astype(np.float32) @ other.astype(np.float32).T).astype(np.float64) / ONE**2


def sense_of(
    texts: Sequence[str],
    headings: Sequence[str],
    encoder: Encoder,
    lexicon: Lexicon,
    progress: Progress = silent,
) -> Sense:
    """What is common to the whole board (its question) is taken away first: notes are told apart by the rest."""
    language = language_of(texts)
    said = [spelled_out(text, lexicon) for text in put_right([*texts, *headings], language, lexicon)]
    count = len(texts)
    codes = [coded(part.encode, said, progress) for part in encoder.parts]
    means = [rows[:count].sum(axis=0, dtype=np.float64) for rows in codes]
    stems = Stems([stems_of(words_of(text), language) for text in said], count)
    rows = np.empty((len(said), sum(part.shape[1] for part in codes) + stems.columns), dtype=np.int16)
    for chunk in chunks(len(said)):
        parts = [
            math.sqrt(part.share) * centred(rows_of_part[chunk], mean, count)
            for part, rows_of_part, mean in zip(encoder.parts, codes, means, strict=True)
        ]
        whole = np.hstack([*parts, math.sqrt(encoder.share) * stems.rows(chunk)])
        rows[chunk] = np.rint(whole * ONE)
    rows[[place for place, text in enumerate(said) if not words_of(text)]] = 0
    return Sense(rows[:count], rows[count:], language)


def chunks(count: int) -> Iterator[slice]:
    return (slice(start, min(start + CHUNK, count)) for start in range(0, count, CHUNK))


def coded(encode: Callable[[Sequence[str]], Rows], said: Sequence[str], progress: Progress) -> Rows:
    """The model's rows as whole numbers."""
    parts = []
    for chunk in chunks(len(said)):
        parts.append(np.rint(np.asarray(encode(said[chunk]), dtype=np.float64) * KEPT_BITS).astype(np.int16))
        progress(chunk.stop, len(said))
    return np.vstack(parts) if parts else np.zeros((0, 1), dtype=np.int16)


def centred(rows: Rows, total: Rows, count: int) -> Rows:
    """Less the mean of the board, of length 1. One note alone is its own mean, and says nothing."""
    whole = rows.astype(np.float64)
    return unit(whole * count - total if count > 1 else whole)


def unit(rows: Rows) -> Rows:
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    return rows / np.maximum(lengths, 1e-9)


class Stems:
    """Each note's stems, the heavier the fewer notes hold them (TF-IDF, sublinear)."""

    def __init__(self, said: list[list[str]], count: int):
        self.said = said
        self.count = count
        self.held = Counter(stem for stems in said[:count] for stem in set(stems))
        names = sorted({stem for stems in said for stem in stems})
        self.columns = max(1, min(len(names), STEMS if count <= MANY else STEMS_OF_MANY))
        self.column = {stem: place % self.columns for place, stem in enumerate(names)}

    def rows(self, chunk: slice) -> Rows:
        """Of length 1."""
        rows = np.zeros((chunk.stop - chunk.start, self.columns))
        for row, stems in zip(rows, self.said[chunk], strict=True):
            for stem, times in Counter(stems).items():
                rarity = math.log((1 + self.count) / (1 + self.held[stem])) + 1
                row[self.column[stem]] += (1 + math.log(times)) * rarity
        return unit(rows)
