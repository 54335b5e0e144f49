"""What a synthesis is made of. Frozen: a draft never changes, another one is made."""

from dataclasses import dataclass, field
from enum import Enum

STEMS_ALONE = "none"  # the encoder's name where there is no model


class Why(Enum):
    """Why a note stands under no heading."""

    NO_HEADING_FITS = "no-heading-fits"  # said by people
    HESITATES = "hesitates"  # the machine finds two headings as good as each other, or none near
    NO_WORDS = "no-words"  # nothing to read: signs or pictures alone


@dataclass(frozen=True)
class Note:
    """What somebody said, as typed. `theme` is the heading that a person put it under, and there it stays."""

    id: str
    text: str
    count: int = 1
    table: str = ""
    sequence: int = 0
    theme: str = ""
    is_apart: bool = False  # a person said that no heading fits


@dataclass(frozen=True)
class Options:
    """`themes`: how many to propose; None lets the rule of `grouping.usual_number` choose."""

    themes: int | None = None
    headings: tuple[str, ...] = ()  # of people, without notes yet
    titles: tuple[tuple[str, str], ...] = ()  # (heading as notes name it, as people read it), where these differ
    lexicon: tuple[tuple[str, str], ...] = ()  # abbreviations of this instance: (short, words)


@dataclass(frozen=True)
class Quote:
    """A note's own words; `note` is its id."""

    note: str
    text: str


@dataclass(frozen=True)
class Theme:
    """`notes` in the order in which they were given; `by_people` when its heading was written by a person."""

    id: str
    heading: str
    notes: tuple[str, ...]
    by_people: bool = False
    name: str = ""  # of a heading of people: what the `theme` of its notes says
    words: tuple[str, ...] = ()  # what is said here more than elsewhere, as people spell it
    quote: Quote | None = None  # the most central note
    parent: str = ""  # id of its family; empty where themes are too few to be put together


@dataclass(frozen=True)
class Family:
    """Themes that are near: what "fewer themes" would make one."""

    id: str
    heading: str
    themes: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """How well a note stands under a theme: 1 is word for word, 0 is nothing in common."""

    theme: str
    score: float


@dataclass(frozen=True)
class Outside:
    note: str
    why: Why


@dataclass(frozen=True)
class Near:
    """Two notes that may say the same; a person decides."""

    one: str
    other: str
    score: float


@dataclass(frozen=True)
class Split:
    """A note that may hold several ideas, and its words cut in pieces; never cut by itself."""

    note: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """Every note is in exactly one theme or outside: `themes` and `outside` together hold all ids, each once.

    `repeats` are groups of ids with the same words, whichever themes they are in; `placed` those that the machine
    put under a heading of people, because it was sure.
    """

    themes: tuple[Theme, ...] = ()
    families: tuple[Family, ...] = ()
    repeats: tuple[tuple[str, ...], ...] = ()
    near: tuple[Near, ...] = ()
    splits: tuple[Split, ...] = ()
    suggestions: dict[str, tuple[Suggestion, ...]] = field(default_factory=dict)
    placed: tuple[str, ...] = ()
    outside: tuple[Outside, ...] = ()
    encoder: str = ""

    @property
    def is_stems_alone(self) -> bool:
        """No model compared what is meant: only words did. Said wherever a draft is shown."""
        return self.encoder == STEMS_ALONE
