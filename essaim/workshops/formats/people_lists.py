"""A list of people in any spreadsheet, as the one text that the planner's reader knows: CSV, line for line."""

import csv
import io
import zipfile
import zlib
from datetime import date, datetime
from xml.sax import SAXException

import tablib
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException
from tablib.exceptions import TablibException

from essaim.kit.refusal import Refused
from essaim.workshops.rotation.people_file import Unreadable, decoded

MOST_BYTES = 2 * 2**20  # two thousand people with three texts each weigh 400 kB
MOST_UNPACKED = 60 * 2**20  # a spreadsheet is a zip: a small one may unpack to fill the memory
# What the libraries raise on a spreadsheet that was cut, encrypted or edited by hand.
BROKEN = (
    *(ValueError, KeyError, IndexError, AttributeError, TypeError, EOFError, OSError, SyntaxError),
    *(
        NotImplementedError,
        zipfile.BadZipFile,
        zlib.error,
        SAXException,
        InvalidFileException,
        TablibException,
    ),
)


def as_text(content: bytes) -> str:
    """The list as CSV text; refuses with a sentence what is no list."""
    if len(content) > MOST_BYTES:
        raise Refused(_("Ce fichier est trop lourd pour une liste de personnes (2 Mo au plus)."), status=413)
    if content.startswith(b"PK"):
        return as_csv(rows_of(content))
    try:
        return decoded(content)
    except Unreadable as unreadable:
        raise unknown_kind() from unreadable


def unknown_kind() -> Refused:
    return Refused(
        _("Ce fichier n’est pas une liste lisible : enregistrez-la en CSV, en ODS (LibreOffice) ou en XLSX (Excel)."),
        code="unreadable",
        status=422,
    )


def rows_of(content: bytes) -> list[list[object]]:
    """The first sheet, header included; formulas give the value that was shown."""
    try:
        book = tablib.Databook().load(io.BytesIO(content), format=kind_of(content), headers=False)
        return [list(row) for row in book.sheets()[0]]
    except BROKEN as broken:
        raise unknown_kind() from broken


def kind_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            raise ValueError("unpacks to too much")
        return "xlsx" if "xl/workbook.xml" in archive.namelist() else "ods"


def as_csv(rows: list[list[object]]) -> str:
    width = max((len(row) for row in rows), default=0)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        writer.writerow([said(cell) for cell in row] + [""] * (width - len(row)))
    return text.getvalue()


def said(cell: object) -> str:
    """On one line: the reader counts lines."""
    return " ".join(shown(cell).split())


def shown(cell: object) -> str:
    """A cell as people read it on the screen, with its lines."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.strftime("%d/%m/%Y")
    return str(cell)
