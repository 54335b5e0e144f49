"""The addresses of our pages: those that leave the site, in an e-mail, on a poster, in a QR code, and new ones."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def absolute(request: HttpRequest, path: str) -> str:
    """The whole address of a path: under the instance's public name when it is known."""
    return settings.BASE_URL + path if settings.BASE_URL else request.build_absolute_uri(path)


def came_from(request: HttpRequest) -> str:
    """The page of ours that the person comes from, to send them back there; else the first page."""
    referrer = request.headers.get("Referer", "")
    return referrer if url_has_allowed_host_and_scheme(referrer, {request.get_host()}) else "/"


def first_free(slug: str, is_taken: Callable[[str], bool]) -> str:
    """The address itself, or with the first number from 2 under which nothing is."""
    tried, number = slug, 1
    while is_taken(tried):
        number += 1
        tried = f"{slug}-{number}"
    return tried
