"""The projector: how to join, one question, all of them, the plenary."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from essaim.boards.queries import Picture, Row, grouped, pictures_of, relay_before
from essaim.kit.addresses import absolute
from essaim.kit.codes import shown_code
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.workshops.access import rang
from essaim.workshops.domain.wall import wall_cookie, wall_token
from essaim.workshops.enums import Kind, State
from essaim.workshops.hearing import plenary_of
from essaim.workshops.models import Question, Table, Workshop
from essaim.workshops.queries import current_sequence, round_at, tables_of_question
from essaim.workshops.views.screen_door import host_of, qr_svg, told_once, workshop_on_wall
from essaim.workshops.watching import question_here

WALL_LASTS = 60 * 60 * 24 * 7  # a week: the link is opened when the room is prepared, used on the day
PACKED = 30  # notes above which the first picture is dense; the script then fits it to the screen
VOICES = 4
LOOK_AGAIN = 20  # seconds between two readings of the wall that follows the day, without JavaScript


@reads_only
def wall_link(request: HttpRequest, wall_key: str) -> HttpResponse:
    """The projector holds the wall's cookie, and its address bar shows no secret."""
    workshop = Workshop.objects.filter(wall_key=wall_key).first()
    if workshop is None:
        raise Refused(
            _("Ce lien de mur n’existe pas ou a été remplacé. Demandez le nouveau à l’équipe d’organisation."),
            code="no-wall",
            status=404,
        )
    response = redirect("workshops:wall_of_the_day", workshop.code)
    response.set_cookie(
        wall_cookie(workshop),
        wall_token(workshop),
        max_age=WALL_LASTS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@reads_only
def wall_of_the_day(request: HttpRequest, code: str) -> HttpResponseBase:
    """The wall that the moment asks for: a projector stays at this address from the welcome to the thanks."""
    workshop = workshop_on_wall(request, code)
    sequence = current_sequence(workshop)
    if sequence is None:
        return wall_welcome(request, code)
    return wall_plenary(request, code) if sequence.kind == Kind.PLENARY else wall(request, code)


def shell(request: HttpRequest, workshop: Workshop) -> dict[str, Any]:
    """What every wall shows: how to join, what moment it is, what the clock says."""
    now = timezone.now()
    match = request.resolver_match
    follows = match is not None and match.url_name == "wall_of_the_day"
    sequence = current_sequence(workshop)
    ends_at = sequence.ends_at if sequence else None
    return {
        "workshop": workshop,
        "host": host_of(request),
        "qr": qr_of(request, workshop),
        "follows": follows,
        "refresh": LOOK_AGAIN if follows else None,
        "is_over": workshop.state == State.CLOSED,
        "report_host": host_of(request) + reverse("reports:report", args=[workshop.code]),
        "questions": list(workshop.questions.select_related("board")),
        "sequence": sequence,
        "is_plenary": sequence is not None and sequence.kind == Kind.PLENARY,
        "rang": rang(sequence, workshop, now=now),
        "ends_at": ends_at,
        "seconds": round((ends_at - (workshop.paused_at or now)).total_seconds()) if ends_at else None,
        "now": now,
    }


def qr_of(request: HttpRequest, workshop: Workshop) -> str:
    """The join address as a picture, with its words for those who do not see it."""
    label = _("QR code : %(host)s, code %(code)s") % {"host": host_of(request), "code": shown_code(workshop.code)}
    return mark_safe(qr_svg(absolute(request, reverse("workshops:seat", args=[workshop.code])), label))  # noqa: S308 made here, text escaped


@reads_only
def qr(request: HttpRequest, code: str) -> HttpResponse:
    """The QR code alone, to put on a poster or a slide; the code it carries is the one that the wall shows."""
    workshop = workshop_on_wall(request, code)
    picture = qr_of(request, workshop).replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return HttpResponse(picture, content_type="image/svg+xml")


@reads_only
@told_once
def wall_welcome(request: HttpRequest, code: str) -> HttpResponse:
    """How to join, in letters for the back of the room."""
    workshop = workshop_on_wall(request, code)
    seats = workshop.seats.filter(left_at=None)
    context = {
        **shell(request, workshop),
        "joined": seats.exclude(joined_at=None).count(),
        "expected": seats.count(),
    }
    return render(request, "workshops/screen/welcome.html", context)


@reads_only
@told_once
def wall_question(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One question: its notes under their themes, or the relay until somebody writes."""
    workshop = workshop_on_wall(request, code)
    question = workshop.questions.select_related("board").filter(number=number).first()
    if question is None:
        raise Http404
    context = {**shell(request, workshop), **board_on_wall(workshop, question)}
    context["shows_all"] = request.GET.get("notes") == "toutes"
    return render(request, "workshops/screen/question.html", context)


def board_on_wall(workshop: Workshop, question: Question) -> dict[str, Any]:
    """The board as it stands at the revision that the script follows from."""
    board = question.board
    round = round_at(workshop)
    picture = grouped(board)
    relay = relay_before(board, round) if workshop.state == State.RUNNING else None
    return {
        "question": question,
        "picture": picture,
        "waiting": list(reversed(picture.unsorted)),
        "merged": merged_of(picture),
        "total": picture.coverage.used + picture.coverage.outside,
        "is_packed": picture.coverage.received > PACKED,
        "round": round,
        "relay": relay,
        "has_begun": any(row.note.round == round for row in rows_of(picture)),
        "tables": tables_of_question(workshop, question, round),
        # Whoever gave no name is known by an address, which is not for a projector.
        "facilitators": list(question.facilitators.select_related("person").exclude(person__name="")),
    }


def rows_of(picture: Picture) -> list[Row]:
    return [*picture.unsorted, *(row for group in picture.themes for row in group.rows)]


def merged_of(picture: Picture) -> list[Row]:
    """Notes that say the same as another: kept out of sight, since the count of the other one rests on them."""
    return [Row(member) for row in rows_of(picture) for member in row.members]


@reads_only
@told_once
def wall(request: HttpRequest, code: str) -> HttpResponse:
    """All questions together: what weighs most in each, and the last words."""
    workshop = workshop_on_wall(request, code)
    context = shell(request, workshop)
    context["columns"] = columns_of(workshop, context["questions"])
    return render(request, "workshops/screen/all.html", context)


def columns_of(workshop: Workshop, questions: list[Question]) -> list[dict[str, Any]]:
    """Each question with where it is discussed, its heaviest themes and its last words, in the same few queries."""
    pictures = pictures_of([question.board for question in questions])
    round = round_at(workshop)
    here: dict[int, list[Table]] = defaultdict(list)
    for table in workshop.tables.all():
        question = question_here(workshop, questions, table.number, round)
        if question is not None:
            here[question.pk].append(table)
    return [column_of(question, pictures[question.board_id], here[question.pk]) for question in questions]


def column_of(question: Question, picture: Picture, tables: list[Table]) -> dict[str, Any]:
    rows = sorted(rows_of(picture), key=lambda row: row.note.number)
    return {
        "question": question,
        "total": picture.coverage.used + picture.coverage.outside,
        "themes": sorted((group for group in picture.themes if group.rows), key=lambda group: -group.count)[:VOICES],
        "latest": list(reversed(rows))[:2],
        "tables": tables,
    }


@reads_only
@told_once
def wall_plenary(request: HttpRequest, code: str) -> HttpResponse:
    """Who speaks, how long is left, what the group retained, what the room answers."""
    workshop = workshop_on_wall(request, code)
    context = {**shell(request, workshop), "plenary": plenary_of(workshop)}
    speaking = context["plenary"].speaking
    if speaking and speaking.turn.ends_at:
        left = speaking.turn.ends_at - (workshop.paused_at or context["now"])
        context["turn_seconds"] = round(left.total_seconds())
    return render(request, "workshops/screen/plenary.html", context)
