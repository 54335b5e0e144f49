"""Writing from a phone without JavaScript, changing one's own note, and reading what became of it."""

import time
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from essaim.boards.domain.contributing import Acknowledgement, base_of, digest_of
from essaim.boards.models import PARTS_GONE, Note
from essaim.boards.models.public import note_state
from essaim.kit.asking import wants_json
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused, refuses
from essaim.kit.text import cleaned
from essaim.live import limiter
from essaim.workshops.access import check_may_write
from essaim.workshops.domain import writing
from essaim.workshops.models import Question, Seat
from essaim.workshops.views.participant_door import proves_itself, see, sent_in, with_seat
from essaim.workshops.views.participant_reading import (
    ideas_quoting,
    place_of,
    relay_for,
    report_is_out,
    sentence_of_fate,
)
from essaim.workshops.views.participant_seat import moment_page


@proves_itself
@require_POST
@with_seat
def notes(request: HttpRequest, held: Seat) -> HttpResponseBase:
    """The note is on the board of the question; refused, its text stays in the field."""
    try:
        ack = write_from(request, held)
    except Refused as refused:
        if wants_json(request):
            raise
        return moment_page(request, held, sentence=str(refused), code=refused.code, status=refused.status)
    if wants_json(request):
        return JsonResponse(acknowledged(ack))
    return see("seat", held.workshop.code)


def write_from(request: HttpRequest, held: Seat) -> Acknowledgement:
    check_pace(held)
    sent = sent_in(request)
    text = sent.get("text", "")
    ack = writing.write(
        seat=held,
        question=asked_question(request, held),
        key=key_in_form(request),
        text=text,
        stance=sent.get("stance", ""),
        late=sent.get("late", "") == "true",
        now=timezone.now(),
    )
    if ack.digest != digest_of(cleaned(text)):
        # An old page sent again with other words: they would be lost behind the first ones.
        raise Refused(_("Cette page avait déjà servi. Envoyez de nouveau : ce sera une autre note."), code="key-used")
    return ack


def check_pace(held: Seat) -> None:
    """One seat has one pace, by whichever way its notes come in (docs/protocol.md)."""
    if limiter.notes.wait(str(held.key), time.monotonic()):
        raise Refused(_("Vous envoyez très vite. La suite partira dans un instant."), code="slow-down", status=429)


