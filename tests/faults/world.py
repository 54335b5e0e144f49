"""A world small enough to read: what two phones, a screen and two conductors did, and the tables that agree with it."""

from typing import Any

from tests.faults.facts import Facts
from tests.faults.history import digest_of

BOARD, CODE = "b0a2d000-0000-4000-8000-000000000001", "K7QP3MHX"
KEYS = [f"0000000{number}-0000-4000-8000-000000000000" for number in range(1, 5)]
WORDS = ["Aérer", "Planter", "", "Marcher"]  # the third was taken back
FIRST_WORDS = ["Aérer", "Semer", "Parler", "Marcher"]
SEAT, ASKED = "5ea7" + "0" * 4 + "-0000-4000-8000-000000000000", "a5ced000-0000-4000-8000-000000000000"


def line(moment: float, client: str, state: str, op: str, **more: Any) -> dict[str, Any]:
    return {"t": moment, "m": moment, "client": client, "state": state, "op": op, **more}


def done(moment: float, op: str, number: int, text: str) -> list[dict[str, Any]]:
    """Asked, and acknowledged at once."""
    more = {"key": KEYS[number - 1], "digest": digest_of(text)}
    return [
        line(moment, "phone", "invoke", op, **more, board=BOARD),
        line(moment + 0.5, "phone", "ok", op, **more, number=number, revision=0),
    ]


def history() -> list[dict[str, Any]]:
    lines = [
        line(0, "phone", "ok", "join", key=ASKED, workshop=CODE, seat=SEAT.replace("-", "")),
        *done(1, "write", 1, "Aérer"),
        *done(2, "write", 2, "Semer"),
        *done(3, "edit", 2, "Planter"),
        *done(4, "write", 3, "Parler"),
        *done(5, "withdraw", 3, ""),
        *(line(6, who, "invoke", "next", workshop=CODE, seen=1) for who in ("left", "right")),
        *(line(7, who, "ok", "next", workshop=CODE, seen=1) for who in ("left", "right")),
        line(8, "phone", "invoke", "write", key=KEYS[3], digest=digest_of("Marcher"), board=BOARD),
        line(9, "phone", "info", "write", key=KEYS[3], why="silence"),
        *done(10, "write", 4, "Marcher"),
    ]
    return lines + [line(11, "screen", "ok", "follow", board=BOARD, told=told(event)) for event in events()]


def told(event: dict[str, Any]) -> dict[str, Any]:
    payload = event["payload"]
    more = {"position": payload["position"]} if event["kind"] == "moment" else {"digest": digest_of(payload["text"])}
    return {"revision": event["revision"], "kind": event["kind"], **payload, **more}


def events() -> list[dict[str, Any]]:
    """The first sequence began; two notes, a change, a note, its withdrawal; the second sequence; a last note."""
    order = [0, 1, 2, 2, 3, 3, 0, 4]
    positions = iter((1, 2))
    return [
        {
            "board_id": 1,
            "revision": revision,
            "kind": "note" if number else "moment",
            "target": KEYS[number - 1] if number else "",
            "payload": note(number) if number else {"position": next(positions)},
        }
        for revision, number in enumerate(order, start=1)
    ]


def note(number: int) -> dict[str, Any]:
    text = WORDS[number - 1]
    return {"key": KEYS[number - 1], "number": number, "text": text, "state": "kept" if text else "withdrawn"}


def facts() -> Facts:
    notes = [note(number) for number in range(1, 5)]
    return Facts(
        {
            "boards": [{"id": 1, "key": BOARD, "revision": 8, "last_number": 4}],
            "notes": [{**one, "board_id": 1} for one in notes],
            "events": events(),
            "workshops": [{"id": 1, "code": CODE, "state": "running", "current": 2}],
            "sequences": [
                {"workshop_id": 1, "position": position, "started_at": started, "ended_at": None}
                for position, started in ((1, "9 h"), (2, "10 h"), (3, None))
            ],
            "relays": [{"board_id": 1, "round": 1, "version": 1}],
            "seats": [{"workshop_id": 1, "key": SEAT, "asked_key": ASKED}],
            "questions": [{"workshop_id": 1, "board_id": 1, "number": 1}],
        },
        exports={CODE: {"questions": [{"board": {"notes": notes}}], "plenary": {"notes": []}}},
        reports={CODE: {"report": {"outside": [{**one, "voices": 1} for one in notes if one["text"]]}}},
    )
