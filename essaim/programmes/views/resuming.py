"""A form that one leaves to draw a perimeter is found again as it was: what was typed waits in the session.

One form waits at a time. The address that draws carries `?retour`: a form abandoned last week calls nobody back.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from essaim.programmes.models import Programme
from essaim.territories.models import Territory

WAITING = "form-that-waits"
MOST = 4000  # characters of a field: a session is not a store
ASKED = "retour"
FOUND_AGAIN = "repris"


def draws_first(request: HttpRequest) -> bool:
    """The button pressed is the one that goes and draws a perimeter."""
    return request.method == "POST" and request.POST.get("act") == "draw"


def go_and_draw(request: HttpRequest, programme: Programme) -> HttpResponse:
    typed = {name: value[:MOST] for name, value in request.POST.items() if name not in {"csrfmiddlewaretoken", "act"}}
    request.session[WAITING] = {"path": request.path, "typed": typed}
    return redirect(reverse("programmes:perimeter_create", args=[programme.slug]) + f"?{ASKED}=1")


def way_back(request: HttpRequest) -> str:
    """The address of the form that waits for this perimeter; nothing when nobody left one."""
    waiting = request.session.get(WAITING) if ASKED in request.GET else None
    return f"{waiting['path']}?{FOUND_AGAIN}=1" if waiting else ""


def bring_back(request: HttpRequest, territory: Territory) -> None:
    """The form that waits has this territory."""
    waiting = request.session[WAITING]
    request.session[WAITING] = waiting | {"typed": waiting["typed"] | {"territory": territory.label()}}


def typed_before(request: HttpRequest) -> dict[str, Any]:
    waiting = request.session.get(WAITING) if FOUND_AGAIN in request.GET else None
    return waiting["typed"] if waiting and waiting["path"] == request.path else {}


def forget(request: HttpRequest) -> None:
    request.session.pop(WAITING, None)
