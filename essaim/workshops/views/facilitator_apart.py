"""Sorting apart, then seeing where two sortings differ and what the board takes of either."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.boards.models import Board
from essaim.boards.queries import grouped
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.workshops.comparing import compared, rows_of, side_of, side_of_board
from essaim.workshops.desk import Desk, opening_of
from essaim.workshops.domain import sorting_apart
from essaim.workshops.enums import Act
from essaim.workshops.views.facilitator import shared
from essaim.workshops.views.facilitator_doors import at_desk, decides, team_member, told
from essaim.workshops.views.facilitator_sorting import asked


def address(desk: Desk, name: str) -> str:
    return reverse(f"workshops:{name}", args=[desk.workshop.code, desk.question.number])


@reads_only
@at_desk
def mine(request: HttpRequest, desk: Desk) -> HttpResponse:
    """This person's own sorting: each note with the headings to choose from."""
    return own_screen(request, desk)


def own_screen(request: HttpRequest, desk: Desk, refusal: Refused | None = None) -> HttpResponse:
    grouping = desk.question.groupings.filter(by=team_member(request)).select_related("by").first()
    picture = grouped(desk.board)
    side = side_of(grouping, side_of_board(picture)) if grouping else None
    context = {
        **shared(request, desk, refusal),
        "grouping": grouping,
        "headings": side.titles.items() if side else [],
        "rows": [(row, side.heading_of(str(row.note.key))) for row in rows_of(picture)] if side else [],
        "others": desk.question.groupings.exclude(by=team_member(request)).count(),
    }
    status = refusal.status if refusal else 200
    return render(request, "workshops/facilitator/apart.html", context, status=status)


@decides(own_screen)
def begin(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    sorting_apart.begin(question=desk.question, by=team_member(request), now=timezone.now())
    sentence = _("Votre rangement à part commence comme le panneau, où rien ne bougera.")
    return told(request, desk, sentence, address(desk, "desk_apart"))


@decides(own_screen)
def keep(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    shown = [name for name in request.POST if name.startswith("note-")]
    places = {name.removeprefix("note-"): request.POST[name] for name in shown}
    sorting_apart.sort_apart(
        question=desk.question,
        places=places,
        title=request.POST.get("title", "").strip(),
        by=team_member(request),
        now=timezone.now(),
    )
    return told(request, desk, _("Votre rangement à part est enregistré."), address(desk, "desk_apart"))


@reads_only
@at_desk
def differences(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Two sortings side by side: how far they agree, and the notes on which they do not."""
    return differences_screen(request, desk)


def differences_screen(request: HttpRequest, desk: Desk, refusal: Refused | None = None) -> HttpResponse:
    # Read before the notes: a decision made in between is then refused, never overwritten.
    revision = Board.objects.values_list("revision", flat=True).get(pk=desk.board.pk)
    chosen = request.POST if request.method == "POST" else request.GET
    sides, comparison = compared(desk.question, chosen.get("un", ""), chosen.get("autre", ""))
    context = {
        **shared(request, desk, refusal),
        "revision": revision,
        "sides": sides,
        "comparison": comparison,
        "waits": opening_of(desk.workshop, Act.GROUP, now=timezone.now()),
    }
    status = refusal.status if refusal else 200
    return render(request, "workshops/facilitator/differences.html", context, status=status)


@decides(differences_screen)
def adopt(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """One button says the note and the heading that the board takes."""
    note, _colon, heading = request.POST.get("adopt", "").partition(":")
    theme = sorting_apart.adopt_place(note=note, heading=heading, **asked(request, desk))
    title = theme.title if theme else _("À ranger")
    back = f"{address(desk, 'desk_differences')}?un={number(request, 'un')}&autre={number(request, 'autre')}"
    return told(request, desk, _("Sur le panneau : « %(title)s ».") % {"title": title}, back)


def number(request: HttpRequest, name: str) -> str:
    """The name of a side, as this page writes it; nothing else goes into an address."""
    typed = request.POST.get(name, "")
    return typed if typed.isascii() and typed.isalnum() else ""
