"""The plenary as it is led: who speaks, in which order, what the room answers."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.boards.models import Idea
from essaim.kit.asking import wants_json
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.people.models import Person
from essaim.workshops.domain import plenary as leading
from essaim.workshops.hearing import plenary_of
from essaim.workshops.models import Table, Workshop
from essaim.workshops.queries import current_sequence
from essaim.workshops.views.conductor import workshop_to_conduct
from essaim.workshops.views.screen_door import told_once


@reads_only
@told_once
def plenary(request: HttpRequest, code: str) -> HttpResponse:
    """The queue, the clock of the group that speaks, and its ideas to write reactions on."""
    workshop = workshop_to_conduct(request, code)
    return render(request, "workshops/conductor/plenary.html", desk(workshop))


def desk(workshop: Workshop) -> dict[str, Any]:
    now = timezone.now()
    heard = plenary_of(workshop)
    turn = heard.speaking.turn if heard.speaking else None
    ends_at = turn.ends_at if turn else None
    return {
        "workshop": workshop,
        "now": now,
        "plenary": heard,
        "sequence": current_sequence(workshop),
        "ends_at": ends_at,
        "seconds": round((ends_at - (workshop.paused_at or now)).total_seconds()) if ends_at else None,
        "key": uuid.uuid4(),
    }


@require_POST
def lead(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """A group is called, has finished, or goes up or down the queue."""
    workshop = workshop_to_conduct(request, code)
    if verb not in {"appeler", "finir", "monter", "descendre"}:
        raise Http404
    try:
        sentence = led(workshop, verb, request)
    except Refused as refused:
        if wants_json(request):
            raise
        messages.error(request, str(refused))
        return redirect("workshops:plenary", workshop.code)
    return told(request, workshop, sentence)


def led(workshop: Workshop, verb: str, request: HttpRequest) -> str:
    now, by = timezone.now(), cast(Person, request.user)
    if verb == "finir":
        leading.end_turn(workshop=workshop, by=by, now=now)
        return _("Merci ! La parole est à la salle, la file attend.")
    table = table_asked(workshop, request)
    if verb == "appeler":
        leading.call(workshop=workshop, table=table, by=by, now=now)
        return _("%(table)s a la parole.") % {"table": table.name}
    order = [speaker.table.number for speaker in plenary_of(workshop).queue]
    leading.reorder(workshop=workshop, tables=moved(order, table.number, verb == "monter"), by=by, now=now)
    return _("La file est changée : %(table)s a bougé d’un rang.") % {"table": table.name}


def moved(order: list[int], number: int, up: bool) -> list[int]:
    """The order with this number one place up or down; at either end nothing moves."""
    place = order.index(number)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    return order


def table_asked(workshop: Workshop, request: HttpRequest) -> Table:
    number = request.POST.get("table", "")
    table = workshop.tables.filter(number=int(number[:4])).first() if number.isascii() and number.isdigit() else None
    if table is None:
        raise Refused(_("Cette table n’existe pas dans cet atelier."), status=404)
    return table


@require_POST
def react(request: HttpRequest, code: str) -> HttpResponse:
    """What the room answered stands on the idea; refused, the words stay in their field."""
    workshop = workshop_to_conduct(request, code)
    try:
        idea = idea_asked(workshop, request)
        leading.react(
            workshop=workshop,
            idea=idea,
            text=request.POST.get("text", ""),
            key=key_asked(request),
            by=cast(Person, request.user),
            now=timezone.now(),
            count=count_asked(request),
        )
    except Refused as refused:
        if wants_json(request):
            raise
        context = {**desk(workshop), "refused": str(refused), "typed": request.POST}
        return render(request, "workshops/conductor/plenary.html", context, status=refused.status)
    return told(request, workshop, _("La réaction est gardée sur l’idée."))


def idea_asked(workshop: Workshop, request: HttpRequest) -> Idea:
    try:
        key = uuid.UUID(request.POST.get("idea", ""))
    except ValueError:
        key = None
    idea = Idea.objects.filter(board__asked_as__workshop=workshop, key=key, is_removed=False).first() if key else None
    if idea is None:
        raise Refused(_("Cette idée n’est pas (ou plus) dans cet atelier. Choisissez-en une autre."), status=404)
    return idea


def key_asked(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError as bad:
        raise Refused(_("Rechargez la page, puis envoyez à nouveau."), code="bad-key", status=422) from bad


def count_asked(request: HttpRequest) -> int:
    text = request.POST.get("count", "").strip() or "1"
    if not (text.isascii() and text.isdigit()):
        raise Refused(_("Indiquez en chiffres combien de personnes l’ont dit."), code="count", status=422)
    return int(text[:6])


def told(request: HttpRequest, workshop: Workshop, sentence: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"sentence": sentence, "next_key": str(uuid.uuid4())})
    messages.success(request, sentence)
    return redirect("workshops:plenary", workshop.code)
