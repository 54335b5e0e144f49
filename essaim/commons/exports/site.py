"""The published catalogue as a folder of pages: it opens from a USB key, without a server nor JavaScript.

`index.html` and its pages list the commons, `communs/` has the page of each and its JSON-LD, `communs.csv` opens in a
spreadsheet, `listes.ttl` has the terms, and `communs.jsonl` is what `essaim commons import` takes back identically.
"""

import shutil
from collections.abc import Iterator, Sequence
from itertools import batched, groupby
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import get_finders
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from essaim.commons.domain import exporting
from essaim.commons.exports import graph, linked, tables
from essaim.commons.exports.formats import SITE
from essaim.commons.exports.told import Export, Told, published
from essaim.commons.formats.own import written
from essaim.commons.queries import shown
from essaim.kit.cells import BYTE_ORDER_MARK
from essaim.kit.likeness import plain
from essaim.kit.refusal import Refused

STYLE = "bundle/commons.css"
TOGETHER = 500  # commons in a page of the list


def write_site(folder: Path) -> int:
    """The folder holds the site, whole, or is not there; gives how many commons it has."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(
            _("« %(folder)s » existe déjà et n’est pas vide : donnez le nom d’un nouveau dossier.")
            % {"folder": folder},
            code="not-empty",
            status=409,
        )
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    (part / "communs").mkdir(parents=True)
    count = fill(part)
    if folder.exists():
        folder.rmdir()
    part.replace(folder)
    return count


def fill(folder: Path) -> int:
    """Each common is read once, and written in all its forms."""
    entries: list[dict[str, str]] = []
    with (folder / SITE).open("w", encoding="utf-8") as lines, (folder / "communs.csv").open("wb") as table:
        table.write(BYTE_ORDER_MARK.encode() + tables.line(tables.header()))
        for told in Export(published(*exporting.TOLD), ""):
            entries.append({"title": told.common.title, "summary": told.common.summary, "slug": told.common.slug})
            lines.write(written(exporting.told(told.common)))
            table.write(tables.line(tables.row_of(told)))
            page(folder, told)
    (folder / "listes.ttl").write_bytes(b"".join(graph.lists_as_turtle("")))
    (folder / "style.css").write_text(style(), encoding="utf-8")
    entries.sort(key=lambda one: (plain(one["title"]), one["slug"]))
    index(folder, entries)
    return len(entries)


def style() -> str:
    """The style of the pages of the catalogue, as the instance serves it."""
    every = ((name, storage) for finder in get_finders() for name, storage in finder.list([]))
    storage = next(storage for name, storage in every if name == STYLE)
    with storage.open(STYLE) as file:
        return file.read().decode()


def page(folder: Path, told: Told) -> None:
    context = {
        "common": told.common,
        "rows": shown(told.sheet, told.labels),
        "places": told.places,
        "source": told.source,
        "credits": told.credits,
        "root": "../",
    }
    name = folder / "communs" / told.common.slug
    name.with_suffix(".html").write_text(render_to_string("commons/site/common.html", context), encoding="utf-8")
    name.with_suffix(".jsonld").write_bytes(b"".join(linked.as_node(Export([told.common], ""))))


def index(folder: Path, entries: Sequence[dict[str, str]]) -> None:
    """The list, five hundred titles to a page, its letters leading to the page where each begins."""
    pages = [list(few) for few in batched(entries, TOGETHER)] or [[]]
    names = ["index.html", *(f"index-{number}.html" for number in range(2, len(pages) + 1))]
    letters = list(letters_of(pages, names))
    for number, (name, few) in enumerate(zip(names, pages, strict=True)):
        groups = [(letter, list(ones)) for letter, ones in groupby(few, key=letter_of)]
        context: dict[str, Any] = {
            "groups": groups,
            "letters": letters,
            "count": len(entries),
            "before": names[number - 1] if number else "",
            "after": names[number + 1] if number + 1 < len(names) else "",
        }
        (folder / name).write_text(render_to_string("commons/site/index.html", context), encoding="utf-8")


def letters_of(pages: list[list[dict[str, str]]], names: list[str]) -> Iterator[tuple[str, str]]:
    """Each letter, with the address of the first title that it begins."""
    seen: set[str] = set()
    for name, few in zip(names, pages, strict=True):
        for letter in dict.fromkeys(letter_of(one) for one in few):
            if letter not in seen:
                seen.add(letter)
                yield letter, f"{name}#{letter}"


def letter_of(entry: dict[str, str]) -> str:
    first = plain(entry["title"])[:1].upper()
    return first if first.isalpha() else "0-9"
