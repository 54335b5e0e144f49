from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.people.requests import PersonRequest
from essaim.workshops import rotation as planner
from essaim.workshops.domain import preparing, seating
from essaim.workshops.enums import State
from essaim.workshops.forms import LimitsForm
from essaim.workshops.models import Seat, Workshop
from essaim.workshops.queries import last_round
from essaim.workshops.rotation import picture
from essaim.workshops.views.organiser_shell import form_page, organises, page


@form_page
@organises
def rotation(request: PersonRequest, workshop: Workshop) -> HttpResponse:
    """Everybody's path: calculated under limits, told in words, drawn, and listed."""
    limits = {"per_organisation": workshop.per_organisation, "per_territory": workshop.per_territory}
    form = LimitsForm(request.POST or None, initial=limits)
    if not form.is_valid():
        return shown(request, workshop, form, 422 if form.is_bound else 200)
    seed = form.cleaned_data.pop("seed") or 0
    try:
        seating.replan(workshop=workshop, by=request.user, seed=seed, **form.cleaned_data)
    except Refused as refused:
        workshop.refresh_from_db()
        return shown(request, workshop, form, refused.status, refused=str(refused), seed=seed)
    messages.success(request, _("Le plan est calculé."))
    return redirect("workshops:rotation", workshop.code)


def shown(
    request: PersonRequest,
    workshop: Workshop,
    form: LimitsForm,
    status: int = 200,
    refused: str = "",
    seed: int = 0,
):
    seats = seating.present(workshop)
    rounds = last_round(workshop)
    context = {
        "form": form,
        "refused": refused,
        "seed": seed + 1,
        "rounds": range(1, rounds + 1),
        "lacking": preparing.missing(workshop) if workshop.state == State.DRAFT else [],
    }
    if seats and rounds and all(len(seat.path) == rounds for seat in seats):
        context |= told(workshop, seats)
    return page(request, workshop, "rotation", "rotation", status, **context)


def told(workshop: Workshop, seats: list[Seat]) -> dict[str, object]:
    """The plan in figures, as a drawing and as a table."""
    plan, people = seating.plan_of(workshop, seats), seating.people_of(seats)
    figures = planner.measure(plan, people, seating.limits_of(workshop))
    named = [replace(person, name=str(seat)) for person, seat in zip(people, seats, strict=True)]
    rules = [planner.badge_rule(plan, place) for place in range(len(seats))]
    return {
        "figures": figures,
        # Within what one digit after the comma shows.
        "is_best": figures.met_mean > figures.met_most - 0.05,
        "others": len(seats) - 1,
        "drawing": drawn(plan, named),
        "paths": list(zip(seats, figures.met, rules, strict=True)),
    }


def drawn(plan: planner.Plan, people: list[planner.Person]) -> SafeString:
    """The picture escapes the names that it shows."""
    return mark_safe(picture.svg(plan, people))
