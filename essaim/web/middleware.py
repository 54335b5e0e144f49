"""What happens around every request: a log line, private pages that no cache keeps, refusals made into messages."""

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

from essaim.kit import counters
from essaim.kit.addresses import came_from
from essaim.kit.asking import wants_json
from essaim.kit.connecting import give_connections_back
from essaim.kit.refusal import Refused
from essaim.live.wire import request_id_of

Answer = Callable[[HttpRequest], HttpResponseBase]
log = structlog.get_logger("essaim")


def observed(get_response: Answer) -> Answer:
    """Each request leaves one line, without address of person nor secret of link."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        asked = request_id_of({"x-request-id": request.headers.get("X-Request-ID", "")})
        structlog.contextvars.bind_contextvars(request=asked)
        try:
            response = get_response(request)
        finally:
            # Django does it once the request is finished, which nobody says when a phone hangs up at the wrong moment:
            # eight of those, and a pool of PostgreSQL connections has no more to give.
            give_connections_back()
        response["X-Request-ID"] = asked
        seconds = time.perf_counter() - started
        match = request.resolver_match
        name = match.view_name if match else "none"
        counters.requests.labels(name, f"{response.status_code // 100}xx").inc()
        counters.seconds.labels(name).observe(seconds)
        log.info(
            "request",
            method=request.method,
            # The pattern of the route, not the path: paths carry codes, and secrets of links.
            route=f"/{match.route}" if match else "",
            status=response.status_code,
            milliseconds=round(seconds * 1000, 1),
        )
        structlog.contextvars.clear_contextvars()
        return response

    return middleware


def private_pages(get_response: Answer) -> Answer:
    """Whatever depends on who asks is kept by no shared tablet and no proxy (ASVS 14.3.2)."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The refusal as a page with its sentence, or as JSON for a program; what was typed is given back."""
    if wants_json(request):
        return JsonResponse({"error": {"code": refusal.code, "sentence": str(refusal)}}, status=refusal.status)
    typed = request.POST.get("text", "") if request.method == "POST" else ""
    context = {"sentence": str(refusal), "typed": typed, "back": came_from(request)}
    return render(request, "web/refused.html", context, status=refusal.status)


def refusals(get_response: Answer) -> Answer:
    """A verb that refuses becomes a clear page: views need no try."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refused(request, exception) if isinstance(exception, Refused) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
