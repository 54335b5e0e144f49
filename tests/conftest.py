"""What holds for every test, whichever folder it stands in."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Browsers come last: a process that opened one keeps its event loop, inside which Django refuses the database."""
    items.sort(key=lambda item: "tests/browser/" in item.nodeid)
