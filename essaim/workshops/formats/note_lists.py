"""A file of notes, whatever wrote it: which columns are read, and its rows one after the other, never all at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.workshops.formats.note_lines import encoding_of, first_words, json_lines, spreadsheet_lines
from essaim.workshops.formats.note_sheets import sheet_rows
from essaim.workshops.rotation.people_file import folded

MOST_BYTES = 60 * 2**20  # a hundred thousand notes of six hundred characters
HEADERS = {
    "text": {"text", "texte", "note", "idea", "idee", "contribution"},
    "id": {"id", "identifiant", "identifier", "reference", "ref"},
    "count": {"count", "nombre", "voix", "voices"},
    "table": {"table"},
    "theme": {"theme", "titre", "title", "rubrique"},
}
JSON_LINES = (".jsonl", ".ndjson")
LONGEST_TITLE = 80
MOST_IGNORED = 20  # titles told: a consultation may have two hundred columns


@dataclass(frozen=True)
class Row:
    """A row of the file: its cells by our column names, and these columns' names in the file."""

    number: int
    cells: Mapping[str, Any]
    titles: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""  # it cannot even be read


@dataclass
class NoteList:
    """The rows of a file; once they were all read, the columns that nothing reads are known."""

    rows: Iterator[Row]
    ignored: dict[str, None] = field(default_factory=dict)  # in the order of the file


def column_of(title: str) -> str:
    """Our name for a column, whatever its accents, capitals and language; empty when nothing reads it."""
    return known_column(title) if len(title) <= LONGEST_TITLE else ""


@lru_cache(maxsize=1000)  # in JSON each line says its columns again
def known_column(title: str) -> str:
    words = folded(title).replace("_", " ").replace("-", " ").strip()
    return next((column for column, spellings in HEADERS.items() if words in spellings), "")


def read_notes(file: BinaryIO, name: str, size: int) -> NoteList:
    """The rows of this file; refuses with a sentence what is no list of notes."""
    if size > MOST_BYTES:
        raise Refused(_("Ce fichier est trop lourd (60 Mo au plus) : coupez-le en plusieurs."), status=413)
    if file.read(2) == b"PK":
        return of_table(sheet_rows(file, size))
    encoding = encoding_of(file)
    if name.lower().endswith(JSON_LINES) or first_words(file, encoding).startswith("{"):
        return of_objects(json_lines(file, encoding))
    return of_table(spreadsheet_lines(file, encoding))


def of_table(lines: Iterator[tuple[int, list[str], str]]) -> NoteList:
    """The first line that is not blank names the columns."""
    _number, header, problem = next(lines, (1, [], ""))
    if problem:
        raise Refused(_("Ligne 1 : %(what)s.") % {"what": problem}, code="columns", status=422)
    columns = columns_of(header)
    read = set(columns.values())
    ignored = filter(None, (shown(title) for place, title in enumerate(header) if place not in read))
    titles = {column: header[place].strip() for column, place in columns.items()}
    rows = (row_of(number, cells, problem, columns, titles, len(header)) for number, cells, problem in lines)
    return NoteList(rows, dict.fromkeys(islice(ignored, MOST_IGNORED)))


def shown(title: str) -> str:
    """A title as a page may show it, whatever the file put there."""
    return cleaned(title[:LONGEST_TITLE], lines=False)


def columns_of(header: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, title in enumerate(header):
        column = column_of(title)
        if column in found:
            told = {"one": header[found[column]].strip(), "other": title.strip()}
            what = _("Les colonnes « %(one)s » et « %(other)s » disent la même chose : gardez-en une.") % told
            raise Refused(what, code="columns", status=422)
        if column:
            found[column] = place
    if "text" not in found:
        raise Refused(
            _("Il manque une colonne « texte » ; la première ligne doit nommer les colonnes."),
            code="columns",
            status=422,
        )
    return found


def row_of(
    number: int, cells: list[str], problem: str, columns: Mapping[str, int], titles: Mapping[str, str], width: int
) -> Row:
    if not problem and any(cell.strip() for cell in cells[width:]):
        problem = _("%(cells)s cellules pour %(width)s colonnes ; mettez le texte entre guillemets droits") % {
            "cells": len(cells),
            "width": width,
        }
    return Row(
        number,
        {column: cells[place].strip() if place < len(cells) else "" for column, place in columns.items()},
        titles,
        problem,
    )


def of_objects(lines: Iterator[tuple[int, Any, str]]) -> NoteList:
    """Each line names its own columns."""
    ignored: dict[str, None] = {}
    return NoteList((row_of_object(number, said, problem, ignored) for number, said, problem in lines), ignored)


def row_of_object(number: int, said: Any, problem: str, ignored: dict[str, None] | None = None) -> Row:
    """An object of the file, its names as they are read; those that nothing reads are added to `ignored`."""
    if problem or not isinstance(said, dict):
        return Row(number, {}, problem=problem or _('un objet est attendu, comme {"text": "Planter"}'))
    cells: dict[str, Any] = {}
    titles: dict[str, str] = {}
    for title, value in said.items():
        column = column_of(title)
        if column in cells:
            told = {"one": titles[column], "other": title}
            what = _("« %(one)s » et « %(other)s » disent la même chose : gardez-en un") % told
            return Row(number, {}, problem=what)
        if column:
            cells[column], titles[column] = value, title
        elif ignored is not None and len(ignored) < MOST_IGNORED:
            ignored[shown(title)] = None
    return Row(number, cells, titles)
