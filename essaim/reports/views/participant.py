"""What people who took part do with the report: ask for a change, ask to receive it."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.people.domain import limiting
from essaim.reports import access
from essaim.reports.domain import amending, sending
from essaim.reports.domain.publishing import source_read
from essaim.reports.enums import ReportState
from essaim.reports.forms import AmendmentForm
from essaim.reports.queries import own_amendments
from essaim.reports.views.door import Reader, reader_of, see
from essaim.workshops.models import Seat

ADDRESSES = 5  # an hour and a seat: one's own, a colleague's, and a slip of the finger or two


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, code: str) -> HttpResponseBase:
    """Somebody who took part asks for a change, about a question, a theme or a note."""
    reader = reader_of(request, code)
    seat = access.check_may_amend(reader.report, seat=reader.seat, today=timezone.localdate())
    if request.method != "POST":
        return reads_only(amendment_page)(request, reader)
    form = AmendmentForm(request.POST)
    if not form.is_valid():
        return amendment_page(request, reader, form=form, status=422)
    try:
        proposed(reader, seat, form)
    except Refused as refused:
        form.add_error("text", str(refused))
        return amendment_page(request, reader, form=form, status=refused.status)
    messages.success(request, _("Votre amendement est envoyé. L’équipe y répondra par une phrase, visible ici."))
    return see("amend", reader.workshop.code)


def proposed(reader: Reader, seat: Seat, form: AmendmentForm) -> None:
    source = source_read(reader.report)
    amending.propose(
        workshop=reader.workshop,
        seat=seat,
        key=form.cleaned_data["key"],
        about=amending.place_named(source, form.cleaned_data["about"]),
        text=form.cleaned_data["text"],
        now=timezone.now(),
    )


def amendment_page(
    request: HttpRequest, reader: Reader, *, form: AmendmentForm | None = None, status: int = 200
) -> HttpResponse:
    source = source_read(reader.report)
    places = list(amending.places(source))
    asked = form.data.get("about", "") if form else request.GET.get("sur", "")
    # A single note comes from its own link: a list of four hundred would help nobody.
    places += [place for place in amending.notes_to_amend(source) if place[0] == asked]
    form = form or AmendmentForm(initial={"key": uuid.uuid4(), "about": asked})
    context = {
        "form": form.offer(places),
        "reader": reader,
        "report": reader.report,
        "workshop": reader.workshop,
        "mine": own_amendments(reader.report, reader.seat),
    }
    return render(request, "reports/page_amend.html", context, status=status)


def check_few(reader: Reader) -> None:
    """A final report leaves at once: without an end, a seat could send our mail to the whole world."""
    if reader.seat is None or reader.may_edit:
        return
    what = f"report-asked:{reader.seat.key}"
    if limiting.is_too_often(what=what, most=ADDRESSES, within=timedelta(hours=1), now=timezone.now()):
        raise Refused(_("Vous avez demandé beaucoup d’envois. Attendez une heure, ou écrivez à l’équipe."), status=429)


@require_POST
def receive(request: HttpRequest, code: str) -> HttpResponse:
    """The address is kept until the message has left; that of a final report leaves at once, and no page waits."""
    reader = reader_of(request, code)
    check_few(reader)
    sending.ask(
        workshop=reader.workshop,
        email=request.POST.get("email", ""),
        person=reader.person,
        seat=reader.seat,
        now=timezone.now(),
    )
    if reader.report.state == ReportState.FINAL:
        sending.send_soon()
        messages.success(request, _("Le compte rendu part vers votre boîte. Votre adresse n’est pas conservée."))
    else:
        messages.success(
            request, _("C’est noté : vous le recevrez dès qu’il sera définitif, puis votre adresse sera effacée.")
        )
    return see("report", reader.workshop.code)
