"""The pages that a semantic wiki answers with in JSON: `action=ask`, `askargs` and Special:Ask, in all shapes."""

import json
import math
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from essaim.commons.formats.days import day_of, day_of_stored
from essaim.commons.formats.decoding import read_json, unreadable
from essaim.commons.formats.found import Field, Flag, Found, Group, Link, Number, Origin, Text, Value
from essaim.commons.formats.measures import number_of, point, point_of
from essaim.commons.formats.understanding import values_of
from essaim.commons.formats.wiki_site import Site, site_of, titled, without_namespace
from essaim.kit.refusal import Refused

CATEGORIES = 0  # the mode of a column that lists the categories of its page
SUBJECT = re.compile(r"(?P<page>[^#]+)#(?P<namespace>-?\d*)#(?P<wiki>[^#]*)#(?P<part>.*)", re.DOTALL)
WORDS = frozenset({"_txt", "_cod", "_str", "_keyw", "_ema", "_tel", "_mlt_rec", "_eid"})
ADDRESSES = frozenset({"_uri", "_anu"})

Subject = dict[str, Any]


def read_answers(content: bytes, site: str = "") -> list[Found]:
    """The pages of the answer, with their properties typed as it says; refuses with a sentence what is no answer."""
    told = read_json(content)
    if isinstance(told, dict) and told.get("error"):
        raise unreadable(_("Le wiki a répondu par une erreur : %(error)s") % {"error": words_of(told["error"])})
    answer = told.get("query", told) if isinstance(told, dict) else told
    if isinstance(answer, dict) and "results" in answer:
        columns = {
            str(one.get("label", "")): one for one in listed(answer.get("printrequests")) if isinstance(one, dict)
        }
        return [found_of(title, subject, columns, site) for title, subject in subjects_of(answer["results"])]
    if isinstance(answer, dict) and all(isinstance(one, dict) for one in answer.values()):
        return [found_of_simple(name, one, site) for name, one in answer.items()]
    if isinstance(answer, list) and all(isinstance(one, dict) for one in answer):
        return [found_of_simple("", one, site, number) for number, one in enumerate(answer, start=1)]
    raise not_an_answer()


def words_of(error: Any) -> str:
    said = error.get("info") or error.get("query") or error if isinstance(error, dict) else error
    return str(said)[:200]


def not_an_answer() -> Refused:
    return unreadable(
        _("Ce JSON n’est pas la réponse d’un wiki sémantique. Demandez-la avec action=ask et format=json.")
    )


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def subjects_of(results: Any) -> Iterator[tuple[str, Subject]]:
    """Each page with its title: an object by title, a list of such objects, or a list of pages; [] where none is."""
    for one in [results] if isinstance(results, dict) else listed(results):
        if not isinstance(one, dict):
            raise not_an_answer()
        pairs = [(str(one.get("fulltext", "")), one)] if is_page(one) else one.items()
        for title, subject in pairs:
            if not isinstance(subject, dict) or not isinstance(subject.get("printouts", {}), dict | list):
                raise not_an_answer()
            yield title, subject


def is_page(one: Subject) -> bool:
    return isinstance(one.get("fulltext"), str) or isinstance(one.get("printouts"), list)


def found_of(title: str, subject: Subject, columns: dict[str, Subject], site: str) -> Found:
    """The record of a page: its properties are the columns that were asked."""
    key = str(subject.get("fulltext") or title)
    address = str(subject.get("fullurl") or "")
    fields, categories = [], []
    for name, values in printouts_of(subject.get("printouts")):
        column = columns.get(name, {})
        fields.append(field_of(name, values, str(column.get("typeid") or "")))
        if column.get("mode") == CATEGORIES:
            categories += [without_namespace(str(one["fulltext"])) for one in values if is_linked(one)]
    namespace = subject.get("namespace")
    return Found(
        title=str(subject.get("displaytitle") or key),
        origin=Origin(system="smw", site=site or site_of(address, key), key=key, address=address),
        kind=next(iter(categories), ""),
        fields=tuple(fields),
        categories=tuple(categories),
        raw=json.dumps(subject, ensure_ascii=False),
        namespace=namespace if isinstance(namespace, int) else Site().namespace_of(key),
    )


def printouts_of(printouts: Any) -> Iterator[tuple[str, list[Any]]]:
    """The columns of a page with their values; version 0.5 lists them, with their values by number."""
    if isinstance(printouts, dict):
        for name, values in printouts.items():
            yield name, values if isinstance(values, list) else [values]
    for one in listed(printouts):
        if isinstance(one, dict):
            yield str(one.get("label", "")), [value for key, value in one.items() if key != "label"]


