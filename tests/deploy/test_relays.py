"""Whom the relays of deploy/ send requests to, when one of two processes cannot take them."""

import pytest

from tests.deploy.relays import SITE, a_relay
from tests.observing.until import until

RELAYS = ["nginx", "caddy"]


@pytest.mark.parametrize("name", RELAYS)
def test_a_reading_that_one_process_cuts_is_served_by_the_other(name, tmp_path):
    with a_relay(name, tmp_path) as relay:
        relay.first.hangs_up = True

        read = [relay.ask().status_code]
        while not relay.first.asked:
            read.append(relay.ask().status_code)

    assert set(read) == {200}


@pytest.mark.parametrize("name", RELAYS)
def test_a_writing_that_left_is_given_to_no_other_process(name, tmp_path):
    with a_relay(name, tmp_path) as relay:
        relay.first.hangs_up = relay.second.hangs_up = True

        written = relay.ask("POST").status_code

    assert (written, relay.first.asked + relay.second.asked) == (502, ["POST"])


def test_caddy_asks_each_process_under_the_name_of_the_site_and_sends_nothing_to_one_that_is_not_ready(tmp_path):
    with a_relay("caddy", tmp_path) as relay:
        relay.first.is_ready = False
        before = len(relay.first.probes)
        until(lambda: len(relay.first.probes) > before + 1)  # the answer to the last but one is known
        relay.first.asked.clear()

        read = [relay.ask().status_code for _visit in range(20)]

    assert (read, relay.first.asked) == ([200] * 20, [])
    assert set(relay.first.probes + relay.second.probes) == {SITE}


def test_caddy_says_when_to_come_back_where_no_process_is_ready_and_serves_as_soon_as_one_is(tmp_path):
    with a_relay("caddy", tmp_path) as relay:
        relay.first.is_ready = relay.second.is_ready = False
        told = until(lambda: answer if (answer := relay.ask()).status_code == 503 else None)
        relay.second.is_ready = True

        assert until(lambda: relay.ask().status_code == 200)

    assert told.headers["retry-after"] == "5"
    assert told.text.startswith("Essaim ne répond pas en ce moment.")
