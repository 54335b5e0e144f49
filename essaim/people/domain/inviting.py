"""Invitations: an account exists, and a link opens it once."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kit.codes import fingerprint, new_secret
from essaim.kit.refusal import Refused
from essaim.people.models import Person, SignInLink

LINK_LASTS = timedelta(days=7)  # time to read an invitation; afterwards the e-mail code still works


@transaction.atomic
def open_account(*, email: str, name: str = "", is_administrator: bool = False) -> Person:
    """The person has an account; a second call finds it and only adds what was missing."""
    email = email.strip().lower()
    person = Person.objects.filter(email=email).first()
    if person is None:
        person = Person.objects.create_user(email, name, is_administrator=is_administrator)
    elif (is_administrator and not person.is_administrator) or (name and not person.name):
        person.is_administrator = person.is_administrator or is_administrator
        person.name = person.name or name
        person.save(update_fields=["is_administrator", "name"])
    EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    return person


def make_link(*, person: Person, goes_to: str, now: datetime, uses: int = 1) -> str:
    """A secret that opens this account, `uses` times within a week; only its fingerprint is kept."""
    secret = new_secret()
    SignInLink.objects.create(
        person=person,
        fingerprint=fingerprint(secret),
        goes_to=goes_to,
        uses_left=uses,
        expires_at=now + LINK_LASTS,
    )
    return secret


@transaction.atomic
def use_link(*, secret: str, now: datetime) -> SignInLink:
    """The link is spent, once; refuses with a sentence when it is unknown, used or too old."""
    link = SignInLink.objects.select_for_update().filter(fingerprint=fingerprint(secret)).first()
    if link is None or link.uses_left == 0 or not link.person.is_active:
        raise Refused(
            _("Ce lien a déjà servi ou n’existe pas. Demandez un code de connexion avec votre adresse électronique."),
            code="link-used",
            status=410,
        )
    if link.expires_at < now:
        raise Refused(
            _("Ce lien a expiré. Demandez un code de connexion avec votre adresse électronique."),
            code="link-expired",
            status=410,
        )
    link.uses_left -= 1
    link.save(update_fields=["uses_left"])
    return link
