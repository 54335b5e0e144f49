"""The workshops of a run: many short sequences in which people write, so that the bell can ring often."""

WORKSHOPS = """
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.utils import timezone

from essaim.workshops.models import Sequence
from tests.factories import make_workshop, organiser_of, ring

QUARTER = 90 * 24 * 3600


def signed_in(person):
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.set_expiry(10 * 365 * 24 * 3600)  # the clock jumps to next summer, and a worker forgets what is over
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def made():
    workshop = make_workshop(seats=12)
    workshop.sequences.all().delete()
    Sequence.objects.bulk_create(
        Sequence(workshop=workshop, position=n, title=f"Tour {n}", round=1 + (n - 1) % 3, seconds=QUARTER,
                 allows=["write", "group"])
        for n in range(1, sequences + 1)
    )
    ring(workshop, now=timezone.now())
    boards = [str(question.board.key) for question in workshop.questions.select_related("board")]
    return {
        "code": workshop.code,
        "boards": [*boards, str(workshop.plenary.key)],
        "cookie": signed_in(organiser_of(workshop)),
    }


def pragmas():
    with connection.cursor() as cursor:
        return [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")]


with transaction.atomic():
    result = {"workshops": [made() for _ in range(workshops)]}
result["pragmas"] = pragmas() if connection.vendor == "sqlite" else []
"""
