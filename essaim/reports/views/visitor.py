"""The list of reports, the files and the photos of one, and what stands around its pages."""

import uuid
from datetime import timedelta

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header

from essaim.boards.models import Photo
from essaim.kit.reading import reads_only
from essaim.reports.domain import rendering, sending
from essaim.reports.domain.picturing import bytes_of
from essaim.reports.enums import ReportState
from essaim.reports.formats import FORMATS
from essaim.reports.queries import handed_over, published_reports, undecided
from essaim.reports.views.door import Reader, base_of, reader_of

PER_PAGE = 20
DOWNLOADS = {extension: format.label for extension, format in FORMATS.items()}


@reads_only
def index(request: HttpRequest) -> HttpResponse:
    """Every public and final report, the latest first."""
    pages = Paginator(published_reports(limit=None), PER_PAGE)
    return render(request, "reports/page_index.html", {"page": pages.get_page(request.GET.get("page"))})


def shell(reader: Reader) -> dict[str, object]:
    """What stands around the report: who may do what next."""
    stored = reader.report.pk is not None
    return {
        "reader": reader,
        "report": reader.report,
        "workshop": reader.workshop,
        "downloads": DOWNLOADS,
        "can_mail": sending.can_leave(),
        "undecided": undecided(reader.report) if stored and reader.may_edit else 0,
        "handed": handed_over(reader.workshop) if reader.may_edit else 0,
        "waiting": reader.report.recipients.count() if stored and reader.may_edit else 0,
        "arrivals": list(reader.workshop.arrivals.all()) if reader.may_edit else [],
        "is_final": reader.report.state == ReportState.FINAL,
        "next_fortnight": timezone.localdate() + timedelta(days=14),
    }


@reads_only
def download(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    """The report as a file, under a name that says what it is."""
    if extension not in DOWNLOADS:
        raise Http404
    reader = reader_of(request, code)
    reader.check_may_read()
    content = rendering.document(reader.report, extension, base=base_of(request))
    return attached(content, FORMATS[extension].media_type, rendering.file_name(reader.report, extension))


def attached(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to keep, never to be run in the page's own site."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@reads_only
def photo(request: HttpRequest, code: str, key: uuid.UUID) -> HttpResponse:
    """A photo of this workshop's boards, for whoever may read its report."""
    reader = reader_of(request, code)
    reader.check_may_read()
    found = Photo.objects.filter(board__asked_as__workshop=reader.workshop, key=key).first()
    data = bytes_of(found) if found else b""
    if not data:
        raise Http404
    response = HttpResponse(data, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response
