"""Whoever tries too often waits, whichever process or machine each try goes through: tries are in the database."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from essaim.kit.reading import counting
from essaim.people.models import Attempts


def is_too_often(*, what: str, most: int, within: timedelta, now: datetime) -> bool:
    """One more try is counted; whether there were more than `most` within this time, since the first of them."""
    who = salted_hmac("essaim.attempts", what, algorithm="sha256").hexdigest()
    if cache.get(who):  # this process knows already, and a flood does not reach the database
        return True
    with counting():
        count, until = counted(who=who, until=now + within, now=now)
    if count > most:
        cache.set(who, True, timeout=max(1.0, (until - now).total_seconds()))
    return count > most


@transaction.atomic
def counted(*, who: str, until: datetime, now: datetime) -> tuple[int, datetime]:
    """One more try is counted, until its time is over; how many, and when that is."""
    Attempts.objects.filter(until__lte=now).delete()
    Attempts.objects.bulk_create([Attempts(who=who, until=until)], ignore_conflicts=True)
    Attempts.objects.filter(who=who).update(count=F("count") + 1)
    return Attempts.objects.values_list("count", "until").get(who=who)
