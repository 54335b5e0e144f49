"""The pages of one report: what was retained, the notes of each question, the place of each note."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from essaim.kit.reading import reads_only
from essaim.reports import pages
from essaim.reports.access import has_attended
from essaim.reports.domain import sending
from essaim.reports.domain.publishing import source_read
from essaim.reports.printing import printable
from essaim.reports.river import river_of
from essaim.reports.source import ReportSource
from essaim.reports.views.door import Reader, base_of, reader_of
from essaim.reports.views.visitor import shell


@reads_only
def report(request: HttpRequest, code: str) -> HttpResponse:
    """The report's first page; people who took part are told when it is not ready yet."""
    reader = reader_of(request, code)
    if not reader.may_read and has_attended(reader.seat, reader.report) and reader.may_receive:
        return render(request, "reports/page_waiting.html", {"reader": reader, "can_mail": sending.can_leave()})
    source = read(request, reader)
    context = {
        **shell(reader),
        "source": source,
        "river": river_of(source),
        "lists_themes": pages.lists_themes(source),
    }
    return render(request, "reports/page_report.html", context)


def read(request: HttpRequest, reader: Reader) -> ReportSource:
    reader.check_may_read()
    return printable(source_read(reader.report, base=base_of(request)))


@reads_only
def question(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The notes of a question under their themes, those outside, and those set aside with their reason."""
    reader = reader_of(request, code)
    source = read(request, reader)
    asked = pages.question_numbered(source, number)
    if asked is None:
        raise Http404
    cut = pages.pages_of(asked)
    wanted = request.GET.get("page", "1")
    page = int(wanted) if wanted.isascii() and wanted.isdecimal() else 0
    if not 1 <= page <= len(cut):
        raise Http404
    context = {
        "reader": reader,
        "report": reader.report,
        "workshop": reader.workshop,
        "source": source,
        "question": asked,
        "folds": cut[page - 1],
        "page": page,
        "pages": range(1, len(cut) + 1),
        "are_open": sum(len(fold.rows) for fold in cut[page - 1]) <= pages.OPEN,
    }
    return render(request, "reports/page_question.html", context)


@reads_only
def theme(request: HttpRequest, code: str, number: int, rank: int) -> HttpResponse:
    """Where the notes of this theme stand."""
    return found(request, code, number, f"t{number}-{rank}")


@reads_only
def note(request: HttpRequest, code: str, number: int, note: int) -> HttpResponse:
    """Where this note stands: its fate."""
    return found(request, code, number, f"n{number}-{note}")


def found(request: HttpRequest, code: str, number: int, anchor: str) -> HttpResponse:
    reader = reader_of(request, code)
    asked = pages.question_numbered(read(request, reader), number)
    page = pages.page_of_anchor(asked, anchor) if asked else 0
    if not page:
        raise Http404
    which = f"?page={page}" if page > 1 else ""
    return HttpResponseRedirect(reverse("reports:question", args=[reader.workshop.code, number]) + which + f"#{anchor}")
