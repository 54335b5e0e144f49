"""Who may open an account, and how allauth is told."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Accounts(DefaultAccountAdapter):
    """Accounts are opened by an invitation; anybody else takes part with a seat, without account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
