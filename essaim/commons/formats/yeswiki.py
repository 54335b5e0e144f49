"""The entries of a YesWiki (Bazar), in JSON, with the labels of its forms and lists where they are given."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from essaim.commons.formats.bazar_forms import (
    ENTRIES,
    FILES,
    LISTS,
    Form,
    FormField,
    Lists,
    read_forms,
    read_lists,
    words_of_html,
)
from essaim.commons.formats.days import day_of
from essaim.commons.formats.decoding import read_json, unreadable
from essaim.commons.formats.found import Contributor, Field, Flag, Found, Group, Link, Origin, Text, Value
from essaim.commons.formats.measures import number_of, point
from essaim.commons.formats.understanding import ADDRESS, value_of
from essaim.commons.formats.wiki_site import is_machine

# They are told by the origin and the kind of the record.
TOLD_ELSEWHERE = frozenset({"id_fiche", "id_typeannonce", "date_maj_fiche"})
WRITERS = ("createur", "owner", "user")
WORDS = frozenset({"texte", "textelong", "titre", "champs_mail", "email", "mot_de_passe"})
DATES = frozenset({"jour", "listedatedeb", "listedatefin", "date"})
TAG = re.compile(r"</?(?:p|br|div|ul|ol|li|strong|em|b|i|u|a|h[1-6]|span|img|table|blockquote)\b[^<>]*>", re.IGNORECASE)

Entry = dict[str, Any]


def read_entries(content: bytes, *, forms: bytes = b"", lists: bytes = b"", site: str = "") -> list[Found]:
    """A record for each entry; refuses with a sentence what are none."""
    told = read_json(content)
    entries = list(told.values()) if isinstance(told, dict) and "id_fiche" not in told else told
    entries = [entries] if isinstance(entries, dict) else entries
    if not isinstance(entries, list) or not all(isinstance(entry, dict) and is_entry(entry) for entry in entries):
        raise unreadable(
            _("Ce JSON ne contient pas de fiches Bazar. Sur le YesWiki, demandez « ?api/forms/1/entries ».")
        )
    known = read_lists(lists)
    by_number = read_forms(forms, known)
    titles = {str(entry.get("id_fiche") or ""): title_of(entry) for entry in entries}
    return [
        found_of(entry, by_number.get(str(entry.get("id_typeannonce") or ""), Form()), known, titles, site)
        for entry in entries
    ]


def is_entry(entry: Entry) -> bool:
    return "id_fiche" in entry or "bf_titre" in entry


def title_of(entry: Entry) -> str:
    return words_of_html(str(entry.get("bf_titre") or entry.get("id_fiche") or ""))


def found_of(entry: Entry, form: Form, lists: Lists, titles: Mapping[str, str], site: str) -> Found:
    key = str(entry.get("id_fiche") or "")
    reader = EntryReader(form, lists, titles, site)
    fields = tuple(reader.field_of(name, value) for name, value in entry.items() if name not in TOLD_ELSEWHERE)
    writers = dict.fromkeys(str(entry[name]).strip() for name in WRITERS if entry.get(name))
    return Found(
        title=title_of(entry),
        origin=Origin(
            system="yeswiki",
            site=site,
            key=key,
            address=f"{site.partition('?')[0]}?{key}" if site and key else "",
            written_at=str(entry.get("date_maj_fiche") or "").replace(" ", "T"),
            contributors=tuple(Contributor(name) for name in writers if not is_machine(name)),
        ),
        kind=form.label or str(entry.get("id_typeannonce") or ""),
        fields=(*fields, *place_of(entry)),
        raw=json.dumps(entry, ensure_ascii=False),
        troubles=(*reader.troubles, *troubles_of(entry)),
    )


def place_of(entry: Entry) -> Iterator[Field]:
    """The place, where the entry has its two ends apart only."""
    ends = entry.get("bf_latitude"), entry.get("bf_longitude")
    if not entry.get("geolocation") and (where := point(*ends)):
        yield Field("geolocation", f"{ends[0]}, {ends[1]}", (where,))


def troubles_of(entry: Entry) -> Iterator[str]:
    if str(entry.get("statut_fiche", "1")) == "0":
        yield _("Cette fiche n’était pas publiée sur son site.")


class EntryReader:
    """Reads the values of an entry as its form says, and tells what its lists do not explain."""

    def __init__(self, form: Form, lists: Lists, titles: Mapping[str, str], site: str) -> None:
        self.form = form
        self.lists = lists
        self.titles = titles
        self.site = site.partition("?")[0]
        self.troubles: list[str] = []

    def field_of(self, name: str, value: Any) -> Field:
        """The field under its key, with the label of its form."""
        field = self.form.fields.get(name) or guessed(name, self.lists)
        if isinstance(value, dict):
            return self.field_of_parts(name, value, field.label)
        if isinstance(value, list):
            raw = ", ".join(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in value)
            words = [one for one in value if isinstance(one, str)]
            found = tuple(read for one in words for read in self.values_of(name, one, field))
            return Field(name, raw, found, field.label)
        raw = "" if value is None else value if isinstance(value, str) else json.dumps(value)
        return Field(name, raw, self.values_of(name, raw, field) if raw.strip() else (), field.label)

    def field_of_parts(self, name: str, value: Entry, label: str) -> Field:
        """A place, or what an entry keeps together."""
        if where := point(value.get("bf_latitude"), value.get("bf_longitude")):
            return Field(name, f"{value['bf_latitude']}, {value['bf_longitude']}", (where,), label)
        group = Group(name, tuple(self.field_of(key, part) for key, part in value.items()))
        return Field(name, json.dumps(value, ensure_ascii=False), (group,) if value else (), label)

    def values_of(self, name: str, raw: str, field: FormField) -> tuple[Value, ...]:
        written = raw.strip()
        if field.kind in FILES:
            address = f"{self.site}files/{written}" if self.site else ""
            return (Link(written, title="" if address else written, address=address),)
        if field.kind.startswith(ENTRIES):
            return tuple(Link(self.titles.get(key, key), title=key) for key in cut(written))
        if field.kind.startswith(LISTS) and field.kind not in DATES:
            return tuple(Text(self.label_of(code, name, field)) for code in cut(written))
        if field.kind == "tags":
            return tuple(Text(word) for word in cut(written))
        if field.kind in DATES or "date" in name:
            return (day_of(written) or Text(written),)
        if name == "statut_fiche":
            return (Flag(written == "1"),)
        if name in {"bf_latitude", "bf_longitude"}:
            return (number_of(written) or Text(written),)
        return values_of_words(written, name, field.kind)

    def label_of(self, code: str, name: str, field: FormField) -> str:
        """The label of a code; the code itself where no list explains it."""
        if code not in field.options:
            sentence = _("Le code « %(code)s » du champ « %(name)s » n’est dans aucune liste : il est gardé tel quel.")
            self.troubles.append(sentence % {"code": code, "name": name})
        return words_of_html(field.options.get(code, code))


def guessed(name: str, lists: Lists) -> FormField:
    """What the key of a field says of it, without its form."""
    for kind in (*ENTRIES, *LISTS, *FILES):
        rest = name.removeprefix(kind)
        if rest == name or not (rest[:1].isupper() or rest[:1].isdigit() or kind in FILES):
            continue
        known = max((one for one in lists if rest.startswith(one)), key=len, default="")
        return FormField(kind, "", lists.get(known, {}))
    return FormField("tags", "") if "motscles" in name or name == "tags" else FormField("", "")


def cut(written: str) -> list[str]:
    return [piece.strip() for piece in written.split(",") if piece.strip()]


def values_of_words(written: str, name: str, kind: str) -> tuple[Value, ...]:
    """An address, what the words are as a whole, or words: an entry has lists only where its form says so."""
    if ADDRESS.fullmatch(written):
        return (Link(written, address=written),)
    words = words_of_html(written) if TAG.search(written) else written
    if not words:
        return ()
    return ((None if kind in WORDS else value_of(words, name)) or Text(words),)
