"""What is shown, printed or held in the hand: the relay of a question, the card of a rapporteur."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from essaim.boards.models import Relay
from essaim.boards.queries import grouped
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.workshops.access import check_may_facilitate, may_facilitate
from essaim.workshops.domain.joining import key_in
from essaim.workshops.domain.wall import holds_wall
from essaim.workshops.models import Rapporteur, Workshop
from essaim.workshops.picture import seat_cookie
from essaim.workshops.queries import question_at, round_at, tables_of_question
from essaim.workshops.views.codes import workshop_called

# One screen and one A5 page: measured with titles and quotes of full length.
MOST_THEMES = 6
MOST_NOTES = 6
ROOMY = 90  # signs of a question that leave room for six themes in large letters


@reads_only
def relay(request: HttpRequest, code: str, number: int, round: int) -> HttpResponse:
    """The relay as it was frozen, for the team and for the projector; an earlier version when asked."""
    workshop = workshop_called(request, code)
    if not holds_wall(request.COOKIES, workshop):
        check_may_facilitate(request.user, workshop)
    question = get_object_or_404(workshop.questions.select_related("board"), number=number)
    versions = list(Relay.objects.filter(board=question.board, round=round))
    if not versions:
        raise Refused(_("Le passage de témoin de cette séquence n’est pas encore figé."), code="no-relay", status=404)
    wanted = [each for each in versions if str(each.version) == request.GET.get("version")]
    chosen = wanted[0] if wanted else versions[-1]
    question.workshop = workshop
    context = {
        "workshop": workshop,
        "question": question,
        "relay": chosen,
        "versions": versions,
        **shown(chosen.content),
        "is_dense": len(question.text) > ROOMY
        or any(len(theme["title"]) > ROOMY for theme in chosen.content["themes"]),
        "tables": tables_of_question(workshop, question, round),
        "is_team": may_facilitate(request.user, workshop),
    }
    return render(request, "workshops/facilitator/relay.html", context)


def shown(content: dict[str, Any]) -> dict[str, Any]:
    """The heaviest themes in full, the others by their title; without theme, the first notes as they are."""
    themes, unsorted = content["themes"], content["unsorted"]
    return {
        "themes": themes[:MOST_THEMES],
        "others": themes[MOST_THEMES:],
        "notes": [] if themes else unsorted[:MOST_NOTES],
        "received": content["received"],
        "unsorted": len(unsorted),
    }


@reads_only
def card(request: HttpRequest, code: str, table: int) -> HttpResponse:
    """What the group's speaker holds in plenary: one or two ideas, why, under which conditions, in whose words."""
    workshop = workshop_called(request, code)
    seated = get_object_or_404(workshop.tables, number=table)
    rapporteur = Rapporteur.objects.filter(table=seated).select_related("seat").first()
    if not holds_card(request, workshop, rapporteur):
        check_may_facilitate(request.user, workshop)
    question = question_at(workshop, table, round_at(workshop))
    if question is None:
        raise Http404
    picture = grouped(question.board)
    themes = sorted((group for group in picture.themes if group.rows), key=lambda group: -group.count)
    context = {
        "workshop": workshop,
        "table": seated,
        "question": question,
        "rapporteur": rapporteur,
        "picture": picture,
        "themes": themes,
        "ideas": question.board.ideas.filter(group=table, is_removed=False).select_related("theme", "key_note"),
        "minutes": workshop.seconds_per_group // 60,
        "is_team": may_facilitate(request.user, workshop),
    }
    return render(request, "workshops/facilitator/card.html", context)


def holds_card(request: HttpRequest, workshop: Workshop, rapporteur: Rapporteur | None) -> bool:
    """The phone of the speaker reads its own card."""
    seat = rapporteur.seat if rapporteur else None
    return seat is not None and key_in(request.COOKIES.get(seat_cookie(workshop), "")) == str(seat.key)
