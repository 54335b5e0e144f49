"""Each page of participants, facilitators, walls and reports holds in its budget (`bench/weight.py`)."""

import pytest
from playwright.sync_api import Browser

from bench.weight import measured
from tests.server import an_instance

pytestmark = [pytest.mark.browser, pytest.mark.looks]


def test_every_page_holds_in_its_budget(chromium: Browser):
    with an_instance() as instance:
        demo = instance.load_demo()
        instance.start()

        rows = list(measured(chromium, instance, demo))

    assert len({row.name for row in rows}) == len(rows) >= 12
    assert [row for row in rows if not row.holds] == []
