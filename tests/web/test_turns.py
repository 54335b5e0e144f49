"""A process that is asked too much: some wait, some hear "later", and the probe passes."""

import contextlib
import threading

import pytest
from django.http import HttpResponse
from django.urls import reverse

from essaim.web.turns import in_turn


def page(request):
    return HttpResponse("faite")


def test_who_finds_no_turn_is_told_to_come_back_and_keeps_their_words(rf):
    turns = threading.BoundedSemaphore(1)
    asked = in_turn(page, turns, 0)
    turns.acquire()

    told = asked(rf.post("/a/K7QP3MHX/notes/", {"text": "Un banc à l’ombre"}))
    program = asked(rf.get("/a/K7QP3MHX/etat.json", headers={"Accept": "application/json"}))

    assert (told.status_code, told["Retry-After"]) == (503, "2")
    assert "Un banc à l’ombre" in told.content.decode()
    assert (program.status_code, program["Retry-After"]) == (503, "2")
    assert b'"code": "later"' in program.content
    turns.release()
    assert asked(rf.get("/")).content.decode() == "faite"


@pytest.mark.parametrize("name", ["health", "observing:ready", "observing:metrics"])
def test_a_probe_waits_for_nobody(name, rf):
    turns = threading.BoundedSemaphore(1)
    turns.acquire()

    assert in_turn(page, turns, 0)(rf.get(reverse(name))).status_code == 200


def test_who_waits_is_served_when_a_turn_is_free(rf):
    turns = threading.BoundedSemaphore(1)
    turns.acquire()
    told = []
    waiting = threading.Thread(target=lambda: told.append(in_turn(page, turns, 60)(rf.get("/")).status_code))
    waiting.start()
    turns.release()
    waiting.join(60)

    assert told == [200]
    assert turns.acquire(blocking=False)  # given back


def test_a_page_that_fails_gives_its_turn_back(rf):
    turns = threading.BoundedSemaphore(1)
    with contextlib.suppress(ZeroDivisionError):
        in_turn(lambda request: 1 // 0, turns, 0)(rf.get("/"))

    assert turns.acquire(blocking=False)
