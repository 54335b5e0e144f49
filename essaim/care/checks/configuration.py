"""The settings, read together: each may be right and the whole wrong."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from essaim.care.findings import Finding, attention, error, ok


def findings() -> Iterator[Finding]:
    yield public_address()
    yield names()
    yield from debugging()
    yield key()


def public_address() -> Finding:
    """Where posters and mails lead, and whether phones may trust the way."""
    base = urlsplit(settings.BASE_URL)
    if not settings.BASE_URL:
        return attention(
            "BASE_URL",
            "vide : les QR codes mènent au nom que chaque navigateur a demandé",
            "donnez l’adresse publique, comme BASE_URL=https://essaim.exemple.fr",
        )
    if base.scheme == "https" and not settings.BEHIND_TLS:
        return error(
            "BEHIND_TLS",
            f"absent alors que l’adresse est {settings.BASE_URL} : les cookies partiraient en clair",
            "donnez BEHIND_TLS=1",
        )
    if base.scheme == "http" and settings.BEHIND_TLS:
        return error(
            "BASE_URL",
            f"{settings.BASE_URL} alors que BEHIND_TLS renvoie tout vers HTTPS",
            "écrivez https:// dans BASE_URL, ou ôtez BEHIND_TLS",
        )
    if base.scheme == "http" and base.hostname not in {"localhost", "127.0.0.1", "::1"}:
        return attention(
            "BASE_URL",
            f"{settings.BASE_URL}, sans chiffrement",
            "hors d’une salle sans internet, passez par un relais HTTPS",
        )
    return ok("BASE_URL", settings.BASE_URL)


def names() -> Finding:
    """The instance answers to its own name, and to no other."""
    host, allowed = urlsplit(settings.BASE_URL).hostname, [str(name) for name in settings.ALLOWED_HOSTS]
    if "*" in allowed:
        return attention(
            "ALLOWED_HOSTS", "tous les noms sont acceptés", "donnez BASE_URL, ou vos noms dans ALLOWED_HOSTS"
        )
    covered = any(host == name or (name.startswith(".") and f".{host}".endswith(name)) for name in allowed)
    if host and not covered:
        return error(
            "ALLOWED_HOSTS",
            f"ne contient pas {host} : l’instance refuse sa propre adresse",
            f"ajoutez-y {host}, ou ôtez ALLOWED_HOSTS",
        )
    return ok("ALLOWED_HOSTS", ", ".join(allowed))


def debugging() -> Iterator[Finding]:
    if settings.DEBUG:
        yield error("DEBUG", "les pages d’erreur montrent le code et les réglages", "ôtez DEBUG")


def key() -> Finding:
    """The key of seats and sessions is long, and its owner alone reads it."""
    subject, path = "secret", settings.DATA / "secret"
    if len(settings.SECRET_KEY) < 32:
        return error(subject, "trop court : une place se devinerait", "donnez au moins 32 signes tirés au hasard")
    if os.environ.get("SECRET_KEY"):
        return ok(subject, "donné par SECRET_KEY ; il n’est pas dans les sauvegardes")
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        return error(subject, f"{path} se lit par d’autres comptes ({mode:o})", f"chmod 600 {path}")
    return ok(subject, f"{path}, lisible par son seul propriétaire")
