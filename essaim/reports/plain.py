"""The report as plain text, for a message that any mailbox shows."""

from collections.abc import Iterator
from textwrap import wrap

from django.utils.translation import gettext as _

from essaim.reports.outline import Block, Bullets, Heading, Note, Notes, Paragraph, Picture, Quote, Table, outline
from essaim.reports.printing import printed
from essaim.reports.source import ReportSource

WIDTH = 76  # the oldest habit of plain mail: quoted twice, it still fits in 80 columns
RULES = {1: "=", 2: "-"}


@printed
def plain_text(source: ReportSource) -> str:
    """The whole report, in reading order."""
    return "\n".join(line for block in outline(source) for line in lines_of(block)).strip()


def lines_of(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text):
            titled = wrap(text, WIDTH)
            yield from ("", *titled)
            if level in RULES:
                yield RULES[level] * max(len(line) for line in titled) if titled else ""
        case Paragraph(text, label):
            yield from said(_("%(label)s : %(text)s") % {"label": label, "text": text} if label else text)
        case Quote(text, origin):
            yield from said(_("« %(text)s » (%(origin)s)") % {"text": text, "origin": origin}, indent="  ")
        case Notes(notes):
            for note in notes:
                yield from lines_of_note(note, "- ")
        case Bullets(items):
            for item in items:
                yield from said(item, first="- ", indent="  ")
        case Table(caption, header, rows):
            yield from said(caption)
            for row in rows:
                told = [f"{name} : {value}" for name, value in zip(header, row, strict=True) if value]
                yield from said(" ; ".join(told), first="- ", indent="  ")
        case Picture(photo):
            yield from said(_("[Photo : %(caption)s]") % {"caption": photo.caption or photo.alt})


def lines_of_note(note: Note, first: str) -> Iterator[str]:
    count = f" {note.count}" if note.count else ""
    trail = f" ({note.trail})" if note.trail else ""
    yield from said(f"{note.number}. {note.text}{count}{trail}", first=first, indent=" " * len(first))
    for member in note.merged:
        yield from lines_of_note(member, "  " + first)


def said(text: str, *, first: str = "", indent: str = "") -> Iterator[str]:
    """Each line of the text, folded; a word longer than a line (an address) is left whole."""
    for rank, line in enumerate(text.split("\n")):
        start = first if rank == 0 else indent
        yield from wrap(
            line,
            WIDTH,
            initial_indent=start or indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
