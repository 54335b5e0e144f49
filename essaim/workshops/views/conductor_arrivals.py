"""The reception desk: who is here, where they sit, who comes late, who will not come."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.kit.addresses import absolute
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.people.models import Person
from essaim.workshops.domain import joining, seating
from essaim.workshops.domain.joining import Newcomer
from essaim.workshops.models import Seat, Workshop
from essaim.workshops.queries import round_at, table_number
from essaim.workshops.rotation import badge_rule
from essaim.workshops.views.conductor import workshop_to_conduct
from essaim.workshops.views.screen_door import host_of, qr_svg

PER_PAGE = 25
SHOWN = {
    "attendues": Q(joined_at=None, left_at=None),
    "presentes": Q(joined_at__isnull=False, left_at=None),
    "parties": Q(left_at__isnull=False),
}


@reads_only
def arrivals(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody, found by number or by name, with the tables they go to."""
    workshop = workshop_to_conduct(request, code)
    return render(request, "workshops/conductor/arrivals.html", reception(request, workshop))


def reception(request: HttpRequest, workshop: Workshop) -> dict[str, Any]:
    seats = workshop.seats.order_by("number")
    asked, shown = request.GET.get("q", "").strip()[:80], request.GET.get("qui", "")
    page = Paginator(found(seats, asked, shown), PER_PAGE).get_page(request.GET.get("page"))
    return {
        "workshop": workshop,
        "page": page,
        "asked": asked,
        "shown": shown,
        "counts": {name: seats.filter(which).count() for name, which in SHOWN.items()},
        "key": uuid.uuid4(),
    }


def found(seats: QuerySet[Seat], asked: str, shown: str) -> QuerySet[Seat]:
    if shown in SHOWN:
        seats = seats.filter(SHOWN[shown])
    if asked.isascii() and asked.isdigit():
        return seats.filter(number=int(asked[:6]))
    return seats.filter(Q(name__icontains=asked) | Q(organisation__icontains=asked)) if asked else seats


def seat_numbered(workshop: Workshop, number: int) -> Seat:
    seat = workshop.seats.filter(number=number).first()
    if seat is None:
        raise Http404
    seat.workshop = workshop
    return seat


@require_POST
def seat_newcomer(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody who was not expected has a seat, a path, and a link for their phone."""
    workshop = workshop_to_conduct(request, code)
    key = request.POST.get("key", "")
    placed = request.session.get("placed", {})
    if key in placed:
        return redirect("workshops:arrivals_badge", workshop.code, placed[key])
    newcomer = Newcomer(
        name=request.POST.get("name", ""),
        organisation=request.POST.get("organisation", ""),
        needs_accessible=request.POST.get("needs_accessible") == "on",
    )
    try:
        seat = joining.join(workshop=workshop, key=uuid.uuid4(), newcomer=newcomer, now=timezone.now())
    except Refused as refused:
        context = {**reception(request, workshop), "refused": str(refused), "typed": request.POST}
        return render(request, "workshops/conductor/arrivals.html", context, status=refused.status)
    # A button pressed twice at a busy desk seats one person.
    request.session["placed"] = {key: seat.number} if key else {}
    return redirect("workshops:arrivals_badge", workshop.code, seat.number)


@reads_only
def badge(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """What is handed to a person: their table, the rule of their badge, the link for their phone."""
    workshop = workshop_to_conduct(request, code)
    return render(request, "workshops/conductor/badge.html", card(request, workshop, seat_numbered(workshop, number)))


def card(request: HttpRequest, workshop: Workshop, seat: Seat) -> dict[str, Any]:
    tables = list(workshop.tables.all())
    round = round_at(workshop)
    numbered = {table.number: table for table in tables}
    address = absolute(request, reverse("workshops:seat_link", args=[joining.token_of(seat)]))
    svg = qr_svg(address, _("QR code : le lien personnel de la place n° %(number)s") % {"number": seat.number})
    is_planned = bool(seat.path) and all(number in numbered for number in seat.path)
    return {
        "workshop": workshop,
        "seat": seat,
        "tables": tables,
        "round": round,
        "here": numbered.get(table_number(seat, round)),
        "steps": [(turn, numbered.get(number)) for turn, number in enumerate(seat.path, start=1)],
        "rule": badge_rule(seating.plan_of(workshop, [seat]), 0) if is_planned else "",
        "address": address,
        "host": host_of(request),
        "qr": mark_safe(svg),  # noqa: S308 made here, text escaped
    }


@require_POST
def change(request: HttpRequest, code: str, number: int, verb: str) -> HttpResponse:
    """The person is here, will not come, or sits elsewhere; the page says what that changed."""
    workshop = workshop_to_conduct(request, code)
    seat = seat_numbered(workshop, number)
    if verb not in {"present", "absent", "deplacer"}:
        raise Http404
    try:
        messages.success(request, changed(workshop, seat, verb, by=cast(Person, request.user), table=table_in(request)))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("workshops:arrivals_badge", workshop.code, seat.number)


def table_in(request: HttpRequest) -> int | None:
    text = request.POST.get("table", "")
    return int(text[:4]) if text.isascii() and text.isdigit() else None


def changed(workshop: Workshop, seat: Seat, verb: str, *, by: Person, table: int | None) -> str:
    if verb == "present":
        joining.take(seat=seat, now=timezone.now())
        return _("%(who)s est là.") % {"who": called(seat)}
    if verb == "absent":
        others = seating.mark_absent(seat=seat, by=by, now=timezone.now())
        return absent_sentence(seat, others)
    if table is None:
        raise Refused(_("Choisissez une table dans la liste."), status=422)
    seating.reseat(seat=seat, table=table, round=round_at(workshop), by=by)
    return _("%(who)s va maintenant à la table %(table)s.") % {"who": called(seat), "table": table}


def called(seat: Seat) -> str:
    return f"{seat.name} (n° {seat.number})" if seat.name else _("La place n° %(number)s") % {"number": seat.number}


def absent_sentence(seat: Seat, others: list[Seat]) -> str:
    """Whose path changed is said at once, so that somebody can tell them."""
    said = _("%(who)s est libérée ; ce qui a été écrit reste.") % {"who": called(seat)}
    if not others:
        return said + " " + _("Personne d’autre ne change de table.")
    for other in others:
        said += " " + _("Nouveau parcours à annoncer à %(who)s : tables %(path)s.") % {
            "who": called(other),
            "path": ", ".join(str(number) for number in other.path),
        }
    return said
