"""What stands at a workbench: its decisions that are not undone, one after the other. Pure.

A state is a flat dictionary, so that any decision has one before and one after:
`title:COMMON` is the name of a common theme, `theme:THEME` the common theme where a board's theme stands,
`pair:NOTE:NOTE` what people said of two notes. What is not said is not there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from essaim.workbench.enums import Verdict

State = dict[str, str]
Changes = Mapping[str, str | None]
TITLE, THEME, PAIR = "title:", "theme:", "pair:"


def title_of(common: str) -> str:
    return f"{TITLE}{common}"


def place_of(theme: str) -> str:
    return f"{THEME}{theme}"


def pair_of(one: str, other: str) -> str:
    """The same whichever note is said first."""
    first, second = sorted((one, other))
    return f"{PAIR}{first}:{second}"


def state_after(changes: Iterable[Changes]) -> State:
    """What stands once all these were decided, in this order."""
    together: dict[str, str | None] = {}
    for change in changes:
        together.update(change)
    return {name: value for name, value in together.items() if value is not None}


def changed(state: State, change: Changes) -> State:
    return state_after([state, change])


def values_of(state: State, names: Iterable[str]) -> dict[str, str | None]:
    return {name: state.get(name) for name in names}


def emptied(state: State) -> list[str]:
    """Titles under which no theme stands."""
    filled = {title_of(common) for name, common in state.items() if name.startswith(THEME)}
    return [name for name in state if name.startswith(TITLE) and name not in filled]


def is_whole(state: State) -> bool:
    """Each theme stands under a title, and each title holds a theme."""
    titled = all(title_of(common) in state for name, common in state.items() if name.startswith(THEME))
    return titled and not emptied(state)


@dataclass(frozen=True)
class Ledger:
    """The same, as pages ask for it: by keys of themes, of common themes and of notes."""

    titles: Mapping[str, str]
    commons: Mapping[str, str]  # theme → common theme
    verdicts: Mapping[tuple[str, str], Verdict]

    @classmethod
    def of(cls, state: State) -> "Ledger":
        return cls(
            titles={name.removeprefix(TITLE): value for name, value in state.items() if name.startswith(TITLE)},
            commons={name.removeprefix(THEME): value for name, value in state.items() if name.startswith(THEME)},
            verdicts={notes_of(name): Verdict(value) for name, value in state.items() if name.startswith(PAIR)},
        )

    def pairs(self, verdict: Verdict) -> list[tuple[str, str]]:
        return [pair for pair, said in self.verdicts.items() if said == verdict]


def notes_of(name: str) -> tuple[str, str]:
    one, other = name.removeprefix(PAIR).split(":")
    return one, other
