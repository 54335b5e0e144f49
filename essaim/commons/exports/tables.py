"""The catalogue as a table: a row for each common, a column for each field."""

import csv
import io
from collections.abc import Iterator

import tablib
from django.utils.translation import gettext as _

from essaim.commons.exports.told import Export, Told
from essaim.commons.formats.sheet import FIELDS, Kind
from essaim.kit.cells import BYTE_ORDER_MARK, inert

CELL = 32_000  # characters: spreadsheets hold 32 767 in a cell, and refuse a file that has more
ONE_LINE = "; "


def header() -> list[str]:
    return [_("Adresse"), *(str(field.label) for field in FIELDS), *after()]


def after() -> list[str]:
    """What stands after the fields of the sheet."""
    return [_("Publié le"), _("Modifié le"), _("Lu à l’adresse"), _("D’après")]


def row_of(told: Told) -> list[str]:
    """Values of a list stand between semicolons; what a spreadsheet could run is inert."""
    published = told.common.published_at
    cells = [
        told.address,
        *(("\n" if field.kind is Kind.KEPT else ONE_LINE).join(told.words_of(field.name)) for field in FIELDS),
        published.date().isoformat() if published else "",
        told.common.changed_at.date().isoformat(),
        told.source,
        ONE_LINE.join(work.title for work in told.sources),
    ]
    return [str(inert(cell)) for cell in cells]


def as_csv(export: Export) -> Iterator[bytes]:
    """RFC 4180 in UTF-8, line by line."""
    yield BYTE_ORDER_MARK.encode()
    yield line(header())
    for told in export:
        yield line(row_of(told))


def line(cells: list[str]) -> bytes:
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerow(cells)
    return file.getvalue().encode()


def as_ods(export: Export) -> Iterator[bytes]:
    """An OpenDocument spreadsheet; a text longer than a cell ends with a mark."""
    sheet = tablib.Dataset(headers=header(), title=_("Communs"))
    for told in export:
        sheet.append([cell if len(cell) <= CELL else cell[:CELL] + "…" for cell in row_of(told)])
    yield sheet.export("ods")
