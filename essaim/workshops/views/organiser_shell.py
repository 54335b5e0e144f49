"""What every page of an organiser shares: the workshop, who may prepare it, its tabs and its checklist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from essaim.people.requests import PersonRequest
from essaim.workshops.access import check_may_organise
from essaim.workshops.checklist import DONE, steps_of
from essaim.workshops.domain.preparing import check_is_not_over
from essaim.workshops.enums import State
from essaim.workshops.models import Workshop
from essaim.workshops.queries import ended_at
from essaim.workshops.views.codes import workshop_called

form_page = require_http_methods(["GET", "HEAD", "POST"])


def organises(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view receives the workshop, and only from whoever may organise it; strangers are asked to sign in."""

    @wraps(view)
    def organised(request: HttpRequest, code: str, **more: Any) -> HttpResponse:
        # Before looking the code up: a stranger learns nothing of which codes exist.
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        workshop = workshop_called(request, code)
        check_may_organise(request.user, workshop)
        return view(request, workshop, **more)

    return organised


def read_once_over(tab: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """The view fills in this tab until the workshop is over; from then on the tab is only read."""

    def prepares(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def prepared(request: PersonRequest, workshop: Workshop, **more: Any) -> HttpResponse:
            if workshop.state != State.CLOSED:
                return view(request, workshop, **more)
            if request.method == "POST":
                check_is_not_over(workshop)
            return page(request, workshop, tab, "over", title=dict(tabs())[tab])

        return prepared

    return prepares


def tabs() -> list[tuple[str, str]]:
    return [
        ("prepare", _("Vue d’ensemble")),
        ("describe", _("Présentation")),
        ("questions", _("Questions")),
        ("sequences", _("Déroulé")),
        ("tables", _("Tables")),
        ("team", _("Équipe")),
        ("people", _("Personnes")),
        ("rotation", _("Rotation")),
        ("links", _("Liens")),
        ("settings", _("Réglages")),
    ]


def page(request: PersonRequest, workshop: Workshop, tab: str, template: str, status: int = 200, **context: Any):
    """The page of a tab, with the checklist that follows the organiser from one to the next."""
    steps = steps_of(workshop)
    is_over = workshop.state == State.CLOSED
    shared = {
        "workshop": workshop,
        "tab": tab,
        "tabs": tabs(),
        "steps": steps,
        "done": sum(step.state == DONE for step in steps),
        "is_over": is_over,
        "ended_at": ended_at(workshop) if is_over else None,
    }
    return render(request, f"workshops/organiser/{template}.html", {**shared, **context}, status=status)
