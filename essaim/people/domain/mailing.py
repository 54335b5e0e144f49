"""An invitation leaves by e-mail; where no mail can leave, whoever invites hands the link over."""

from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from essaim.people.domain.inviting import make_link
from essaim.people.models import Person


@dataclass(frozen=True)
class Invitation:
    """The link is shown once to whoever invites: nothing of it is kept but its fingerprint."""

    person: Person
    address: str
    was_mailed: bool


def invite(*, person: Person, base: str, goes_to: str, why: str, by: Person, now: datetime) -> Invitation:
    """The person may come in once with this link, and was told by e-mail when mail could leave."""
    secret = make_link(person=person, goes_to=goes_to, now=now)
    address = f"{base.rstrip('/')}/entrer/{secret}/"
    context = {"person": person, "address": address, "why": why, "by": by, "base": base}
    subject = _("Vous êtes attendu·e : %(why)s") % {"why": why}
    text = render_to_string("people/invitation.txt", context)
    try:
        sent = send_mail(" ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [person.email])
    except (SMTPException, OSError):
        sent = 0
    return Invitation(person, address, was_mailed=bool(sent) and bool(settings.EMAIL_URL))
