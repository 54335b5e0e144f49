"""A heading for notes: their own words, and the note at their centre quoted. Proposed; a person's heading stays.

Words and quote together were recognised for the right group 92 times in 100, words alone 78 (synthesis.md §3.6).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from essaim.synthesis.values import Note
from essaim.synthesis.words import SMALL, spelled, stems_of

WORDS = 3


class Vocabulary:
    """Each note's stems, and how people most often spell each of them."""

    def __init__(self, texts: Sequence[str], language: str):
        small = SMALL[language]
        forms: dict[str, Counter[str]] = defaultdict(Counter)
        self.notes: list[list[str]] = []
        for text in texts:
            words = [word for word in spelled(text) if word.lower() not in small and not word.isdigit()]
            stems = stems_of([word.lower() for word in words], language)
            self.notes.append(stems)
            for stem, word in zip(stems, words, strict=True):
                forms[stem][word] += 1
        self.spelled = {stem: min(words, key=lambda word: (-words[word], word)) for stem, words in forms.items()}


def characteristic_words(vocabulary: Vocabulary, groups: Sequence[int], number: int) -> list[tuple[str, ...]]:
    """For each group, the words said in many of its notes and in few others (class-based TF-IDF)."""
    everywhere = Counter(stem for stems in vocabulary.notes for stem in set(stems))
    inside = [Counter[str]() for _group in range(number)]
    for stems, group in zip(vocabulary.notes, groups, strict=True):
        if group >= 0:
            inside[group].update(set(stems))
    mean = max(1.0, sum(everywhere.values()) / max(1, number))

    def weight(counts: Counter[str], stem: str) -> float:
        return counts[stem] * math.log(1 + mean / everywhere[stem])

    return [
        tuple(
            vocabulary.spelled[stem]
            for stem in sorted(counts, key=lambda stem: (-weight(counts, stem), -len(stem), stem))[:WORDS]
        )
        for counts in inside
    ]


def heading_of(words: Sequence[str], central: Note | None) -> str:
    """The words; where there are none (figures alone), the central note's first words."""
    if words:
        return capital(", ".join(words))
    return capital(" ".join(central.text.split()[:6])) if central else ""


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
