"""The conductor's console: every room on one page, and the few buttons that move the whole day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.kit.addresses import absolute
from essaim.kit.asking import wants_json
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.workshops.access import check_may_facilitate, may_organise, rang
from essaim.workshops.domain import preparing, running
from essaim.workshops.domain.moments import moment_of
from essaim.workshops.enums import Kind, State
from essaim.workshops.formats.icebreakers import BY_KEY
from essaim.workshops.models import Workshop
from essaim.workshops.queries import Slot, current_sequence, drift_of, end_of, timetable
from essaim.workshops.templatetags.wall_words import hour
from essaim.workshops.views.codes import workshop_called
from essaim.workshops.views.screen_door import told_once
from essaim.workshops.watching import rooms


def workshop_to_conduct(request: HttpRequest, code: str) -> Workshop:
    workshop = workshop_called(request, code)
    check_may_facilitate(request.user, workshop)
    return workshop


@reads_only
@told_once
def conductor(request: HttpRequest, code: str) -> HttpResponse:
    """All rooms, the clock, the timetable and what to say now."""
    workshop = workshop_to_conduct(request, code)
    return render(request, "workshops/conductor/conductor.html", console(request, workshop))


def console(request: HttpRequest, workshop: Workshop) -> dict[str, Any]:
    now = timezone.now()
    slots = timetable(workshop, now=now)
    here = next((slot for slot in slots if slot.is_current), None)
    following = next((slot for slot in slots if slot.sequence.position > workshop.current), None)
    sequence = here.sequence if here else None
    ends_at = sequence.ends_at if sequence else None
    script = sequence or (following.sequence if following and workshop.state != State.CLOSED else None)
    return {
        "workshop": workshop,
        "now": now,
        "slots": planned(slots, now=now),
        "sequence": sequence,
        "following": following,
        "ends_at": ends_at,
        "seconds": round((ends_at - (workshop.paused_at or now)).total_seconds()) if ends_at else None,
        "rang": rang(sequence, workshop, now=now),
        "days_ahead": workshop.state == State.OPEN and workshop.gathering.day > timezone.localdate(now),
        "drift": drift_of(slots, now=now),
        "day_ends_at": end_of(slots, now=now),
        "rooms": rooms(workshop, now=now),
        "script": script,
        "icebreaker": BY_KEY.get(script.icebreaker) if script else None,
        "missing": preparing.missing(workshop) if workshop.state == State.DRAFT else [],
        "may_organise": may_organise(request.user, workshop),
        "is_plenary": sequence is not None and sequence.kind == Kind.PLENARY,
        "wall_address": absolute(request, reverse("workshops:wall_link", args=[workshop.wall_key])),
    }


def planned(slots: list[Slot], *, now: datetime) -> list[dict[str, Any]]:
    """Each sequence with the hours it had in the format, counted from the real start, and how late it ends."""
    starts_at = next((slot.sequence.started_at for slot in slots if slot.sequence.started_at), None)
    rows, elapsed = [], 0
    for slot in slots:
        planned_at = starts_at + timedelta(seconds=elapsed) if starts_at else None
        elapsed += slot.sequence.seconds
        ends_at = slot.ends_by(now)
        late = round((ends_at - starts_at).total_seconds()) - elapsed if starts_at and ends_at else None
        more = None
        if slot.starts_at and slot.ends_at:
            more = round((slot.ends_at - slot.starts_at).total_seconds()) - slot.sequence.seconds
        rows.append({"slot": slot, "sequence": slot.sequence, "planned_at": planned_at, "late": late, "more": more})
    return rows


@require_POST
def conduct(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """The day moves on; two people pressing the same button move it once."""
    workshop = workshop_to_conduct(request, code)
    if verb not in VERBS:
        raise Http404
    try:
        VERBS[verb](workshop, request)
    except Refused as refused:
        if wants_json(request):
            raise
        messages.error(request, str(refused))
        return redirect("workshops:conductor", workshop.code)
    workshop.refresh_from_db()
    return told(request, workshop, sentence_of(workshop))


def told(request: HttpRequest, workshop: Workshop, sentence: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"sentence": sentence, "moment": moment_of(workshop)})
    messages.success(request, sentence)
    return redirect("workshops:conductor", workshop.code)


def seen_in(request: HttpRequest) -> int:
    """The position that the presser had on screen; without it, nothing can be pressed."""
    text = request.POST.get("seen", "")
    if not text.isascii() or not text.isdigit():
        raise Refused(_("Rechargez la page, puis appuyez à nouveau : on ne sait pas quelle séquence vous voyiez."))
    return int(text[:6])


def now_and(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "now": timezone.now()}


VERBS: dict[str, Callable[[Workshop, HttpRequest], Any]] = {
    "ouvrir": lambda workshop, request: preparing.open_doors(workshop=workshop, **now_and(request)),
    "suivante": lambda workshop, request: running.next_sequence(
        workshop=workshop, seen=seen_in(request), **now_and(request)
    ),
    "pause": lambda workshop, request: running.pause(workshop=workshop, **now_and(request)),
    "reprendre": lambda workshop, request: running.resume(workshop=workshop, **now_and(request)),
    "prolonger": lambda workshop, request: running.extend(workshop=workshop, seen=seen_in(request), **now_and(request)),
    "terminer": lambda workshop, request: running.finish(workshop=workshop, **now_and(request)),
    "rouvrir": lambda workshop, request: running.reopen(workshop=workshop, **now_and(request)),
}


def sentence_of(workshop: Workshop) -> str:
    """What is true now, whoever pressed: the second of two people reads the same as the first."""
    sequence = current_sequence(workshop)
    if workshop.state == State.OPEN:
        return _("L’accueil est ouvert : le code et le QR code fonctionnent.")
    if workshop.state == State.CLOSED:
        return _("L’atelier est terminé. Vous pouvez le rouvrir si c’était trop tôt.")
    if sequence is None:
        return ""
    if workshop.paused_at:
        return _("En pause depuis %(hour)s : les horloges de toutes les salles sont arrêtées.") % {
            "hour": hour(workshop.paused_at)
        }
    return _("En cours : %(title)s, jusqu’à %(hour)s.") % {"title": sequence.title, "hour": hour(sequence.ends_at)}
