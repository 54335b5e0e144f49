"""The report leaves by e-mail for those who asked; an address is kept only until its message has left."""

from datetime import datetime, timedelta
from smtplib import SMTPConnectError, SMTPException, SMTPServerDisconnected

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, mailers
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.people.models import Person
from essaim.reports.access import check_may_edit, check_may_receive
from essaim.reports.domain.drafting import locked_report
from essaim.reports.domain.publishing import source_read
from essaim.reports.domain.rendering import document, file_name
from essaim.reports.enums import ReportState
from essaim.reports.models import Recipient, Report
from essaim.reports.plain import plain_text
from essaim.workshops.models import Seat, Workshop

MOST_WAITING = 500  # more addresses than people in the largest hall: somebody is filling the list
ATTEMPTS = 5  # then a person of the team decides
SENDING_LASTS = timedelta(minutes=10)  # an attempt without end after that was killed in the middle
AT_ONCE = 100  # somebody waits for the page that sends; the next press, or the next start, sends the rest
SILENCE = (SMTPServerDisconnected, SMTPConnectError)
HEAVIEST_PDF = 2 * 2**20  # above 2 MB, many mailboxes of public bodies refuse the message


class Unreachable(Exception):
    """The mail server did not answer: nobody's address is at fault."""


def can_leave() -> bool:
    """Mail is set up on this instance; otherwise no address is asked for."""
    return bool(settings.EMAIL_URL)


@transaction.atomic
def ask(*, workshop: Workshop, email: str, person: Person | None, seat: Seat | None, now: datetime) -> Recipient:
    """The address will receive the report when it is final; asked twice, it stands once."""
    report = locked_report(workshop)
    check_may_receive(report, person=person, seat=seat)
    if not can_leave():
        raise Refused(_("Cette instance n’envoie pas de courriel. Gardez plutôt votre lien personnel."), code="no-mail")
    address = checked_address(email)
    known = report.recipients.filter(email=address).first()
    if known:
        return known
    if report.recipients.count() >= MOST_WAITING:
        raise Refused(_("Trop d’adresses attendent déjà ce compte rendu. Écrivez à l’équipe."), status=429)
    return Recipient.objects.create(report=report, email=address, asked_at=now)


def checked_address(email: str) -> str:
    """One address and nothing else: no line end, no comma, no header."""
    address = email.strip()
    try:
        validate_email(address)
        if cleaned(address, lines=False) != address or len(address) > 254:
            raise ValidationError("")
    except ValidationError as bad:
        raise Refused(
            _("« %(address)s » n’est pas une adresse électronique.") % {"address": cleaned(email, lines=False)[:80]},
            code="bad-address",
            status=422,
        ) from bad
    name, _at, domain = address.rpartition("@")
    return f"{name}@{domain.lower()}"


def send_waiting(report: Report, *, base: str, now: datetime, again: bool = False) -> int:
    """Those who wait have their message; gives how many left. Called outside any transaction: mail is slow."""
    if report.state != ReportState.FINAL or not can_leave():
        return 0
    waiting = report.recipients.order_by("pk")
    if not again:
        waiting = waiting.filter(attempts__lt=ATTEMPTS)
    recipients = list(waiting[:AT_ONCE])
    if not recipients:
        return 0
    subject, text, attachment = letter(report, base=base)
    left = 0
    for recipient in recipients:
        if claim(recipient, now=now):
            try:
                left += send(recipient, subject, text, attachment)
            except Unreachable:
                break  # those who follow would only wait for the same silence
    return left


def claim(recipient: Recipient, *, now: datetime) -> bool:
    """This attempt is ours alone: of two people who press together, one sends."""
    under_way = recipient.tried_at is not None and not recipient.last_error
    if under_way and recipient.tried_at is not None and now - recipient.tried_at < SENDING_LASTS:
        return False
    same = Recipient.objects.filter(pk=recipient.pk, attempts=recipient.attempts)
    return bool(same.update(attempts=F("attempts") + 1, tried_at=now, last_error=""))


def letter(report: Report, *, base: str) -> tuple[str, str, tuple[str, bytes, str] | None]:
    """The subject on one line, the whole report as text under its address, and the PDF when it is light enough."""
    source = source_read(report, base=base)
    with override(source.language):
        subject = cleaned(_("Compte rendu : %(title)s") % {"title": source.title}, lines=False)
        opening = _(
            "Bonjour,\n\nVous avez demandé le compte rendu de cet atelier. Le voici ; il se lit aussi en ligne :"
        )
        closing = _("Votre adresse n’a servi qu’à cet envoi : elle est effacée.")
    address = f"{base}/comptes-rendus/{report.workshop.code}/"
    text = f"{opening}\n{address}\n\n{plain_text(source)}\n\n-- \n{closing}\n"
    pdf = document(report, "pdf", base=base)
    attachment = (file_name(report, "pdf"), pdf, "application/pdf") if len(pdf) <= HEAVIEST_PDF else None
    return subject, text, attachment


def send(recipient: Recipient, subject: str, text: str, attachment: tuple[str, bytes, str] | None) -> bool:
    """The message has left and the address is gone; otherwise the address stays, with what went wrong."""
    message = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [recipient.email])
    # An automatic reply to an automatic message would bounce between two machines (RFC 3834).
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    if attachment:
        message.attach(*attachment)
    try:
        mailers["default"].send_messages([message])
    except (OSError, ValueError) as failed:  # what smtplib raises is an OSError too
        error = cleaned(f"{type(failed).__name__} : {failed}", lines=False)[:200]
        Recipient.objects.filter(pk=recipient.pk).update(last_error=error)
        if isinstance(failed, SILENCE) or (isinstance(failed, OSError) and not isinstance(failed, SMTPException)):
            raise Unreachable from failed
        return False
    Recipient.objects.filter(pk=recipient.pk).delete()
    return True


def send_all_waiting(*, base: str, now: datetime) -> int:
    """What could not leave earlier leaves now: called when the instance starts."""
    reports = Report.objects.filter(state=ReportState.FINAL, recipients__attempts__lt=ATTEMPTS).distinct()
    return sum(
        send_waiting(report, base=base, now=now)
        for report in reports.select_related("workshop__gathering__season__programme")
    )


@transaction.atomic
def forget(*, workshop: Workshop, recipient: int, by: Person) -> None:
    """The address is gone without a message: somebody asked, or it will never work."""
    report = locked_report(workshop)
    check_may_edit(report, person=by)
    report.recipients.filter(pk=recipient).delete()
