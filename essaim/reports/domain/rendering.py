"""A report as a file: heavy ones are built one at a time, and not twice for the same words."""

import threading
from functools import lru_cache

from django.utils.text import slugify
from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.reports.domain.publishing import source_read
from essaim.reports.formats import built
from essaim.reports.models import Report
from essaim.reports.source import ReportSource

WITH_PHOTOS = {"pdf", "odt", "docx", "json"}
HEAVY = {"pdf", "odt", "docx"}
PATIENCE = 25  # seconds: below the half minute at which proxies give up
one_at_a_time = threading.BoundedSemaphore(1)  # a PDF takes one of the two cores of a small server for seconds


def document(report: Report, extension: str, *, base: str) -> bytes:
    """The report in this format."""
    source = source_read(report, base=base, photos=extension in WITH_PHOTOS)
    return heavy(source, extension) if extension in HEAVY else built(source, extension)


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
