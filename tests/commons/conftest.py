import pytest

from essaim.commons.domain import vocabulary


@pytest.fixture
def lists(db):
    """The lists of terms with which an instance begins."""
    vocabulary.begin_lists()
