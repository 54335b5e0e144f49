"""The workshop that a code names; unknown codes are counted wherever one is read, so that nobody tries them all."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.kit.codes import typed_code
from essaim.kit.refusal import Refused
from essaim.people.domain import limiting
from essaim.workshops.models import Workshop
from essaim.workshops.queries import workshop_by_code

WRONG_CODES = 30  # a minute and a network address; right codes are never counted, since a hall shares one address


def workshop_called(request: HttpRequest, code: str) -> Workshop:
    """The workshop with this code; a page that does not exist without one."""
    workshop = workshop_by_code(typed_code(code))
    if workshop is None:
        count_unknown(request)
        raise Http404
    return workshop


def count_unknown(request: HttpRequest) -> None:
    """One more unknown code from this network; refuses once there are too many."""
    what = f"wrong-code:{address_of(request)}"
    if limiting.is_too_often(what=what, most=WRONG_CODES, within=timedelta(minutes=1), now=timezone.now()):
        raise Refused(
            _("Trop de codes inconnus ont été essayés depuis ce réseau. Attendez une minute, puis recommencez."),
            code="too-many-codes",
            status=429,
        )


def address_of(request: HttpRequest) -> str:
    """The network address; behind the proxy that ends TLS, the last one that it wrote down."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_TLS else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
