"""What a voice needs in ODT and DOCX: a title, a language, header rows, a description of each picture."""

import io
import zipfile

import lxml.etree
import pytest

from essaim.reports.formats import built

from .example import report

ALT = "Paperboard de la table 1 : plan de la cour, avec l’ombre portée à 14 h"


def part(document: bytes, name: str):
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        return lxml.etree.fromstring(parts.read(name))


def values(tree, path: str) -> list[str]:
    """What a path finds, without spelling namespaces: `*[local-name()='x']` is written `:x`."""
    found = tree.xpath(
        "/".join(f"*[local-name()='{step[1:]}']" if step[:1] == ":" else step for step in path.split("/"))
    )
    return [item if isinstance(item, str) else "".join(item.itertext()) for item in found]


@pytest.fixture(scope="module")
def odt() -> bytes:
    return built(report(), "odt")


@pytest.fixture(scope="module")
def docx() -> bytes:
    return built(report(), "docx")


def test_odt_title_and_language(odt):
    assert values(part(odt, "meta.xml"), "//:title") == [report().title]
    assert values(part(odt, "meta.xml"), "//:language") == ["fr-FR"]
    styles = part(odt, "styles.xml")
    assert set(values(styles, "//:default-style/:text-properties/@*[local-name()='language']")) == {"fr"}


def test_docx_title_and_language(docx):
    core = part(docx, "docProps/core.xml")
    assert values(core, "//:title") == [report().title]
    assert values(core, "//:language") == ["fr"]
    assert set(values(part(docx, "word/styles.xml"), "//:lang/@*[local-name()='val']")) == {"fr"}


def test_tables_have_one_header_row_and_the_columns_of_their_cells(odt, docx):
    content, document = part(odt, "content.xml"), part(docx, "word/document.xml")

    assert len(values(content, "//:table-header-rows/:table-row")) == 5
    assert len(values(content, "//:table-column")) == 5 + 5 + 2 + 3 + 4
    assert len(values(document, "//:tr/:trPr/:tblHeader")) == 5


def test_pictures_are_described(odt, docx):
    assert values(part(odt, "content.xml"), "//:frame/:desc") == [ALT]
    assert values(part(docx, "word/document.xml"), "//:docPr/@descr") == [ALT]
