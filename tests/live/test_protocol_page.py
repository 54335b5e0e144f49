"""What docs/protocol.md says, done by a client written from it, against a server that anybody could start."""

import uuid

import httpx
import pytest

from tests.live.page_client import Phone, Refusal
from tests.server import serving

MAKE = """
from django.utils import timezone
from tests.factories import make_workshop, ring
workshop = make_workshop(seats=9, tables=3, questions=3, topology=topology)
ring(workshop, rings, now=timezone.now())
result = workshop.code
"""
RING = """
from django.utils import timezone
from essaim.workshops.models import Workshop
from tests.factories import ring
result = ring(Workshop.objects.get(code=code), now=timezone.now()).current
"""
BELL = """
from datetime import timedelta
from django.utils import timezone
from essaim.workshops.models import Workshop
workshop = Workshop.objects.get(code=code)
workshop.sequences.filter(position=workshop.current).update(ends_at=timezone.now() - timedelta(seconds=1))
"""


@pytest.fixture(scope="module")
def server():
    with serving() as served:
        yield served


def a_workshop(server, rings: int = 1, topology: str = "facilitators-move") -> str:
    return server.arrange(MAKE, rings=rings, topology=topology)


def test_a_day_from_the_door_to_the_fate_of_a_note(server):
    code = a_workshop(server)
    one, two = Phone(server.url, code), Phone(server.url, code)
    seat = one.join(name="Ana", actor="habitant")
    assert one.join() == seat  # the answer was lost: the same key is the same seat
    while two.join() and two.state()["table"] != one.state()["table"]:
        two.join_key = str(uuid.uuid4())
        del two.http.headers["Authorization"]
    state = one.state()
    board = state["board"]["key"]
    assert state["moment"]["state"] == "running"
    assert "write" in state["moment"]["allows"]

    key = str(uuid.uuid4())
    first = one.write(board, "Aérer les classes", key=key)
    again = one.write(board, "Aérer les classes", key=key)
    two.write(board, "e\u0301cole  ouverte\u0007")  # cleaned: the acknowledgement carries the words that are kept
    two.poll(board)

    assert (first["number"], first["digest"]) == (again["number"], again["digest"])
    assert two.notes() == ["Aérer les classes", "école ouverte"]

    one.ask("POST", f"/a/{code}/notes/{key}/", data={"text": "Aérer dix minutes"})
    two.poll(board)
    assert two.notes() == ["Aérer dix minutes", "école ouverte"]
    assert one.write(board, "Aérer les classes", key=key)["text"] == "Aérer dix minutes"

    mine = one.ask("GET", f"/a/{code}/mes-notes/")["notes"]
    assert [(note["key"], note["text"]) for note in mine] == [(key, "Aérer dix minutes")]
    assert mine[0]["fate"]
    one.ask("POST", f"/a/{code}/notes/{key}/", json={"act": "withdraw"})
    two.poll(board)
    assert two.notes() == ["école ouverte"]


def test_a_phone_that_comes_back_receives_exactly_what_it_missed(server):
    phone = Phone(server.url, a_workshop(server))
    phone.join()
    board = phone.state()["board"]["key"]
    for number in range(3):
        phone.write(board, f"Idée {number}")
    reader = Phone(server.url, phone.code)
    reader.http.headers["Authorization"] = phone.http.headers["Authorization"]

    events = reader.stream(board)
    assert next(events)["event"] == "clock"
    while len(reader.notes()) < 3:
        reader.hear(next(events))
    events.close()
    seen = reader.seen
    phone.write(board, "Pendant la coupure")
    events = reader.stream(board, headers={"Last-Event-ID": str(seen)})

    assert next(events)["event"] == "clock"
    missed = next(events)
    assert (missed["revision"], missed["text"]) == (seen + 1, "Pendant la coupure")
    phone.write(board, "En direct")
    assert next(events)["text"] == "En direct"
    events.close()


def test_a_log_shorter_than_what_was_seen_says_reset(server):
    phone = Phone(server.url, a_workshop(server))
    phone.join()
    board = phone.state()["board"]["key"]
    phone.seen = 9999

    events = phone.stream(board)

    assert [event["event"] for event in events] == ["reset"]
    assert phone.ask("GET", f"/live/boards/{board}", params={"seen": 9999})["reset"] is True


def test_moments_come_by_the_log_and_lead_to_the_next_board(server):
    phone = Phone(server.url, a_workshop(server))
    phone.join()
    before = phone.keep_up()
    events = phone.stream(phone.board)
    assert next(events)["event"] == "clock"

    server.arrange(RING, code=phone.code)
    moment = next(event for event in events if event.get("kind") == "moment")
    events.close()
    with pytest.raises(Refusal, match="403 other-table"):
        phone.poll(phone.board)
    server.arrange(RING, code=phone.code)
    after = phone.keep_up()

    assert (moment["position"], moment["sequence_kind"]) == (2, "transition")
    assert (after["moment"]["round"], after["relay"]["round"]) == (2, 1)
    assert after["board"]["key"] != before["board"]["key"]
    assert phone.things["moment", ""]["position"] == 3


