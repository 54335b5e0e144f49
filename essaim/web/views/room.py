"""What a facilitator needs beside the projector when there is no internet: where phones come, and what holds."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from essaim.kit.reading import reads_only
from essaim.workshops.enums import State
from essaim.workshops.models import Workshop
from essaim.workshops.queries import workshops_of
from essaim.workshops.views.screen_door import qr_svg


@reads_only
def room(request: HttpRequest) -> HttpResponse:
    """The addresses of this computer on the local network, as QR codes, and what they allow."""
    if not settings.ROOM:
        return render(request, "web/room.html", {"address": ""})
    address, *others = settings.ROOM
    trust, fingerprint = settings.ROOM_TRUST
    doors = [door(workshop, address) for workshop in workshops_of(request.user).exclude(state=State.CLOSED)]
    context = {
        "address": f"{address}/",
        "others": [f"{other}/" for other in others],
        "qr": shown(f"{address}/", _("QR code : l’accueil de cet ordinateur")),
        "trust": trust,
        "fingerprint": fingerprint,
        "doors": doors,
    }
    return render(request, "web/room.html", context)


def door(workshop: Workshop, address: str) -> dict[str, object]:
    """Where the phones of this workshop come."""
    label = _("QR code : rejoindre « %(title)s »") % {"title": workshop.title}
    return {"workshop": workshop, "qr": shown(address + reverse("workshops:seat", args=[workshop.code]), label)}


def shown(address: str, label: str) -> SafeString:
    return mark_safe(qr_svg(address, label))  # noqa: S308 made here, text escaped
