"""The report as ODT, the format of the public service: real headings, lists and header rows."""

import io
from functools import singledispatch

from django.utils.translation import gettext as _

from essaim.reports.outline import Bullets, Heading, Note, Notes, Paragraph, Picture, Quote, Table, outline
from essaim.reports.printing import printed
from essaim.reports.source import ReportSource
from essaim.reports.wording import missing_photo

ACCENT = "#0b5957"
SOFT = "#4e5b5a"
COUNTRIES = {"fr": "FR", "en": "GB"}
# Bullets that hang in the margin of their text, at three depths.
LISTED = (
    '<text:list-style style:name="Listed">'
    + "".join(
        f'<text:list-level-style-bullet text:level="{level}" text:bullet-char="•"><style:list-level-properties'
        ' text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment'
        f' text:label-followed-by="listtab" fo:text-indent="-0.5cm" fo:margin-left="{0.6 * level:.1f}cm"/>'
        "</style:list-level-properties></text:list-level-style-bullet>"
        for level in (1, 2, 3)
    )
    + "</text:list-style>"
)


@printed
def render(source: ReportSource) -> bytes:
    """A document that LibreOffice and Word navigate by headings."""
    # Imported here: a web process should not pay for it before somebody asks.
    from odfdo import Document

    document = Document("text")
    document.body.clear()
    _describe(document, source)
    _add_styles(document)
    for block in outline(source):
        write(block, document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _describe(document, source: ReportSource) -> None:
    """Title and language, for the reader and for the voice that reads."""
    country = COUNTRIES.get(source.language, "FR")
    document.meta.title = source.title
    document.meta.creator = source.programme or "Essaim"
    document.meta.language = f"{source.language}-{country}"
    for style in document.get_part("styles.xml").get_elements("//style:default-style/style:text-properties"):
        style.set_attribute("fo:language", source.language)
        style.set_attribute("fo:country", country)


def _add_styles(document) -> None:
    from odfdo import Element, Style

    def add(family: str, name: str, **look) -> None:
        document.insert_style(Style(family, name=name, area="text", **look))

    add("paragraph", "Meta", parent_style="Text_20_body", color=SOFT, size="9pt")
    add("paragraph", "Lead", parent_style="Text_20_body", bold=True, size="12pt")
    quote = Style("paragraph", name="Cited", area="text", parent_style="Text_20_body", italic=True, color=ACCENT)
    quote.set_properties({"fo:margin-left": "0.8cm", "fo:margin-right": "0.8cm"}, area="paragraph")
    document.insert_style(quote)
    add("text", "Strong", bold=True)
    add("text", "Soft", color=SOFT, size="9pt")
    add("text", "Key", italic=True)
    document.insert_style(Element.from_tag(LISTED), name="Listed", automatic=True)
    _add_table_styles(document)
    for level, size in ((1, "22pt"), (2, "15pt"), (3, "12pt"), (4, "11pt")):
        heading = document.get_style("paragraph", f"Heading_20_{level}")
        look = {"fo:color": ACCENT, "fo:font-size": size, "fo:font-weight": "bold", "fo:font-style": "normal"}
        heading.set_properties(look, area="text")
    _leave_headings_unnumbered(document)


def _add_table_styles(document) -> None:
    """As wide as the text, with a rule under each row."""
    from odfdo import Element

    for name, family, properties in (
        ("Whole", "table", '<style:table-properties style:rel-width="100%" table:align="margins"/>'),
        (
            "Ruled",
            "table-cell",
            f'<style:table-cell-properties fo:border-bottom="0.5pt solid {SOFT}" fo:padding="0.1cm"/>',
        ),
    ):
        style = f'<style:style style:name="{name}" style:family="{family}">{properties}</style:style>'
        document.insert_style(Element.from_tag(style), name=name, automatic=True)


def _leave_headings_unnumbered(document) -> None:
    """The template numbers them; questions bear their own numbers."""
    for level in document.get_part("styles.xml").get_elements("//text:outline-level-style"):
        level.set_attribute("style:num-format", "")
        for attribute in ("style:num-suffix", "loext:num-list-format"):
            level.del_attribute(attribute)


@singledispatch
def write(block, document) -> None:
    raise TypeError(type(block))


@write.register
def _heading(block: Heading, document) -> None:
    from odfdo import Header

    document.body.append(Header(block.level, block.text, style=f"Heading_20_{block.level}"))


@write.register
def _paragraph(block: Paragraph, document) -> None:
    style = {"meta": "Meta", "lead": "Lead"}.get(block.kind, "Text_20_body")
    label = _("%(label)s : ") % {"label": block.label} if block.label else ""
    document.body.append(_line((label, "Strong"), (block.text, None), style=style))


@write.register
def _quote(block: Quote, document) -> None:
    document.body.append(_line((f"« {block.text} »", None), style="Cited"))
    document.body.append(_line((block.origin, None), style="Meta"))


@write.register
def _notes(block: Notes, document) -> None:
    document.body.append(_list_of(block.notes))


@write.register
def _bullets(block: Bullets, document) -> None:
    from odfdo import List, ListItem

    items = List(style="Listed")
    for item in block.items:
        items.append(_item(ListItem(), _line((item, None), style="Text_20_body")))
    document.body.append(items)


@write.register
def _table(block: Table, document) -> None:
    from odfdo import Element

    document.body.append(_line((block.caption, "Strong"), style="Text_20_body"))
    grid = Element.from_tag("table:table")
    grid.set_attribute("table:name", block.caption)
    grid.set_attribute("table:style-name", "Whole")
    for _column in block.header:
        grid.append(Element.from_tag("table:table-column"))
    header = Element.from_tag("table:table-header-rows")
    header.append(_row(block.header, look="Strong"))
    grid.append(header)
    for texts in block.rows:
        grid.append(_row(texts, look=None))
    document.body.append(grid)


def _row(texts: tuple[str, ...], *, look: str | None):
    from odfdo import Element

    row = Element.from_tag("table:table-row")
    for text in texts:
        cell = Element.from_tag("table:table-cell")
        cell.set_attribute("table:style-name", "Ruled")
        cell.append(_line((text, look), style="Text_20_body"))
        row.append(cell)
    return row


@write.register
def _picture(block: Picture, document) -> None:
    from odfdo import Element, Frame
    from odfdo import Paragraph as Line

    photo = block.photo
    if photo.data:
        frame = Frame.image_frame(
            document.add_file(io.BytesIO(photo.data)),
            size=("12cm", _height(photo.data, 12)),
            anchor_type="as-char",
        )
        description = Element.from_tag("svg:desc")
        description.text = photo.alt
        frame.append(description)
        line = Line()
        line.append(frame)
        document.body.append(line)
    said = photo.caption or photo.alt if photo.data else missing_photo(photo)
    document.body.append(_line((said, None), style="Meta"))


def _height(data: bytes, width: float) -> str:
    """The height in centimetres that keeps the proportions of the picture."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        return f"{width * image.height / image.width:.2f}cm"


def _list_of(notes: tuple[Note, ...]):
    from odfdo import List, ListItem

    items = List(style="Listed")
    for note in notes:
        number = _("n° %(number)s  ") % {"number": note.number}
        line = _line(
            (number, "Soft"),
            (note.text, "Key" if note.is_key else None),
            (f" {note.count}" if note.count else "", "Strong"),
            (f" ({note.trail})" if note.trail else "", "Soft"),
            style="Text_20_body",
        )
        item = _item(ListItem(), line)
        if note.merged:
            item.append(_list_of(note.merged))
        items.append(item)
    return items


def _item(item, line):
    item.append(line)
    return item


def _line(*runs: tuple[str, str | None], style: str):
    """A paragraph of runs, each in its text style; line ends and double spaces are kept."""
    from odfdo import Paragraph as Line
    from odfdo import Span

    line = Line(style=style)
    for text, look in runs:
        if look and text:
            line.append(Span(text, style=look))
        elif text:
            line.append_plain_text(text)
    return line