def test_after_the_bell_a_note_is_handed_over_and_an_acknowledged_one_is_acknowledged_again(server):
    phone = Phone(server.url, a_workshop(server))
    phone.join()
    board = phone.state()["board"]["key"]
    kept, late = str(uuid.uuid4()), str(uuid.uuid4())
    phone.write(board, "Avant la cloche", key=kept)
    server.arrange(BELL, code=phone.code)

    with pytest.raises(Refusal, match="409 bell"):
        phone.write(board, "Après la cloche", key=late)
    phone.write(board, "Après la cloche", key=late, late=True)

    assert phone.write(board, "Avant la cloche", key=kept)["number"] == 1
    phone.poll(board)
    assert phone.things["note", late]["state"] == "handed"
    assert phone.state()["moment"]["rang"] is True


def test_a_phone_reacts_in_plenary_on_the_board_of_its_state(server):
    phone = Phone(server.url, a_workshop(server, rings=7))
    phone.join()
    state = phone.state()
    assert state["moment"]["sequence_kind"] == "plenary"

    phone.write(state["board"]["key"], "D’accord avec la table 2")

    phone.poll(state["board"]["key"])
    assert phone.notes() == ["D’accord avec la table 2"]


@pytest.mark.parametrize(
    ("note", "refusal"),
    [
        ({"text": "x"}, "422 bad-key"),
        ({"key": "abc", "text": "x"}, "422 bad-key"),
        ({"key": "7d0e2f5a-0000-4000-8000-000000000001"}, "422 bad-text"),
        ({"key": "7d0e2f5a-0000-4000-8000-000000000001", "text": " \n"}, "422 empty"),
        ({"key": "7d0e2f5a-0000-4000-8000-000000000001", "text": "x" * 601}, "422 too-long"),
        ({"key": "7d0e2f5a-0000-4000-8000-000000000001", "text": "🎉"}, "422 no-words"),
        ({"key": "7d0e2f5a-0000-4000-8000-000000000001", "text": "x" * 20000}, "413 too-long"),
        (["une liste"], "400 not-json"),
    ],
)
def test_each_refusal_has_its_code_and_writes_nothing(server, room, note, refusal):
    phone, board = room

    with pytest.raises(Refusal, match=refusal):
        phone.ask("POST", f"/live/boards/{board}/notes", json=note)

    phone.poll(board)
    assert phone.notes() == []


@pytest.fixture(scope="module")
def room(server):
    phone = Phone(server.url, a_workshop(server))
    phone.join()
    return phone, phone.state()["board"]["key"]


def test_strangers_are_told_where_they_stand(server, room):
    phone, board = room
    stranger = Phone(server.url, phone.code)
    elsewhere = Phone(server.url, a_workshop(server))
    elsewhere.join()
    foreign = elsewhere.state()["board"]["key"]
    unknown = "00000000-0000-4000-8000-000000000000"

    def refusal_of(who: Phone, method: str, path: str, **more) -> str:
        with pytest.raises(Refusal) as refused:
            who.ask(method, path, **more)
        return str(refused.value)

    note = {"key": str(uuid.uuid4()), "text": "Bonjour"}
    told = {
        "read": refusal_of(stranger, "GET", f"/live/boards/{board}"),
        "write": refusal_of(stranger, "POST", f"/live/boards/{board}/notes", json=note),
        "state": refusal_of(stranger, "GET", f"/a/{phone.code}/etat.json"),
        "other workshop": refusal_of(phone, "POST", f"/live/boards/{foreign}/notes", json=note),
        "no board": refusal_of(phone, "GET", f"/live/boards/{unknown}"),
        "no note": refusal_of(phone, "POST", f"/a/{phone.code}/notes/{unknown}/", data={"text": "x"}),
        "no workshop": refusal_of(phone, "POST", "/a/AAAAAAAA/rejoindre/", data={"key": unknown}),
        "no address": refusal_of(phone, "POST", "/live/boards/ailleurs"),
    }

    assert told == {
        "read": "403 no-seat",
        "write": "401 no-seat",
        "state": "401 no-seat",
        "other workshop": "401 no-seat",
        "no board": "404 no-board",
        "no note": "404 no-note",
        "no workshop": "404 no-workshop",
        "no address": "404 no-address",
    }


def test_a_browser_s_cookie_alone_changes_nothing(server, room):
    phone, board = room
    token = phone.http.headers["Authorization"].removeprefix("Bearer ")
    browser = httpx.Client(base_url=server.url, cookies={f"seat-{phone.code}": token})
    headers = {"Accept": "application/json"}

    form = browser.post(f"/a/{phone.code}/notes/", data={"key": str(uuid.uuid4()), "text": "x"}, headers=headers)
    note = {"key": str(uuid.uuid4()), "text": "x"}
    site = {**headers, "Sec-Fetch-Site": "cross-site"}
    live = browser.post(f"/live/boards/{board}/notes", json=note, headers=site)

    assert (form.status_code, form.json()["error"]["code"]) == (403, "csrf")
    assert (live.status_code, live.json()["error"]["code"]) == (403, "other-site")


def test_whoever_writes_too_fast_is_told_when_to_come_back(server):
    phone = Phone(server.url, a_workshop(server))
    phone.join()
    board = phone.state()["board"]["key"]
    answer = None

    for number in range(80):
        note = {"key": str(uuid.uuid4()), "text": f"Idée {number}"}
        answer = phone.http.post(f"/live/boards/{board}/notes", json=note)
        if answer.status_code == 429:
            break

    assert answer.json()["error"]["code"] == "slow-down"
    assert int(answer.headers["Retry-After"]) >= 1
