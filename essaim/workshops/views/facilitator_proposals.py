"""What the machine proposes to whoever sorts: headings to tap for each note, or themes for a board without any."""

from itertools import count, takewhile

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.boards import proposals
from essaim.boards.domain.proposing import kept_of
from essaim.boards.large import is_large
from essaim.boards.models import Board
from essaim.boards.queries import Picture, grouped
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.workshops.desk import Desk, opening_of
from essaim.workshops.domain import concluding, proposing
from essaim.workshops.domain.proposing import Adopted, Choice
from essaim.workshops.enums import Act
from essaim.workshops.views.facilitator import shared
from essaim.workshops.views.facilitator_doors import at_desk, decides, team_member, told
from essaim.workshops.views.facilitator_reading import reading_screen
from essaim.workshops.views.facilitator_sorting import asked, cut


@reads_only
@at_desk
def proposed(request: HttpRequest, desk: Desk) -> HttpResponse:
    return proposals_screen(request, desk)


def proposals_screen(request: HttpRequest, desk: Desk, refusal: Refused | None = None) -> HttpResponse:
    # Read before the notes: a decision made in between is then refused, never overwritten.
    revision = Board.objects.values_list("revision", flat=True).get(pk=desk.board.pk)
    if is_large(desk.board):
        return reading_screen(request, desk, refusal)
    picture = grouped(desk.board)
    context = {
        **shared(request, desk, refusal),
        "picture": picture,
        "revision": revision,
        "waits": opening_of(desk.workshop, Act.GROUP, now=timezone.now()),
        "kept": kept_of([desk.board]),
        "splits": len(proposals.splits_of(picture)),
        **({"offers": proposals.offers_of(picture)} if picture.themes else themes_to_adopt(request, picture)),
    }
    status = refusal.status if refusal else 200
    return render(request, "workshops/facilitator/proposals.html", context, status=status)


def themes_to_adopt(request: HttpRequest, picture: Picture) -> dict[str, object]:
    """As many as the address says, within what can be read."""
    waiting = len(picture.unsorted)
    if waiting < proposals.ENOUGH:
        return {"too_few": proposals.ENOUGH}
    most = min(waiting, proposals.MOST_THEMES)
    typed = request.GET.get("themes", "")
    asked_for = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else None
    number = proposals.usual_number_for(picture) if asked_for is None else min(max(asked_for, 2), most)
    return {
        "proposed": proposals.themes_for(picture, number),
        "number": number,
        "fewer": number - 1 if number > 2 else None,
        "more": number + 1 if number < most else None,
    }


@decides(proposals_screen)
def place(request: HttpRequest, desk: Desk) -> str | HttpResponse:
    """One button says one note and its heading, or that none fits; ticked boxes say several."""
    if "none" in request.POST:
        note = proposing.say_none_fits(key=request.POST["none"], **asked(request, desk))
        return _("Aucun titre ne convient à « %(text)s » : c’est noté.") % {"text": cut(note.text)}
    tapped = request.POST.getlist("tap") or request.POST.getlist("pair")
    choices = [Choice(*(pair.split(":") + ["", ""])[:3]) for pair in tapped]
    placed = proposing.place(choices=choices, **asked(request, desk))
    sentence = ngettext("%(count)s note rangée.", "%(count)s notes rangées.", placed) % {"count": placed}
    return done(request, desk, sentence)


@decides(proposals_screen)
def adopt(request: HttpRequest, desk: Desk) -> str | HttpResponse:
    made = proposing.adopt(themes=chosen_in(request), **asked(request, desk))
    sentence = ngettext(
        "%(count)s thème créé. Vous pouvez le renommer, y ajouter ou en retirer des notes.",
        "%(count)s thèmes créés. Vous pouvez les renommer, y ajouter ou en retirer des notes.",
        made,
    )
    return done(request, desk, sentence % {"count": made})


def done(request: HttpRequest, desk: Desk, sentence: str) -> str | HttpResponse:
    """At the bell the same button freezes the relay: the next group inherits the themes as they are now."""
    if "freeze" not in request.POST:
        return sentence
    concluding.freeze(question=desk.question, by=team_member(request), now=timezone.now())
    address = reverse("workshops:desk_conclusion", args=[desk.workshop.code, desk.question.number])
    return told(request, desk, f"{sentence} {_('Le passage de témoin est figé.')}", address)


def chosen_in(request: HttpRequest) -> list[Adopted]:
    """The themes that were ticked, with the title as corrected and the notes still ticked."""
    typed = request.POST
    shown = takewhile(lambda number: f"title-{number}" in typed, count(1))
    return [adopted_in(request, number) for number in shown if f"take-{number}" in typed]


def adopted_in(request: HttpRequest, number: int) -> Adopted:
    kept = request.POST.getlist(f"note-{number}")
    shown = request.POST.get(f"all-{number}", "").split()
    return Adopted(request.POST[f"title-{number}"], kept, [key for key in shown if key not in kept])


@decides(proposals_screen)
def alone(request: HttpRequest, desk: Desk) -> str:
    is_on = request.POST.get("alone") == "on"
    proposing.let_place_alone(question=desk.question, is_on=is_on, by=team_member(request))
    if is_on:
        return _("C’est noté : les notes dont la machine est sûre se rangeront seules. Chacune le dira au pupitre.")
    return _("C’est noté : aucune note ne se rangera seule.")
