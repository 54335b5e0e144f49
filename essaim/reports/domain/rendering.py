"""A report as a file: heavy ones are built one at a time, and not twice for the same words."""

import base64
import threading
from dataclasses import replace
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.reports.domain.picturing import photos_changed
from essaim.reports.domain.publishing import source_read
from essaim.reports.formats import built
from essaim.reports.models import Report
from essaim.reports.source import PhotoPart, ReportSource

WITH_PHOTOS = {"html", "pdf", "odt", "docx", "json"}
HEAVY = {"pdf", "odt", "docx"}
PATIENCE = 25  # seconds: below the half minute at which proxies give up
one_at_a_time = threading.BoundedSemaphore(1)  # a PDF takes one of the two cores of a small server for seconds


def document(report: Report, extension: str, *, base: str) -> bytes:
    """The report in this format."""
    source = source_read(report, base=base, photos=extension in WITH_PHOTOS)
    if extension == "html":
        return standalone(source)
    return heavy(source, extension) if extension in HEAVY else built(source, extension)


def standalone(source: ReportSource) -> bytes:
    """One file that needs nothing else: the whole report, its pictures inside it."""
    source = photos_changed(source, with_data_address)
    # The template of the fragment escapes every text that people wrote.
    context = {"source": source, "fragment": mark_safe(built(source, "html").decode())}
    return render_to_string("reports/standalone.html", context).encode()


def with_data_address(photo: PhotoPart) -> PhotoPart:
    written = base64.b64encode(photo.data).decode()
    return replace(photo, address=f"data:image/jpeg;base64,{written}" if photo.data else "")


def heavy(source: ReportSource, extension: str) -> bytes:
    if not one_at_a_time.acquire(timeout=PATIENCE):
        raise Refused(
            _("Le serveur prépare déjà d’autres documents. Réessayez dans une minute."), code="busy", status=503
        )
    try:
        return kept(source, extension)
    finally:
        one_at_a_time.release()


@lru_cache(maxsize=8)
def kept(source: ReportSource, extension: str) -> bytes:
    """The same words give the same document: it is built once."""
    return built(source, extension)


def file_name(report: Report, extension: str) -> str:
    """A name that still says what it is among a hundred downloads."""
    title = slugify(report.workshop.title)[:60].strip("-") or "atelier"
    return f"compte-rendu-{title}-{report.workshop.gathering.day:%Y-%m-%d}.{extension}"
