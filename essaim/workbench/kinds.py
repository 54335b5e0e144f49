"""What each kind of actor spoke about, without telling who: nothing under five people, and nobody found by difference.

Three guards. Fewer than five people are not shown; where that hides one kind alone, the next smallest is hidden with
it, so that no total gives it away. Numbers are rounded down to a multiple of five. And they are only said of whole
seasons: of two choices of workshops that differ by one, the difference would tell what was said in that one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from essaim.workbench.queries import Bench, Stood
from essaim.workshops.enums import ActorKind

FEWEST = 5  # people


@dataclass(frozen=True)
class Spoken:
    """Under one common theme: for each kind, so many people at least; 0 where nothing is said."""

    title: str
    cells: tuple[int, ...]


@dataclass(frozen=True)
class Kinds:
    """`labels` are the columns; kinds of which nothing may be said are not there."""

    labels: tuple[str, ...]
    rows: tuple[Spoken, ...]


def kinds_of(bench: Bench, kind_of: Mapping[str, str]) -> Kinds:
    """`kind_of` a seat; those whose kind is not known, and notes without author, count nowhere here."""
    told = [(common.title, shown(people_of(common.themes, kind_of))) for common in bench.commons]
    columns = [kind for kind in ActorKind if any(kind in cells for _title, cells in told)]
    return Kinds(
        labels=tuple(str(kind.label) for kind in columns),
        rows=tuple(Spoken(title, tuple(cells.get(kind, 0) for kind in columns)) for title, cells in told),
    )


def people_of(themes: Iterable[Stood], kind_of: Mapping[str, str]) -> dict[str, int]:
    """How many different people of each kind wrote under these themes."""
    people: dict[str, set[str]] = defaultdict(set)
    for stood in themes:
        for note in stood.notes():
            if note.author in kind_of:
                people[kind_of[note.author]].add(note.author)
    return {kind: len(authors) for kind, authors in people.items()}


def shown(counts: Mapping[str, int]) -> dict[str, int]:
    """What may be said of them."""
    enough = {kind: count for kind, count in counts.items() if count >= FEWEST}
    hidden = sum(0 < count < FEWEST for count in counts.values())
    if hidden == 1 and enough:
        del enough[min(enough, key=lambda kind: (enough[kind], kind))]
    return {kind: count // FEWEST * FEWEST for kind, count in enough.items()}
