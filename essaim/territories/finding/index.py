"""All names in memory, so that SQLite and PostgreSQL answer alike and typing errors cost milliseconds.

SQLite has nothing for typing errors, PostgreSQL its own extension. 36 000 names are read once per process
(0.5 s, 32 MB); perimeters, which people add at any time, come with each question.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from essaim.territories.finding.names import LINKING, Spelling, spelt, squeezed, telling_words, words_of

KIND_ORDER = ("commune", "epci", "ept", "departement", "region", "perimeter")
Key = tuple[str, str]  # kind, code
Closeness = tuple[int, int]  # typing errors, then how the name holds the words


@dataclass(frozen=True, slots=True)
class Entry:
    kind: str
    code: str
    name: Spelling
    population: int
    departement_code: str
    siren: str
    postal_codes: str

    @property
    def key(self) -> Key:
        return self.kind, self.code


Found = dict[Key, tuple[Closeness, Entry]]
Accepts = Callable[[Entry], bool]


class Index:
    """Built once; `find` only reads, so that threads share it."""

    def __init__(self, entries: Iterable[Entry]):
        self.entries = list(entries)
        self.joined = [squeezed("".join(entry.name.words)) for entry in self.entries]
        self.holders: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(self.entries):
            for word in set(entry.name.words):
                self.holders[word].append(number)
        self.vocabulary = sorted(self.holders)
        self.squeezed = [squeezed(word) for word in self.vocabulary]
        self.departements = [(entry.name.bare, entry.code) for entry in self.entries if entry.kind == "departement"]

    def find(self, words: tuple[str, ...], *, accepts: Accepts) -> Found:
        """Names that hold every word, as typed or as it begins."""
        errors = dict.fromkeys(set.intersection(*(set(self.beginning_with(word)) for word in telling_words(words))), 0)
        return self.measured(words, errors, accepts)

    def find_misspelt(self, words: tuple[str, ...], *, accepts: Accepts) -> Found:
        """Names that hold every word but for a few typing errors, or are written as one word."""
        per_word = [self.resembling(word) for word in telling_words(words)]
        everywhere = set.intersection(*(set(found) for found in per_word))
        errors = {number: sum(found[number] for found in per_word) for number in everywhere}
        for number, count in misspelt("".join(words), self.joined):
            errors[number] = min(count, errors.get(number, count))
        return self.measured(words, errors, accepts)

    def measured(self, words: tuple[str, ...], errors: dict[int, int], accepts: Accepts) -> Found:
        typed = spelt(words)
        candidates = [(self.entries[number], count) for number, count in errors.items()]
        return {
            entry.key: (closeness(typed, entry.name, count), entry) for entry, count in candidates if accepts(entry)
        }

    def beginning_with(self, word: str) -> Iterator[int]:
        for position in range(bisect_left(self.vocabulary, word), len(self.vocabulary)):
            if not self.vocabulary[position].startswith(word):
                return
            yield from self.holders[self.vocabulary[position]]

    def resembling(self, word: str) -> dict[int, int]:
        errors = dict.fromkeys(self.beginning_with(word), 0)
        for position, count in misspelt(word, self.squeezed):
            for number in self.holders[self.vocabulary[position]]:
                errors[number] = min(count, errors.get(number, count))
        return errors

    def numbered(self, number: str, *, accepts: Accepts) -> Found:
        """A département and its territories, an INSEE code, a postal code or a SIREN."""
        found = {}
        for entry in self.entries:
            rank = meaning_of_number(number, entry)
            if rank is not None and accepts(entry):
                found[entry.key] = ((0, rank), entry)
        return found


def misspelt(word: str, among: list[str]) -> Iterator[tuple[int, int]]:
    """Where the word stands among these, and its errors; doubled letters together count as one."""
    word = squeezed(word)
    for _known, distance, position in process.extract(
        word, among, scorer=OSA.distance, score_cutoff=errors_allowed(word), limit=None
    ):
        yield position, int(distance) + 1


def errors_allowed(word: str) -> int:
    """One error in “Lyno”, two in “Mompelier”; in three letters any word resembles any other."""
    return 0 if len(word) < 4 else 1 if len(word) < 7 else 2


def closeness(typed: Spelling, name: Spelling, errors: int) -> Closeness:
    """Smallest first: the very name, a name that begins so, one that holds these words, the rest."""
    if typed.telling == name.telling or typed.text.replace(" ", "") == name.text.replace(" ", ""):
        return (0, 0)
    if errors:
        return (errors, 0 if len(typed.bare) == len(name.bare) else 1)
    length = len(typed.words)
    if typed.words in (name.words[:length], name.bare[:length]):
        return (0, 1)
    if typed.words[-1] not in LINKING and set(typed.words) <= set(name.words):
        return (0, 2)
    if name.text.startswith(typed.text) or " ".join(name.bare).startswith(typed.text):
        return (0, 3 if length == len(name.words) else 4)
    return (0, 5)


def meaning_of_number(number: str, entry: Entry) -> int | None:
    if entry.kind == "region":  # 76 is Seine-Maritime for everybody, Occitanie for INSEE only
        return None
    if entry.code == number or entry.siren == number:
        return 0
    if entry.departement_code == number or entry.departement_code == f"0{number}":
        return 0 if entry.kind == "departement" else 2
    if number in entry.postal_codes.split():
        return 1
    if 3 <= len(number) <= 4 and entry.kind == "commune" and entry.code.startswith(number):
        return 3
    return None


def ranked(found: Collection[tuple[Closeness, Entry]]) -> list[Key]:
    """Closest first, then where most people live."""
    order = sorted(
        found,
        key=lambda one: (one[0], -one[1].population, KIND_ORDER.index(one[1].kind), one[1].code),
    )
    return [entry.key for _closeness, entry in order]


def entry_of(
    kind: str,
    code: str,
    name: str,
    population: int | None,
    departement_code: str = "",
    siren: str = "",
    postal_codes: str = "",
) -> Entry:
    return Entry(kind, code, spelt(words_of(name)), population or 0, departement_code, siren, postal_codes)
