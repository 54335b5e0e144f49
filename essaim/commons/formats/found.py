"""What a reader finds in another system: records with their fields, typed, and every character as it was written."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Text:
    """Words, with the lines that they had."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number, and its unit where one was written."""

    number: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A date as precise as it was written: `text` keeps the words, `first` and `last` bound it."""

    text: str
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A place on Earth, in degrees (WGS 84)."""

    latitude: Decimal
    longitude: Decimal


@dataclass(frozen=True, slots=True)
class Link:
    """An address, or the title of another page of the same system (`address` is then empty, or where it is read)."""

    label: str
    title: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    is_true: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together: a subobject, a nested template, a record."""

    name: str
    fields: tuple["Field", ...] = ()


Value = Text | Number | Day | Point | Link | Flag | Group


@dataclass(frozen=True, slots=True)
class Field:
    """A named value of a record: `raw` has every character of it, `values` what they were understood to be."""

    name: str
    raw: str
    values: tuple[Value, ...] = ()
    label: str = ""  # what people read in place of its name, where the system says it


@dataclass(frozen=True, slots=True)
class Contributor:
    """Who wrote a revision: the name an account shows; an address of a machine is not kept."""

    name: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record was read, for its attribution and for a second import to recognise it."""

    system: str  # "mediawiki", "smw", "yeswiki", "table", "turtle"
    site: str = ""  # address or name of the system
    key: str = ""  # what names the record there: page, entry or row
    address: str = ""
    revision: str = ""
    written_at: str = ""  # ISO 8601, as the system gives it
    contributors: tuple[Contributor, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One record: a page, an entry or a row. Nothing that was read of it is left out."""

    title: str
    origin: Origin
    kind: str = ""  # template, form or category that says what it is
    fields: tuple[Field, ...] = ()
    text: str = ""  # what is written outside any field
    categories: tuple[str, ...] = ()
    redirects_to: str = ""
    raw: str = ""  # its whole source
    troubles: tuple[str, ...] = ()  # sentences: what could not be understood
    namespace: int = 0
    others: tuple[Group, ...] = ()  # other templates and subobjects of the page
