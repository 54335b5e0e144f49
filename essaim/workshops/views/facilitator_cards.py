"""Sorting on a table: cards to print, then what people moved typed back, looked at, and confirmed."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from essaim.boards.queries import grouped
from essaim.kit.addresses import absolute
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.workshops.desk import Desk, opening_of
from essaim.workshops.domain import laying
from essaim.workshops.domain.laying import Outcome, Typed
from essaim.workshops.domain.printing_cards import print_cards, printouts_of, strips_of
from essaim.workshops.enums import Act
from essaim.workshops.models import Printout
from essaim.workshops.paper.cards import printed_cards, sheet_of
from essaim.workshops.paper.moves import lines_said
from essaim.workshops.paper.sheet_id import CARDS, sheet_typed
from essaim.workshops.views.facilitator_doors import at_desk, decides, see_other, team_member

CONFIRM = "confirm"
LIE, WAIT = "lie", "wait"  # the cards that nobody typed: they lay where it was proposed, or they wait


def address(desk: Desk, name: str, *more: int) -> str:
    return reverse(f"workshops:{name}", args=[desk.workshop.code, desk.question.number, *more])


@reads_only
@at_desk
def cards(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What may be printed now, and what was."""
    return cards_screen(request, desk)


def cards_screen(request: HttpRequest, desk: Desk, refusal: Refused | None = None) -> HttpResponse:
    picture = grouped(desk.board)
    context = {
        "workshop": desk.workshop,
        "question": desk.question,
        "picture": picture,
        "sorted": sum(len(group.rows) for group in picture.themes),
        "printouts": [(printout, str(sheet_of(printout))) for printout in printouts_of(desk.question)],
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "workshops/paper/cards.html", context, status=status)


@decides(cards_screen)
def make(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    with_sorted = request.POST.get("which") == "all"
    print_cards(question=desk.question, with_sorted=with_sorted, by=team_member(request), now=timezone.now())
    messages.success(request, _("Le tirage est prêt : ouvrez son PDF et imprimez-le à la taille réelle (100 %)."))
    return see_other(address(desk, "desk_cards"))


@reads_only
@at_desk
def sheet(request: HttpRequest, desk: Desk, printout: int) -> HttpResponse:
    """The PDF of a printout; printed again, it has the same numbers and letters."""
    found = printout_of(desk, printout)
    typing_back = partial(absolute, request)(address(desk, "desk_lay"))
    document = printed_cards(found, retype_address=typing_back)
    answer = HttpResponse(document, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="essaim-{sheet_of(found)}.pdf"'
    return answer


def printout_of(desk: Desk, number: int) -> Printout:
    return get_object_or_404(desk.question.printouts, number=number)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def lay(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """The printout is chosen by its name, then typed, looked at, confirmed: states of one page."""
    asked = request.POST if request.method == "POST" else request.GET
    try:
        printout = printout_named(desk, asked.get("feuille", ""))
    except Refused as refusal:
        return cards_screen(request, desk, refusal)
    if request.method != "POST":
        return lay_screen(request, desk, printout)
    typed = Typed(
        lines_said(request.POST.get("text", "")),
        with_rest=request.POST.get("rest") == LIE,
        insisted=frozenset(request.POST.getlist("insist")),
    )
    ask = partial(laying.lay_cards, printout=printout, typed=typed, by=team_member(request), now=timezone.now())
    try:
        if request.POST.get("act") != CONFIRM:
            return lay_screen(request, desk, printout, outcome=ask(dry_run=True))
        return laid(request, desk, ask(agreed=request.POST.get("agreed", "")))
    except Refused as refusal:
        return refused(request, desk, printout, typed, refusal)


def refused(request: HttpRequest, desk: Desk, printout: Printout, typed: Typed, refusal: Refused) -> HttpResponse:
    """What was typed stays, beside how the board is now."""
    try:
        by = team_member(request)
        outcome = laying.lay_cards(printout=printout, typed=typed, by=by, now=timezone.now(), dry_run=True)
    except Refused:
        outcome = None
    return lay_screen(request, desk, printout, outcome=outcome, refusal=refusal)


def printout_named(desk: Desk, name: str) -> Printout:
    """The printout whose name stands on each of its pages."""
    sheet = sheet_typed(name, desk.workshop.code)
    if (sheet.kind, sheet.number) != (CARDS, desk.question.number):
        raise Refused(
            _("Cette feuille n’est pas un tirage de cartes de la question %(number)s.")
            % {"number": desk.question.number},
            code="other-sheet",
            status=422,
        )
    return printout_of(desk, sheet.page)


def lay_screen(
    request: HttpRequest,
    desk: Desk,
    printout: Printout,
    *,
    outcome: Outcome | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    context = {
        "workshop": desk.workshop,
        "question": desk.question,
        "printout": printout,
        "name": sheet_of(printout),
        "strips": strips_of(printout).values(),
        "text": request.POST.get("text", ""),
        "rest": request.POST.get("rest", ""),
        "outcome": outcome,
        "refusal": refusal,
        "waits": opening_of(desk.workshop, Act.GROUP, now=timezone.now()),
    }
    status = refusal.status if refusal else 200
    return render(request, "workshops/paper/lay_cards.html", context, status=status)


def laid(request: HttpRequest, desk: Desk, outcome: Outcome) -> HttpResponseBase:
    done = len(outcome.followed)
    sentence = ngettext(
        "%(count)s décision enregistrée. « Annuler mon dernier geste » la reprend.",
        "%(count)s décisions enregistrées. « Annuler mon dernier geste » les reprend une à une, la dernière d’abord.",
        done,
    ) % {"count": done}
    if not done:
        sentence = _("Rien n’a changé : tout était déjà comme vous l’avez tapé.")
    messages.success(request, sentence)
    return see_other(address(desk, "desk"))
