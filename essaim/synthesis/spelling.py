"""Accents left out and slips of the keyboard, put right before a note is read; the note itself never changes.

A phone writes "mobilte" or "ecole": to a model these are other words than "mobilité" and "école". A word that the
dictionary does not have is read as the nearest that the board, or else the language, knows.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase

from spellchecker import SpellChecker

from essaim.synthesis.words import ALIKE, WORD, compared, without_accents

SHORT = 5  # letters: below, too many words are one slip away from each other
SAID_TWICE = 2  # notes: what two people wrote alike is a name, or a word of the place, not a slip


@dataclass(frozen=True)
class Dictionary:
    """`times` a word was met in the corpus of the language; `accented`, its most frequent form, by plain letters."""

    times: dict[str, int]
    accented: dict[str, str]


@lru_cache(maxsize=3)
def dictionary(language: str) -> Dictionary:
    met = SpellChecker(language=language, distance=1).word_frequency.dictionary
    times = {word.replace("œ", "oe"): often for word, often in met.items()}
    accented: dict[str, str] = {}
    for word, often in times.items():
        plain = without_accents(word)
        if plain not in accented or often > times[accented[plain]]:
            accented[plain] = word
    return Dictionary(times, accented)


def put_right(texts: Sequence[str], language: str, known: Collection[str]) -> list[str]:
    """The same texts in lower case, each word that nothing knows read as the nearest; `known` are abbreviations.

    Acronyms keep their capitals; names and abbreviations are left alone. The board comes before the language: among
    words at one slip, the one that most texts hold is taken.
    """
    texts = [unicodedata.normalize("NFKC", text).translate(ALIKE) for text in texts]
    held = Counter(word for text in texts for word in set(WORD.findall(compared(text))))
    reader = Reader(dictionary(language), held, known, marks_names=language != "de")
    return [reader.read(text) for text in texts]


class Reader:
    """Reads each unknown word of a board once. In German a capital does not mark a name: every noun has one."""

    def __init__(self, words: Dictionary, held: Counter[str], known: Collection[str], *, marks_names: bool):
        self.words = words
        self.held = held
        self.known = known
        self.marks_names = marks_names
        self.found: dict[str, str] = {}

    def read(self, text: str) -> str:
        shouts = text.isupper()

        def right(found: re.Match[str]) -> str:
            word = found[0]
            if not word.isalpha() or (word.isupper() and not shouts):
                return word
            has_capital = word[0].isupper() and found.start() > 0 and not shouts
            return self.right(word.lower(), is_name=has_capital and self.marks_names)

        return WORD.sub(right, text)

    def right(self, word: str, *, is_name: bool) -> str:
        """A name keeps its letters: only the accents that capitals drop are given back ("Etat")."""
        if word in self.words.times or without_accents(word) in self.known:
            return word
        if is_name:
            return self.words.accented.get(word, word)
        if word not in self.found:
            self.found[word] = self.nearest(word)
        return self.found[word]

    def nearest(self, word: str) -> str:
        plain = without_accents(word)
        if plain in self.words.accented:
            return self.words.accented[plain]
        if len(word) < SHORT or self.held[word] >= SAID_TWICE:
            return word
        near = {self.words.accented[other] for other in one_slip_from(plain) if other in self.words.accented}
        return max(near, key=lambda other: (self.held[other], self.words.times[other], other), default=word)


def one_slip_from(word: str) -> Iterator[str]:
    """A letter missing, too many, replaced, or two exchanged (Damerau), hardly ever the first (Pollock and Zamora)."""
    for place in range(1, len(word) + 1):
        start, end = word[:place], word[place:]
        yield from (start + letter + end for letter in ascii_lowercase)
        if end:
            yield start + end[1:]
            yield from (start + letter + end[1:] for letter in ascii_lowercase)
        if len(end) > 1:
            yield start + end[1] + end[0] + end[2:]
