"""The report as a tagged PDF (PDF/UA-1), to be printed or listened to."""

from pathlib import Path

from django.template.loader import render_to_string

from essaim.reports.printing import printed
from essaim.reports.source import PhotoPart, ReportSource

PRINT_CSS = Path(__file__).parent.parent / "static" / "reports" / "print.css"


@printed
def render(source: ReportSource) -> bytes:
    """The PDF, from the template and the style sheet of this package only."""
    # Imported here because it takes two seconds, which a web process should not pay to start.
    from weasyprint import CSS, HTML

    photos = photos_of(source)
    page = render_to_string("reports/document.html", {"source": source, "photos": photos})
    fetch = only(photos)
    style = CSS(string=PRINT_CSS.read_text(), url_fetcher=fetch)
    document = HTML(string=page, url_fetcher=fetch, base_url="essaim:")
    return document.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")


def photos_of(source: ReportSource) -> dict[str, PhotoPart]:
    """The pictures that the document carries, under the addresses that its page gives them."""
    found = [
        photo
        for question in source.questions
        for photo in (*question.photos, *(photo for theme in question.themes for photo in theme.photos))
        if photo.data
    ]
    return {f"photo:{rank}": photo for rank, photo in enumerate(found)}


def only(photos: dict[str, PhotoPart]):
    """A fetcher that hands out these pictures and refuses everything else: the network, the disk, `data:`."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Refusing(URLFetcher):
        def fetch(self, url, headers=None):
            if url not in photos:
                raise FatalURLFetchingError(f"a report fetches nothing: {url}")
            return URLFetcherResponse(url, photos[url].data)

    return Refusing()
