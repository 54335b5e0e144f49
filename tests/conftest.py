"""What holds for every test, whichever folder it stands in."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.cache import cache
from django.utils import translation


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Browsers come last: a process that opened one keeps its event loop, inside which Django refuses the database."""
    items.sort(key=lambda item: "tests/browser/" in item.nodeid)


@pytest.fixture(autouse=True)
def nothing_is_left_of_a_test():
    """An English page leaves its thread English, and unknown codes are counted: the next test would be told of both."""
    yield
    translation.deactivate()
    cache.clear()


@pytest.fixture
def lists(db):
    """The lists of terms with which an instance begins: a test that empties every table may have come before."""
    if not apps.get_model("commons", "Term").objects.exists():
        import_module("essaim.commons.migrations.0002_lists").begin(apps, None)
