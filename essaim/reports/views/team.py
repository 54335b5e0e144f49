"""What the team does with the report: answer, publish, take its data elsewhere."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.reports.domain import amending, drafting, publishing, sending
from essaim.reports.domain.exporting import exported
from essaim.reports.enums import ReportState
from essaim.reports.forms import AnswerForm, OpeningForm, SharingForm
from essaim.reports.queries import questions_with_handed, undecided
from essaim.reports.views.door import Reader, base_of, see, team_of
from essaim.reports.views.visitor import attached


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, code: str) -> HttpResponseBase:
    """Who reads the final report, under which licence, and who asked to receive it."""
    reader = team_of(request, code)
    workshop = reader.workshop
    if request.method != "POST":
        return reads_only(share_page)(request, reader)
    form = SharingForm(request.POST)
    if not form.is_valid():
        return share_page(request, reader, form=form, status=422)
    drafting.share(workshop=workshop, by=reader.person, **form.cleaned_data)
    messages.success(request, _("C’est enregistré."))
    return see("report", workshop.code)


def share_page(
    request: HttpRequest, reader: Reader, *, form: SharingForm | None = None, status: int = 200
) -> HttpResponse:
    workshop = reader.workshop
    initial = {"visibility": workshop.visibility, "licence": workshop.licence}
    context = {
        "form": form or SharingForm(initial=initial),
        "reader": reader,
        "report": reader.report,
        "workshop": workshop,
        "recipients": reader.report.recipients.order_by("pk") if reader.report.pk else [],
        "can_mail": sending.can_leave(),
    }
    return render(request, "reports/page_share.html", context, status=status)


@require_POST
def move(request: HttpRequest, code: str) -> HttpResponse:
    """The report goes to its next state; the same button twice changes nothing."""
    reader = team_of(request, code)
    act = request.POST.get("act", "")
    verb = MOVES.get(act)
    if verb is None:
        raise Http404
    try:
        said = verb(request, reader)
    except Refused as refused:
        if act != "final":
            raise
        return final_page(request, reader, refused=str(refused), status=refused.status)
    messages.success(request, said)
    return see("report", reader.workshop.code)


@reads_only
def finalise(request: HttpRequest, code: str) -> HttpResponse:
    """What becomes true when the report is final, and what must be decided before."""
    reader = team_of(request, code)
    drafting.check_may_follow(reader.report, ReportState.FINAL)
    return final_page(request, reader)


def final_page(request: HttpRequest, reader: Reader, *, refused: str = "", status: int = 200) -> HttpResponse:
    report, until = reader.report, reader.report.amend_until
    context = {
        "reader": reader,
        "report": report,
        "workshop": reader.workshop,
        "refused": refused,
        "undecided": undecided(report) if report.pk else 0,
        "handed": questions_with_handed(reader.workshop),
        "still_open": report.state == ReportState.AMENDABLE and until is not None and until >= timezone.localdate(),
        "waiting": report.recipients.count() if report.pk and sending.can_leave() else 0,
    }
    return render(request, "reports/page_finalise.html", context, status=status)


def to_draft(request: HttpRequest, reader: Reader) -> str:
    drafting.draft(workshop=reader.workshop, by=reader.person, now=timezone.now())
    return _("Le compte rendu est un brouillon : écrivez l’introduction et les synthèses, puis montrez-le.")


def to_amendable(request: HttpRequest, reader: Reader) -> str:
    form = OpeningForm(request.POST)
    until = form.cleaned_data["until"] if form.is_valid() else None
    publishing.open_amendments(workshop=reader.workshop, until=until, by=reader.person, now=timezone.now())
    return _("Les personnes qui ont participé lisent le compte rendu par leur lien personnel et peuvent l’amender.")


def to_final(request: HttpRequest, reader: Reader) -> str:
    base = base_of(request)
    report = publishing.finalise(workshop=reader.workshop, base=base, by=reader.person, now=timezone.now())
    sending.send_soon()
    return " ".join([_("Le compte rendu est définitif et daté."), told_leaving(sending.waiting(report))]).strip()


def told_leaving(waiting: int) -> str:
    """Nobody waits for the mail server: what could not leave is told on the page of those who wait."""
    if not waiting:
        return ""
    return ngettext("%(n)s message part.", "%(n)s messages partent.", waiting) % {"n": waiting}


def to_reopened(request: HttpRequest, reader: Reader) -> str:
    drafting.reopen(workshop=reader.workshop, by=reader.person, now=timezone.now())
    return _("Le compte rendu est rouvert : personne d’autre que l’équipe ne le lit jusqu’à sa nouvelle publication.")


MOVES: dict[str, Callable[[HttpRequest, Reader], str]] = {
    "draft": to_draft,
    "open": to_amendable,
    "final": to_final,
    "reopen": to_reopened,
}


@require_http_methods(["GET", "HEAD", "POST"])
def amendments(request: HttpRequest, code: str) -> HttpResponseBase:
    """Each amendment and its answer."""
    reader = team_of(request, code)
    if request.method != "POST":
        return reads_only(amendments_page)(request, reader)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Cet amendement n’existe pas (ou plus)."), code="no-amendment", status=404)
    try:
        amending.answer(workshop=reader.workshop, by=reader.person, **form.cleaned_data)
    except Refused as refused:
        return amendments_page(request, reader, refused=refused, status=refused.status)
    messages.success(request, _("Votre réponse est enregistrée."))
    return see("amendments", reader.workshop.code)


def amendments_page(
    request: HttpRequest, reader: Reader, *, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "reader": reader,
        "report": reader.report,
        "workshop": reader.workshop,
        "amendments": list(reader.report.amendments.all()) if reader.report.pk else [],
        "refused": refused,
        "typed_key": request.POST.get("key", ""),
        "typed": request.POST.get("answer", ""),
    }
    return render(request, "reports/page_amendments.html", context, status=status)


@require_POST
def resend(request: HttpRequest, code: str) -> HttpResponse:
    """What could not leave is tried again now; or an address is forgotten."""
    reader = team_of(request, code)
    if request.POST.get("forget", "").isdecimal():
        sending.forget(
            workshop=reader.workshop, recipient=int(request.POST["forget"]), by=reader.person, now=timezone.now()
        )
        messages.success(request, _("L’adresse est effacée."))
        return see("share", reader.workshop.code)
    waiting = sending.try_again(report=reader.report, by=reader.person)
    messages.success(request, told_leaving(waiting) or _("Tous les messages sont déjà partis."))
    return see("share", reader.workshop.code)


@reads_only
def data(request: HttpRequest, code: str) -> HttpResponse:
    """The whole workshop as JSON, to be imported into another instance."""
    reader = team_of(request, code)
    name = f"essaim-atelier-{reader.workshop.code}.json"
    return attached(exported(reader.workshop).encode(), "application/json", name)
