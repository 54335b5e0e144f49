"""The worker that opens a phone's page again without network. Each deployment changes it; a setting takes it away."""

import json
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.csp import build_policy
from django.views.decorators.http import condition

from essaim.kit.reading import reads_only
from essaim.web.bundles import SOURCES, joined

BUNDLES = ("bundle/phone.css", "bundle/phone.js")
WORKER = SOURCES / "js" / "worker.js"


def script() -> str:
    """The worker's source under what only the server knows: which bundle it goes with, what its pages may load."""
    made = "".join(static(name) + joined(name) for name in BUNDLES)
    policy: dict[str, Any] = settings.SECURE_CSP
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": build_policy(policy),
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    }
    known = {
        "VERSION": sha256(made.encode()).hexdigest()[:12],
        "ACTIVE": settings.OFFLINE_PAGES,
        "HEADERS": headers,
    }
    lines = [f"const {name} = {json.dumps(value)};" for name, value in known.items()]
    return "\n".join([*lines, WORKER.read_text()])


def etag(request: HttpRequest) -> str:
    return f'"{sha256(script().encode()).hexdigest()[:20]}"'


@reads_only
@condition(etag_func=etag)
def worker(request: HttpRequest) -> HttpResponse:
    """The script of the worker; browsers ask for it again at each visit, and mostly hear that it is the same."""
    return HttpResponse(script(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})
