"""A facilitator at her desk, during the first turn of the tables. A file that needs another day arranges its own."""

import pytest

from tests.factories import make_facilitator, make_workshop, until


@pytest.fixture
def workshop():
    return until(make_workshop(), 1)


@pytest.fixture
def board(workshop):
    return workshop.questions.get(number=1).board


@pytest.fixture
def amel(workshop, client):
    person = make_facilitator(workshop, 1, "Amel")
    client.force_login(person)
    return person
