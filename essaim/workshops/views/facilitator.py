"""The facilitator chooses a question, hears it, writes for those who have no phone."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.boards.domain.proposing import placed_alone
from essaim.boards.large import is_large
from essaim.boards.models import Board, Theme
from essaim.boards.queries import grouped
from essaim.kit.asking import wants_json
from essaim.kit.likeness import couples
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.workshops.access import may_organise
from essaim.workshops.desk import Desk, opening_of, sittings_of
from essaim.workshops.domain import writing
from essaim.workshops.domain.scribing import said
from essaim.workshops.enums import Act
from essaim.workshops.formats.icebreakers import BY_KEY
from essaim.workshops.models import Workshop
from essaim.workshops.queries import current_sequence
from essaim.workshops.views.facilitator_doors import at_desk, decides, for_team, team_member
from essaim.workshops.views.facilitator_large import large_screen

BY_SEQUENCE = "sequence"


@reads_only
@for_team
def desks(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Every question, with the room where it is now."""
    sittings = sittings_of(workshop)
    mine = set(workshop.facilitators.filter(person=team_member(request)).values_list("question_id", flat=True))
    rows = [
        {
            "question": question,
            "sittings": [sitting for sitting, number in sittings if number == question.number],
            "is_mine": question.pk in mine,
        }
        for question in workshop.questions.select_related("board")
    ]
    rows.sort(key=lambda row: not row["is_mine"])
    context = {
        "workshop": workshop,
        "sequence": current_sequence(workshop),
        "rows": rows,
        "organises": may_organise(request.user, workshop),
    }
    return render(request, "workshops/facilitator/desks.html", context)


def shared(request: HttpRequest, desk: Desk, refusal: Refused | None = None) -> dict[str, Any]:
    """What the header and the script of every screen of a desk show."""
    sequence = desk.sequence
    return {
        "desk": desk,
        "workshop": desk.workshop,
        "question": desk.question,
        "sequence": sequence,
        "icebreaker": BY_KEY.get(sequence.icebreaker) if sequence else None,
        "now": timezone.now(),
        "refusal": refusal,
        "typed": request.POST,
        "chosen": request.POST.getlist("note"),
    }


@reads_only
@at_desk
def desk(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The notes of one question as they arrive, and the themes that people make of them."""
    return board_screen(request, desk)


def board_screen(request: HttpRequest, desk: Desk, refusal: Refused | None = None) -> HttpResponse:
    status = refusal.status if refusal else 200
    if is_large(desk.board):
        return large_screen(request, desk, shared(request, desk, refusal), status)
    # Read before the notes: a note that arrives in between is then heard twice, never missed.
    revision = Board.objects.values_list("revision", flat=True).get(pk=desk.board.pk)
    picture = grouped(desk.board)
    by_sequence = request.GET.get("tri") == BY_SEQUENCE
    if by_sequence:
        for rows in (picture.unsorted, *(group.rows for group in picture.themes)):
            rows.sort(key=lambda row: (-row.note.round, row.note.number))
    heads = [row for rows in (picture.unsorted, *(group.rows for group in picture.themes)) for row in rows]
    context = {
        **shared(request, desk, refusal),
        "picture": picture,
        "revision": revision,
        "by_sequence": by_sequence,
        "alone": placed_alone(desk.board),
        "repeats": len(couples({row.note.pk: row.note.text for row in heads})),
        "waits": opening_of(desk.workshop, Act.GROUP, now=timezone.now()),
        "key": uuid.uuid4(),
        "table": desk.sitting(request.POST.get("table") or request.COOKIES.get("table")),
    }
    return render(request, "workshops/facilitator/desk.html", context, status=status)


@decides(board_screen)
def scribe(request: HttpRequest, desk: Desk) -> str | HttpResponse:
    """What was said aloud is on the board, once; "×3" in the text says how many people said it."""
    text, count = said(request.POST.get("text", ""))
    sitting = desk.sitting(request.POST.get("table"))
    kept = writing.scribe(
        question=desk.question,
        by=team_member(request),
        key=key_in(request.POST.get("key", "")),
        text=text,
        count=count,
        group=sitting.table.number if sitting else 0,
        now=timezone.now(),
    )
    if wants_json(request):
        return JsonResponse({"key": kept.key, "digest": kept.digest, "number": kept.number, "revision": kept.revision})
    return ngettext("Noté.", "Noté : %(count)s personnes l’ont dit.", count) % {"count": count}


def key_in(typed: str) -> uuid.UUID:
    """The key made by the page, so that a form sent twice is one note."""
    try:
        return uuid.UUID(typed)
    except ValueError:
        return uuid.uuid4()


def themes_of(desk: Desk) -> list[Theme]:
    return list(Theme.objects.filter(board=desk.board, is_removed=False))


def moved(count: int, title: str) -> str:
    where = _("« %(title)s »") % {"title": title} if title else _("« À ranger »")
    return ngettext("%(count)s note rangée dans %(where)s.", "%(count)s notes rangées dans %(where)s.", count) % {
        "count": count,
        "where": where,
    }
