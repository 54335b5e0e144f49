from datetime import UTC, datetime

import pytest
from django.utils import timezone
from django.utils.translation import override

from essaim.kit.hours import hour


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "14\u00a0h\u00a005"), ("en", "14:05"), ("en-gb", "14:05"), (None, "14\u00a0h\u00a005")],
)
def test_the_time_of_day_is_said_as_in_the_language_of_the_page(language, said):
    moment = datetime(2026, 3, 12, 13, 5, tzinfo=UTC)

    with override(language), timezone.override("Europe/Paris"):
        assert hour(moment) == said


def test_no_moment_is_no_words():
    assert hour(None) == ""
