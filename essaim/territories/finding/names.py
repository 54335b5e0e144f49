"""Names of places as people type them: what two spellings of the same name have in common."""

import re
import unicodedata
from dataclasses import dataclass

LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
ABBREVIATED = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
# The official lists write the types of EPCI in initials.
TYPES = (
    ("communaute de communes", "cc"),
    ("communaute d agglomeration", "ca"),
    ("communaute urbaine", "cu"),
)
ARTICLES = ("la", "le", "les", "l")
LINKING = frozenset({*ARTICLES, "a", "au", "aux", "d", "de", "des", "du", "en", "et", "sous", "sur"})


def words_of(name: str) -> tuple[str, ...]:
    """“St-Étienne” and “SAINT ETIENNE” give the same words."""
    letters = unicodedata.normalize("NFKD", name.translate(LIGATURES)).casefold()
    plain = re.sub(r"[^a-z0-9]+", " ", "".join(sign for sign in letters if not unicodedata.combining(sign)))
    for full, initials in TYPES:
        plain = re.sub(rf"\b{full}\b", initials, plain)
    return tuple(ABBREVIATED.get(word, word) for word in plain.split())


def without_article(words: tuple[str, ...]) -> tuple[str, ...]:
    """“La Rochelle” is also found at R."""
    return words[1:] if len(words) > 1 and words[0] in ARTICLES else words


def telling_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that tell a place from another: “aix provence” is enough for Aix-en-Provence.

    The last one always counts: somebody who typed “saint-et” is on the way to Saint-Étienne.
    """
    return tuple(word for word in words[:-1] if word not in LINKING) + words[-1:]


def squeezed(word: str) -> str:
    """Without doubled letters, where most errors are: “Monpelier” is then one error from Montpellier."""
    return "".join(sign for sign, before in zip(word, " " + word, strict=False) if sign != before)


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name, or what somebody typed, under the forms that are compared thousands of times."""

    words: tuple[str, ...]
    bare: tuple[str, ...]
    telling: tuple[str, ...]
    text: str


def spelt(words: tuple[str, ...]) -> Spelling:
    return Spelling(words, without_article(words), telling_words(words), " ".join(words))
