"""Views that read cannot write: a QR code scanned twice, or a link previewed by a bot, changes nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")


class WroteWhileReading(RuntimeError):
    """A view declared as reading sent a statement that writes: a defect, never a person's mistake."""


def refuse_to_write(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if sql.lstrip(" (").upper().startswith(WRITING):
        raise WroteWhileReading(sql[:80])
    return execute(sql, params, many, context)


@contextmanager
def counting() -> Iterator[None]:
    """Even a view that only reads counts who tries too often: nothing that anybody sees is changed by it."""
    wrappers = connection.execute_wrappers
    connection.execute_wrappers = [wrapper for wrapper in wrappers if wrapper is not refuse_to_write]
    try:
        yield
    finally:
        connection.execute_wrappers = wrappers


def reads_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only GET and HEAD are answered, and no statement that writes reaches the database."""

    @wraps(view)
    def reading(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with connection.execute_wrapper(refuse_to_write):
            return view(request, *args, **kwargs)

    reading.reads_only = True  # type: ignore[attr-defined]  # so that a test can tell who forgot
    return require_safe(reading)
