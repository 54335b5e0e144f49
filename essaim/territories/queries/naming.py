"""The territory that an organisation's name says, where it says one and no other."""

from collections.abc import Iterable

from essaim.territories.finding.index import Entry, Index, Key
from essaim.territories.finding.names import LINKING, words_of
from essaim.territories.models import Territory
from essaim.territories.queries.search import fetched, official_index

INITIALS = frozenset({"cc", "ca", "cu"})  # the official lists begin with them, people leave them out
BEFORE = frozenset({"commune", "ville", "mairie", "agglomeration", "departement", "region"})
AFTER = "agglomeration"


def territories_named(names: Iterable[str]) -> dict[str, Territory]:
    """Each of these names that one territory bears, and no other: a homonym is nobody's, since nothing is guessed.

    “Commune de Malaunay”, “Pays de l’Or Agglomération” and “Le Grand Narbonne” are known; “Montreuil” is not.
    """
    index = official_index()
    keys = {name: key for name in dict.fromkeys(names) if (key := key_named(name, index)) is not None}
    found = {(one.kind, one.code): one for one in fetched(list(keys.values()))}
    return {name: found[key] for name, key in keys.items() if key in found}


def key_named(name: str, index: Index) -> Key | None:
    said = tuple(word for word in words_of(name) if word not in LINKING and word not in INITIALS)
    if not said:
        return None
    forms = [said]
    if said[0] in BEFORE:
        forms.append(said[1:])
    if said[-1] == AFTER:
        forms.append(said[:-1])
    for form in forms:
        bearing = [entry for entry in holding(form, index) if telling(entry) == form]
        if len(bearing) == 1:
            return bearing[0].key
        if bearing:
            return None
    return None


def holding(words: tuple[str, ...], index: Index) -> list[Entry]:
    """The territories whose names hold all of these words."""
    if not words:
        return []
    numbers = set.intersection(*(set(index.holders.get(word, ())) for word in words))
    return [index.entries[number] for number in sorted(numbers)]


def telling(entry: Entry) -> tuple[str, ...]:
    return tuple(word for word in entry.name.words if word not in LINKING and word not in INITIALS)
