"""Addresses that leave the site: in an e-mail, on a poster, in a QR code."""

from django.conf import settings
from django.http import HttpRequest


def absolute(request: HttpRequest, path: str) -> str:
    """The whole address of a path: under the instance's public name when it is known."""
    return settings.BASE_URL + path if settings.BASE_URL else request.build_absolute_uri(path)
