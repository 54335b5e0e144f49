"""Finding a territory from what somebody typed."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from threading import Lock

from essaim.kit.text import cleaned
from essaim.territories.enums import OVERSEAS_LABEL, TerritoryKind
from essaim.territories.finding.index import (
    Accepts,
    Entry,
    Found,
    Index,
    Key,
    entry_of,
    meaning_of_number,
    ranked,
)
from essaim.territories.finding.names import words_of
from essaim.territories.models import Territory, TerritoryRelease
from essaim.territories.queries.containment import current_territories, territories_coded

QUERY_LENGTH = 160  # a perimeter has up to 120 characters, its label 22 more
WORDS = 12
FIELDS = ("kind", "code", "name", "population", "departement_code", "siren", "postal_codes")
NUMBER = re.compile(r"\d{1,5}|\d{9}|2[ab]|2[ab]\d{3}", re.IGNORECASE)
LABEL = re.compile(r"^(?P<name>.+) \((?P<inside>[^()]+)\)$")


@dataclass(frozen=True)
class Question:
    words: tuple[str, ...]
    number: str = ""  # a code, or the département in which to look
    kind: str = ""


def search_territories(text: str, kinds: Collection[str] | None = None, limit: int = 12) -> list[Territory]:
    """The closest first, then the most populated; nothing for what cannot be a name nor a code."""
    question = read_question(text)
    if question is None or limit < 1:
        return []
    wanted = {question.kind} if question.kind else set(kinds or TerritoryKind.values)

    def accepts(entry: Entry) -> bool:
        return entry.kind in wanted

    found: Found = {}
    for index in (official_index(), Index(perimeter_entries())):
        found |= answers(index, question, accepts, limit)
    return fetched(ranked(found.values())[:limit])


def unknown_names(names: Iterable[str]) -> list[str]:
    """Those that no territory has, accents and capitals aside; none of them while no territory is loaded."""
    official = official_index()
    if not official.entries:
        return []
    indexes = (official, Index(perimeter_entries()))
    return [name for name in dict.fromkeys(names) if not any(holds(index, name) for index in indexes)]


def holds(index: Index, name: str) -> bool:
    question = read_question(name)
    # With no limit to fill, typing errors are not looked for: one of them may hide another territory.
    return question is not None and bool(answers(index, question, lambda _entry: True, limit=0))


def answers(index: Index, question: Question, accepts: Accepts, limit: int) -> Found:
    words, number = question.words, question.number
    if not words:
        return index.numbered(number, accepts=accepts)
    if number:
        there = named(index, words, numbered(number, accepts), limit)
        if there:
            return there  # “Lyon 69009” names an arrondissement: without any, Lyon answers
    return named(index, words, accepts, limit)


def named(index: Index, words: tuple[str, ...], accepts: Accepts, limit: int) -> Found:
    found = index.find(words, accepts=accepts)
    for name, code in departements_named_last(index, words):
        found = index.find(name, accepts=inside(code, accepts)) | found
    if len(found) < limit:
        found = index.find_misspelt(words, accepts=accepts) | found
    return found


def read_question(text: str) -> Question | None:
    """Words and a number; our own labels are read back exactly, since a form sends them."""
    text = cleaned(text, lines=False)
    if len(text) > QUERY_LENGTH:
        return None
    if label := LABEL.match(text):
        read = read_label(label["name"], label["inside"])
        if read is not None:
            return read
    typed = text.replace("(", " ").replace(")", " ").replace(",", " ")
    numbers = [word for word in typed.split() if NUMBER.fullmatch(word)]
    words = words_of(" ".join(word for word in typed.split() if not NUMBER.fullmatch(word)))[:WORDS]
    if words:
        numbers = [number for number in numbers if len(number) > 1]  # the 3 of “Lyon 3” is not the Allier
    if not words and not numbers:
        return None
    return Question(words, numbers[0].upper() if numbers else "")


def read_label(name: str, inside: str) -> Question | None:
    """What `Territory.label` wrote: a kind, a département and its code, or both."""
    words = words_of(name)
    if not words:
        return None
    kinds = {str(kind.label): kind.value for kind in TerritoryKind}
    kinds[str(OVERSEAS_LABEL)] = TerritoryKind.DEPARTEMENT
    if inside in kinds:
        return Question(words, kind=kinds[inside])
    told, _comma, code = inside.rpartition(", ")
    if told and NUMBER.fullmatch(code):
        return Question(words, code, kinds.get(told, ""))
    return None


def numbered(number: str, accepts: Accepts) -> Accepts:
    return lambda entry: accepts(entry) and meaning_of_number(number, entry) is not None


def inside(departement_code: str, accepts: Accepts) -> Accepts:
    return lambda entry: accepts(entry) and entry.departement_code == departement_code


def departements_named_last(index: Index, words: tuple[str, ...]) -> list[tuple[tuple[str, ...], str]]:
    """“Saint-Denis Réunion”: the words before, and the code of the département."""
    return [
        (words[: -len(name)], code)
        for name, code in index.departements
        if len(name) < len(words) and words[-len(name) :] == name
    ]


def fetched(keys: list[Key]) -> list[Territory]:
    return [territory for territory in territories_coded(keys) if territory.is_current]


_lock = Lock()
_built: dict[str, Index] = {}  # the digest of the vintage → its index; one at a time


def official_index() -> Index:
    """Read from the database at the first question, then kept until another vintage is loaded."""
    digest = TerritoryRelease.objects.values_list("digest", flat=True).order_by("-pk").first()
    if digest is None:  # a few territories made by hand, as in tests
        return Index(official_entries())
    with _lock:
        if digest not in _built:
            _built.clear()
            _built[digest] = Index(official_entries())
        return _built[digest]


def official_entries() -> list[Entry]:
    official = current_territories().exclude(kind=TerritoryKind.PERIMETER)
    return [entry_of(*row) for row in official.values_list(*FIELDS)]


def perimeter_entries() -> list[Entry]:
    perimeters = current_territories().filter(kind=TerritoryKind.PERIMETER)
    return [entry_of(*row) for row in perimeters.values_list(*FIELDS)]
