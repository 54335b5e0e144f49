"""The catalogue in our own format: one JSON object a line, whole, so that another instance holds the same.

`{"essaim": 1, "key", "slug", "standing", "sheet", "created_at", "changed_at", "published_at"?, "old_names"?,
"origin"?, "revisions"?, "drawn_from"?, "changes"?}`. Everything that a common says is in `sheet` (`formats/sheet.py`);
what it said before is in `revisions` (`number`, `at`, `reason`, `sheet`), oldest first, the last without its sheet.
`drawn_from` names works by `parent`, the key of a common, where it is one, and tells each in full; `changes` are what
was changed to make this one of them. Who wrote each stays in the instance where they did.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any, BinaryIO
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.text import slugify
from django.utils.translation import gettext as _

from essaim.commons.enums import Relation, Standing
from essaim.commons.formats.sheet import BY_NAME, Kind, Sheet, without_blanks
from essaim.kit.refusal import Refused
from essaim.licences.attributing import is_on_the_web

VERSION = 1
DATES = ("created_at", "changed_at", "published_at")
NAMES_ORIGIN = ("system", "site", "key")
OF_ORIGIN = (
    *NAMES_ORIGIN,
    *("address", "title", "revision", "written_at", "contributors"),
    *("raw", "digest", "read_at"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A common as a file tells it."""

    key: UUID
    slug: str
    standing: Standing
    sheet: Sheet
    dates: dict[str, str]
    old_names: tuple[str, ...]
    origin: dict[str, Any]
    revisions: tuple[dict[str, Any], ...] = ()
    drawn_from: tuple[dict[str, Any], ...] = ()
    changes: tuple[dict[str, str], ...] = ()

    @property
    def parents(self) -> list[UUID]:
        return [one["parent"] for one in self.drawn_from if one["parent"]]

    @property
    def origin_name(self) -> tuple[str, ...]:
        """Where it was read, (system, site, key): () when it was written here."""
        return tuple(self.origin[name] for name in NAMES_ORIGIN) if self.origin else ()

    @property
    def names(self) -> tuple[object, ...]:
        """What no other line of the file may bear, each once: its key, its addresses, and where it was read."""
        origin = (self.origin_name,) if self.origin else ()
        return tuple(dict.fromkeys((self.key, self.slug, *self.old_names, *origin)))


def lines_in(file: BinaryIO) -> Iterator[Line]:
    """Each line of the file; one that is unreadable, or names what another names, refuses the file, with its number."""
    seen: dict[object, int] = {}
    lineage: dict[UUID, list[UUID]] = {}
    for number, content in enumerate(file, start=1):
        if content.strip():
            try:
                line = line_of(json.loads(content.decode("utf-8-sig" if number == 1 else "utf-8")))
            except (json.JSONDecodeError, UnicodeDecodeError) as wrong:
                raise refused(number, _("ce n’est pas du JSON")) from wrong
            except Wrong as wrong:
                raise refused(number, _("« %(name)s » n’est pas lisible") % {"name": wrong}) from wrong
            for name in line.names:
                if name in seen:
                    raise refused(number, _("la ligne %(other)s est déjà ce commun") % {"other": seen[name]})
                seen[name] = number
            if line.parents:
                lineage[line.key] = line.parents
            yield line
    refuse_circles(lineage)


def refuse_circles(lineage: dict[UUID, list[UUID]]) -> None:
    try:
        TopologicalSorter(lineage).prepare()
    except CycleError as circle:
        sentence = _("Le fichier fait venir des communs les uns des autres en rond : %(keys)s. Rien n’a été importé.")
        keys = ", ".join(str(key) for key in circle.args[1])
        raise Refused(sentence % {"keys": keys}, code="circular", status=422) from circle


def refused(number: int, why: str) -> Refused:
    sentence = _("La ligne %(number)s n’est pas un commun exporté par Essaim : %(why)s. Rien n’a été importé.")
    return Refused(sentence % {"number": number, "why": why}, code="bad-line", status=422)


class Wrong(Exception):
    """The field of this name is missing, or is not what it should be."""


