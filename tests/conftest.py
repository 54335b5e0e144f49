"""What holds for every test, whichever folder it stands in."""

import pytest
from django.utils import translation


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Browsers come last: a process that opened one keeps its event loop, inside which Django refuses the database."""
    items.sort(key=lambda item: "tests/browser/" in item.nodeid)


@pytest.fixture(autouse=True)
def the_language_of_a_page_ends_with_its_test():
    """A page asked in English leaves its thread English: the next test would read English sentences."""
    yield
    translation.deactivate()
