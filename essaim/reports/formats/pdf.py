"""The report as a tagged PDF (PDF/UA-1), to be printed or listened to."""

from pathlib import Path

from django.template.loader import render_to_string

from essaim.kit.pdf import pdf_of
from essaim.reports.printing import printed
from essaim.reports.source import PhotoPart, ReportSource

PRINT_CSS = Path(__file__).parent.parent / "static" / "reports" / "print.css"


@printed
def render(source: ReportSource) -> bytes:
    """The PDF, from the template and the style sheet of this package only."""
    photos = photos_of(source)
    page = render_to_string("reports/document.html", {"source": source, "photos": photos})
    return pdf_of(
        page,
        style=PRINT_CSS.read_text(),
        pictures={address: photo.data for address, photo in photos.items()},
    )


def photos_of(source: ReportSource) -> dict[str, PhotoPart]:
    """The pictures that the document carries, under the addresses that its page gives them."""
    found = [
        photo
        for question in source.questions
        for photo in (*question.photos, *(photo for theme in question.themes for photo in theme.photos))
        if photo.data
    ]
    return {f"photo:{rank}": photo for rank, photo in enumerate(found)}