def key_in_form(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(sent_in(request).get("key", ""))
    except ValueError as bad:
        raise Refused(_("La clé de la note doit être un UUID."), code="bad-key", status=422) from bad


def asked_question(request: HttpRequest, held: Seat) -> Question:
    """The question that the form was about: the bell may have rung since it was shown."""
    number = sent_in(request).get("question", "")
    questions = held.workshop.questions.select_related("board", "workshop")
    question = questions.filter(number=int(number)).first() if number.isascii() and number.isdigit() else None
    question = question or place_of(held, now=timezone.now()).question
    if question is None:
        raise Refused(_("Votre table n’a pas encore de question."), code="no-question")
    return question


def acknowledged(ack: Acknowledgement) -> dict[str, Any]:
    return {"key": ack.key, "digest": ack.digest, "number": ack.number, "revision": ack.revision}


@proves_itself
@require_http_methods(["GET", "HEAD", "POST"])
@with_seat
def note(request: HttpRequest, held: Seat, key: uuid.UUID) -> HttpResponseBase:
    """The author changes the note, or takes it back."""
    mine = own_note(held, key)
    if request.method != "POST":
        return reads_only(edit_page)(request, held, mine)
    try:
        sent = sent_in(request)
        ack = change(sent, held, mine)
    except Refused as refused:
        if wants_json(request):
            raise
        return edit_page(request, held, mine, refused=refused)
    if wants_json(request):
        # What the request named comes back: the answer to an earlier change to the same words proves nothing.
        return JsonResponse({**acknowledged(ack), "base": ack.base, "was": sent.get("base", "")})
    return see("seat", held.workshop.code)


def own_note(held: Seat, key: uuid.UUID) -> Note:
    """Somebody else's note is not told apart from one that does not exist."""
    notes = Note.objects.select_related("board", "theme", "merged_into", "about")
    mine = notes.filter(key=key, author=str(held.key)).first()
    if mine is None:
        raise Refused(_("Vous n’avez pas écrit de note à cette adresse."), code="no-note", status=404)
    return mine


def change(sent: QueryDict, held: Seat, mine: Note) -> Acknowledgement:
    if sent.get("act") == "withdraw":
        return writing.withdraw(seat=held, note=mine, now=timezone.now())
    question = Question.objects.select_related("workshop", "board").filter(board=mine.board_id).first()
    if question is None:
        raise Refused(_("Une réaction en plénière se retire, mais ne se modifie pas."), code="not-now")
    return writing.edit(
        seat=held,
        question=question,
        note=mine,
        text=sent.get("text", ""),
        base=sent.get("base"),
        now=timezone.now(),
    )


def told_to_its_author(note: Note, ideas: dict[int, str]) -> dict[str, Any]:
    """The note, what a change of it must name, and what became of it (docs/protocol.md §10)."""
    return {**note_state(note), "base": base_of(note), "fate": sentence_of_fate(note, ideas.get(note.pk, ""))}


def edit_page(request: HttpRequest, held: Seat, mine: Note, *, refused: Refused | None = None) -> HttpResponseBase:
    told = told_to_its_author(mine, ideas_quoting([mine]))
    if wants_json(request):
        return JsonResponse(told)
    place = place_of(held, now=timezone.now())
    question = Question.objects.select_related("workshop", "board").filter(board=mine.board_id).first()
    has_changed = refused is not None and refused.code == "changed"
    context = {
        "place": place,
        "seat": held,
        "workshop": held.workshop,
        "note": mine,
        "fate": told["fate"],
        "has_changed": has_changed,
        # Whoever has read the words of today may replace them.
        "base": told["base"] if has_changed else request.POST.get("base", told["base"]),
        "is_reaction": question is None,
        "may_edit": question is not None
        and mine.state != "withdrawn"
        and not refuses(check_may_write, held, question, now=timezone.now()),
        "typed": request.POST.get("text", mine.text),
        "sentence": str(refused or ""),
    }
    return render(request, "workshops/participant/edit.html", context, status=refused.status if refused else 200)


@reads_only
@with_seat
def my_notes(request: HttpRequest, held: Seat) -> HttpResponseBase:
    """Each of one's notes with its fate: kept, merged, set aside and why."""
    notes = Note.objects.select_related("board__asked_as", "theme", "merged_into", "about")
    mine = list(notes.filter(author=str(held.key)).exclude(PARTS_GONE).order_by("board_id", "number"))
    ideas = ideas_quoting(mine)
    told = [told_to_its_author(note, ideas) for note in mine]
    if wants_json(request):
        return JsonResponse({"notes": told}, json_dumps_params={"ensure_ascii": False})
    place = place_of(held, now=timezone.now())
    shown = [
        {
            "note": note,
            "fate": fate["fate"],
            "question": note.board.question,
            "asked": getattr(note.board, "asked_as", None),  # the plenary's board asks nothing
        }
        for note, fate in zip(mine, told, strict=True)
    ]
    context = {
        "place": place,
        "seat": held,
        "workshop": held.workshop,
        "notes": shown,
        "report_is_out": report_is_out(held.workshop),
    }
    return render(request, "workshops/participant/my_notes.html", context)


@reads_only
@with_seat
def relay(request: HttpRequest, held: Seat) -> HttpResponseBase:
    """The whole relay that the table inherits."""
    place = place_of(held, now=timezone.now())
    context = {"place": place, "seat": held, "workshop": held.workshop, "relay": relay_for(place)}
    return render(request, "workshops/participant/relay.html", context)
