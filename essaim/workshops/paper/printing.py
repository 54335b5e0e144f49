"""The pages become a PDF: tagged, in French, with nothing asked of the network."""

from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from essaim.kit.pdf import pdf_of
from essaim.workshops.paper.drawings import PICTURES, boxes_style
from essaim.workshops.paper.kit import Cover, Kit
from essaim.workshops.paper.pages import Options, Page
from essaim.workshops.paper.pieces import counts_of, pages_of, title_of

HERE = Path(__file__).parent
# The words of the day are French (questions, rules, script, badge rules): the labels around them are too.
LANGUAGE = "fr"
ROTATION = "<style>" + (HERE / "rotation.css").read_text() + "</style>"
STYLE = (HERE / "paper.css").read_text()


def printed(key: str, kit: Kit, options: Options) -> bytes:
    """The piece of the kit under this address, as a PDF/UA-1 file."""
    with override(LANGUAGE):
        more = {"prints": counts_of(kit, options), "rotation": drawn(kit.rotation)}
        return bound(pages_of(key, kit, options), kit, title_of(key), options=options, **more)


def bound(pages: list[Page], kit: Kit | Cover, title: str, **more: Any) -> bytes:
    """These pages as one document, under the title of their workshop."""
    with override(LANGUAGE):
        context = {"kit": kit, "pages": pages, "language": LANGUAGE, "title": f"{title} · {kit.title}", **more}
        page = render_to_string("workshops/paper/document.html", context)
    return pdf_of(page, style=STYLE + boxes_style(), pictures=PICTURES)


def drawn(picture: str) -> str:
    """The plan with its colours inside: a drawing in a PDF does not see the style sheet of its page."""
    return mark_safe(picture.replace("</title>", "</title>" + ROTATION, 1))  # noqa: S308 - our own SVG, names escaped
