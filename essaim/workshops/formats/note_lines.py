"""Files of text, read line by line: spreadsheets saved as CSV, and JSON with one object on each line."""

import codecs
import csv
import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from essaim.workshops.formats.people_lists import unknown_kind

AT_ONCE = 2**16
LONGEST_LINE = 100_000  # characters: a file without line ends would otherwise be one line that fills the memory
NO_DELIMITER = "\x1f"  # a header of one column: what its texts hold, commas and all, is theirs


def encoding_of(file: BinaryIO) -> str:
    """How this text is written: every usual spreadsheet, tried on the whole file."""
    file.seek(0)
    is_utf16 = file.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "cp1252"):
        if is_written_in(file, encoding):
            return encoding
    raise unknown_kind()


def is_written_in(file: BinaryIO, encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := file.read(AT_ONCE):
            if "\0" in decoder.decode(chunk):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def opened(file: BinaryIO, encoding: str, newline: str) -> io.TextIOWrapper:
    file.seek(0)
    return io.TextIOWrapper(file, encoding=encoding, newline=newline)


def first_words(file: BinaryIO, encoding: str) -> str:
    """How the text begins, blank lines left out."""
    text = opened(file, encoding, "")
    try:
        while start := text.read(1000):
            if start.strip():
                return start.lstrip()
        return ""
    finally:
        text.detach()  # the file stays open for whoever reads it next


class TooLong(Exception):
    """A line is longer than any note with its neighbours."""


def bounded(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise TooLong
        yield line


def json_lines(file: BinaryIO, encoding: str) -> Iterator[tuple[int, Any, str]]:
    """What each line says, with its number; or why it cannot be read."""
    text = opened(file, encoding, "\n")
    number = 0
    try:
        for number, line in enumerate(bounded(text), start=1):
            if line.strip():
                yield number, *said_by(line)
    except TooLong:
        yield number + 1, None, too_long()
    finally:
        text.detach()


def said_by(line: str) -> tuple[Any, str]:
    """What a line of JSON says, or what is wrong with it."""
    try:
        return json.loads(line), ""
    except (ValueError, RecursionError) as wrong:
        return None, _("cette ligne n’est pas du JSON (%(what)s)") % {"what": str(wrong).rstrip(".")}


def spreadsheet_lines(file: BinaryIO, encoding: str) -> Iterator[tuple[int, list[str], str]]:
    """The cells of each line that is not blank, with the number of the line where it begins; or what is wrong."""
    delimiter = delimiter_of(first_words(file, encoding))
    text = opened(file, encoding, "")
    reader = csv.reader(bounded(text), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells, ""
            line = reader.line_num + 1
    except csv.Error:  # nothing says any more where a note ends
        yield line, [], _("un guillemet est mal fermé ou mal placé à partir d’ici")
    except TooLong:
        yield line, [], too_long()
    finally:
        text.detach()


def too_long() -> str:
    return _("cette ligne est beaucoup trop longue pour une note")


def delimiter_of(start: str) -> str:
    header = start.splitlines()[0] if start else ""
    return max(";,\t", key=header.count) if any(mark in header for mark in ";,\t") else NO_DELIMITER
