"""A page to print: which template, on which paper, under which name."""

from dataclasses import dataclass, field
from typing import Any

from essaim.workshops.paper.sheet_id import SheetId


@dataclass(frozen=True)
class Options:
    """How it is printed: large print, A3 posters, one badge only."""

    is_large: bool = False
    is_a3: bool = False
    badge: int | None = None


@dataclass(frozen=True)
class Page:
    template: str
    sheet: SheetId
    says: dict[str, Any] = field(default_factory=dict)
    paper: str = "a4"
    flows: bool = False  # may run over several pages
    typed_back: bool = False  # what is written on it will be typed: it bears a QR code for the team

    @property
    def file(self) -> str:
        return f"workshops/paper/sheets/{self.template}.html"


def sliced[Thing](things: list[Thing], size: int) -> list[list[Thing]]:
    return [things[start : start + size] for start in range(0, len(things), size)]
