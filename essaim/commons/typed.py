"""A sheet as people type it in a form, and what they typed as a sheet: one is read back as the other."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from essaim.commons.formats.measures import point
from essaim.commons.formats.sheet import FIELDS, Kind, Sheet, SheetField
from essaim.kit.text import cleaned as cleaned_text
from essaim.licences.attributing import is_on_the_web
from essaim.territories.finding.names import words_of
from essaim.territories.models import Territory
from essaim.territories.queries import search_territories, territories_coded

LINES = 200  # values of a list that is typed one a line


def typed(sheet: Sheet) -> dict[str, Any]:
    """The sheet as somebody would type it."""
    return {
        field.name: TYPED.get(field.kind, as_typed)(sheet[field.name])
        for field in FIELDS
        if field.name in sheet and field.kind is not Kind.KEPT
    }


def as_typed(value: Any) -> Any:
    return value


def people_typed(value: list[dict[str, str]]) -> str:
    return "\n".join(f"{one['name']} : {one['role']}" if one.get("role") else one["name"] for one in value)


def places_typed(value: list[dict[str, str]]) -> str:
    keys = [(one["kind"], one["code"]) for one in value]
    known = {(one.kind, one.code): one.label() for one in territories_coded(keys)}
    return "\n".join(known.get(key, f"{key[0]} {key[1]}") for key in keys)


def files_typed(value: list[dict[str, str]]) -> str:
    return "\n".join(f"{one['address']} {one.get('label', '')}".strip() for one in value)


def point_typed(value: dict[str, str]) -> str:
    return f"{value['latitude']}, {value['longitude']}"


def tags_typed(value: list[str]) -> str:
    return ", ".join(value)


TYPED: dict[Kind, Callable[[Any], Any]] = {
    Kind.ORGANISATIONS: people_typed,
    Kind.PEOPLE: people_typed,
    Kind.PLACES: places_typed,
    Kind.FILES: files_typed,
    Kind.POINT: point_typed,
    Kind.TAGS: tags_typed,
}


def as_it_is(value: Any, _field: SheetField, _sheet: Sheet) -> Any:
    return value


def line_read(value: str, _field: SheetField, _sheet: Sheet) -> str:
    return cleaned_text(value, lines=False)


def prose_read(value: str, _field: SheetField, _sheet: Sheet) -> str:
    return "\n".join(line.rstrip() for line in value.replace("\r\n", "\n").split("\n")).strip("\n")


def lines_of(value: str) -> list[str]:
    lines = [cleaned_text(line, lines=False) for line in value.splitlines()]
    lines = list(dict.fromkeys(line for line in lines if line))
    if len(lines) > LINES:
        raise forms.ValidationError(_("%(limit)s lignes au plus.") % {"limit": LINES})
    return lines


def tags_read(value: str, _field: SheetField, _sheet: Sheet) -> list[str]:
    words = [cleaned_text(word, lines=False) for word in re.split(r"[,;\n]", value)]
    return list(dict.fromkeys(word for word in words if word))


def people_read(value: str, _field: SheetField, _sheet: Sheet) -> list[dict[str, str]]:
    """A name a line, and a role after a colon."""
    found = []
    for line in lines_of(value):
        name, _colon, role = re.sub(r"\s+:\s+", "\0", line, count=1).partition("\0")
        found.append({"name": name} | ({"role": role} if role else {}))
    return found


def files_read(value: str, field: SheetField, sheet: Sheet) -> list[dict[str, str]]:
    """An address a line, and a name after it; what is known of a file that stays, stays."""
    known = {one["address"]: one for one in sheet.get(field.name, [])}
    found = []
    for line in lines_of(value):
        address, _space, label = line.partition(" ")
        if not is_on_the_web(address):
            sentence = _("« %(line)s » ne commence pas par une adresse (https://…).")
            raise forms.ValidationError(sentence % {"line": line})
        rest = {name: told for name, told in known.get(address, {}).items() if name not in {"address", "label"}}
        found.append({"address": address} | ({"label": label} if label else {}) | rest)
    return found


def address_read(value: str, _field: SheetField, _sheet: Sheet) -> str:
    return whole_address(cleaned_text(value, lines=False))


def whole_address(address: str) -> str:
    """The same address, if it is whole, or if there is none."""
    if address and not is_on_the_web(address):
        raise forms.ValidationError(_("Donnez une adresse entière : https://exemple.fr/forum"))
    return address


def point_read(value: str, _field: SheetField, sheet: Sheet) -> dict[str, str]:
    """Two numbers; an unchanged point keeps each of its digits."""
    text = cleaned_text(value, lines=False)
    if not text:
        return {}
    if "point" in sheet and text == point_typed(sheet["point"]):
        return dict(sheet["point"])
    numbers = re.findall(r"[-+]?\d+(?:[.,]\d+)?", text)
    where = point(*(number.replace(",", ".") for number in numbers)) if len(numbers) == 2 else None
    if where is None:
        raise forms.ValidationError(_("Donnez la latitude puis la longitude, comme « 48.11, -1.68 »."))
    return {"latitude": str(where.latitude), "longitude": str(where.longitude)}


def places_read(value: str, field: SheetField, sheet: Sheet) -> list[dict[str, str]]:
    """A territory a line; one that the sheet names already stays, even if it no longer exists."""
    kept = sheet.get(field.name, [])
    known = dict(zip(places_typed(kept).splitlines(), kept, strict=True)) if kept else {}
    found, wrong = [], []
    for line in lines_of(value):
        if line in known:
            found.append(known[line])
            continue
        answers = search_territories(line, limit=8)
        exact = [one for one in answers if line in (one.label(), one.code)]
        exact = exact or [one for one in answers if words_of(one.name) == words_of(line)]
        if len(exact) == 1 or len(answers) == 1:
            one = (exact or answers)[0]
            found.append({"kind": str(one.kind), "code": one.code})
        else:
            wrong.append(not_one(line, answers))
    if wrong:
        raise forms.ValidationError(wrong)
    return [one for number, one in enumerate(found) if one not in found[:number]]


def not_one(line: str, answers: list[Territory]) -> str:
    if not answers:
        return _("« %(line)s » : aucun territoire ne porte ce nom. Vérifiez l’orthographe.") % {"line": line}
    told = ", ".join(one.label() for one in answers[:4])
    return _("« %(line)s » : plusieurs territoires correspondent. Écrivez l’un d’eux : %(told)s.") % {
        "line": line,
        "told": told,
    }


READ: dict[Kind, Callable[[Any, SheetField, Sheet], Any]] = {
    Kind.LINE: line_read,
    Kind.PROSE: prose_read,
    Kind.ADDRESS: address_read,
    Kind.TAGS: tags_read,
    Kind.ORGANISATIONS: people_read,
    Kind.PEOPLE: people_read,
    Kind.FILES: files_read,
    Kind.POINT: point_read,
    Kind.PLACES: places_read,
}
