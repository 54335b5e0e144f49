"""How many, each with the word for what is counted. Pure: rows in, numbers out; a label is never left out of a page."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from essaim.boards.models import Note
from essaim.boards.queries import Row
from essaim.synthesis.words import same_words
from essaim.workbench.queries import Bench, Stood
from essaim.workshops.models import Workshop

Pair = tuple[str, str]


@dataclass(frozen=True)
class Counts:
    notes: int
    ideas: int
    voices: int
    tables: int
    workshops: int
    territories: int


@dataclass(frozen=True)
class Measure:
    """`name` is a field of `Counts`."""

    name: str
    label: str
    definition: str


def measures() -> list[Measure]:
    """In the order in which they are read, each with what it means."""
    return [
        Measure("notes", _("Notes"), _("Chaque note écrite, celles qui ont été fusionnées comprises.")),
        Measure(
            "ideas",
            _("Idées distinctes"),
            _(
                "Les notes moins leurs répétitions : fusionnées sur leur panneau, écrites avec les mêmes mots, ou dont "
                "quelqu’un a dit ici qu’elles disent la même idée."
            ),
        ),
        Measure(
            "voices",
            _("Voix"),
            _(
                "La somme des « ×3 » : les personnes qui l’ont dit, comptées une fois par note fusionnée. Une personne "
                "qui a écrit deux notes différentes y compte deux fois."
            ),
        ),
        Measure("tables", _("Tables"), _("Les tables où au moins une de ces notes a été écrite, atelier par atelier.")),
        Measure("workshops", _("Ateliers"), _("Les ateliers, parmi ceux choisis, où au moins une a été écrite.")),
        Measure(
            "territories",
            _("Territoires"),
            _("Les territoires des rencontres où ces ateliers ont eu lieu ; celles qui n’en ont pas n’y sont pas."),
        ),
    ]


Heard = tuple[Workshop, Row]  # what stands on a board, with where it was said


def under(themes: Iterable[Stood]) -> list[Heard]:
    return [(stood.workshop, row) for stood in themes for row in stood.rows]


def counts_of(heard: Sequence[Heard], same: Iterable[Pair] = (), apart: Collection[Pair] = ()) -> Counts:
    """What was said there together; `same` and `apart` are what people said of pairs of notes."""
    rows = [row for _workshop, row in heard]
    notes = [(workshop, note) for workshop, row in heard for note in notes_of(row)]
    places = {workshop.gathering.territory_id for workshop, _row in heard}
    return Counts(
        notes=len(notes),
        ideas=len(set(ideas_among(rows, same, apart))),
        voices=sum(row.count for row in rows),
        tables=len({(workshop.pk, note.group) for workshop, note in notes if note.group}),
        workshops=len({workshop.pk for workshop, _row in heard}),
        territories=len(places - {None}),
    )


def numbers_of(bench: Bench, themes: Iterable[Stood]) -> list[int]:
    """What was said under these themes, in the order of the measures."""
    counts = counts_of(under(themes), bench.same, bench.apart)
    return [getattr(counts, measure.name) for measure in measures()]


def notes_of(row: Row) -> list[Note]:
    return [row.note, *row.members]


def ideas_among(rows: Sequence[Row], same: Iterable[Pair], apart: Collection[Pair]) -> list[int]:
    """Which idea each row says, their repeats put together: rows of one idea have the same number."""
    row_of = {str(note.key): place for place, row in enumerate(rows) for note in notes_of(row)}
    links = [(row_of[one], row_of[other]) for one, other in same if one in row_of and other in row_of]
    links += [(row_of[one], row_of[other]) for one, other in repeats(rows) if tuple(sorted((one, other))) not in apart]
    return classes(len(rows), links)


def repeats(rows: Sequence[Row]) -> Iterable[Pair]:
    """Each note with the others that have the same words."""
    said: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for note in notes_of(row):
            said[same_words(note.text)].append(str(note.key))
    return [
        (one, other)
        for words, keys in said.items()
        if words
        for place, one in enumerate(keys)
        for other in keys[place + 1 : place + 1 + TOGETHER]
    ]


TOGETHER = 50  # of the same words, each is linked to so many of the next: all are one, even with some set apart


def classes(count: int, links: Iterable[tuple[int, int]]) -> list[int]:
    """The group of each of so many things, once these are linked."""
    leader = list(range(count))

    def first_of(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    for one, other in links:
        leader[first_of(one)] = first_of(other)
    return [first_of(place) for place in range(count)]


def shared_ideas(heard: Sequence[Heard], same: Iterable[Pair], apart: Collection[Pair]) -> list[list[Heard]]:
    """Ideas said on several boards, those said in most workshops first."""
    ideas: dict[int, list[Heard]] = defaultdict(list)
    for one, idea in zip(heard, ideas_among([row for _workshop, row in heard], same, apart), strict=True):
        ideas[idea].append(one)
    shared = [said for said in ideas.values() if len({row.note.board_id for _workshop, row in said}) > 1]
    return sorted(shared, key=lambda said: (-len({workshop.pk for workshop, _row in said}), -len(said)))
