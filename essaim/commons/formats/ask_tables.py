"""The pages that a semantic wiki answers with as a table (Special:Ask, format=csv): the first column names them."""

import csv
import io
import itertools
import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from essaim.commons.formats.decoding import decoded, unreadable
from essaim.commons.formats.found import Field, Found, Origin, Point, Text, Value
from essaim.commons.formats.understanding import values_of
from essaim.commons.formats.wiki_site import Site

SEPARATORS = (",", ";", "\t", "|")
FIRST_ROWS = 20
SAID = re.compile(r"sep=(?P<separator>.)\s*$", re.IGNORECASE)  # the first line, for spreadsheets (showsep=yes)
# Values are put together without a space after the comma: a comma of the words themselves is followed by one.
TOGETHER = re.compile(r"(?<!\d),(?!\s)|,(?![\s\d])")
FIGURES = re.compile(r"-?\d+(?:\.\d+)?")


def read_table(content: bytes, site: str = "") -> list[Found]:
    """A record for each row; refuses with a sentence what is no table."""
    text = decoded(content)
    first, _end, rest = text.partition("\n")
    said = SAID.fullmatch(first.strip().strip('"'))
    separator = said["separator"] if said else separator_of(text)
    try:
        rows = [row for row in csv.reader(io.StringIO(rest if said else text, newline=""), delimiter=separator) if row]
    except csv.Error as wrong:
        raise unreadable(_("Ce tableau n’est pas du CSV lisible. Exportez-le à nouveau, ou en JSON.")) from wrong
    if not rows or len(rows[0]) < 2:
        raise unreadable(_("Ce tableau n’a qu’une colonne : son séparateur n’est ni la virgule, ni le point-virgule."))
    header, *lines = rows
    return [found_of(header, line, number, separator, site) for number, line in enumerate(lines, start=1)]


def separator_of(text: str) -> str:
    """The separator that cuts most rows as it cuts the first."""
    return max(SEPARATORS, key=lambda separator: rows_alike(text, separator))


def rows_alike(text: str, separator: str) -> tuple[bool, int, int]:
    """Whether the separator cuts the first row, how many of the next are cut as it is, and in how many columns."""
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        lengths = [len(row) for row in itertools.islice(reader, FIRST_ROWS) if row]
    except csv.Error:
        return False, 0, 0
    columns = lengths[0] if lengths else 0
    return columns > 1, lengths.count(columns), columns


def found_of(header: Sequence[str], line: Sequence[str], number: int, separator: str, site: str) -> Found:
    key = line[0].strip()
    cells = [
        (header[place] if place < len(header) and header[place] else str(place + 1), cell)
        for place, cell in enumerate(line)
        if place
    ]
    told = io.StringIO()
    csv.writer(told, delimiter=separator, lineterminator="").writerow(line)
    trouble = _("La ligne %(number)s ne nomme pas sa page.") % {"number": number}
    return Found(
        title=key or _("Ligne %(number)s") % {"number": number},
        origin=Origin(system="smw", site=site, key=key or str(number)),
        fields=tuple(Field(name, cell, values_of_cell(cell, name)) for name, cell in cells),
        raw=told.getvalue(),
        namespace=Site().namespace_of(key),
        troubles=() if key else (trouble,),
    )


def values_of_cell(cell: str, name: str) -> tuple[Value, ...]:
    """The values of a cell: a wiki puts several together with commas, and writes decimals with a point."""
    whole = values_of(cell, name=name)
    figures = cell.split(",")
    if len(figures) > 1 and all(FIGURES.fullmatch(one) for one in figures) and not isinstance(whole[0], Point):
        pieces = figures
    elif len(whole) == 1 and isinstance(whole[0], Text):
        pieces = TOGETHER.split(cell)
    else:
        return whole
    return tuple(value for piece in pieces for value in values_of(piece, name=name)) if len(pieces) > 1 else whole
