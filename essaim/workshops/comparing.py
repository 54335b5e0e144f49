"""Two ways to sort the same notes, side by side: the board's, and those of people who sorted apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from essaim.boards.queries import Picture, Row, grouped
from essaim.kit.agreement import Agreement, agreement_of
from essaim.workshops.models import Grouping, Question

BOARD = "panneau"


@dataclass(frozen=True)
class Side:
    """A sorting: who made it, its headings by their key, and where it puts each note; one left out waits."""

    name: str
    who: str
    titles: Mapping[str, str]
    places: Mapping[str, str]

    def heading_of(self, note: str) -> str:
        place = self.places.get(note, "")
        return place if place in self.titles else ""

    def title_of(self, note: str) -> str:
        """The heading in words; nothing for a note that waits."""
        return self.titles.get(self.heading_of(note), "")


@dataclass(frozen=True)
class Difference:
    """A note on which they differ, with the heading of each; nothing is "waits"."""

    row: Row
    headings: tuple[str, str]
    titles: tuple[str, str]
    on_board: str

    @property
    def sides(self) -> list[tuple[str, str, bool]]:
        """For each: the heading, its title, and whether the board has the note there already."""
        return [
            (heading, title, title.casefold() == self.on_board.casefold())
            for heading, title in zip(self.headings, self.titles, strict=True)
        ]


@dataclass(frozen=True)
class Comparison:
    """Headings of the same name are one heading here, whoever made them."""

    rows: list[Row]
    board: Side
    one: Side
    other: Side

    @cached_property
    def agreement(self) -> Agreement:
        keys = [str(row.note.key) for row in self.rows]
        return agreement_of(
            *([side.title_of(key).casefold() or None for key in keys] for side in (self.one, self.other))
        )

    @cached_property
    def differences(self) -> list[Difference]:
        found = []
        for row in self.rows:
            key = str(row.note.key)
            titles = self.one.title_of(key), self.other.title_of(key)
            if titles[0].casefold() != titles[1].casefold():
                headings = self.one.heading_of(key), self.other.heading_of(key)
                found.append(Difference(row, headings, titles, self.board.title_of(key)))
        return found


def rows_of(picture: Picture) -> list[Row]:
    """Every note that stands by itself on the board, in the order in which they were written."""
    rows = [*picture.unsorted, *(row for group in picture.themes for row in group.rows)]
    return sorted(rows, key=lambda row: row.note.number)


def side_of_board(picture: Picture) -> Side:
    titles = {str(group.theme.key): group.theme.title for group in picture.themes}
    places = {str(row.note.key): str(group.theme.key) for group in picture.themes for row in group.rows}
    return Side(BOARD, _("Le panneau"), titles, places)


def side_of(grouping: Grouping, board: Side) -> Side:
    """A heading that is on the board reads as it reads there today."""
    titles = {key: board.titles.get(key, title) for key, title in grouping.headings}
    return Side(str(grouping.pk), str(grouping.by), titles, grouping.places)


def sides_of(question: Question, picture: Picture) -> list[Side]:
    """The board first, then each person who sorts apart."""
    groupings = question.groupings.select_related("by").order_by("pk")
    board = side_of_board(picture)
    return [board, *(side_of(grouping, board) for grouping in groupings)]


def compared(question: Question, one: str, other: str) -> tuple[list[Side], Comparison | None]:
    """Those that can be compared, and the two asked for: the board and the first of them where nothing is asked."""
    picture = grouped(question.board)
    sides = sides_of(question, picture)
    by_name = {side.name: side for side in sides}
    if len(sides) < 2:
        return sides, None
    first = by_name.get(one, sides[0])
    second = by_name.get(other) or next(side for side in sides if side.name != first.name)
    return sides, Comparison(rows_of(picture), sides[0], first, second)
