"""The machine's reading of a large board: asked for, followed, stopped, and adopted a theme at a time."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.boards.domain.reading import readable
from essaim.boards.large import PER_PAGE
from essaim.boards.models import Reading, Theme
from essaim.boards.queries import Row
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.workshops.desk import Desk, opening_of
from essaim.workshops.domain import reading
from essaim.workshops.enums import Act
from essaim.workshops.views.facilitator import shared
from essaim.workshops.views.facilitator_doors import at_desk, decides, team_member


@reads_only
@at_desk
def read(request: HttpRequest, desk: Desk) -> HttpResponse:
    return reading_screen(request, desk)


def reading_screen(request: HttpRequest, desk: Desk, refusal: Refused | None = None) -> HttpResponse:
    last = Reading.objects.filter(board=desk.board).first()
    found = last.found if last else None
    context = {
        **shared(request, desk, refusal),
        "reading": last,
        "found": found,
        "to_read": readable(desk.board).count(),
        "has_headings": Theme.objects.filter(board=desk.board, is_removed=False).exists(),
        "waits": opening_of(desk.workshop, Act.GROUP, now=timezone.now()),
        **(what_it_found(desk, last) if last and found else {}),
    }
    status = refusal.status if refusal else 200
    return render(request, "workshops/facilitator/reading.html", context, status=status)


def what_it_found(desk: Desk, last: Reading) -> dict[str, Any]:
    """Its themes, the largest first; those that hold nothing are left out."""
    found = last.found or {}
    themes = [{**theme, "place": place, "count": len(theme["notes"])} for place, theme in enumerate(found["themes"])]
    return {
        "of": reading.told_when(last),
        "themes": sorted((theme for theme in themes if theme["count"]), key=lambda theme: -theme["count"]),
        "hesitates": len(found["waiting"]),
        "since": desk.board.notes.filter(written_at__gt=last.asked_at).count(),
    }


@reads_only
@at_desk
def notes(request: HttpRequest, desk: Desk, place: int) -> HttpResponse:
    """The notes of one theme of the reading, a hundred at a time."""
    last = Reading.objects.filter(board=desk.board).first()
    themes = (last.found or {}).get("themes", []) if last else []
    if place >= len(themes):
        raise Http404
    page = Paginator(themes[place]["notes"], PER_PAGE).get_page(request.GET.get("page", ""))
    rows = [Row(note) for note in desk.board.notes.filter(number__in=list(page.object_list)).order_by("number")]
    context = {**shared(request, desk), "theme": themes[place], "page": page, "rows": rows, "query": ""}
    return render(request, "workshops/facilitator/read_notes.html", context)


@decides(reading_screen)
def ask(request: HttpRequest, desk: Desk) -> HttpResponse | str:
    typed = request.POST.get("number", "").strip()
    number = int(typed) if typed.isascii() and typed.isdigit() else (0 if typed else None)
    reading.ask(question=desk.question, number=number, by=team_member(request), now=timezone.now())
    return _("La lecture est demandée.")


@decides(reading_screen)
def stop(request: HttpRequest, desk: Desk) -> HttpResponse | str:
    if reading.stop(question=desk.question, by=team_member(request)):
        return _("La lecture est arrêtée. Rien n’a bougé sur le panneau.")
    return _("La lecture était déjà terminée.")


@decides(reading_screen)
def adopt(request: HttpRequest, desk: Desk) -> HttpResponse | str:
    typed = request.POST.get("place", "")
    theme, moved = reading.adopt(
        question=desk.question,
        place=int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else -1,
        title=request.POST.get("title", ""),
        of=request.POST.get("of", ""),
        by=team_member(request),
        now=timezone.now(),
    )
    return ngettext("%(n)s note rangée dans « %(title)s ».", "%(n)s notes rangées dans « %(title)s ».", moved) % {
        "n": moved,
        "title": theme.title,
    }
