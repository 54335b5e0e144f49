"""The report as DOCX, with real heading styles, lists and header rows."""

import io
from functools import singledispatch

from django.utils.translation import gettext as _

from essaim.reports.outline import Bullets, Heading, Note, Notes, Paragraph, Picture, Quote, Table, outline
from essaim.reports.printing import printed
from essaim.reports.source import ReportSource
from essaim.reports.wording import missing_photo

ACCENT = "0B5957"
SOFT = "4E5B5A"
LIST_STYLES = ("List Bullet", "List Bullet 2", "List Bullet 3")


@printed
def render(source: ReportSource) -> bytes:
    """A document that Word and LibreOffice navigate by headings."""
    # Imported here: a web process should not pay for it before somebody asks.
    import docx

    document = docx.Document()
    _describe(document, source)
    for block in outline(source):
        write(block, document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _describe(document, source: ReportSource) -> None:
    """Title and language, for the reader and for the voice that reads."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    document.core_properties.title = source.title[:255]
    document.core_properties.author = source.programme[:255]
    document.core_properties.language = source.language
    document.core_properties.comments = ""
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), source.language)
    for level, size in ((1, 22), (2, 15), (3, 12), (4, 11)):
        style = document.styles[f"Heading {level}"]
        style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(ACCENT)
        style.font.italic = False
    for name in ("Quote", "Caption"):
        document.styles[name].font.color.rgb = RGBColor.from_string(ACCENT)


@singledispatch
def write(block, document) -> None:
    raise TypeError(type(block))


@write.register
def _heading(block: Heading, document) -> None:
    document.add_heading(block.text, level=block.level)


@write.register
def _paragraph(block: Paragraph, document) -> None:
    paragraph = document.add_paragraph()
    if block.label:
        paragraph.add_run(_("%(label)s : ") % {"label": block.label}).bold = True
    run = paragraph.add_run(block.text)
    run.bold = block.kind == "lead"
    if block.kind == "meta":
        _soften(run)


@write.register
def _quote(block: Quote, document) -> None:
    document.add_paragraph(f"« {block.text} »", style="Quote")
    _soften(document.add_paragraph().add_run(block.origin))


@write.register
def _notes(block: Notes, document) -> None:
    for note in block.notes:
        _note(note, document, depth=0)


@write.register
def _bullets(block: Bullets, document) -> None:
    for item in block.items:
        document.add_paragraph(item, style=LIST_STYLES[0])


@write.register
def _table(block: Table, document) -> None:
    from docx.oxml import OxmlElement

    document.add_paragraph(block.caption, style="Caption").paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(block.header), style="Table Grid")
    # The header is repeated on each page, and told as such to screen readers.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in (block.header, *block.rows):
        cells = table.rows[0].cells if row is block.header else table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
            cell.paragraphs[0].runs[0].bold = row is block.header
    document.add_paragraph()


@write.register
def _picture(block: Picture, document) -> None:
    from docx.shared import Cm

    photo = block.photo
    if photo.data:
        shape = document.add_picture(io.BytesIO(photo.data), width=Cm(12))
        shape._inline.docPr.set("descr", photo.alt)
    said = photo.caption or photo.alt if photo.data else missing_photo(photo)
    document.add_paragraph(said, style="Caption")


def _note(note: Note, document, *, depth: int) -> None:
    paragraph = document.add_paragraph(style=LIST_STYLES[min(depth, 2)])
    _soften(paragraph.add_run(_("n° %(number)s  ") % {"number": note.number}))
    paragraph.add_run(note.text).italic = note.is_key
    if note.count:
        paragraph.add_run(f" {note.count}").bold = True
    if note.trail:
        _soften(paragraph.add_run(f" ({note.trail})"))
    for member in note.merged:
        _note(member, document, depth=depth + 1)


def _soften(run) -> None:
    from docx.shared import Pt, RGBColor

    run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(SOFT)
