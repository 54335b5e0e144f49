"""The participant's one address: it shows what the moment asks for, from the door to the report."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from essaim.boards.domain.announcing import stamp
from essaim.boards.domain.relaying import relay_state
from essaim.boards.models import Idea
from essaim.boards.queries import ideas_of
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.programmes.enums import Visibility
from essaim.workshops.domain.joining import token_of
from essaim.workshops.domain.moments import moment_of
from essaim.workshops.enums import Act, Kind
from essaim.workshops.models import Rapporteur, Seat
from essaim.workshops.queries import report_is_final, table_number
from essaim.workshops.views.participant import door, join_page, workshop_named
from essaim.workshops.views.participant_door import seat_here, with_seat
from essaim.workshops.views.participant_reading import (
    Place,
    before_page,
    label_of,
    label_of_reaction,
    notes_for,
    path_of,
    place_of,
    reactions_of,
    relay_for,
    report_is_out,
)

LOOK_AGAIN = 30  # seconds between two readings of a page without JavaScript


@reads_only
def seat(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind the QR code: the door for who has no seat here, the moment for who has."""
    try:
        workshop = workshop_named(request, code)
    except Refused as refused:
        return join_page(request, refused, code)
    held = seat_here(request, workshop)
    if held is None:
        return door(request, workshop)
    return moment_page(request, held)


def moment_page(
    request: HttpRequest, held: Seat, *, sentence: str = "", code: str = "", status: int = 200
) -> HttpResponse:
    """The screen of the moment; a refusal stands on it with the text that was typed."""
    now = timezone.now()
    place = place_of(held, now=now)
    context = {
        "place": place,
        "seat": held,
        "workshop": held.workshop,
        "tint": place.tint,
        **clock_of(place, now=now),
        # Read before the notes: what is written meanwhile comes again by the stream, and changes nothing.
        "seen": place.board.revision if place.board else 0,
        "sentence": sentence,
        "refusal_code": code,
        "typed": request.POST.get("text", ""),
        "typed_stance": request.POST.get("stance", ""),
        "typed_about": request.POST.get("about", ""),
        "key": uuid.uuid4() if code in {"", "key-used"} else request.POST.get("key", ""),
        "personal_link": request.build_absolute_uri(reverse("workshops:seat_link", args=[token_of(held)])),
        **SCREENS[place.moment](place),
    }
    return render(request, f"workshops/participant/{place.moment}.html", context, status=status)


def clock_of(place: Place, *, now: datetime) -> dict[str, Any]:
    """What is left before the bell; without JavaScript, when to look again."""
    left = place.seconds_left(now)
    # A page with a field open is not reloaded under the fingers of who writes: only at the bell.
    waits = place.moment == "write" and left is not None and left > 0
    return {
        "server_now": stamp(now),
        "ends_at": stamp(place.sequence.ends_at) if place.sequence else None,
        "paused_at": stamp(place.seat.workshop.paused_at),
        "time_left": "" if left is None else shown_time(left),
        "refresh": left + 2 if waits and left is not None else LOOK_AGAIN,
    }


def shown_time(seconds: int) -> str:
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'−' if seconds < 0 else ''}{minutes}:{rest:02}"


def writing_screen(place: Place) -> dict[str, Any]:
    relay = relay_for(place)
    themes = place.question.board.themes.filter(is_removed=False).exists() if place.question else False
    return {
        "relay": relay,
        "writes": place.permits(Act.WRITE),
        "rapporteur": Rapporteur.objects.select_related("seat").filter(table=place.table).first(),
        "notes": notes_for(place),
        "has_ballot": place.may_vote and themes,
        "ideas": ideas_of(place.question.board) if place.question and place.permits(Act.MARK_STRONG) else [],
    }


def walking_screen(place: Place) -> dict[str, Any]:
    ahead = [each for each in place.seat.workshop.sequences.all() if each.position > place.seat.workshop.current]
    has_tables_ahead = any(each.round for each in ahead)
    return {
        **before_page(place, now=timezone.now()),
        **left_over(place),
        "has_tables_ahead": has_tables_ahead,
        "next_is_plenary": not has_tables_ahead and any(each.kind == Kind.PLENARY for each in ahead),
        "stays": place.round > 1 and table_number(place.seat, place.round - 1) == table_number(place.seat, place.round),
    }


