"""The judge is judged: each thing that must never be is shown to it once, alone."""

import copy

import pytest

from tests.faults import world
from tests.faults.checker import check
from tests.faults.world import KEYS


def of_key(rows, number):
    return next(row for row in rows if row["key"] == KEYS[number - 1])


def without(rows, number):
    rows[:] = [row for row in rows if row.get("key") != KEYS[number - 1]]


def never_written(history, facts):
    without(facts["notes"], 4)
    facts.rows["events"].pop()
    facts["boards"][0].update(revision=7, last_number=3)
    history.pop()  # nor did the screen hear of it
    without(facts.exports[world.CODE]["questions"][0]["board"]["notes"], 4)
    without(facts.reports[world.CODE]["report"]["outside"], 4)


def lost(history, facts):
    never_written(history, facts)
    facts["events"].append({**world.events()[-1]})
    facts["boards"][0].update(revision=8)
    history.append(world.history()[-1])


def in_all(facts, number, **changed):
    """The same change wherever the note is shown: only the history knows better."""
    of_key(facts["notes"], number).update(changed)
    of_key(facts.exports[world.CODE]["questions"][0]["board"]["notes"], number).update(changed)
    shown = facts.reports[world.CODE]["report"]["outside"]
    without(shown, number)
    if of_key(facts["notes"], number)["state"] == "kept":
        shown.append({**of_key(facts["notes"], number), "voices": 1})


def heard(history, number, **changed):
    for line in history:
        if line["op"] == "follow" and line["told"].get("key") == KEYS[number - 1]:
            line["told"].update(changed)


def altered(history, facts):
    in_all(facts, 1, text="Aerer")
    heard(history, 1, digest=world.digest_of("Aerer"))


def back_to_former_words(history, facts):
    in_all(facts, 2, text="Semer")
    heard(history, 2, digest=world.digest_of("Semer"))


def resurrected(history, facts):
    in_all(facts, 3, text="Parler", state="kept")
    heard(history, 3, digest=world.digest_of("Parler"), state="kept")


def added(history, facts, text):
    """A fifth note, with everything that a note has, but nobody who wrote it."""
    note = {"key": KEYS[0].replace("1", "5"), "number": 5, "text": text, "state": "kept"}
    facts["notes"].append({**note, "board_id": 1})
    event = {"board_id": 1, "revision": 9, "kind": "note", "target": note["key"], "payload": note}
    facts["events"].append(event)
    facts["boards"][0].update(revision=9, last_number=5)
    facts.exports[world.CODE]["questions"][0]["board"]["notes"].append(note)
    facts.reports[world.CODE]["report"]["outside"].append({**note, "voices": 1})
    history.append(world.line(11, "screen", "ok", "follow", board=world.BOARD, told=world.told(event)))


def invented(history, facts):
    added(history, facts, "Personne ne l’a dit")


def duplicated(history, facts):
    added(history, facts, "Aérer")


def two_seats(history, facts):
    facts["seats"].append({"workshop_id": 1, "key": KEYS[0], "asked_key": world.ASKED})
    facts["seats"].reverse()


def left_in_doubt(history, facts):
    history[:] = [line for line in history if (line["m"], line["op"]) not in {(10, "write"), (10.5, "write")}]


def hole_in_the_log(history, facts):
    del facts.rows["events"][4]


def sent_after_but_numbered_before(history, facts):
    for line in history:
        if line.get("key") == KEYS[0] and line["op"] == "write":
            line["m"] += 3


def told_twice(history, facts):
    history.append(copy.deepcopy(history[-1]))


def not_told(history, facts):
    history.remove(next(line for line in history if line["op"] == "follow" and line["told"]["revision"] == 7))


def told_to_start_again(history, facts):
    history.append(world.line(12, "screen", "ok", "reset", board=world.BOARD, seen=8))


def turned_twice(history, facts):
    facts["workshops"][0]["current"] = 3


def never_turned(history, facts):
    facts["workshops"][0]["current"] = 1
    facts["sequences"][1]["started_at"] = None


def frozen_twice(history, facts):
    facts["relays"].append({"board_id": 1, "round": 1, "version": 2})


def missing_from_the_export(history, facts):
    without(facts.exports[world.CODE]["questions"][0]["board"]["notes"], 1)


def missing_from_the_report(history, facts):
    without(facts.reports[world.CODE]["report"]["outside"], 1)


def shown_otherwise(history, facts):
    heard(history, 1, digest=world.digest_of("Aerer"))


def stolen(history, facts):
    history.append(world.line(12, "thief", "ok", "steal", key=KEYS[0], digest=world.digest_of("Volée")))


def test_nothing_is_held_against_a_world_in_order():
    assert check(world.history(), world.facts()).faults() == {}


@pytest.mark.parametrize(
    ("spoil", "seen"),
    [
        (never_written, {"falsely_sent"}),
        (lost, {"lost", "unlike"}),
        (altered, {"altered"}),
        (back_to_former_words, {"altered"}),
        (stolen, {"altered"}),
        (duplicated, {"duplicated"}),
        (two_seats, {"duplicated"}),
        (left_in_doubt, {"unfinished"}),
        (invented, {"invented"}),
        (resurrected, {"resurrected"}),
        (hole_in_the_log, {"disordered"}),
        (sent_after_but_numbered_before, {"disordered"}),
        (told_twice, {"disordered"}),
        (not_told, {"disordered"}),
        (told_to_start_again, {"disordered"}),
        (turned_twice, {"turned_twice"}),
        (never_turned, {"turned_twice"}),
        (frozen_twice, {"turned_twice"}),
        (missing_from_the_export, {"unlike"}),
        (missing_from_the_report, {"unlike"}),
        (shown_otherwise, {"unlike"}),
    ],
)
def test_each_defect_is_seen_for_what_it_is(spoil, seen):
    history, facts = world.history(), world.facts()

    spoil(history, facts)

    assert set(check(history, facts).faults()) == seen