def line_of(told: Any) -> Line:
    if not isinstance(told, dict) or told.get("essaim") != VERSION:
        raise Wrong("essaim")
    dates = [name for name in DATES if name != "published_at" or name in told]
    return Line(
        key=read(told, "key", UUID),
        slug=read(told, "slug", a_slug),
        standing=read(told, "standing", Standing),
        sheet=read(told, "sheet", checked),
        dates={name: read(told, name, a_moment) for name in dates},
        old_names=read(told, "old_names", slugs) if "old_names" in told else (),
        origin=read(told, "origin", origin_of) if "origin" in told else {},
        revisions=read(told, "revisions", revisions_of) if "revisions" in told else (),
        drawn_from=read(told, "drawn_from", sources_of) if "drawn_from" in told else (),
        changes=read(told, "changes", changes_of) if "changes" in told else (),
    )


def read(told: dict[str, Any], name: str, how: Callable[[Any], Any]) -> Any:
    try:
        return how(told[name])
    except (KeyError, ValueError, TypeError, AttributeError) as wrong:
        raise Wrong(name) from wrong


def a_slug(text: str) -> str:
    if not text or text != slugify(text):
        raise ValueError
    return text


def slugs(names: list[str]) -> tuple[str, ...]:
    return tuple(a_slug(name) for name in names)


def a_moment(text: str) -> str:
    if parse_datetime(text) is None:
        raise ValueError
    return text


def origin_of(told: dict[str, Any]) -> dict[str, Any]:
    """Where the common was read, whole."""
    if not all(isinstance(told[name], str) for name in NAMES_ORIGIN):
        raise ValueError
    return {name: told[name] for name in OF_ORIGIN}


def revisions_of(told: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Every version in its order; the last one says what the common does."""
    numbers: list[int] = [a_number(one["number"]) for one in told]
    if not numbers or numbers != sorted(set(numbers)):
        raise ValueError
    found = [
        {"number": one["number"], "at": a_moment(one["at"]), "reason": a_text(one["reason"], 200)}
        | ({"sheet": checked(one["sheet"])} if number < len(told) else {})
        for number, one in enumerate(told, start=1)
    ]
    return tuple(found)


def sources_of(told: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """What the common was drawn from, each common once."""
    found = [
        {
            "parent": UUID(one["parent"]) if "parent" in one else None,
            "relation": Relation(one["relation"]),
            "base": a_number(one["base"]),
            "title": a_text(one["title"], 200),
            "author": a_text(one["author"], 500),
            "address": an_address(one["address"]),
            "licence": a_text(one["licence"], 300),
            "since": a_moment(one["since"]),
        }
        for one in told
    ]
    parents = [one["parent"] for one in found if one["parent"]]
    if len(parents) != len(set(parents)):
        raise ValueError
    return tuple(found)


def changes_of(told: list[dict[str, Any]]) -> tuple[dict[str, str], ...]:
    return tuple({"text": a_text(one["text"], 500), "at": a_moment(one["at"])} for one in told)


def a_number(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**31:
        raise ValueError
    return value


def an_address(value: Any) -> str:
    if value and not is_on_the_web(value):
        raise ValueError
    return a_text(value, 500)


def a_text(value: Any, limit: int) -> str:
    if not isinstance(value, str) or len(value) > limit:
        raise ValueError
    return value


def checked(sheet: Sheet) -> Sheet:
    """The sheet, whose fields are of their types; a field that nobody here knows is refused rather than lost."""
    for name, value in sheet.items():
        if name not in BY_NAME:
            raise Wrong(name)
        if not fits(value, BY_NAME[name].kind):
            raise Wrong(name)
    if not sheet.get("title"):
        raise Wrong("title")
    return without_blanks(sheet)


def fits(value: Any, kind: Kind) -> bool:
    match kind:
        case Kind.TERMS | Kind.TAGS:
            return isinstance(value, list) and all(isinstance(one, str) for one in value)
        case Kind.POINT:
            return is_words(value) and set(value) == {"latitude", "longitude"}
        case Kind.ORGANISATIONS | Kind.PEOPLE | Kind.PLACES | Kind.FILES | Kind.KEPT:
            return isinstance(value, list) and all(is_words(one) for one in value)
        case _:
            return isinstance(value, str)


def is_words(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(part, str) for pair in value.items() for part in pair)


def written(line: dict[str, Any]) -> str:
    """A common as one line of the file."""
    return json.dumps({"essaim": VERSION, **line}, ensure_ascii=False, separators=(",", ":")) + "\n"