def found_of_simple(name: str, told: Subject, site: str, number: int = 0) -> Found:
    """The record of a page told by `type=simple`: words only, and a name that holds its namespace."""
    subject = SUBJECT.fullmatch(name)
    title = titled(subject["page"]) if subject else name
    if subject and subject["part"]:
        title += f"#{subject['part']}"
    if not all(isinstance(one, list | str | int | float) for one in told.values()):
        raise not_an_answer()
    fields = tuple(
        field_of(label, values if isinstance(values, list) else [values], "") for label, values in told.items()
    )
    trouble = _("Cette réponse ne nomme pas ses pages : demandez-la sans « mainlabel=- ».")
    return Found(
        title=title or _("Réponse %(number)s") % {"number": number},
        origin=Origin(system="smw", site=site, key=title or str(number)),
        fields=fields,
        raw=json.dumps(told, ensure_ascii=False),
        namespace=int(subject["namespace"] or 0) if subject and subject["namespace"] != "-" else 0,
        troubles=() if title else (trouble,),
    )


def field_of(name: str, values: list[Any], typeid: str) -> Field:
    """The values of a column; `raw` has them one after the other."""
    read = [value_of(value, typeid, name) for value in values if value is not None]
    return Field(name, ", ".join(raw for raw, _values in read), tuple(one for _raw, found in read for one in found))


def value_of(value: Any, typeid: str, name: str) -> tuple[str, tuple[Value, ...]]:
    """What is written, and what it was understood to be."""
    match value:
        case bool():
            return str(value).lower(), (Flag(value),)
        case int() | float():
            return str(value), (Number(Decimal(str(value))) if math.isfinite(value) else Text(str(value)),)
        case str():
            return value, value_of_words(value, typeid, name)
        case {"fulltext": str(title)}:
            label = str(value.get("displaytitle") or title)
            return title, (Link(label, title=title, address=str(value.get("fullurl") or "")),)
        case {"raw": str(raw)}:
            return raw, (day_of_stored(raw),)
        case {"timestamp": stamp}:
            return str(stamp), value_of_words(str(stamp), "_dat", name)
        case {"value": amount, "unit": unit}:
            raw = f"{amount} {unit or ''}".strip()
            number = number_of(str(amount))
            return raw, (Number(number.number, str(unit or "")) if number else Text(raw),)
        case {"lat": latitude, "lon": longitude}:
            raw = f"{latitude}, {longitude}"
            return raw, (point(latitude, longitude) or Text(raw),)
        case dict() if parts := [one for one in value.values() if is_part(one)]:
            group = Group(name, tuple(part_of(one) for one in parts))
            return "; ".join(f"{one.name}: {one.raw}" for one in group.fields), (group,)
        case _:
            raw = json.dumps(value, ensure_ascii=False)
            return raw, (Text(raw),)


def is_linked(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("fulltext"), str)


def is_part(value: Any) -> bool:
    """A field of a record: `{label, key, typeid, item: […]}`."""
    return isinstance(value, dict) and isinstance(value.get("item"), list)


def part_of(part: Subject) -> Field:
    return field_of(str(part.get("label") or part.get("key") or ""), part["item"], str(part.get("typeid") or ""))


def value_of_words(words: str, typeid: str, name: str) -> tuple[Value, ...]:
    """Words are what their column says, and without it what they seem to be."""
    if not words.strip():
        return ()
    if typeid in WORDS:
        return (Text(words),)
    if typeid in ADDRESSES:
        is_address = words.startswith(("http://", "https://", "ftp://"))
        return (Link(words, address=words) if is_address else Text(words),)
    if typeid == "_wpg":
        return (Link(words, title=words),)
    if typeid == "_boo" and words.casefold() in {"t", "f", "true", "false", "1", "0"}:
        return (Flag(words.casefold() in {"t", "true", "1"}),)
    readers = {
        "_dat": lambda: day_of_stored(words) if words.startswith(("1/", "2/")) else day_of(words, is_date=True),
        "_num": lambda: number_of(words),
        "_qty": lambda: number_of(words),
        "_geo": lambda: point_of(words, is_place=True),
    }
    if typeid in readers:
        return (readers[typeid]() or Text(words),)
    return values_of(words, name=name)
