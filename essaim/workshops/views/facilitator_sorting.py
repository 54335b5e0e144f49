"""Sorting notes: each gesture is an address and a form; the page's script only sends them earlier."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.boards.large import is_large
from essaim.boards.proposals import near_in
from essaim.boards.queries import Row, grouped
from essaim.kit.likeness import closest, couples
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.workshops.desk import Desk
from essaim.workshops.domain import sorting
from essaim.workshops.views.facilitator import board_screen, moved, shared
from essaim.workshops.views.facilitator_doors import at_desk, decides, seen_of, team_member, told

MOST_CANDIDATES = 200  # the closest: nobody reads further
MOST_PAIRS = 20  # what one looks at in a minute; the others show once these are settled


def asked(request: HttpRequest, desk: Desk) -> dict:
    """Who decides, on what, when, and what they were looking at."""
    return {
        "question": desk.question,
        "by": team_member(request),
        "now": timezone.now(),
        "seen": seen_of(request),
    }


def cut(text: str) -> str:
    """A note named in a sentence."""
    return text if len(text) <= 60 else text[:59].rstrip() + "…"


def is_setting_aside(request: HttpRequest) -> bool:
    """Enter was pressed in a field, not on a button: a reason that was typed says which act is meant."""
    typed = request.POST
    return "enter" in typed and bool(typed.get("reason", "").strip()) and not typed.get("new_theme", "").strip()


@decides(board_screen)
def move(request: HttpRequest, desk: Desk) -> str:
    if is_setting_aside(request):
        return put_aside(request, desk)
    theme, count = sorting.move(
        keys=request.POST.getlist("note"),
        theme=request.POST.get("theme", ""),
        title=request.POST.get("new_theme", "").strip(),
        **asked(request, desk),
    )
    if not count and theme:
        return _("Thème « %(title)s » créé.") % {"title": theme.title}
    return moved(count, theme.title if theme else "")


@decides(board_screen)
def merge(request: HttpRequest, desk: Desk) -> str | HttpResponse:
    """Two notes or more become one row; a single one goes to the page where the other is chosen."""
    keys, into = request.POST.getlist("note"), request.POST.get("into", "")
    start = reverse("workshops:desk", args=[desk.workshop.code, desk.question.number])
    if len(keys) == 1 and not into:
        address = reverse("workshops:desk_merge", args=[desk.workshop.code, desk.question.number])
        return told(request, desk, _("Choisissez la note qui dit la même chose."), f"{address}?note={keys[0]}")
    head, count = sorting.merge(keys=keys, into=into, **asked(request, desk))
    sentence = ngettext("%(count)s note réunie avec « %(text)s ».", "%(count)s notes réunies avec « %(text)s ».", count)
    return told(request, desk, sentence % {"count": count, "text": cut(head.text)}, start if into else "")


@decides(board_screen)
def set_aside(request: HttpRequest, desk: Desk) -> str:
    return put_aside(request, desk)


def put_aside(request: HttpRequest, desk: Desk) -> str:
    keys = [*request.POST.getlist("note"), *request.POST.getlist("handed")]
    count = sorting.set_aside(keys=keys, reason=request.POST.get("reason", ""), **asked(request, desk))
    return ngettext("%(count)s note mise de côté.", "%(count)s notes mises de côté.", count) % {"count": count}


@decides(board_screen)
def separate(request: HttpRequest, desk: Desk) -> str:
    note = sorting.separate(key=request.POST.get("separate", ""), **asked(request, desk))
    return _("« %(text)s » est de nouveau une note à part.") % {"text": cut(note.text)}


@decides(board_screen)
def restore(request: HttpRequest, desk: Desk) -> str:
    note = sorting.restore(key=request.POST.get("restore", ""), **asked(request, desk))
    return _("« %(text)s » est reprise.") % {"text": cut(note.text)}


@decides(board_screen)
def accept(request: HttpRequest, desk: Desk) -> str:
    count = sorting.accept(keys=request.POST.getlist("handed"), **asked(request, desk))
    return ngettext("%(count)s note acceptée.", "%(count)s notes acceptées.", count) % {"count": count}


@decides(board_screen)
def undo(request: HttpRequest, desk: Desk) -> str:
    count = sorting.undo(question=desk.question, by=team_member(request), now=timezone.now())
    if not count:
        return _("Il n’y a rien à annuler : vous n’avez rien décidé sur cette question.")
    return _("Votre dernier geste est annulé.")


@reads_only
@at_desk
def merging(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The note that is a repeat, and those it may repeat: the closest first. Without a note, all likely pairs."""
    picture = grouped(desk.board)
    rows = [*picture.unsorted, *(row for group in picture.themes for row in group.rows)]
    by_key = {str(row.note.key): row for row in rows}
    wanted = request.GET.get("note", "")
    if wanted and wanted not in by_key:
        raise Refused(_("Cette note n’est pas (ou plus) sur ce panneau."), code="no-note", status=404)
    context = {**shared(request, desk), "row": by_key.get(wanted), "revision": desk.board.revision}
    if wanted:
        context["others"] = candidates(by_key, wanted)[:MOST_CANDIDATES]
    elif not is_large(desk.board):  # each is compared with all the others
        pairs = couples({key: row.note.text for key, row in by_key.items()})
        context["pairs"] = [(by_key[one], by_key[other], score) for one, other, score in pairs[:MOST_PAIRS]]
        near = near_in(picture, {key for one, other, _score in pairs for key in (one, other)})
        context["near"] = near[:MOST_PAIRS]
        context["more"] = max(0, len(pairs) - MOST_PAIRS) + max(0, len(near) - MOST_PAIRS)
    return render(request, "workshops/facilitator/merging.html", context)


def candidates(by_key: dict[str, Row], wanted: str) -> list[Row]:
    texts = {key: row.note.text for key, row in by_key.items() if key != wanted}
    return [by_key[key] for key in closest(by_key[wanted].note.text, texts)]
