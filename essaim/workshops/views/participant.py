"""A participant comes in: by the code typed by hand, the QR code, or the link printed on a badge."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from essaim.kit.asking import wants_json
from essaim.kit.codes import typed_code
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.kit.tracing import about_workshop
from essaim.workshops.domain import joining
from essaim.workshops.domain.joining import Newcomer, key_in, token_of
from essaim.workshops.enums import ActorKind
from essaim.workshops.models import Seat, Workshop
from essaim.workshops.queries import has_named_badges, workshop_by_code
from essaim.workshops.views.codes import count_unknown
from essaim.workshops.views.participant_door import proves_itself, remember, seat_here, see, sent_in


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Somebody typed the code of the room."""
    typed = request.POST.get("code") or request.GET.get("code", "")
    if not typed and request.method != "POST":
        return render(request, "workshops/participant/join.html")
    try:
        workshop = workshop_named(request, typed)
    except Refused as refused:
        return join_page(request, refused, typed)
    return see("seat", workshop.code)


def join_page(request: HttpRequest, refused: Refused, typed: str = "") -> HttpResponse:
    """The code may be typed again, under the sentence that says what was wrong."""
    if wants_json(request):
        raise refused
    context = {"typed": typed, "sentence": str(refused)}
    return render(request, "workshops/participant/join.html", context, status=refused.status)


def workshop_named(request: HttpRequest, typed: str) -> Workshop:
    """The workshop with this code; wrong ones are counted, so that nobody tries them all."""
    workshop = workshop_by_code(typed_code(typed))
    if workshop is not None:
        return workshop
    count_unknown(request)
    if not typed_code(typed):
        raise Refused(_("Saisissez le code affiché dans la salle : 8 lettres ou chiffres."), code="empty", status=422)
    raise Refused(
        _("Ce code n’existe pas. Vérifiez-le sur l’affiche ou au mur : 8 lettres et chiffres, sans O, ni 0, ni I."),
        code="no-workshop",
        status=404,
    )


@proves_itself
@require_POST
def take_seat(request: HttpRequest, code: str) -> HttpResponseBase:
    """The phone has a seat, and remembers it. The same key again is the same seat."""
    workshop = workshop_named(request, code)
    held = seat_here(request, workshop)
    if held is not None and held.left_at is None:
        return welcomed(request, held)
    try:
        seat = joining.join(workshop=workshop, key=key_of(request), newcomer=newcomer_of(request), now=timezone.now())
    except Refused as refused:
        if wants_json(request):
            raise
        return door(request, workshop, sentence=str(refused), status=refused.status)
    return welcomed(request, seat)


def key_of(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(sent_in(request).get("key", ""))
    except ValueError as bad:
        raise Refused(_("La clé de la place doit être un UUID."), code="bad-key", status=422) from bad


def newcomer_of(request: HttpRequest) -> Newcomer:
    sent = sent_in(request)
    badge = "".join(sent.get("badge", "").split()).removeprefix("n°")
    if badge and not (badge.isascii() and badge.isdigit() and len(badge) <= 4):
        raise Refused(_("Le numéro du badge ne contient que des chiffres. Vérifiez-le, ou laissez la case vide."))
    return Newcomer(
        name=sent.get("name", ""),
        organisation=sent.get("organisation", ""),
        territory=sent.get("territory", ""),
        actor=sent.get("actor", ""),
        needs_accessible=sent.get("needs_accessible", "") in {"on", "true", "1"},
        badge=int(badge) if badge else None,
    )


def welcomed(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """A browser gets its cookie and its page; another client gets a token, and no cookie."""
    if not wants_json(request):
        return remember(seat)
    address = reverse("workshops:state", args=[seat.workshop.code])
    return JsonResponse(
        {
            "seat": str(seat.key),
            "number": seat.number,
            "token": token_of(seat),
            "workshop": seat.workshop.code,
            "state_url": address,
        }
    )


def door(request: HttpRequest, workshop: Workshop, *, sentence: str = "", status: int = 200) -> HttpResponse:
    """What one reads before entering: what for, under which rules; nothing is asked."""
    context = {
        "workshop": workshop,
        "sentence": sentence,
        "actors": ActorKind.choices,
        "has_badges": has_named_badges(workshop),
        "typed": request.POST,
        "key": request.POST.get("key") or uuid.uuid4(),
    }
    return render(request, "workshops/participant/door.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def seat_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """A badge or a personal link: reading it changes nothing, since robots preview links; a press takes the seat."""
    try:
        seat = seat_with(token)
    except Refused as refused:
        return join_page(request, refused)
    if request.method == "POST":
        seat = joining.take(seat=seat, now=timezone.now())
        return remember(seat)
    return ask_to_take(request, seat)


@reads_only
def ask_to_take(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    held = seat_here(request, seat.workshop)
    if held == seat and seat.left_at is None:
        return see("seat", seat.workshop.code)
    return render(request, "workshops/participant/take.html", {"seat": seat, "workshop": seat.workshop, "held": held})


def seat_with(token: str) -> Seat:
    key = key_in(token)
    seats = Seat.objects.select_related("workshop__plenary", "workshop__gathering__season__programme")
    seat = seats.filter(key=key).first() if key else None
    if seat is None:
        raise Refused(
            _("Ce lien ne mène plus à une place. Rejoignez l’atelier avec le code affiché dans la salle."),
            code="no-seat",
            status=404,
        )
    about_workshop(seat.workshop_id)
    return seat
