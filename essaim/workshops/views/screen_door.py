"""Who comes in to the walls, under which address people join, and pages that are asked again every few seconds."""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from essaim.kit.addresses import absolute
from essaim.workshops.access import check_may_facilitate
from essaim.workshops.domain.wall import holds_wall
from essaim.workshops.models import Workshop
from essaim.workshops.views.codes import workshop_called

# What differs at each reading without anything new: tokens, the reading's own time, faces of clocks.
PASSING = re.compile(rb'name="(csrfmiddlewaretoken|key)" value="[^"]*"| now="[^"]*"|<time class="clock[^>]*>[^<]*')


def workshop_on_wall(request: HttpRequest, code: str) -> Workshop:
    """The workshop that this projector, or this person of the team, may show."""
    workshop = workshop_called(request, code)
    if not holds_wall(request.COOKIES, workshop):
        check_may_facilitate(request.user, workshop)
    return workshop


def host_of(request: HttpRequest) -> str:
    """Where this instance is reached, as people type it."""
    return absolute(request, "/").partition("://")[2].rstrip("/")


def qr_svg(address: str, label: str) -> str:
    """The address as a QR code that scales: one path, no size of its own."""
    return segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, border=2, svgclass="qr", lineclass=None, title=label
    )


def told_once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page asked again without change is answered in one line: screens ask every few seconds, all day."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        tag = f'W/"{hashlib.sha256(PASSING.sub(b"", response.content)).hexdigest()[:24]}"'
        if request.headers.get("If-None-Match") == tag:
            response = HttpResponse(status=304)
        response["ETag"] = tag
        patch_vary_headers(response, ["Cookie"])
        return response

    return answering
