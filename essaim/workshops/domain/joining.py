"""People take a seat: by the badge that was printed for them, or by the code of the room."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.workshops.domain import seating
from essaim.workshops.enums import ActorKind, State
from essaim.workshops.models import Seat, Workshop

SALT = "essaim.seat"
TOKEN_LENGTH = 100  # ours have 76


@dataclass(frozen=True)
class Newcomer:
    """What somebody may say of themselves on arriving; nothing is required."""

    name: str = ""
    organisation: str = ""
    territory: str = ""
    actor: str = ""
    needs_accessible: bool = False
    badge: int | None = None


def token_of(seat: Seat) -> str:
    """What proves that a phone holds this seat: a signed name, worth nothing in another workshop."""
    return signing.Signer(salt=SALT).sign(seat.key.hex)


@lru_cache(maxsize=10_000)  # each phone shows its token with each note
def key_in(token: str) -> str | None:
    """The seat's key when the token is ours."""
    if len(token) > TOKEN_LENGTH:
        return None
    try:
        return str(uuid.UUID(signing.Signer(salt=SALT).unsign(token)))
    except (signing.BadSignature, ValueError):
        return None


@transaction.atomic
def join(*, workshop: Workshop, key: uuid.UUID, newcomer: Newcomer, now: datetime) -> Seat:
    """The phone has a seat; the same key again is the same seat. Late arrivals are placed at once."""
    workshop = locked(workshop)
    check_doors(workshop)
    known = workshop.seats.filter(asked_key=key).select_related("workshop__plenary").first()
    if known:
        return known
    check_is_not_over(workshop)
    seat = seat_with_badge(workshop, newcomer.badge) if newcomer.badge else next_free(workshop, newcomer)
    if seat is None:
        seat = seating.add_seat(workshop, key=uuid.uuid4(), newcomer=newcomer)
    seat.asked_key = key
    return arrive(seat, newcomer, now=now)


@transaction.atomic
def take(*, seat: Seat, now: datetime) -> Seat:
    """The person whose badge or link this is has arrived."""
    # Locked on the workshop, then read again: a late arrival may have moved this seat meanwhile.
    workshop = locked(seat.workshop)
    check_doors(workshop)
    return arrive(workshop.seats.select_related("workshop__plenary").get(pk=seat.pk), Newcomer(), now=now)


def locked(workshop: Workshop) -> Workshop:
    """Ours until the transaction ends: people who arrive together wait in line for their seat."""
    return Workshop.objects.select_for_update(of=("self",)).select_related("plenary").get(pk=workshop.pk)


def check_doors(workshop: Workshop) -> None:
    if workshop.state == State.DRAFT:
        raise Refused(_("L’accueil de cet atelier n’est pas encore ouvert. Réessayez un peu plus tard."), code="closed")


def check_is_not_over(workshop: Workshop) -> None:
    """The code stands in the address of the report: taken afterwards, a seat would make anybody a participant."""
    if workshop.state == State.CLOSED:
        raise Refused(
            _("L’atelier est terminé : on n’y prend plus place. Si vous y étiez, ouvrez votre lien personnel."),
            code="over",
        )


def seat_with_badge(workshop: Workshop, number: int) -> Seat:
    seat = workshop.seats.filter(number=number).first()
    if seat is None:
        raise Refused(_("Aucun badge ne porte ce numéro. Vérifiez-le, ou laissez la case vide."), status=422)
    if seat.joined_at is not None:  # left or not: a number proves nothing, and this seat has notes and a report
        raise Refused(
            _("Ce badge est déjà utilisé par un autre téléphone. Demandez à l’accueil, ou laissez la case vide.")
        )
    return seat


def next_free(workshop: Workshop, newcomer: Newcomer) -> Seat | None:
    """The next planned seat that was kept for nobody in particular: plans made from a head count."""
    free = workshop.seats.filter(joined_at=None, left_at=None, is_expected=True, name="")
    if newcomer.needs_accessible:
        free = free.filter(needs_accessible=True)
    return free.order_by("number").first()


def arrive(seat: Seat, newcomer: Newcomer, *, now: datetime) -> Seat:
    seat.joined_at = seat.joined_at or now
    seat.left_at = None
    seat.name = cleaned(newcomer.name, lines=False)[:80] or seat.name
    seat.organisation = cleaned(newcomer.organisation, lines=False)[:120] or seat.organisation
    seat.territory = cleaned(newcomer.territory, lines=False)[:120] or seat.territory
    if newcomer.actor in ActorKind.values:
        seat.actor = newcomer.actor
    seat.needs_accessible = seat.needs_accessible or newcomer.needs_accessible
    seat.save()
    return seat


@transaction.atomic
def leave(*, seat: Seat, now: datetime) -> None:
    """The seat is free; what was written from it stays."""
    Seat.objects.filter(pk=seat.pk, left_at=None).update(left_at=now)
