"""A word that no common holds is taken for the nearest one that a title holds: fingers slip on a telephone."""

from collections import Counter
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from essaim.commons.enums import Standing
from essaim.commons.finding.engines import holding
from essaim.commons.finding.shelf import KEEPER
from essaim.commons.finding.stems import SAYING_NOTHING, stems_of
from essaim.commons.models import Common, Term
from essaim.synthesis.words import without_accents, words_of

SHORT, MIDDLE = 4, 7  # letters: a slip in up to four letters makes another word; two slips need more than seven


def put_right(words: str) -> str:

    known = vocabulary(KEEPER.now().mark)
    told = []
    for word in words_of(words):
        plain = without_accents(word)
        if plain in SAYING_NOTHING or holding(stems_of(word)):
            told.append(word)
        elif nearest := nearest_to(plain, known):
            told.append(nearest)
        else:
            return ""
    return " ".join(told) if told != words_of(words) else ""


def nearest_to(word: str, known: dict[str, tuple[str, int]]) -> str:
    """The word with the fewest slips, the most frequent of those; "" where more would be a guess."""
    most = 0 if len(word) <= SHORT else 1 if len(word) <= MIDDLE else 2
    near = process.extract(word, known.keys(), scorer=OSA.distance, score_cutoff=most, limit=20) if most else []
    best = min(near, key=lambda one: (one[1], -known[one[0]][1], one[0]), default=None)
    return known[best[0]][0] if best else ""


@lru_cache(maxsize=1)
def vocabulary(mark: str) -> dict[str, tuple[str, int]]:  # noqa: ARG001  (a catalogue that changes has another)
    """The words of titles and lists: without accents → as written, and how often."""
    titles = Common.objects.filter(standing=Standing.PUBLISHED).values_list("title", flat=True)
    counts = Counter(word for title in titles.iterator(chunk_size=5000) for word in words_of(title))
    counts.update(word for label in Term.objects.values_list("label", flat=True) for word in words_of(label))
    known: dict[str, tuple[str, int]] = {}
    for word, count in counts.most_common():
        known.setdefault(without_accents(word), (word, count))
    return known
