"""Who may open an account, and how allauth is told."""

from smtplib import SMTPException
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as asked
from django.http import HttpRequest
from django.utils.translation import gettext as _

from essaim.kit import counters
from essaim.kit.addresses import absolute
from essaim.kit.refusal import Refused

log = structlog.get_logger("essaim")


class Accounts(DefaultAccountAdapter):
    """Accounts are opened by an invitation; anybody else takes part with a seat, without account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The message has left, signed with the instance's own address: the name that a request gives is anybody's."""
        try:
            super().send_mail(template_prefix, email, {**context, "base": absolute(asked.request, "/")})
            counters.mails_sent.inc()
        except (SMTPException, OSError) as failed:
            counters.mails_refused.inc()
            log.error("mail did not leave", error=type(failed).__name__)  # what the server said may name somebody
            raise Refused(
                _("Le courriel n’a pas pu partir. Réessayez dans quelques minutes ; si cela dure, prévenez l’équipe."),
                code="no-mail",
                status=503,
            ) from failed
