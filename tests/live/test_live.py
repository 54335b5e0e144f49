"""Notes posted to a real server process: kept once, acknowledged by key and digest, refused with a sentence."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest

from tests.live.room import digest_of

# Who may do what at the live addresses: (read own board, another table's, the plenary's, write on own board).
ROLES = {
    "visitor": (403, 403, 403, 401),
    "seat": (200, 403, 200, 200),
    "seat that left": (403, 403, 403, 403),
    "seat elsewhere": (403, 403, 403, 401),
    "wall": (200, 200, 200, 401),
    "wall elsewhere": (403, 403, 403, 401),
    "facilitator": (200, 200, 200, 401),
    "facilitator elsewhere": (403, 403, 403, 401),
    "organiser": (200, 200, 200, 401),
    "organiser elsewhere": (403, 403, 403, 401),
    "administrator": (200, 200, 200, 401),
}


def code_of(response) -> tuple[int, str]:
    body = response.json()
    assert body["error"]["sentence"]
    return response.status_code, body["error"]["code"]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reads_and_writes_what_it_may(room, role):
    read_own, read_other, read_plenary, write = ROLES[role]

    assert room.client(role).poll().status_code == read_own
    assert room.client(role, "other").poll().status_code == read_other
    assert room.client(role, "plenary").poll().status_code == read_plenary
    assert room.client(role).write("Une idée").status_code == write


@pytest.mark.parametrize("role", ROLES)
def test_a_stream_opens_for_the_same_roles_as_a_poll(room, role):
    with room.client(role).follow() as stream:
        assert stream.response.status_code == ROLES[role][0]


def test_a_seat_writes_at_its_own_table_only(room):
    assert code_of(room.client("seat", "other").write("Ailleurs")) == (403, "other-table")
    assert code_of(room.client("seat", "plenary").write("Plus tard")) == (409, "not-now")


def test_a_token_made_up_opens_nothing(room):
    forged = replace(room.phone(), token=f"{uuid.uuid4().hex}:{'A' * 43}")

    assert (forged.poll().status_code, code_of(forged.write("Bonjour"))) == (403, (401, "no-seat"))


def test_the_acknowledgement_repeats_the_key_and_the_digest_of_these_words(room):
    key, text = str(uuid.uuid4()), "Une cour d’école ombragée"

    answer = room.phone().write(text, key).json()

    assert (answer["key"], answer["digest"]) == (key, digest_of(text))
    (event,) = [event for event in room.phone().log() if event.get("key") == key]
    assert (event["text"], event["number"], event["revision"]) == (text, answer["number"], answer["revision"])


def test_a_note_sent_again_is_acknowledged_again_and_stands_once(room):
    key = str(uuid.uuid4())

    first, second = (room.phone().write("Planter des haies", key).json() for _ in range(2))

    assert (first["number"], first["digest"]) == (second["number"], second["digest"])
    assert [event["text"] for event in room.phone().log() if event.get("key") == key] == ["Planter des haies"]


def test_the_same_note_sent_by_many_hands_at_once_stands_once(room):
    key = str(uuid.uuid4())

    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(lambda _: room.phone().write("Un banc", key), range(8)))

    assert {(answer.status_code, answer.json()["number"]) for answer in answers} == {(200, answers[0].json()["number"])}
    assert len([event for event in room.phone().log() if event.get("key") == key]) == 1


def test_a_key_taken_by_somebody_else_is_refused(room):
    key = str(uuid.uuid4())
    room.phone(0).write("La mienne", key)

    assert code_of(room.phone(1).write("La leur", key)) == (403, "key-taken")


def test_ten_people_writing_together_leave_no_gap_and_lose_nothing(room):
    def write(number: int) -> list[dict]:
        phone = room.phone(number % len(room.given["seats"]))
        return [phone.write(f"Idée {number}.{turn}").json() for turn in range(8)]

    with ThreadPoolExecutor(10) as people:
        answers = [answer for written in people.map(write, range(10)) for answer in written]

    log = room.phone().log()
    notes = {event["key"]: event for event in log if event["kind"] == "note"}
    assert [event["revision"] for event in log] == list(range(1, len(log) + 1))
    assert sorted(event["number"] for event in notes.values()) == list(range(1, len(notes) + 1))
    assert [notes[answer["key"]]["number"] for answer in answers] == [answer["number"] for answer in answers]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"x" * 20_000, (413, "too-long")),
        (b"", (400, "not-json")),
        (b"text=bonjour", (400, "not-json")),
        (b"\xff\xfe", (400, "not-json")),
        (b"[" * 16_000, (400, "not-json")),
        (b'["a list"]', (400, "not-json")),
        (b"null", (400, "not-json")),
        (b'{"text": "sans cl\xc3\xa9"}', (422, "bad-key")),
        (b'{"key": "42", "text": "Bonjour"}', (422, "bad-key")),
        (b'{"key": "0f0e8a57-4f6e-4a6b-8f0b-6a7d2c115a1f", "text": null}', (422, "bad-text")),
        (b'{"key": "0f0e8a57-4f6e-4a6b-8f0b-6a7d2c115a1f", "text": ["a"]}', (422, "bad-text")),
        (b'{"key": "0f0e8a57-4f6e-4a6b-8f0b-6a7d2c115a1f"}', (422, "bad-text")),
        (b'{"key": "0f0e8a57-4f6e-4a6b-8f0b-6a7d2c115a1f", "text": " "}', (422, "empty")),
        (b'{"key": "0f0e8a57-4f6e-4a6b-8f0b-6a7d2c115a1f", "text": "\\ud800"}', (422, "empty")),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_not_a_note_is_refused_with_a_sentence_and_nothing_is_kept(room, body, expected):
    before = room.phone().poll().json()["revision"]

    assert code_of(room.phone(1).post(body)) == expected

    assert room.phone().poll().json()["revision"] == before


@pytest.mark.parametrize("board", ["x", "0f0e8a57-4f6e-4a6b-8f0b-6a7d2c115a1f", "", "%00", "own upper case"])
def test_a_board_that_does_not_exist_is_said_so(room, board):
    name = room.board().upper() if board == "own upper case" else board
    stranger = replace(room.phone(), board=name)

    assert (code_of(stranger.poll())[0], code_of(stranger.write("Bonjour"))[0]) == (404, 404)


@pytest.mark.parametrize("path", ["", "/notes", "/notes/", "/etat"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST", "OPTIONS"])
def test_other_addresses_and_methods_are_not_found_and_never_fail(room, method, path):
    import httpx

    if (method, path) in {("GET", ""), ("POST", "/notes")}:
        return
    phone = room.phone()

    response = httpx.request(method, phone.address + path, headers=phone.headers())

    assert code_of(response) == (404, "no-address")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec_fetch_site": "same-origin"}, 200),
        ({"sec_fetch_site": "none"}, 200),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"origin": "https://ailleurs.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec_fetch_site": "cross-site", "content_type": "text/plain"}, 403),
    ],
    ids=str,
)
def test_a_page_of_another_site_does_not_write_with_our_cookies(room, headers, status):
    assert room.client("seat").write("Bonjour", **headers).status_code == status


def test_our_own_origin_may_write_and_a_bearer_needs_none(room):
    own = {"origin": room.served.url}

    assert room.client("seat").write("Bonjour", **own).status_code == 200
    assert room.phone().write("Bonjour", sec_fetch_site="cross-site").status_code == 200


def test_a_strange_cookie_of_another_product_spoils_none_of_ours(room):
    seat = room.client("seat")
    crowded = replace(seat, cookies={"stats": '{"seen": [1, 2]}', "é": "à", **seat.cookies})

    assert crowded.write("Bonjour").status_code == 200


def test_a_phone_that_writes_without_end_is_asked_to_wait_and_others_are_not(room):
    empty = json.dumps({"key": str(uuid.uuid4()), "text": ""}).encode()
    phone, neighbour = room.phone(2), room.phone(1)

    with ThreadPoolExecutor(8) as fingers:
        answers = list(fingers.map(lambda _: phone.post(empty), range(120)))

    slowed = [answer for answer in answers if answer.status_code == 429]
    assert {answer.status_code for answer in answers} == {422, 429}
    assert {code_of(answer)[1] for answer in slowed} == {"slow-down"}
    assert all(int(answer.headers["retry-after"]) >= 1 for answer in slowed)
    assert neighbour.write("Moi, j’écris").status_code == 200


def test_neither_a_cookie_of_its_own_making_nor_the_plain_form_gives_a_phone_another_pace(room):
    code, token = room.given["code"], room.given["seats"][2]
    empty = {"key": str(uuid.uuid4()), "text": ""}
    plain_headers = room.phone(2).headers({"accept": "application/json"})

    def disguised(number: int) -> int:
        cookies = {"stats": str(number), f"seat-{code}": token}
        return replace(room.client("visitor"), cookies=cookies).post(json.dumps(empty).encode()).status_code

    def plain(_number: int) -> int:
        address = f"{room.served.url}/a/{code}/notes/"
        return httpx.post(address, data=empty, headers=plain_headers, timeout=30).status_code

    with ThreadPoolExecutor(8) as fingers:
        answers = [set(fingers.map(way, range(120))) for way in (disguised, plain)]

    assert [answer & {200, 429} for answer in answers] == [{429}] * 2


def test_answers_are_kept_by_no_cache(room):
    for response in (room.phone().poll(), room.phone().write("Bonjour"), room.client("visitor").poll()):
        assert (response.headers["cache-control"], response.headers["x-content-type-options"]) == (
            "no-store",
            "nosniff",
        )
