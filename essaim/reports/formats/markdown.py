"""The report as Markdown: people's notes are escaped, so that nothing in them is markup or HTML."""

import re
from functools import singledispatch

from django.utils.translation import gettext as _

from essaim.reports.outline import Bullets, Heading, Note, Notes, Paragraph, Picture, Quote, Table, outline
from essaim.reports.printing import printed
from essaim.reports.source import ReportSource
from essaim.reports.wording import missing_photo

ANYWHERE = re.compile(r"([\\`*_\[\]<>&~|$])")
ESCAPE = r"\\\1"
AT_LINE_START = re.compile(r"^(\s*)([#+\-=>:])")
NUMBERED = re.compile(r"^(\s*\d+)([.)])")


@printed
def render(source: ReportSource) -> str:
    """CommonMark with tables, one block after the other."""
    return "\n\n".join(written(block) for block in outline(source)) + "\n"


def escaped(text: str) -> str:
    """The text as it was typed, once the Markdown is read."""
    return "\n".join(_escaped_line(line) for line in text.split("\n"))


def _escaped_line(line: str) -> str:
    line = ANYWHERE.sub(ESCAPE, line.strip())
    return NUMBERED.sub(r"\1\\\2", AT_LINE_START.sub(r"\1\\\2", line))


def _continued(text: str, indent: str) -> str:
    """Each line end is kept (the two spaces), and stays inside its item."""
    lines = escaped(text).split("\n")
    return f"  \n{indent}".join(line or "\\ " for line in lines)


def _in_line(text: str) -> str:
    return escaped(" ".join(text.split()))


@singledispatch
def written(block) -> str:
    raise TypeError(type(block))


@written.register
def _heading(block: Heading) -> str:
    return f"{'#' * block.level} {ANYWHERE.sub(ESCAPE, ' '.join(block.text.split()))}"


@written.register
def _paragraph(block: Paragraph) -> str:
    text = _continued(block.text, "")
    if block.label:
        return _("**%(label)s :** %(text)s") % {"label": escaped(block.label), "text": text}
    return {"lead": f"**{text}**", "meta": f"*{text}*"}.get(block.kind, text)


@written.register
def _quote(block: Quote) -> str:
    return f"> {_continued(block.text, '> ')}\n>\n> {escaped(block.origin)}"


@written.register
def _notes(block: Notes) -> str:
    return "\n".join(_note_line(note, "") for note in block.notes)


@written.register
def _bullets(block: Bullets) -> str:
    return "\n".join(f"- {_in_line(item)}" for item in block.items)


@written.register
def _table(block: Table) -> str:
    rows = [block.header, tuple("---" for _column in block.header), *block.rows]
    cells = [[cell if cell == "---" else _in_line(cell) for cell in row] for row in rows]
    lines = "\n".join(f"| {' | '.join(row)} |" for row in cells)
    return f"{_in_line(block.caption)}\n\n{lines}"


@written.register
def _picture(block: Picture) -> str:
    if not block.photo.address and not block.photo.data:
        return f"*{_in_line(missing_photo(block.photo))}*"
    caption = block.photo.caption or block.photo.alt
    return _("*Photo : %(caption)s*") % {"caption": _in_line(caption)}


def _note_line(note: Note, indent: str) -> str:
    inside = indent + "  "
    parts = [f"{indent}- **n° {note.number}** {_continued(note.text, inside)}"]
    if note.count:
        parts.append(f"**{note.count}**")
    if note.trail:
        parts.append(f"({_in_line(note.trail)})")
    members = [_note_line(member, inside) for member in note.merged]
    return "\n".join([" ".join(parts), *members])
