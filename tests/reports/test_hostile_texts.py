"""Whatever people write, the report is built, and says what they wrote rather than what they meant to break."""

import io
import re
import zipfile

import lxml.etree
import pytest

from essaim.kit.text import cleaned
from essaim.reports.formats import FORMATS, built

from .hostile import HOSTILE, hostile_report
from .reading import converted, headings_of_html, one_line, tree_of


@pytest.mark.parametrize("extension", sorted(FORMATS))
def test_every_format_is_built(extension):
    assert built(hostile_report(), extension)


def test_web_page_shows_the_texts_and_obeys_none():
    tree = tree_of(built(hostile_report(), "html"))

    assert tree.xpath("//script | //img | //@onclick | //a[starts-with(@href, 'javascript')]") == []
    notes = tree.xpath("//details[starts-with(@id, 't1-')]//li")
    # A note is one element: its first line is its label.
    assert [one_line(note.text.split("\n", 1)[1]) for note in notes] == [one_line(cleaned(text)) for text in HOSTILE]
    assert [title for _level, title in headings_of_html(built(hostile_report(), "html")) if title == "Faux titre"] == []


@pytest.mark.parametrize("extension", ["odt", "docx"])
def test_documents_open_in_libreoffice_with_every_text(extension, tmp_path):
    text = one_line(converted(built(hostile_report(), extension), extension, "txt:Text (encoded):UTF8", tmp_path))

    assert [hostile for hostile in HOSTILE if one_line(cleaned(hostile)) not in text] == []


@pytest.mark.parametrize("extension", ["odt", "docx", "ods", "xlsx"])
def test_every_part_of_a_document_is_well_formed(extension):
    with zipfile.ZipFile(io.BytesIO(built(hostile_report(), extension))) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")) and parts.getinfo(name).file_size:
                lxml.etree.fromstring(parts.read(name))


def test_no_direction_override_and_no_control_character_is_left():
    for extension in ("html", "md", "csv"):
        left = re.findall(
            "[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f]", built(hostile_report(), extension).decode()
        )
        assert left == []


def test_markdown_reads_back_as_plain_text():
    markdown_it = pytest.importorskip("markdown_it", reason="markdown-it-py n’est pas installé")

    page = markdown_it.MarkdownIt("commonmark").enable("table").render(built(hostile_report(), "md").decode())

    tree = tree_of(page)
    assert tree.xpath("//script | //img | //a | //code | //li/h1 | //li/h2 | //hr") == []
    shown = one_line(tree.text_content())
    assert [text for text in HOSTILE if one_line(cleaned(text)) not in shown] == []
