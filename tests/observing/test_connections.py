"""The team's page of the day: phones by table, what they still hold, what was refused, and the server."""

import html
import json
import re
import uuid

import httpx
import pytest

from tests.care.test_worker import running
from tests.live.room import RUNNING, Client
from tests.observing.until import until
from tests.server import an_instance, serving

SEATED = RUNNING.replace(
    "result = {",
    """
tables = {}
for seat in here.seats.filter(left_at=None):
    tables.setdefault(seat.path[0], []).append(joining.token_of(joining.take(seat=seat, now=timezone.now())))
boards_by_table = {number: str(question_at(here, number, 1).board.key) for number in tables}
result = {"tables": tables, "boards_by_table": boards_by_table,""",
)
TAG = re.compile(r"<[^>]+>")


@pytest.fixture(scope="module")
def served():
    with serving() as instance:
        yield instance


@pytest.fixture(scope="module")
def given(served):
    return served.arrange(SEATED)


def phones(served, given, table: str) -> list[Client]:
    return [Client(served.url, given["boards_by_table"][table], token=token) for token in given["tables"][table]]


def page(served, given, role: str = "organiser") -> list[str]:
    """The text of each section, by its heading."""
    cookies = "; ".join(f"{name}={value}" for name, value in given["cookies"][role].items())
    answer = httpx.get(f"{served.url}/conduite/{given['code']}/connexions/", headers={"cookie": cookies}, timeout=60)
    assert answer.status_code == 200
    sections = answer.text.partition("<main")[2].split("<section")
    return [" ".join(html.unescape(TAG.sub(" ", f"<{section}")).split()) for section in sections]


def becomes(served, given, table: str, *words: str) -> bool:
    """The section of this table says all these words."""
    return until(
        lambda: any(f"Table {table}" in part and all(word in part for word in words) for part in page(served, given))
    )


def test_each_table_counts_its_phones_what_they_hold_and_what_was_refused(served, given):
    first, second, third, *_others = phones(served, given, "1")
    assert third.write("Une haie").status_code == 200
    assert third.write("").status_code == 422
    leaving = {"key": str(uuid.uuid4()), "text": "Un banc", "waiting": 4}
    assert phones(served, given, "2")[0].post(json.dumps(leaving).encode()).status_code == 200

    holding = {**second.headers(), "accept": "text/event-stream"}
    with first.follow() as stream, httpx.stream("GET", f"{second.address}?waiting=2", headers=holding) as held:
        stream.hello()
        assert held.status_code == 200
        # Whoever wrote without a stream counts for fifteen seconds.
        assert becomes(served, given, "1", "2 téléphones connectés, 1 en attente", "2 notes pas encore arrivées")
        assert becomes(served, given, "1", "il y a", "1 : vide (1)")
        assert becomes(served, given, "2", "Aucun téléphone connecté", "1 parti avec des notes")
        assert becomes(served, given, "3", "Aucun téléphone connecté", "aucune encore")

    assert becomes(served, given, "1", "Aucun téléphone connecté", "1 parti avec des notes")


def test_a_phone_that_wrote_all_it_held_waits_for_nothing_more(served, given):
    phone = phones(served, given, "3")[0]
    for waiting in (1, 0):
        note = {"key": str(uuid.uuid4()), "text": f"Il en reste {waiting}", "waiting": waiting}
        assert phone.post(json.dumps(note).encode()).status_code == 200

    with phone.follow() as stream:
        stream.hello()
        assert becomes(served, given, "3", "1 téléphone connecté")
        assert not any("Table 3" in part and "en attente" in part for part in page(served, given))


@pytest.mark.parametrize("waiting", [-1, True, "beaucoup", 10**40, None, [1]])
def test_whatever_a_phone_says_of_what_waits_its_note_is_kept(served, given, waiting):
    phone = phones(served, given, "2")[1]

    note = {"key": str(uuid.uuid4()), "text": "Une note", "waiting": waiting}
    assert phone.post(json.dumps(note).encode()).status_code == 200


def test_only_who_looks_after_the_instance_sees_backups_and_processes(served, given):
    before = page(served, given, "administrator")[-1]
    served.run("backup", f"{served.environment['ESSAIM_DATA']}/sauvegarde.essaim")

    after, organiser = page(served, given, "administrator")[-1], page(served, given)[-1]

    assert "aucune faite depuis cette machine" in before
    assert re.search(r"Sauvegarde il y a \d+ s", after)
    assert re.search(r"lancé il y a .*, entendu il y a \d+ s", after)
    assert "Sauvegarde" not in organiser


HOURS_AGO = """
from datetime import timedelta
from django.utils import timezone
from essaim.observing.models import Beat
Beat.objects.filter(state__works=True).update(at=timezone.now() - timedelta(hours=3))
"""


def test_the_team_sees_whether_work_apart_is_done_and_who_looks_after_the_instance_what_to_do():
    with an_instance() as instance:
        instance.run("migrate")
        instance.listening = ["--no-worker"]
        instance.start()
        given = instance.arrange(RUNNING)
        unknown = work_told(instance, given)

        with running(instance, "worker"):
            alive = until(lambda: told if "elles se font" in (told := work_told(instance, given))[0] else None)
        instance.arrange(HOURS_AGO)  # as if it had been killed this morning
        organiser, administrator = (work_told(instance, given, role) for role in ("organiser", "administrator"))

    ask, do = "Prévenez la personne qui s’occupe du serveur.", "systemctl start essaim-worker"
    assert (unknown[0], ask in unknown[1]) == ("Tâches de fond aucun signe de vie", True)
    assert re.fullmatch(r"Tâches de fond elles se font ; dernier signe il y a \d+ s", alive[0])
    assert "tâches de fond" not in alive[1]
    assert organiser[0] == administrator[0] == "Tâches de fond elles ne se font plus ; dernier signe il y a 3 h"
    assert [(ask in said, do in said) for said in (organiser[1], administrator[1])] == [(True, False), (False, True)]


def work_told(served, given, role: str = "organiser") -> tuple[str, str]:
    """What the page says of the work apart, in its list and at its top."""
    first, *_tables, server = page(served, given, role)
    return server[server.index("Tâches de fond") : server.index(" Écrans")], first
