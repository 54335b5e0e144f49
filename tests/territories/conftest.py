from datetime import UTC, datetime

import pytest

from essaim.territories.domain.loading import load_territories
from essaim.territories.models import Territory, TerritoryRelease

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def france(django_db_setup, django_db_blocker):
    """The whole country, loaded once for the tests of a file."""
    with django_db_blocker.unblock():
        report = load_territories(now=NOW)
    yield report
    with django_db_blocker.unblock():
        Territory.members.through.objects.all().delete()
        Territory.objects.all().delete()
        TerritoryRelease.objects.all().delete()
