"""Dots from a phone, and what one answers in plenary."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from essaim.boards.enums import Channel
from essaim.boards.models import Board
from essaim.boards.queries import grouped
from essaim.kit.asking import wants_json
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.workshops.domain import plenary, voting
from essaim.workshops.models import Seat
from essaim.workshops.views.participant_door import proves_itself, see, sent_in, with_seat
from essaim.workshops.views.participant_notes import acknowledged, key_in_form
from essaim.workshops.views.participant_reading import Place, place_of
from essaim.workshops.views.participant_seat import moment_page
from essaim.workshops.views.typed_dots import dots_typed

FIELD = "dots-"


@proves_itself
@require_http_methods(["GET", "HEAD", "POST"])
@with_seat
def votes(request: HttpRequest, held: Seat) -> HttpResponseBase:
    """The themes of the question, and the dots that are left."""
    place = place_of(held, now=timezone.now())
    if place.question is None or not place.may_vote:
        if wants_json(request):
            raise Refused(_("Le vote n’est pas ouvert."), code="not-now")
        return see("seat", held.workshop.code)
    if request.method != "POST":
        return reads_only(ballot_page)(request, place)
    try:
        left = voting.vote(seat=held, question=place.question, ballot=ballot_in(request), now=timezone.now())
    except Refused as refused:
        if wants_json(request):
            raise
        return ballot_page(request, place, sentence=str(refused), status=refused.status)
    if wants_json(request):
        return JsonResponse({"left": left})
    return see("votes", held.workshop.code)


def ballot_in(request: HttpRequest) -> dict[uuid.UUID, int]:
    """`theme=<uuid>` as many times as dots, or a field `dots-<uuid>` with their number."""
    ballot: dict[uuid.UUID, int] = {}
    sent = sent_in(request)
    chosen = [(text, 1) for text in sent.getlist("theme")]
    typed = [(name.removeprefix(FIELD), str(sent[name])) for name in sent if name.startswith(FIELD)]
    for text, count in chosen + [(text, dots_typed(count)) for text, count in typed]:
        try:
            key = uuid.UUID(text)
        except ValueError as bad:
            raise Refused(_("Ce thème n’existe pas."), code="no-theme", status=422) from bad
        ballot[key] = ballot.get(key, 0) + count
    return {key: count for key, count in ballot.items() if count}


def ballot_page(request: HttpRequest, place: Place, *, sentence: str = "", status: int = 200) -> HttpResponseBase:
    board = place.board
    if board is None:
        return see("seat", place.seat.workshop.code)
    given = given_by(board, place.seat)
    themes = [(group, given.get(group.theme.key, 0)) for group in grouped(board).themes]
    left = board.dots_each - sum(mine for _group, mine in themes)
    if wants_json(request):
        told = [{"theme": str(g.theme.key), "title": g.theme.title, "count": g.count, "mine": n} for g, n in themes]
        return JsonResponse({"each": board.dots_each, "left": left, "themes": told})
    context = {
        "place": place,
        "seat": place.seat,
        "workshop": place.seat.workshop,
        "themes": [(group, request.POST.get(f"{FIELD}{group.theme.key}", mine or "")) for group, mine in themes],
        "left": left,
        "given": board.dots_each - left,
        "each": board.dots_each,
        "sentence": sentence,
    }
    return render(request, "workshops/participant/vote.html", context, status=status)


def given_by(board: Board, seat: Seat) -> dict[uuid.UUID, int]:
    """What this seat gave to each theme; nobody else sees it."""
    dots = board.dots.filter(channel=Channel.PHONE, voter=str(seat.key), count__gt=0)
    return dict(dots.values_list("theme__key", "count"))


@proves_itself
@require_POST
@with_seat
def reactions(request: HttpRequest, held: Seat) -> HttpResponse:
    """What a phone answers in plenary is kept, on the idea that it answers."""
    try:
        ack = plenary.react_from_seat(
            seat=held,
            idea=plenary.idea_of(held.workshop, sent_in(request).get("about", "")),
            text=sent_in(request).get("text", ""),
            key=key_in_form(request),
            now=timezone.now(),
        )
    except Refused as refused:
        if wants_json(request):
            raise
        return moment_page(request, held, sentence=str(refused), code=refused.code, status=refused.status)
    return JsonResponse(acknowledged(ack)) if wants_json(request) else see("seat", held.workshop.code)
