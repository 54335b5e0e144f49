"""What a reader finds in each format: the headings with their level, and the counts, in order."""

import io
import re
import shutil
import subprocess
import zipfile

import lxml.html
import pikepdf
import pytest

COUNT = re.compile(r"×\d+")


def one_line(text: str) -> str:
    return " ".join(text.split())


def tree_of(page: str | bytes):
    """The page as a tree; a fragment does not say that it is UTF-8, a whole page does."""
    return lxml.html.fromstring(page, parser=lxml.html.HTMLParser(encoding="utf-8"))


def headings_of_html(page: str | bytes) -> list[tuple[int, str]]:
    tree = tree_of(page)
    return [(int(h.tag[1]), one_line(h.text_content())) for h in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]


def counts_of(text: str) -> list[str]:
    return COUNT.findall(text)


def text_of_html(page: str | bytes) -> str:
    tree = tree_of(page)
    for hidden in tree.xpath("//title|//style|//script"):
        hidden.drop_tree()
    return one_line(" ".join(tree.itertext()))


def converted(document: bytes, extension: str, wanted: str, folder) -> str:
    """The document as LibreOffice reads it, told in another format."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) n’est pas installé")
    path = folder / f"report.{extension}"
    path.write_bytes(document)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            wanted,
            "--outdir",
            folder,
            path,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / f"report.{wanted.split(':')[0]}").read_text("utf-8-sig")


def structure_of_pdf(document: bytes) -> list[tuple[str, str]]:
    """Every element of the structure tree, in order: its role, and what it says in place of a picture."""

    def walk(element):
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            yield str(element.S)[1:], str(element.get("/Alt", ""))
        children = element.get("/K", []) if isinstance(element, pikepdf.Dictionary) else []
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            if isinstance(child, pikepdf.Dictionary):
                yield from walk(child)

    with pikepdf.open(io.BytesIO(document)) as pdf:
        return list(walk(pdf.Root.StructTreeRoot))


def bookmarks_of_pdf(document: bytes) -> list[tuple[int, str]]:
    def walk(items, level):
        for item in items:
            yield level, one_line(item.title)
            yield from walk(item.children, level + 1)

    with pikepdf.open(io.BytesIO(document)) as pdf, pdf.open_outline() as outline:
        return list(walk(outline.root, 1))


def text_of_pdf(document: bytes) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) n’est pas installé")
    return subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=document, capture_output=True, check=True
    ).stdout.decode()


def words_of(document: bytes, extension: str) -> str:
    """The words of a document, on one line."""
    if extension == "pdf":
        return " ".join(text_of_pdf(document).split())
    if extension in {"odt", "docx"}:
        with zipfile.ZipFile(io.BytesIO(document)) as parts:
            return parts.read("content.xml" if extension == "odt" else "word/document.xml").decode()
    return document.decode()
