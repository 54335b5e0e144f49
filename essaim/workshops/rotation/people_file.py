"""The list of people as a spreadsheet saves it: French or English headers, `;` or `,`, with or without BOM."""

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from .speaking import _, ngettext
from .values import Person

HEADERS = {
    "name": {"name", "nom", "prenom", "personne", "participant", "participante", "nom_complet"},
    "organisation": {"organisation", "organization", "structure", "organisme"},
    "territory": {"territory", "territoire", "commune", "collectivite"},
    "accessible": {"accessible", "pmr", "acces", "accessibilite"},
    "host_of": {"host_of", "animateur_de", "animatrice_de", "hote_de", "anime"},
    "apart": {"apart", "eviter", "a_eviter", "separer", "separer_de", "pas_avec"},
}
YES = {"1", "oui", "o", "yes", "y", "true", "vrai", "x", "pmr"}
NO = {"", "0", "non", "n", "no", "false", "faux", "-"}


@dataclass(frozen=True)
class Problem:
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        said = {"line": self.line, "column": self.column, "reason": self.reason}
        if self.column:
            return _("Ligne %(line)s, colonne « %(column)s » : %(reason)s") % said
        return _("Ligne %(line)s : %(reason)s") % said


class Unreadable(Exception):
    """The list cannot be used; every problem says its line and its column."""

    def __init__(self, problems: list[Problem]):
        super().__init__(" ".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Row:
    """A line of the file: its cells by our column names, and these columns' names in the file."""

    line: int
    cells: dict[str, str]
    columns: dict[str, str]


def decoded(content: bytes) -> str:
    """The text of a file saved by any of the usual spreadsheets."""
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    reason = _("ce fichier n’est pas un fichier CSV ; enregistrez la liste en CSV UTF-8.")
    raise Unreadable([Problem(1, "", reason)])


def read_people(text: str, tables: int) -> list[Person]:
    """Everybody on the list, in order; or `Unreadable` with all that must be corrected."""
    rows = read_rows(text)
    problems = [problem for row in rows for problem in _problems_of(row, tables)]
    lines: dict[str, Row] = {}
    for row in rows:
        same = lines.setdefault(folded(row.cells["name"]), row)
        if same is not row and row.cells["name"]:
            said = {"name": row.cells["name"], "line": same.line}
            reason = _("« %(name)s » figure déjà à la ligne %(line)s ; distinguez ces personnes.") % said
            problems.append(Problem(row.line, row.columns["name"], reason))
    names = {key: row.cells["name"] for key, row in lines.items() if key}
    people = []
    for row in rows:
        apart, unknown = _apart(row.cells.get("apart", ""), names)
        for name in unknown:
            reason = _("« %(name)s » n’est pas dans la liste.") % {"name": name}
            problems.append(Problem(row.line, row.columns["apart"], reason))
        people.append((row, apart))
    if problems:
        raise Unreadable(sorted(problems, key=lambda problem: problem.line))
    return [_person(row, apart) for row, apart in people]


def read_rows(text: str) -> list[Row]:
    """The lines of the list, those that are blank left out; each knows its number in the file."""
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise Unreadable([Problem(1, "", _("ce fichier n’est pas un fichier CSV."))])
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True)
    try:
        header = next(reader, [])
        columns = _columns(header)
        rows = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_row(reader.line_num, cells, header, columns))
    except csv.Error as error:
        reason = _("un guillemet est mal fermé ou mal placé dans ce fichier CSV.")
        raise Unreadable([Problem(reader.line_num, "", reason)]) from error
    if not rows:
        raise Unreadable([Problem(max(1, reader.line_num), "", _("la liste ne contient personne."))])
    return rows


def ignored_columns(text: str) -> list[str]:
    """The titles of the columns that nothing here reads; `text` is a list that `read_rows` accepts."""
    header = next(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=_delimiter(text)), [])
    read = _columns(header).values()
    return [title.strip() for place, title in enumerate(header) if place not in read and title.strip()]


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(";,\t", key=first.count)


def _columns(header: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, title in enumerate(header):
        for column, spellings in HEADERS.items():
            if folded(title).replace(" ", "_").replace("-", "_").replace("’", "_") in spellings:
                if column in found:
                    same = {"column": header[found[column]]}
                    reason = _("cette colonne dit la même chose que « %(column)s » ; gardez-en une.") % same
                    raise Unreadable([Problem(1, title, reason)])
                found[column] = place
    if "name" not in found:
        reason = _("il manque une colonne « nom » ; la première ligne doit nommer les colonnes.")
        raise Unreadable([Problem(1, "", reason)])
    return found


def _row(line: int, cells: list[str], header: list[str], columns: dict[str, int]) -> Row:
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        reason = ngettext(
            "%(cells)s cellules pour %(n)s colonne ; mettez entre guillemets les textes à virgule.",
            "%(cells)s cellules pour %(n)s colonnes ; mettez entre guillemets les textes à virgule.",
            len(header),
        ) % {"cells": len(cells), "n": len(header)}
        raise Unreadable([Problem(line, "", reason)])
    padded = cells + [""] * (len(header) - len(cells))
    return Row(
        line,
        {column: " ".join(padded[place].split()) for column, place in columns.items()},
        {column: header[place].strip() for column, place in columns.items()},
    )


def _problems_of(row: Row, tables: int) -> Iterator[Problem]:
    if not row.cells["name"]:
        yield Problem(row.line, row.columns["name"], _("le nom manque."))
    accessible = row.cells.get("accessible", "")
    if folded(accessible) not in YES | NO:
        reason = _("« %(cell)s » n’est ni oui ni non.") % {"cell": accessible}
        yield Problem(row.line, row.columns["accessible"], reason)
    host_of = row.cells.get("host_of", "")
    if host_of and _table(host_of) not in range(1, tables + 1):
        said = {"cell": host_of, "last": tables}
        reason = _("« %(cell)s » n’est pas une table ; écrivez un nombre de 1 à %(last)s.") % said
        yield Problem(row.line, row.columns["host_of"], reason)


def _apart(cell: str, names: dict[str, str]) -> tuple[frozenset[str], list[str]]:
    """The names to keep apart, as the list writes them, and those that it does not know."""
    wanted = [cell] if folded(cell) in names else cell.replace("|", ";").split(";")
    # A name may hold a comma ("Petit, Jeanne"): it is cut there only when it is not a name.
    wanted = [part for name in wanted for part in ([name] if folded(name) in names else name.split(","))]
    wanted = [part.strip() for part in wanted if part.strip()]
    known = frozenset(names[folded(name)] for name in wanted if folded(name) in names)
    return known, [name for name in wanted if folded(name) not in names]


def _person(row: Row, apart: frozenset[str]) -> Person:
    return Person(
        name=row.cells["name"],
        organisation=row.cells.get("organisation", ""),
        territory=row.cells.get("territory", ""),
        needs_accessible=folded(row.cells.get("accessible", "")) in YES,
        host_of=_table(row.cells.get("host_of", "")),
        apart=apart - {row.cells["name"]},
    )


def _table(cell: str) -> int | None:
    digits = folded(cell).removeprefix("table").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 else None


def folded(text: str) -> str:
    """Without accents, capitals or double spaces, to compare what people type."""
    plain = unicodedata.normalize("NFKD", " ".join(text.split()))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()
