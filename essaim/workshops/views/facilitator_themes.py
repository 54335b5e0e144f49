"""One theme: its title, its place, its key quote, the notes merged in it, its photos."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.boards.models import Board
from essaim.boards.queries import grouped
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.workshops.desk import Desk
from essaim.workshops.domain import sorting
from essaim.workshops.views.facilitator import shared
from essaim.workshops.views.facilitator_doors import at_desk, decides, team_member, told
from essaim.workshops.views.facilitator_sorting import asked, cut


@reads_only
@at_desk
def theme(request: HttpRequest, desk: Desk, key: uuid.UUID) -> HttpResponse:
    return theme_screen(request, desk, key)


def theme_screen(request: HttpRequest, desk: Desk, key: uuid.UUID, refusal: Refused | None = None) -> HttpResponse:
    revision = Board.objects.values_list("revision", flat=True).get(pk=desk.board.pk)
    group = next((group for group in grouped(desk.board).themes if group.theme.key == key), None)
    if group is None:
        raise Http404
    context = {
        **shared(request, desk, refusal),
        "group": group,
        "revision": revision,
        "photos": group.theme.photos.all(),
    }
    status = refusal.status if refusal else 200
    return render(request, "workshops/facilitator/theme.html", context, status=status)


@decides(theme_screen)
def rename(request: HttpRequest, desk: Desk, key: uuid.UUID) -> str:
    chosen = sorting.rename(theme=str(key), title=request.POST.get("title", ""), **asked(request, desk))
    return _("Le thème s’appelle « %(title)s ».") % {"title": chosen.title}


@decides(theme_screen)
def shift(request: HttpRequest, desk: Desk, key: uuid.UUID) -> str:
    later = request.POST.get("towards") == "later"
    chosen = sorting.shift(
        question=desk.question, theme=str(key), later=later, by=team_member(request), now=timezone.now()
    )
    return _("« %(title)s » a changé de place.") % {"title": chosen.title}


@decides(theme_screen)
def quote(request: HttpRequest, desk: Desk, key: uuid.UUID) -> str:
    chosen = sorting.quote(theme=str(key), key=request.POST.get("quote", ""), **asked(request, desk))
    if chosen.key_note is None:
        return _("Ce thème n’a plus de phrase à retenir.")
    return _("Phrase à retenir : « %(text)s »") % {"text": cut(chosen.key_note.text)}


@decides(theme_screen)
def remove(request: HttpRequest, desk: Desk, key: uuid.UUID) -> HttpResponse:
    chosen = sorting.remove(theme=str(key), **asked(request, desk))
    start = reverse("workshops:desk", args=[desk.workshop.code, desk.question.number])
    sentence = _("Thème « %(title)s » retiré ; ses notes sont à ranger.") % {"title": chosen.title}
    return told(request, desk, sentence, start)
