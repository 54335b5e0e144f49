"""Tries are counted in the database: each process refuses what was tried through another."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from essaim.kit.reading import reads_only
from essaim.people.domain import limiting
from essaim.people.models import Attempts

MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def tries(count: int, *, now, what: str = "wrong-code:192.0.2.1") -> list[bool]:
    """Each as if it came to another process: none remembers what another one knows."""
    answers = []
    for _ in range(count):
        cache.clear()
        answers.append(limiting.is_too_often(what=what, most=3, within=MINUTE, now=now))
    return answers


def test_tries_add_up_over_processes_until_their_time_is_over():
    now = timezone.now()

    first, other = tries(5, now=now), tries(1, now=now, what="wrong-code:192.0.2.2")
    later = tries(4, now=now + MINUTE)

    assert (first, other, later) == ([False] * 3 + [True] * 2, [False], [False] * 3 + [True])


def test_a_process_that_knows_asks_the_database_no_more(django_assert_num_queries):
    now = timezone.now()
    tries(4, now=now)

    with django_assert_num_queries(0):
        assert limiting.is_too_often(what="wrong-code:192.0.2.1", most=3, within=MINUTE, now=now)


def test_no_address_is_kept_and_what_is_over_is_removed():
    now = timezone.now()
    tries(1, now=now)
    kept = list(Attempts.objects.values_list("who", flat=True))
    tries(1, now=now + MINUTE, what="wrong-code:192.0.2.2")

    assert "192.0.2.1" not in kept[0]
    assert Attempts.objects.filter(who__in=kept).count() == 0


def test_a_view_that_only_reads_may_count(rf):
    @reads_only
    def view(_request):
        return tries(4, now=timezone.now())

    assert view(rf.get("/")) == [False] * 3 + [True]
