"""A note's words as they are compared: never as they are shown."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

import Stemmer  # Snowball, in C

ALIKE = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "–": "-", "—": "-", "‑": "-", "−": "-", "œ": "oe"})
ALGORITHMS = {"fr": "french", "en": "english", "de": "german"}
# Marks that change nothing in what is said. A question mark does, so do + - % and pictures.
SAYS_NOTHING = re.compile(r"[.,;:!…\"'«»“”()\[\]*_]+")
BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_])[-/](?=[^\W\d_])")
WORD = re.compile(r"[^\W_]+")


def read_small() -> dict[str, frozenset[str]]:
    """The small words of each language, which say nothing of what a note is about."""
    text = files("essaim.synthesis").joinpath("small_words.txt").read_text("utf-8")
    return {
        code: frozenset(words.split()) for code, words in re.findall(r"^(\w\w):$(.+?)(?=^\w\w:$|\Z)", text, re.M | re.S)
    }


SMALL = read_small()


def compared(text: str) -> str:
    """Lower case, one form for each accent, apostrophe and dash, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().translate(ALIKE).split())


def same_words(text: str) -> str:
    """Two notes with the same value are a repeat: capitals, spaces and final marks are the only differences."""
    return " ".join(SAYS_NOTHING.sub(" ", BETWEEN_LETTERS.sub(" ", compared(text))).split())


def words_of(text: str) -> list[str]:
    """In order, with repetitions; figures count, single letters do not."""
    return [word for word in WORD.findall(compared(text)) if is_word(word)]


def spelled(text: str) -> list[str]:
    """The same words as people spelled them: an acronym keeps its capitals, unless all the text is in capitals."""
    words = [word for word in WORD.findall(unicodedata.normalize("NFKC", text).translate(ALIKE)) if is_word(word)]
    shouts = text.isupper()
    return [word if word.isupper() and not shouts else word.lower() for word in words]


def is_word(word: str) -> bool:
    return len(word) > 1 or word.isdigit()


def without_accents(word: str) -> str:
    """Capitals and telephones drop them: `école` and `ECOLE` are one word."""
    if word.isascii():
        return word
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


@lru_cache(maxsize=4)
def stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(ALGORITHMS[language])


def stems_of(words: Iterable[str], language: str) -> list[str]:
    return [without_accents(stem) for stem in stemmer(language).stemWords(list(words))]


def language_of(texts: Iterable[str]) -> str:
    """The language whose small words are most frequent; French when nothing tells."""
    seen = dict.fromkeys(SMALL, 0)
    for text in texts:
        for word in words_of(text):
            for language, small in SMALL.items():
                seen[language] += word in small
    return max(seen, key=lambda language: seen[language])
