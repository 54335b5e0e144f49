"""What machines ask: is the process alive, may it be sent requests, what did it do."""

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare

from essaim.kit.reading import reads_only
from essaim.observing import metrics, readiness

PROXIED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via")


@reads_only
def health(request: HttpRequest) -> JsonResponse:
    """200: the process answers. It asks nothing of the database: restarting a process repairs no database."""
    return JsonResponse({"status": "ok"})


@reads_only
def ready(request: HttpRequest) -> JsonResponse:
    """200: it may be sent requests; 503: a proxy sends them elsewhere."""
    checks = readiness.checks()
    is_ready = all(checks.values())
    return JsonResponse(
        {"status": "ready" if is_ready else "unready", "checks": checks}, status=200 if is_ready else 503
    )


@reads_only
def numbers(request: HttpRequest) -> HttpResponse:
    """What this process did since it started, for supervision."""
    if not may_read_numbers(request):
        sentence = "Ces mesures se lisent avec METRICS_TOKEN, ou depuis cette machine sans passer par le relais.\n"
        return HttpResponse(sentence, status=403, content_type="text/plain; charset=utf-8")
    return HttpResponse(metrics.told(), content_type=metrics.CONTENT_TYPE)


def may_read_numbers(request: HttpRequest) -> bool:
    """With the token; where none is set, from this very machine, and not through a proxy that stands on it."""
    if settings.METRICS_TOKEN:
        kind, _space, token = request.headers.get("Authorization", "").partition(" ")
        return kind.lower() == "bearer" and constant_time_compare(token.strip(), settings.METRICS_TOKEN)
    if any(name in request.headers for name in PROXIED):
        return False
    return is_local(request.META.get("REMOTE_ADDR", "")) and is_local(name_asked(request))


def name_asked(request: HttpRequest) -> str:
    name = urlsplit(f"//{request.get_host()}").hostname or ""
    return "127.0.0.1" if name == "localhost" else name


def is_local(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
