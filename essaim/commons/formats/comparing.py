"""Two sheets compared field by field, and three put together: what somebody changed since, and what I changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from essaim.commons.formats.sheet import FIELDS, Kind, Sheet, SheetField, without_blanks

# Fields whose values stand side by side: what one person adds does not contradict what another adds.
SETS = {Kind.TERMS, Kind.TAGS, Kind.ORGANISATIONS, Kind.PEOPLE, Kind.PLACES, Kind.FILES, Kind.KEPT}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that says something else: None where it said, or says, nothing."""

    field: SheetField
    before: Any
    after: Any

    @property
    def added(self) -> list[Any]:
        """Of a field of several values, those that came."""
        return without(self.after or [], self.before or []) if self.field.kind in SETS else []

    @property
    def removed(self) -> list[Any]:
        return without(self.before or [], self.after or []) if self.field.kind in SETS else []


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both changed since `base`, each in their own way."""

    field: SheetField
    base: Any
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """What both said since `base`; a field in a clash says what we do, until somebody chooses."""

    sheet: Sheet
    clashes: tuple[Clash, ...] = ()


def differences(before: Sheet, after: Sheet) -> list[Difference]:
    """The fields that differ, in the order of the sheet."""
    return [
        Difference(field, before.get(field.name), after.get(field.name))
        for field in FIELDS
        if before.get(field.name) != after.get(field.name)
    ]


def merged(base: Sheet, ours: Sheet, theirs: Sheet) -> Merged:
    """Three-way, field by field: nothing that only one side changed is asked, and nothing is overwritten unasked."""
    sheet: Sheet = {}
    clashes: list[Clash] = []
    for field in FIELDS:
        was, mine, other = (one.get(field.name) for one in (base, ours, theirs))
        if mine == other or other == was:
            sheet[field.name] = mine
        elif mine == was:
            sheet[field.name] = other
        elif field.kind in SETS:
            sheet[field.name] = joined(was or [], mine or [], other or [])
        else:
            sheet[field.name] = mine
            clashes.append(Clash(field, was, mine, other))
    return Merged(without_blanks(sheet), tuple(clashes))


def joined(base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any]:
    """What both have kept, then what each added: ours first."""
    kept = [one for one in ours if one in theirs or one not in base]
    return kept + [one for one in without(theirs, base) if one not in kept]


def without(values: list[Any], others: list[Any]) -> list[Any]:
    return [one for one in values if one not in others]


def chosen(merge: Merged, taken: Iterable[str]) -> Sheet:
    """The sheet once somebody chose: the fields of these names say what the others do."""
    names = set(taken)
    theirs = {clash.field.name: clash.theirs for clash in merge.clashes if clash.field.name in names}
    return without_blanks(merge.sheet | theirs)
