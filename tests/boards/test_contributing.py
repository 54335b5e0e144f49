import uuid
from datetime import timedelta

import pytest

from essaim.boards.domain import contributing, deciding, undoing
from essaim.boards.domain.contributing import Entry, digest_of
from essaim.boards.enums import NoteState
from essaim.boards.models import Board, Event, Note
from essaim.boards.queries import Coverage, grouped
from essaim.kit.refusal import NotForYou, Refused
from tests.factories import NOON, make_person, write_note

pytestmark = pytest.mark.django_db


def a_board() -> Board:
    return Board.objects.create(question="Que faire ?")


def test_a_note_sent_twice_stands_once_and_is_acknowledged_twice():
    board = a_board()
    entry = Entry(key=uuid.uuid4(), board_id=board.pk, text="Planter des haies", author="seat-1")

    first = contributing.add_note(entry=entry, now=NOON)
    second = contributing.add_note(entry=entry, now=NOON)

    assert first == second
    assert (first.key, first.digest, first.number, first.revision) == (
        str(entry.key),
        digest_of("Planter des haies"),
        1,
        1,
    )
    assert list(Note.objects.values_list("number", "text")) == [(1, "Planter des haies")]
    assert list(Event.objects.values_list("revision", "kind")) == [(1, "note")]


def test_a_key_taken_by_somebody_else_is_refused_and_others_of_the_batch_are_kept():
    board = a_board()
    key = uuid.uuid4()
    contributing.add_note(entry=Entry(key=key, board_id=board.pk, text="La mienne", author="seat-1"), now=NOON)

    stolen, kept = contributing.add_notes(
        entries=[
            Entry(key=key, board_id=board.pk, text="La leur", author="seat-2"),
            Entry(key=uuid.uuid4(), board_id=board.pk, text="Une autre", author="seat-2"),
        ],
        now=NOON,
    )

    assert isinstance(stolen, NotForYou)
    assert kept.number == 2
    assert list(Note.objects.values_list("text", flat=True)) == ["La mienne", "Une autre"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty"), ("  \n ", "empty"), ("\x00\x07", "empty"), ("🎉🎉", "no-words"), ("x" * 5000, "too-long")],
)
def test_what_nobody_could_read_aloud_is_refused_and_nothing_is_written(text, code):
    board = a_board()

    with pytest.raises(Refused) as refused:
        contributing.add_note(entry=Entry(key=uuid.uuid4(), board_id=board.pk, text=text, author="s"), now=NOON)

    assert refused.value.code == code
    board.refresh_from_db()
    assert (Note.objects.count(), board.revision, board.last_number) == (0, 0, 0)


def test_accents_typed_by_dead_keys_are_the_same_words():
    board = a_board()

    ack = contributing.add_note(
        entry=Entry(key=uuid.uuid4(), board_id=board.pk, text="e\u0301cole\u0007  verte"), now=NOON
    )

    assert Note.objects.get().text == "école verte"
    assert ack.digest == digest_of("école verte")


def test_a_withdrawn_note_leaves_no_word_behind_and_frees_those_merged_into_it():
    board, by = a_board(), make_person()
    secret = write_note(board, "Mon voisin brûle ses déchets", author="seat-1")
    same = write_note(board, "On brûle des déchets", author="seat-2")
    deciding.merge_note(board=board, note=same, into=secret, by=by, now=NOON)

    contributing.withdraw_note(note=secret, author="seat-1", now=NOON)

    secret.refresh_from_db()
    same.refresh_from_db()
    assert (secret.state, secret.text, secret.number) == (NoteState.WITHDRAWN, "", 1)
    assert same.merged_into is None
    assert "voisin" not in str(list(Event.objects.values("payload", "before", "after")))
    assert grouped(board).coverage == Coverage(received=1, used=0, outside=1, set_aside=0, handed=0, withdrawn=1)


def test_only_the_author_changes_a_note():
    board = a_board()
    note = write_note(board, "Un banc à l’ombre", author="seat-1")

    for stranger in ("seat-2", ""):
        with pytest.raises(NotForYou):
            contributing.edit_note(note=note, text="Autre chose", author=stranger, now=NOON)
    contributing.edit_note(note=note, text="Deux bancs à l’ombre", author="seat-1", now=NOON)

    assert Note.objects.get().text == "Deux bancs à l’ombre"


def test_a_change_held_back_by_the_network_undoes_no_newer_one():
    board = a_board()
    note = write_note(board, "Un banc", author="seat-1")

    def change(text: str, base: str | None, minute: int) -> str:
        now = NOON + timedelta(minutes=minute)
        return contributing.edit_note(note=note, text=text, author="seat-1", now=now, base=base).base

    first = change("Un banc à l’ombre", "", 1)
    second = change("Un banc", first, 2)
    for held_back in ("Un banc à l’ombre", "Autre chose"):
        with pytest.raises(Refused) as refused:
            change(held_back, "", 3)
        assert refused.value.code == "changed"
    assert change("Un banc", first, 4) == second  # the same change asked again is the same change
    assert Note.objects.get().text == "Un banc"
    assert [event.revision for event in board.events.order_by("revision")] == [1, 2, 3]
    change("Deux bancs", None, 5)  # a client that names nothing changes what is there

    assert Note.objects.get().text == "Deux bancs"


def test_words_said_again_shut_out_a_change_that_is_still_on_its_way():
    board = a_board()
    note = write_note(board, "Un banc", author="seat-1")

    def change(text: str, minute: int) -> str:
        now = NOON + timedelta(minutes=minute)
        return contributing.edit_note(note=note, text=text, author="seat-1", now=now, base="").base

    again = change("Un banc", 1)  # nobody answered "Deux bancs": its author went back to the first words
    with pytest.raises(Refused) as refused:
        change("Deux bancs", 2)

    assert refused.value.code == "changed"
    assert change("Un banc", 3) == again
    assert (Note.objects.get().text, board.events.count()) == ("Un banc", 1)


def test_every_decision_is_undone_one_by_one():
    board, by = a_board(), make_person()
    one = write_note(board, "Des pistes cyclables")
    two = write_note(board, "Plus de pistes cyclables", count=3)
    theme = deciding.add_theme(board=board, title="Se déplacer", by=by, now=NOON)
    deciding.move_note(board=board, note=one, theme=theme, by=by, now=NOON)
    deciding.merge_note(board=board, note=deciding.note_on(board, two.key), into=one, by=by, now=NOON)
    assert [(group.theme.title, group.count) for group in grouped(board).themes] == [("Se déplacer", 4)]

    states = []
    while undoing.undo(board=board, by=by, now=NOON):
        picture = grouped(board)
        states.append(([(g.theme.title, g.count) for g in picture.themes], len(picture.unsorted)))

    assert states == [([("Se déplacer", 1)], 1), ([("Se déplacer", 0)], 2), ([], 2)]


def test_a_log_has_no_gap_whatever_is_done():
    board, by = a_board(), make_person()
    for number in range(5):
        write_note(board, f"Idée {number}")
    theme = deciding.add_theme(board=board, title="Tout", by=by, now=NOON)
    for note in board.notes.all():
        deciding.move_note(board=board, note=note, theme=theme, by=by, now=NOON)

    board.refresh_from_db()
    assert list(board.events.values_list("revision", flat=True)) == list(range(1, 12))
    assert board.revision == 11
