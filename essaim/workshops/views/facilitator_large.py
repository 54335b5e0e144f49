"""A board of thousands of notes at the desk: read by the hundred, or by the machine, apart from the pages."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from essaim.boards.domain.proposing import placed_alone
from essaim.boards.large import headings_of, notes_under, page_of
from essaim.boards.models import Board
from essaim.boards.queries import Row
from essaim.workshops.desk import Desk, opening_of
from essaim.workshops.enums import Act

LONGEST_SEARCH = 100


def large_screen(request: HttpRequest, desk: Desk, context: dict[str, Any], status: int) -> HttpResponse:
    """One heading of the board, a hundred notes at a time; `context` is what every screen of a desk shows."""
    revision = Board.objects.values_list("revision", flat=True).get(pk=desk.board.pk)
    headings = headings_of(desk.board)
    chosen = next((each for each in headings if each.key == request.GET.get("titre", "")), headings[0])
    words = request.GET.get("mots", "")[:LONGEST_SEARCH].strip()
    page = page_of(notes_under(desk.board, chosen.theme, words), request.GET.get("page", ""))
    context |= {
        "is_large": True,
        "revision": revision,
        "total": sum(heading.count for heading in headings),
        "headings": headings,
        "picture": {"themes": [{"theme": each.theme} for each in headings if each.theme]},
        "chosen_theme": chosen.theme,
        "words": words,
        "page": page,
        "rows": rows_of(page),
        "query": urlencode({"titre": chosen.key, "mots": words}),
        "alone": placed_alone(desk.board),
        "waits": opening_of(desk.workshop, Act.GROUP, now=timezone.now()),
        "key": uuid.uuid4(),
        "table": desk.sitting(request.POST.get("table") or request.COOKIES.get("table")),
    }
    return render(request, "workshops/facilitator/large.html", context, status=status)


def rows_of(page: Page) -> list[Row]:
    """With those merged into each, in one query."""
    notes = list(page.object_list)
    rows = {note.pk: Row(note) for note in notes}
    for member in notes[0].board.notes.filter(merged_into__in=rows).order_by("number") if notes else []:
        rows[member.merged_into_id].members.append(member)
    return list(rows.values())
