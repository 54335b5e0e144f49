"""Who may open an account, and how allauth is told."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as asked
from django.http import HttpRequest

from essaim.kit.addresses import absolute


class Accounts(DefaultAccountAdapter):
    """Accounts are opened by an invitation; anybody else takes part with a seat, without account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The message is signed with the instance's own address: the name that a request gives is anybody's."""
        super().send_mail(template_prefix, email, {**context, "base": absolute(asked.request, "/")})
