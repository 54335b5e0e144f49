"""A page of our own as a tagged PDF (PDF/UA-1): it can be printed, and read by a voice."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused


def pdf_of(page: str, *, style: str, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of a whole HTML page; `pictures` are all that it may show from outside itself."""
    # Imported here because it takes two seconds, which a web process should not pay to start.
    try:
        from weasyprint import CSS, HTML
    except OSError as missing:  # the library is there, Pango is not
        raise Refused(
            _(
                "Cette machine ne sait pas encore faire de PDF : il lui manque la bibliothèque Pango (paquets "
                "libpango-1.0-0 et libpangoft2-1.0-0). Les autres formats restent disponibles."
            ),
            code="no-pango",
            status=503,
        ) from missing

    fetch = only(pictures or {})
    sheet = CSS(string=style, url_fetcher=fetch, base_url="essaim:")
    document = HTML(string=page, url_fetcher=fetch, base_url="essaim:")
    return document.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1")


def only(pictures: Mapping[str, bytes]) -> Any:
    """A fetcher that hands out these pictures and refuses everything else: the network, the disk, `data:`."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Refusing(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in pictures:
                raise FatalURLFetchingError(f"a sheet of paper fetches nothing: {url}")
            return URLFetcherResponse(url, pictures[url])

    return Refusing()
