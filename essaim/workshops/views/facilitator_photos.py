"""Photos of paper boards: sent with their description, shown to those who may read the board."""

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.boards.domain import deciding, illustrating
from essaim.boards.models import Photo
from essaim.kit.images import MOST_BYTES, TYPE
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.workshops.desk import Desk
from essaim.workshops.domain.sorting import uuid_of
from essaim.workshops.views.facilitator import shared, themes_of
from essaim.workshops.views.facilitator_doors import at_desk, decides


@reads_only
@at_desk
def photos(request: HttpRequest, desk: Desk) -> HttpResponse:
    return photos_screen(request, desk)


def photos_screen(request: HttpRequest, desk: Desk, refusal: Refused | None = None) -> HttpResponse:
    context = {
        **shared(request, desk, refusal),
        "photos": desk.board.photos.select_related("theme"),
        "themes": themes_of(desk),
        "megabytes": MOST_BYTES // 2**20,
        "wanted": request.POST.get("theme") or request.GET.get("theme", ""),
        "revision": desk.board.revision,
    }
    status = refusal.status if refusal else 200
    return render(request, "workshops/facilitator/photos.html", context, status=status)


@decides(photos_screen)
def add(request: HttpRequest, desk: Desk) -> str:
    sent = request.FILES.get("photo")
    if sent is None:
        raise Refused(_("Choisissez d’abord une photo."), code="no-photo", status=422)
    theme = request.POST.get("theme", "")
    # One byte more than allowed is enough to refuse it: the rest is never read.
    photo = illustrating.add_photo(
        board=desk.board,
        theme=deciding.theme_on(desk.board, uuid_of(theme)) if theme else None,
        data=sent.read(MOST_BYTES + 1),
        caption=request.POST.get("caption", ""),
        now=timezone.now(),
    )
    return _("Photo ajoutée : %(caption)s") % {"caption": photo.caption}


@decides(photos_screen)
def remove(request: HttpRequest, desk: Desk) -> str:
    photo = photo_on(desk, uuid_of(request.POST.get("photo", "")))
    illustrating.remove_photo(photo=photo, now=timezone.now())
    return _("La photo est retirée.")


@reads_only
@at_desk
def photo(request: HttpRequest, desk: Desk, key: uuid.UUID) -> FileResponse:
    """The picture itself; never anything that a browser could run."""
    try:
        file = photo_on(desk, key).image.open("rb")
    except (OSError, ValueError) as missing:  # ValueError: a photo that came without its file
        raise Http404 from missing
    return FileResponse(
        file,
        content_type=TYPE,
        headers={
            "Content-Disposition": "inline",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, max-age=86400",
        },
    )


def photo_on(desk: Desk, key: uuid.UUID) -> Photo:
    chosen = desk.board.photos.filter(key=key).first()
    if chosen is None:
        raise Http404
    return chosen
