"""So many pages are made at once; the others wait, then hear "later".

Without it each request holds a thread and a connection of its own: a process that is asked too much serves nobody,
and even the probe that would say so waits behind those who have already left.
"""

import threading
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.web.middleware import refused

# Of the 16 connections of a process (settings.DATABASES) the live part holds 6, for good: a writer, a reader of rules,
# four readers of boards; 2 are for probes and mail.
AT_ONCE = 8
PATIENCE = 10.0  # seconds: a phone gives up after 15 (docs/protocol.md §5)
# Probes say how a process is, above all one that is asked too much: answered "later", a proxy would empty it.
NO_WAIT = frozenset({"/sante/", "/sante/pret/", "/metrics"})

Answer = Callable[[HttpRequest], HttpResponseBase]
shared = threading.BoundedSemaphore(AT_ONCE)


def in_turn(
    get_response: Answer, turns: threading.Semaphore = shared, patience: float = PATIENCE
) -> Callable[[HttpRequest], HttpResponseBase]:
    """The innermost middleware: whoever sends or reads slowly holds no turn."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path in NO_WAIT:
            return get_response(request)
        if not turns.acquire(timeout=patience):
            return later(request)
        try:
            return get_response(request)
        finally:
            turns.release()

    return middleware


def later(request: HttpRequest) -> HttpResponseBase:
    """Nothing was done; what was typed is given back."""
    sentence = _("Beaucoup de demandes arrivent à la fois. Rien n’a été enregistré : recommencez dans un instant.")
    response = refused(request, Refused(sentence, code="later", status=503))
    response["Retry-After"] = "2"
    return response