def plenary_screen(place: Place) -> dict[str, Any]:
    turns = list(place.seat.workshop.turns.select_related("table"))
    speaking = next((turn for turn in turns if turn.started_at and turn.ended_at is None), None)
    questions = list(place.seat.workshop.questions.select_related("board"))
    ideas = [idea for question in questions for idea in ideas_of(question.board)]
    heard = [idea for idea in ideas if speaking and idea.group == speaking.table.number]
    tint = (speaking.table.number - 1) % 6 + 1 if speaking else 1
    return {
        "turns": turns,
        "speaking": speaking,
        "tint": tint,
        **answered_by(place, heard or ideas),
        **left_over(place),
    }


def answered_by(place: Place, ideas: list[Idea]) -> dict[str, Any]:
    """What this seat answered, under each idea that is shown; its answers to the others, apart."""
    reactions = reactions_of(place)
    shown = {idea.pk for idea in ideas}
    return {
        "ideas": [(idea, [(note, label_of(note)) for note in reactions if note.about_id == idea.pk]) for idea in ideas],
        "other_reactions": [(note, label_of_reaction(note)) for note in reactions if note.about_id not in shown],
        "reacts": True,
        "has_reacted": bool(reactions),
    }


def closing_screen(place: Place) -> dict[str, Any]:
    workshop = place.seat.workshop
    boards = [question.board for question in workshop.questions.select_related("board")]
    own = sum(board.notes.filter(author=str(place.seat.key)).exclude(state="withdrawn").count() for board in boards)
    received = sum(board.notes.exclude(state="withdrawn").count() for board in boards)
    is_final = report_is_final(workshop)
    return {
        "own_count": own,
        "received": received,
        "report_is_out": report_is_out(workshop),
        "report_is_final": is_final,
        "sends_mail": bool(settings.EMAIL_URL),
        "will_be_shared": workshop.visibility != Visibility.PRIVATE,
        **({"last_question": None} if is_final else left_over(place)),
    }


def left_over(place: Place) -> dict[str, Any]:
    """The question that this seat worked on last: a text still in the field goes to its facilitator."""
    started = [
        stop
        for stop in path_of(place, [])
        if place.seat.workshop.sequences.filter(round=stop.round, started_at__isnull=False).exists()
    ]
    return {"last_question": started[-1].question if started else None}


SCREENS = {
    "draft": lambda place: {},
    "left": lambda place: {},
    "before": walking_screen,
    "write": writing_screen,
    "between": walking_screen,
    "plenary": plenary_screen,
    "after": closing_screen,
}


@reads_only
@with_seat
def state(request: HttpRequest, held: Seat) -> HttpResponseBase:
    """What another client needs to take part now (docs/protocol.md)."""
    place = place_of(held, now=timezone.now())
    relay = relay_for(place) if place.permits(Act.RECAP) else None
    code = held.workshop.code
    return JsonResponse(
        {
            "now": stamp(timezone.now()),
            "workshop": {"code": code, "title": held.workshop.title, "rules": held.workshop.rules_list},
            "seat": {"key": str(held.key), "number": held.number, "path": held.path, "left": held.left_at is not None},
            "moment": {**moment_of(held.workshop), "rang": place.has_rung},
            "table": table_state(place),
            "question": question_state(place),
            "board": board_state(place),
            "relay": relay_state(relay) if relay else None,
            "links": {
                "page": reverse("workshops:seat", args=[code]),
                "relay": reverse("workshops:seat_relay", args=[code]),
                "votes": reverse("workshops:votes", args=[code]),
                "report": reverse("reports:report", args=[code]),
                "my_notes": reverse("workshops:my_notes", args=[code]),
                "personal": reverse("workshops:seat_link", args=[token_of(held)]),
            },
            "may_read_report": report_is_out(held.workshop),
        },
        json_dumps_params={"ensure_ascii": False},
    )


def table_state(place: Place) -> dict[str, Any] | None:
    table = place.table
    if table is None:
        return None
    return {"number": table.number, "name": table.name, "place": table.place, "video_url": table.video_url}


def question_state(place: Place) -> dict[str, Any] | None:
    question = place.question
    return {"number": question.number, "title": question.title, "text": question.text} if question else None


def board_state(place: Place) -> dict[str, Any] | None:
    board = place.board
    if board is None:
        return None
    address = f"/live/boards/{board.key}"
    return {
        "key": str(board.key),
        "revision": board.revision,
        "dots_each": board.dots_each,
        "stream_url": address,
        "notes_url": f"{address}/notes",
    }
