"""The river of several workshops: from their notes, through common themes, to strong ideas. A table says the same.

Every note received is in it, once. At most eight workshops and eight common themes have a band of their own, the others
flow together: 120 ribbons at most, in one path for each thing that is shown.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.boards.models import Idea, Note
from essaim.boards.queries import Picture, Row
from essaim.workbench.queries import Bench, Common

MOST = 8  # of workshops, and of common themes: what an eye still follows
OTHERS, ALONE, OUTSIDE, ASIDE = "others", "alone", "outside", "aside"


@dataclass(frozen=True)
class Band:
    """Notes of one destination: `carried` stand under a theme on which a strong idea rests, or are quoted by one."""

    title: str
    kind: str  # used, outside or aside
    of: tuple[int, ...]  # how many come from each source
    carried: int
    ideas: int

    @property
    def notes(self) -> int:
        return sum(self.of)

    @property
    def left(self) -> int:
        return self.notes - self.carried


@dataclass(frozen=True)
class River:
    sources: tuple[tuple[str, int], ...]  # title, notes
    bands: tuple[Band, ...]

    @property
    def notes(self) -> int:
        return sum(band.notes for band in self.bands)

    @property
    def carried(self) -> int:
        return sum(band.carried for band in self.bands)

    @property
    def left(self) -> int:
        return self.notes - self.carried

    @property
    def ideas(self) -> int:
        return sum(band.ideas for band in self.bands)


@dataclass
class Tally:
    of: Counter[int] = field(default_factory=Counter)
    carried: int = 0
    ideas: int = 0


def river_of(bench: Bench, ideas: Sequence[Idea]) -> River | None:
    """Nothing before the first note."""
    titles, source_of = sources_of(bench)
    own = {common.key: common.title for common in named(bench)}
    tallies: dict[str, Tally] = defaultdict(Tally)
    for question in bench.questions:
        picture = bench.pictures[question.board_id]
        for name, notes, is_carried in flows_of(bench, picture, ideas, own):
            tallies[name].of[source_of[question.workshop_id]] += notes
            tallies[name].carried += notes if is_carried else 0
    rests_on = places_of(bench, own)
    for idea in ideas:
        place = rests_on.get(("theme", idea.theme_id)) or rests_on.get(("note", idea.key_note_id))
        tallies[place or OUTSIDE].ideas += 1
    names = own | {
        OTHERS: _("Autres thèmes communs"),
        ALONE: _("Thèmes d’un seul panneau"),
        OUTSIDE: _("Hors thème"),
        ASIDE: _("Écartées"),
    }
    bands = tuple(band_of(title, name, tallies[name], len(titles)) for name, title in names.items() if name in tallies)
    totals = [sum(band.of[place] for band in bands) for place in range(len(titles))]
    return River(tuple(zip(titles, totals, strict=True)), bands) if sum(totals) else None


def band_of(title: str, name: str, tally: Tally, sources: int) -> Band:
    kind = name if name in (OUTSIDE, ASIDE) else "used"
    return Band(title, kind, tuple(tally.of[place] for place in range(sources)), tally.carried, tally.ideas)


def sources_of(bench: Bench) -> tuple[list[str], dict[int, int]]:
    """The workshops that have a band, and the place of each; those beyond flow together."""
    titles = [workshop.title for workshop in bench.workshops]
    if len(titles) > MOST:
        beyond = len(titles) - MOST + 1
        others = ngettext("%(n)s autre atelier", "%(n)s autres ateliers", beyond) % {"n": beyond}
        titles = [*titles[: MOST - 1], others]
    return titles, {workshop.pk: min(place, MOST - 1) for place, workshop in enumerate(bench.workshops)}


def named(bench: Bench) -> list[Common]:
    """The common themes that have a band of their own."""
    return bench.commons if len(bench.commons) <= MOST else bench.commons[: MOST - 1]


def flows_of(
    bench: Bench, picture: Picture, ideas: Iterable[Idea], own: dict[str, str]
) -> Iterable[tuple[str, int, bool]]:
    """Each row of a board: where it goes, its notes, and whether a strong idea speaks from them."""
    resting = {idea.theme_id for idea in ideas if idea.theme_id}
    spoken = {idea.key_note_id for idea in ideas if idea.key_note_id}
    for group in picture.themes:
        name = destination(bench, str(group.theme.key), own)
        for row in group.rows:
            yield name, len(notes_of(row)), group.theme.pk in resting or is_spoken(row, spoken)
    for row in picture.unsorted:
        yield OUTSIDE, len(notes_of(row)), is_spoken(row, spoken)
    if picture.set_aside:
        yield ASIDE, len(picture.set_aside), False


def places_of(bench: Bench, own: dict[str, str]) -> dict[tuple[str, int | None], str]:
    """Where each theme, and each note under one, goes."""
    found: dict[tuple[str, int | None], str] = {}
    for key, stood in bench.themes.items():
        name = destination(bench, key, own)
        found["theme", stood.theme.pk] = name
        found.update({("note", note.pk): name for note in stood.notes()})
    return found


def notes_of(row: Row) -> list[Note]:
    return [row.note, *row.members]


def is_spoken(row: Row, spoken: set[int]) -> bool:
    return any(note.pk in spoken for note in notes_of(row))


def destination(bench: Bench, theme: str, own: dict[str, str]) -> str:
    common = bench.ledger.commons.get(theme)
    if common is None:
        return ALONE
    return common if common in own else OTHERS
