"""The report leaves by e-mail for those who asked; an address is kept only until its message has left."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from smtplib import SMTPConnectError, SMTPException, SMTPServerDisconnected

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, mailers
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Count, F, Q
from django.db.models.functions import Least
from django.utils.translation import gettext as _
from django.utils.translation import override

from essaim.kit import counters, waking
from essaim.kit.forgetting import forget_above
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
# How long after each failure the next attempt is made; after the last, a person of the team decides.
PAUSES = [timedelta(minutes=minutes) for minutes in (0, 1, 10, 60, 360)]
ATTEMPTS = len(PAUSES)
SENDING_LASTS = timedelta(minutes=10)  # an attempt without end after that was killed in the middle
SILENCE = (SMTPServerDisconnected, SMTPConnectError)
HEAVIEST_PDF = 2 * 2**20  # above 2 MB, many mailboxes of public bodies refuse the message


Letter = tuple[str, str, tuple[str, bytes, str] | None]


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


def waiting(report: Report) -> int:
    """How many addresses wait for this report, which leaves without anybody waiting for the page."""
    return report.recipients.count() if report.state == ReportState.FINAL and can_leave() else 0


def send_soon() -> None:
    """Whoever sends looks now, in this process; another one looks by itself every few seconds."""
    transaction.on_commit(waking.ring)


@transaction.atomic
def try_again(*, report: Report, by: Person) -> int:
    """Those whom no attempt reached have one more, at once; gives how many wait."""
    report = locked_report(report.workshop)
    check_may_edit(report, person=by)
    failed = report.recipients.exclude(last_error="")
    failed.update(attempts=Least("attempts", ATTEMPTS - 1), tried_at=None, last_error="")
    send_soon()
    return waiting(report)


def send_waiting(report: Report, *, base: str, now: datetime, must_stop: Callable[[], bool] = lambda: False) -> int:
    """Those who wait have their message; gives how many left. Called outside any transaction: mail is slow."""
    if report.state != ReportState.FINAL or not can_leave():
        return 0

    @cache
    def written() -> Letter:
        return letter(report, base=base)  # built once somebody is ours to write to

    left = 0
    for recipient in report.recipients.filter(attempts__lt=ATTEMPTS).order_by("pk"):
        if must_stop():
            break
        if is_due(recipient, now) and claim(recipient, now=now) and send(recipient, *written()):
            left += 1
            forget_above(recipient, now=now)  # a backup of yesterday must not write to them again
    return left


def is_due(recipient: Recipient, now: datetime) -> bool:
    """Never tried, tried long enough ago, or by somebody who was killed in the middle."""
    if recipient.tried_at is None:
        return True
    pause = PAUSES[min(recipient.attempts, ATTEMPTS - 1)] if recipient.last_error else SENDING_LASTS
    return now - recipient.tried_at >= pause


def claim(recipient: Recipient, *, now: datetime) -> bool:
    """This attempt is ours alone: of two processes that look together, one sends."""
    same = Recipient.objects.filter(pk=recipient.pk, attempts=recipient.attempts, tried_at=recipient.tried_at)
    return bool(same.update(attempts=F("attempts") + 1, tried_at=now, last_error=""))


def letter(report: Report, *, base: str) -> Letter:
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
        counters.mails_refused.inc()
        error = cleaned(f"{type(failed).__name__} : {failed}", lines=False)[:200]
        Recipient.objects.filter(pk=recipient.pk).update(last_error=error)
        if isinstance(failed, SILENCE) or (isinstance(failed, OSError) and not isinstance(failed, SMTPException)):
            raise Unreachable from failed
        return False
    counters.mails_sent.inc()
    Recipient.objects.filter(pk=recipient.pk).delete()
    return True


def send_all_waiting(*, base: str, now: datetime, must_stop: Callable[[], bool] = lambda: False) -> int:
    """Every message that waits has left, or has said why not; a silent server is tried no further."""
    if not can_leave():
        return 0
    reports = Report.objects.filter(state=ReportState.FINAL, recipients__attempts__lt=ATTEMPTS).distinct()
    return sum(
        send_waiting(report, base=base, now=now, must_stop=must_stop)
        for report in reports.select_related("workshop__gathering__season__programme")
    )


@transaction.atomic
def forget(*, workshop: Workshop, recipient: int, by: Person, now: datetime) -> None:
    """The address is gone without a message: somebody asked, or it will never work."""
    report = locked_report(workshop)
    check_may_edit(report, person=by)
    for gone in report.recipients.filter(pk=recipient):
        forget_above(gone, now=now)
        gone.delete()


def mails_held(workshop: Workshop | None = None) -> tuple[int, int]:
    """How many reports wait to leave by e-mail, and how many no longer will without a gesture of the team."""
    held = Recipient.objects.filter(report__state=ReportState.FINAL)
    if workshop is not None:
        held = held.filter(report__workshop=workshop)
    counted = held.aggregate(
        waiting=Count("pk", Q(attempts__lt=ATTEMPTS)), failed=Count("pk", Q(attempts__gte=ATTEMPTS))
    )
    return counted["waiting"], counted["failed"]
