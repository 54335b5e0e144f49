"""The forms and lists of a YesWiki: what the keys of an entry are called, and what its codes say."""

import html
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import gettext as _

from essaim.commons.formats.decoding import read_json, unreadable

# In an entry, the key of these begins with what they are: `checkboxListeType`, `imagebf_image`.
ENTRIES = ("checkboxfiche", "listefiche", "radiofiche")
LISTS = ("checkbox", "liste", "radio")
FILES = ("image", "fichier")
NAME, LABEL, DISTINGUISHED = 1, 2, 6  # places in the line of a field; the last tells two uses of a list apart
BREAKS = frozenset({"p", "br", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form: its type, its label, and the labels of its codes."""

    kind: str
    label: str
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its fields, by their key in an entry."""

    label: str = ""
    fields: Mapping[str, FormField] = field(default_factory=dict)


Lists = dict[str, dict[str, str]]


def read_forms(content: bytes, lists: Lists) -> dict[str, Form]:
    """The forms by their number; none where there is nothing to read."""
    told = read_json(content) if content.strip() else []
    forms = {}
    for number, one in numbered(told):
        if isinstance(one, dict):
            said = str(one.get("id") or one.get("bn_id_nature") or number)
            label = str(one.get("label") or one.get("bn_label_nature") or "")
            fields = dict(fields_of_lines(one.get("template") or one.get("bn_template"), lists))
            forms[said] = Form(label, fields | dict(fields_prepared(one.get("prepared"))))
    return forms


def read_lists(content: bytes) -> Lists:
    """The labels of each list by their codes."""
    told = read_json(content) if content.strip() else {}
    lists: Lists = {}
    for number, one in numbered(told):
        if isinstance(one, dict):
            lists[str(one.get("id") or number)] = dict(labels_of(one.get("label") or one.get("nodes")))
    return lists


def numbered(told: Any) -> Iterable[tuple[str, Any]]:
    """The things of a list, or of an object by their names."""
    if not isinstance(told, dict | list):
        raise unreadable(_("Ce JSON ne contient ni formulaires, ni listes de YesWiki."))
    return told.items() if isinstance(told, dict) else [(str(place), one) for place, one in enumerate(told)]


def labels_of(told: Any) -> Iterator[tuple[str, str]]:
    """Codes and labels: an object, or a tree of `{id, label, children}`."""
    if isinstance(told, dict):
        yield from ((str(code), str(label)) for code, label in told.items())
    for node in told if isinstance(told, list) else []:
        if isinstance(node, dict):
            yield str(node.get("id", "")), str(node.get("label", ""))
            yield from labels_of(node.get("children"))


def fields_of_lines(template: Any, lists: Lists) -> Iterator[tuple[str, FormField]]:
    """The fields of a form as it stores them: a line for each, cut by three stars."""
    lines = template.splitlines() if isinstance(template, str) else template
    for line in lines if isinstance(lines, list) else []:
        told = line.split("***") if isinstance(line, str) else line
        parts = [str(part).strip() for part in told] if isinstance(told, list) else []
        if len(parts) <= LABEL:
            continue
        kind, name = parts[0], parts[NAME]
        label = words_of_html(parts[LABEL])
        if kind.startswith((*ENTRIES, *LISTS)) and not kind.startswith("listedate"):
            distinguished = parts[DISTINGUISHED] if len(parts) > DISTINGUISHED else ""
            yield kind + name + distinguished, FormField(kind, label, lists.get(name, {}))
        elif kind in FILES:
            yield kind + name, FormField(kind, label)
        elif kind in {"map", "carte_google"}:
            yield "geolocation", FormField("map", "")
        else:
            yield name, FormField(kind, label)


def fields_prepared(prepared: Any) -> Iterator[tuple[str, FormField]]:
    """The fields of a form as its interface gives them to programs."""
    for one in prepared if isinstance(prepared, list) else []:
        if isinstance(one, dict) and one.get("propertyname"):
            options = one.get("options")
            labels = {str(code): str(label) for code, label in options.items()} if isinstance(options, dict) else {}
            label = words_of_html(str(one.get("label") or ""))
            yield str(one["propertyname"]), FormField(str(one.get("type") or ""), label, labels)


class WordsOf(HTMLParser):
    """Gathers what a page says, line by line."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in BREAKS:
            self.words.append("\n")


def words_of_html(written: str) -> str:
    """The words that a browser would show, with their lines."""
    if "<" not in written:
        return html.unescape(written).strip()
    reader = WordsOf()
    reader.feed(written)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.words).splitlines()]
    return "\n".join(line for line in lines if line)
