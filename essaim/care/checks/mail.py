"""The mail server answers; no message leaves."""

import smtplib
import ssl
from collections.abc import Iterator

from django.conf import settings

from essaim.care.findings import Finding, attention, error, ok

PATIENCE = 10  # seconds


def findings() -> Iterator[Finding]:
    if not settings.EMAIL_URL:
        yield attention(
            "courrier",
            "aucun serveur : codes de connexion et invitations s’écrivent dans le journal",
            "donnez EMAIL_URL avant d’ouvrir l’instance",
        )
        return
    options = settings.MAILERS["default"].get("OPTIONS", {})
    if not options.get("host"):
        yield ok("courrier", "n’est pas remis à un serveur SMTP")
        return
    yield server(options)
    yield sender()


def server(options: dict) -> Finding:
    place = f"{options['host']}:{options['port']}"
    kind = smtplib.SMTP_SSL if options["use_ssl"] else smtplib.SMTP
    try:
        with kind(options["host"], int(options["port"] or 0), timeout=PATIENCE) as smtp:
            smtp.ehlo_or_helo_if_needed()
            if options["use_tls"]:
                smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo()
    except (OSError, smtplib.SMTPException) as failed:
        return error(
            "courrier",
            f"{place} ne répond pas comme il faut ({type(failed).__name__} : {failed})",
            "vérifiez EMAIL_URL (smtp+tls://…:587, smtp+ssl://…:465) et que la machine sort vers ce port",
        )
    if options["password"] and not (options["use_tls"] or options["use_ssl"]):
        return attention(
            "courrier", f"{place} répond, mais le mot de passe part en clair", "écrivez smtp+tls:// ou smtp+ssl://"
        )
    return ok("courrier", f"{place} répond (aucun message n’est parti)")


def sender() -> Finding:
    if settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith("@localhost"):
        return attention(
            "expéditeur",
            f"{settings.DEFAULT_FROM_EMAIL} : beaucoup de serveurs refuseront ces messages",
            "donnez DEFAULT_FROM_EMAIL",
        )
    return ok("expéditeur", settings.DEFAULT_FROM_EMAIL)
