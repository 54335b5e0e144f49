"""Who is asking: the seat that a phone's cookie, or another client's token, proves."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from essaim.kit.asking import wants_json
from essaim.kit.refusal import Refused
from essaim.live.wire import Credentials, comes_from_our_pages
from essaim.workshops.domain.joining import token_of
from essaim.workshops.doorway import seat_of
from essaim.workshops.models import Seat, Workshop
from essaim.workshops.picture import seat_cookie
from essaim.workshops.queries import workshop_by_code
from essaim.workshops.views.codes import count_unknown

View = Callable[..., HttpResponseBase]
THIRTY_DAYS = 60 * 60 * 24 * 30


def bearer_of(request: HttpRequest) -> str:
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def seat_here(request: HttpRequest, workshop: Workshop) -> Seat | None:
    """The seat that this request holds in this workshop."""
    seat = seat_of(Credentials(cookies=request.COOKIES, bearer=bearer_of(request)), workshop)
    if seat is not None:
        seat.workshop = workshop
    return seat


def sent_in(request: HttpRequest) -> QueryDict:
    """The fields of a form, or those of a JSON object: both are read the same way."""
    if request.content_type != "application/json":
        return request.POST
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as bad:
        raise Refused(_("Le corps de la demande doit être du JSON."), code="not-json", status=400) from bad
    if not isinstance(body, dict):
        raise Refused(_("Le corps de la demande doit être un objet JSON."), code="not-json", status=400)
    fields = QueryDict(mutable=True)
    for name, value in body.items():
        values = value if isinstance(value, list) else [value]
        fields.setlist(name, [each if isinstance(each, str) else json.dumps(each) for each in values])
    return fields


def see(name: str, *args: Any) -> HttpResponseRedirect:
    """After a POST the browser asks for this page with GET: reloading it sends nothing twice."""
    return HttpResponseRedirect(reverse(f"workshops:{name}", args=args), status=303)


def remember(seat: Seat) -> HttpResponseRedirect:
    """This browser holds the seat from now on; one cookie for each workshop."""
    response = see("seat", seat.workshop.code)
    response.set_cookie(
        seat_cookie(seat.workshop),
        token_of(seat),
        max_age=THIRTY_DAYS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def with_seat(view: View) -> View:
    """The view is given the seat that asks; without one, a person is shown the door and a program is told."""

    @wraps(view)
    def seated(request: HttpRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        workshop = workshop_by_code(code)
        if workshop is None:
            count_unknown(request)
            raise Refused(_("Cet atelier n’existe pas. Vérifiez le code."), code="no-workshop", status=404)
        seat = seat_here(request, workshop)
        if seat is not None:
            return view(request, seat, *args, **kwargs)
        if wants_json(request) or bearer_of(request):
            raise Refused(
                _("Ce téléphone n’a pas de place ici : rejoignez l’atelier avec son code."), code="no-seat", status=401
            )
        return see("seat", code)

    return seated


def proves_itself(view: View) -> View:
    """Cookies go along with any site's form, so they need the form's token; a bearer token goes along with nothing.

    A program that joins has neither yet: it is told from a browser on another site by the headers that all browsers
    send with a POST, and it gets no cookie.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        lowered = {name.lower(): value for name, value in request.headers.items()}
        is_program = wants_json(request) and not request.COOKIES and comes_from_our_pages(lowered)
        if bearer_of(request) or is_program:
            return view(request, *args, **kwargs)
        return protected(request, *args, **kwargs)

    return checked
