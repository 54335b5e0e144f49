"""`essaim doctor`: what is well, what is not, and what to do about it."""

from essaim.care.checks import backups, between, configuration, database, files, machine, mail
from essaim.care.findings import Finding

PLACES = (configuration, database, between, files, machine, backups, mail)


def examine() -> list[Finding]:
    return [finding for place in PLACES for finding in place.findings()]
