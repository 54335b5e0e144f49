"""How a request reaches a facilitator's desk, and how a decision answers."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from essaim.boards.models import Board
from essaim.kit.asking import wants_json
from essaim.kit.refusal import Refused
from essaim.people.models import Person
from essaim.workshops.access import check_may_facilitate
from essaim.workshops.desk import Desk
from essaim.workshops.models import Workshop
from essaim.workshops.views.codes import workshop_called

View = Callable[..., HttpResponseBase]
Decision = Callable[..., HttpResponseBase | str]
NOT_FOUND = 404


def for_team(view: View) -> View:
    """The view receives the workshop; a person who is not signed in is asked to, a stranger is refused."""

    @wraps(view)
    def seen(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
        workshop = workshop_called(request, code)
        if not request.user.is_authenticated and not wants_json(request):
            return redirect_to_login(request.get_full_path())
        check_may_facilitate(request.user, workshop)
        return view(request, workshop, **kwargs)

    return seen


def at_desk(view: View) -> View:
    """The view receives the desk of one question."""

    @for_team
    @wraps(view)
    def seated(request: HttpRequest, workshop: Workshop, number: int, **kwargs: Any) -> HttpResponseBase:
        return view(request, desk_of(workshop, number), **kwargs)

    return seated


def desk_of(workshop: Workshop, number: int) -> Desk:
    question = get_object_or_404(workshop.questions.select_related("board"), number=number)
    question.workshop = workshop
    return Desk(workshop, question)


def decides(screen: View) -> Callable[[Decision], View]:
    """A decision: refused, the person stays on this screen with what they typed; done, they are told in a sentence."""

    def deciding(view: Decision) -> View:
        @require_POST
        @at_desk
        @wraps(view)
        def decided(request: HttpRequest, desk: Desk, **kwargs: Any) -> HttpResponseBase:
            try:
                answer = view(request, desk, **kwargs)
            except Refused as refusal:
                if wants_json(request) or refusal.status == NOT_FOUND:
                    raise
                return screen(request, desk, refusal=refusal, **kwargs)
            return answer if isinstance(answer, HttpResponseBase) else told(request, desk, str(answer))

        return decided

    return deciding


def told(request: HttpRequest, desk: Desk, sentence: str, to: str = "") -> HttpResponse:
    """What was done, for the page's script; or the page again, with the sentence on it."""
    if wants_json(request):
        revision = Board.objects.values_list("revision", flat=True).get(pk=desk.board.pk)
        return JsonResponse({"sentence": sentence, "revision": revision, **({"go": to} if to else {})})
    messages.success(request, sentence)
    return see_other(to or back_of(request, desk))


def team_member(request: HttpRequest) -> Person:
    """The person who asks; the door has already let them in."""
    return cast(Person, request.user)


def see_other(address: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def back_of(request: HttpRequest, desk: Desk) -> str:
    """The screen of this desk that the person came from, else the first one."""
    start = reverse("workshops:desk", args=[desk.workshop.code, desk.question.number])
    came = urlsplit(request.META.get("HTTP_REFERER", ""))
    if came.netloc == request.get_host() and came.path.startswith(start):
        return came.path + (f"?{came.query}" if came.query else "")
    return start


def seen_of(request: HttpRequest) -> int:
    """The revision that the screen showed when the person decided."""
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 12 else 0
