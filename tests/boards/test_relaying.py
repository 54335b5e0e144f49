from datetime import timedelta

import pytest

from essaim.boards.domain import contributing, deciding, relaying
from essaim.boards.domain.announcing import stamp
from essaim.boards.models import Board, Event
from essaim.boards.queries import relay_before
from tests.factories import NOON, make_person, write_note

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=25)


def a_board_with_themes() -> tuple[Board, list]:
    board, by = Board.objects.create(question="Que faire ?"), make_person()
    notes = [
        write_note(board, text, author="seat-2" if text == "Ouvrir les fenêtres" else "seat-1")
        for text in ("Aérer", "Ouvrir les fenêtres", "Planter", "Interdire les moteurs", "Une cour ombragée", "Divers")
    ]
    trees = deciding.add_theme(board=board, title="Arbres", by=by, now=NOON)
    air = deciding.add_theme(board=board, title="Air", by=by, now=NOON)
    deciding.add_theme(board=board, title="Vide", by=by, now=NOON)
    for note, theme in zip(notes, (air, air, trees, air, trees), strict=False):
        deciding.move_note(board=board, note=note, theme=theme, by=by, now=NOON)
    deciding.merge_note(board=board, note=notes[1], into=notes[0], by=by, now=NOON)
    return board, [trees, air, *notes]


def shown(note, count=1):
    return {"key": str(note.key), "number": note.number, "text": note.text, "count": count}


def test_a_relay_gives_themes_by_weight_with_counts_and_words_and_leaves_out_empty_headings():
    board, (trees, air, aerate, _windows, plant, engines, shade, other) = a_board_with_themes()

    relay = relaying.freeze(board=board, round=1, by=None, now=LATER)

    assert relay.content == {
        "themes": [
            {"key": str(air.key), "title": "Air", "count": 3, "notes": [shown(aerate, 2), shown(engines)]},
            {"key": str(trees.key), "title": "Arbres", "count": 2, "notes": [shown(plant), shown(shade)]},
        ],
        "unsorted": [shown(other)],
        "received": 6,
    }


def test_the_relay_that_opens_the_next_round_is_word_for_word_what_was_frozen_and_told():
    board, (trees, *_rest) = a_board_with_themes()
    frozen = relaying.freeze(board=board, round=1, by=None, now=LATER)

    note = write_note(board, "Plus de haies", round=2)
    deciding.move_note(board=board, note=note, theme=trees, by=make_person(), now=LATER)

    event = Event.objects.get(board=board, kind="relay")
    assert relay_before(board, 2).content == frozen.content
    assert event.payload == {"round": 1, "version": 1, "frozen_at": stamp(LATER), **frozen.content}
    assert (relay_before(board, 1), relay_before(board, 3).round) == (None, 1)


def test_frozen_again_it_is_the_same_until_something_changes_then_it_is_version_2():
    board, (trees, *_rest) = a_board_with_themes()
    by = make_person()

    first = relaying.freeze(board=board, round=1, by=by, now=NOON)
    again = relaying.freeze(board=board, round=1, by=by, now=LATER)
    deciding.rename_theme(board=board, theme=trees, title="Arbres et haies", by=by, now=LATER)
    second = relaying.freeze(board=board, round=1, by=by, now=LATER)
    next_round = relaying.freeze(board=board, round=2, by=by, now=LATER)

    assert again == first
    assert [(relay.round, relay.version) for relay in (first, second, next_round)] == [(1, 1), (1, 2), (2, 1)]
    assert relay_before(board, 2) == second
    assert Event.objects.filter(board=board, kind="relay").count() == 3


def test_a_relay_shows_three_voices_of_a_theme_the_most_repeated_first():
    board, by = Board.objects.create(question="Que faire ?"), make_person()
    theme = deciding.add_theme(board=board, title="Arbres", by=by, now=NOON)
    for text, count in (("Un", 1), ("Deux", 2), ("Cinq", 5), ("Encore un", 1)):
        note = write_note(board, text, count=count)
        deciding.move_note(board=board, note=note, theme=theme, by=by, now=NOON)

    (only,) = relaying.freeze(board=board, round=1, by=by, now=NOON).content["themes"]

    assert (only["count"], [(note["text"], note["count"]) for note in only["notes"]]) == (
        9,
        [("Cinq", 5), ("Deux", 2), ("Un", 1)],
    )


def test_words_taken_back_leave_the_frozen_relay_and_the_log_too():
    board, (_trees, _air, aerate, _windows, plant, *_rest, other) = a_board_with_themes()
    relaying.freeze(board=board, round=1, by=None, now=LATER)

    contributing.withdraw_note(note=aerate, author="seat-1", now=LATER)
    contributing.withdraw_note(note=other, author="seat-1", now=LATER)
    contributing.edit_note(note=plant, text="Planter des haies", author="seat-1", now=LATER)

    relay = board.relays.get()
    told = Event.objects.get(board=board, kind="relay").payload
    words = [note["text"] for theme in relay.content["themes"] for note in theme["notes"]]
    assert words == ["Interdire les moteurs", "Planter des haies", "Une cour ombragée"]
    assert relay.content["unsorted"] == []
    assert {name: told[name] for name in relay.content} == relay.content
