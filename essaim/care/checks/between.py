"""What tells the other processes that a board moved: a word really makes the journey."""

import secrets
import time
from collections.abc import Iterator

from django.conf import settings

from essaim.care import carrying
from essaim.care.findings import Finding, error, ok
from essaim.kit.trouble import first_line
from essaim.live.carrier import Way


def findings() -> Iterator[Finding]:
    way = carrying.way_of(channel=f"essaim-doctor-{secrets.token_hex(4)}")
    if way is None:
        found = f"aucun : les processus qui partagent ce fichier SQLite s’entendent en {settings.GLANCE:g} s au plus"
        yield ok("courtier", found)
        return
    try:
        yield journey(way)
    except way.troubles as failed:
        found = f"{way.name} ne répond pas ({first_line(failed)})"
        yield error("courtier", found, f"vérifiez {setting()}. {meanwhile()}")


def journey(way: Way) -> Finding:
    """A word is sent by one connection and heard by another; an empty one says that none came in ten seconds."""
    with way.hearing() as texts, way.sending() as send:
        began = time.monotonic()
        send(["essaim doctor"])
        heard = next(texts)
        lasted = (time.monotonic() - began) * 1000
    if not heard:
        advice = f"donnez dans {setting()} une adresse directe, sans PgBouncer, ou un Valkey. {meanwhile()}"
        return error("courtier", f"{way.name} répond, mais aucun mot n’arrive", advice)
    return ok("courtier", f"{way.name} : un mot arrive aux autres processus en {lasted:.1f} ms")


def setting() -> str:
    return "BROKER_URL" if settings.BROKER_URL else "DATABASE_URL"


def meanwhile() -> str:
    return f"D’ici là, d’un processus à l’autre une note met jusqu’à {settings.GLANCE:g} s ; aucune ne se perd"
