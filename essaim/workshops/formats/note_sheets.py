"""Notes in the first sheet of a spreadsheet, row by row; a text keeps its lines."""

import io
import zipfile
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, iterparse

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from essaim.kit.refusal import Refused
from essaim.workshops.formats.people_lists import BROKEN, kind_of, shown, unknown_kind

MOST_ROWS = 5000  # a spreadsheet is read whole before its first row is known
MOST_PACKED = 10 * 2**20  # five thousand notes weigh 3 MB before they are packed
MOST_CELLS = 1000  # a row whose last cell is repeated to the edge of the sheet
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"

Line = tuple[int, list[str], str]


def sheet_rows(file: BinaryIO, size: int) -> Iterator[Line]:
    """The cells of each row that is not blank, with its number; refuses what is no spreadsheet, or too much of one."""
    if size > MOST_PACKED:
        raise too_many()
    file.seek(0)
    content = file.read()
    kept = 0
    try:
        rows = xlsx_rows(content) if kind_of(content) == "xlsx" else ods_rows(content)
        for number, cells in rows:
            if any(cell.strip() for cell in cells):
                kept += 1
                if kept > MOST_ROWS + 1:  # and the header
                    raise too_many()
                yield number, cells, ""
    except BROKEN as broken:
        raise unknown_kind() from broken


def too_many() -> Refused:
    return Refused(
        _("Un tableur est lu jusqu’à 5 000 notes. Au-delà, enregistrez la feuille en CSV : 100 000 notes y passent."),
        code="too-many",
        status=413,
    )


def xlsx_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
        yield number, [shown(cell) for cell in row]


def ods_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first table; one that is repeated, but for blank ones, is as many rows."""
    number = 1
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("content.xml") as page:
        for _event, element in iterparse(page):  # noqa: S314  expat 2.4 and later stop at entities that multiply
            if element.tag == f"{TABLE}table":
                return
            if element.tag != f"{TABLE}table-row":
                continue
            cells = cells_of(element)
            times = repeated(element, "rows")
            for place in range(min(times, MOST_ROWS + 2) if any(cells) else 0):
                yield number + place, cells
            number += times
            element.clear()


def cells_of(row: Element) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
            text = "\n".join(words_of(line) for line in cell if line.tag == f"{TEXT}p") or number_of(cell)
            cells += [text] * min(repeated(cell, "columns"), MOST_CELLS - len(cells))
    return cells


def number_of(cell: Element) -> str:
    """Programs that write spreadsheets may leave out how a number is shown."""
    value = cell.get(f"{OFFICE}value")
    return shown(float(value)) if value else ""


def repeated(element: Element, what: str) -> int:
    return max(1, int(element.get(f"{TABLE}number-{what}-repeated", "1")))


def words_of(element: Element) -> str:
    """The words of a paragraph, with its spaces, tabs and line breaks; what was remarked in its margin is not in it."""
    marks = {f"{TEXT}s": " ", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
    said = [element.text or ""]
    for part in element:
        if part.tag == f"{TEXT}s":
            said.append(" " * min(int(part.get(f"{TEXT}c", "1")), MOST_CELLS))
        elif part.tag != f"{OFFICE}annotation":
            said.append(marks.get(part.tag) or words_of(part))
        said.append(part.tail or "")
    return "".join(said)
