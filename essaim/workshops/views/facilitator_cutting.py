"""A note that says several things, cut where a person says."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.boards.domain.cutting import enumerated
from essaim.boards.models import Board, Note
from essaim.boards.proposals import splits_of
from essaim.boards.queries import Picture, Row, grouped
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.synthesis.splitting import parts_of
from essaim.workshops.desk import Desk
from essaim.workshops.domain import sorting
from essaim.workshops.views.facilitator import shared
from essaim.workshops.views.facilitator_doors import at_desk, decides, told
from essaim.workshops.views.facilitator_sorting import asked

MOST = 20  # what one looks at in a minute; the others show once these are settled


@reads_only
@at_desk
def cuts(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The note that one wants to cut, as the address says; else those that may say several things."""
    return cuts_screen(request, desk)


def cuts_screen(request: HttpRequest, desk: Desk, refusal: Refused | None = None) -> HttpResponse:
    revision = Board.objects.values_list("revision", flat=True).get(pk=desk.board.pk)
    picture = grouped(desk.board)
    wanted = request.GET.get("note", "") or (request.POST.get("note", "") if "parts" in request.POST else "")
    found = wanted_in(picture, wanted) if wanted else splits_of(picture)
    context = {
        **shared(request, desk, refusal),
        "revision": revision,
        "cuts": [(row, request.POST.get("parts") or "\n".join(parts)) for row, parts in found[:MOST]],
        "more": max(0, len(found) - MOST),
        "wanted": wanted,
    }
    return render(request, "workshops/facilitator/cuts.html", context, status=refusal.status if refusal else 200)


def wanted_in(picture: Picture, key: str) -> list[tuple[Row, tuple[str, ...]]]:
    """This note where it stands alone, cut where the machine would, or else left in one piece."""
    rows = [*picture.unsorted, *(row for group in picture.themes for row in group.rows)]
    return [(row, parts_of(row.note.text) or (row.note.text,)) for row in rows if str(row.note.key) == key]


@decides(cuts_screen)
def cut(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Parts make notes; a note ticked at the desk, without parts, goes to the page where they are written."""
    address = reverse("workshops:desk_cuts", args=[desk.workshop.code, desk.question.number])
    chosen = request.POST.getlist("note")
    if len(chosen) != 1:
        raise Refused(_("Cochez une note, une seule, pour la couper."), code="one-note", status=422)
    if "parts" not in request.POST:
        return told(request, desk, _("Écrivez une idée par ligne."), f"{address}?note={chosen[0]}")
    parts = request.POST["parts"].splitlines()
    return told(request, desk, sentence_of(sorting.cut(key=chosen[0], parts=parts, **asked(request, desk))), address)


def sentence_of(parts: list[Note]) -> str:
    first, last = enumerated([part.number for part in parts])
    return _("La note est coupée : ses parties sont les notes %(first)s et %(last)s.") % {"first": first, "last": last}
