"""A note is taken back at the very moment when the report is published: its words are published nowhere."""

import threading

import pytest
from django.db import connection, transaction

from essaim.boards.domain import contributing
from essaim.reports.domain import publishing
from essaim.reports.domain.publishing import source_read
from essaim.reports.queries import report_of
from tests.factories import NOON, organiser_of

from .arranging import BASE, drafted
from .test_forgetting import WORDS, held_with_her_note, her, stored

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


def test_a_note_taken_back_while_the_report_is_published_leaves_it():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one transaction write at a time: the second one begins after the first")
    workshop, note = held_with_her_note()
    drafted(workshop)
    author = her(workshop)

    def take_back() -> None:
        contributing.withdraw_note(note=note, author=author, now=NOON)
        connection.close()

    leaving = threading.Thread(target=take_back, daemon=True)
    with transaction.atomic():
        publishing.finalise(workshop=workshop, base=BASE, by=organiser_of(workshop), now=NOON)
        assert WORDS in stored()
        leaving.start()
        while leaving.is_alive() and not somebody_waits():
            pass
    leaving.join(timeout=30)

    assert WORDS not in stored()
    assert source_read(report_of(workshop)).erased.notes == 1
