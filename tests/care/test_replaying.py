"""Which erasures are done again after a restoration, whatever the order in which journals tell them."""

from datetime import timedelta

import pytest

from essaim.boards.enums import NoteState
from essaim.boards.models import Note
from essaim.care.journal import Erasure, erasures, fingerprint
from essaim.care.replaying import replay
from essaim.reports.domain import sending
from essaim.reports.models import Recipient
from tests.factories import NOON, make_workshop, organiser_of, write_note
from tests.reports.arranging import held_workshop, published, someone_there
from tests.smtp import sink

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def said_by_two():
    """Two notes of two people, on one board."""
    workshop = make_workshop(seats=6)
    board = workshop.questions.get(number=1).board
    notes = [
        write_note(board, text, seat=seat) for text, seat in zip(["Un", "Deux"], workshop.seats.all(), strict=False)
    ]
    board.refresh_from_db()
    return board, notes


def words(note: Note, revision: int, at=LATER) -> Erasure:
    return Erasure("words", str(note.key), at.isoformat(), revision)


def texts(board) -> list[str]:
    return list(board.notes.order_by("number").values_list("text", flat=True))


def replayed(*erasures: Erasure) -> int:
    return replay(erasures, taken_at=NOON, now=LATER)


def test_a_correction_is_done_again_though_others_lengthened_the_log_first():
    board, (one, two) = said_by_two()

    done = replayed(Erasure("note", str(one.key), LATER.isoformat(), 99), words(two, board.revision + 1))

    assert (done, texts(board)) == (2, ["", "(corrigée après la sauvegarde : ces mots n’y sont pas)"])


def test_a_correction_that_the_backup_holds_is_left_as_it_is():
    board, (_one, two) = said_by_two()

    assert replayed(words(two, board.revision)) == 0
    assert texts(board) == ["Un", "Deux"]


def test_a_correction_made_long_before_the_backup_says_nothing_of_the_words_of_today():
    """An earlier restoration took the log back below the revision that this correction had reached."""
    board, (_one, two) = said_by_two()

    assert replayed(words(two, board.revision + 40, at=NOON - timedelta(hours=2))) == 0
    assert texts(board) == ["Un", "Deux"]


def test_a_person_erased_in_one_journal_took_a_note_back_in_another():
    board, (one, _two) = said_by_two()
    seat = Erasure("seat", one.author, LATER.isoformat())

    assert replayed(seat, Erasure("note", str(one.key), LATER.isoformat(), 99)) == 2
    assert (Note.objects.get(pk=one.pk).state, texts(board)) == (NoteState.WITHDRAWN, ["", "Deux"])


def test_a_second_replay_and_unknown_things_change_nothing():
    _board, (one, _two) = said_by_two()
    gone = Erasure("note", str(one.key), LATER.isoformat(), 99)

    assert replayed(gone, gone, Erasure("photo", "6f1c1d53-6b0e-4b8e-9f56-0c8a5b1b2f6e", LATER.isoformat())) == 1


def test_an_address_is_forgotten_unless_it_was_given_again(settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:9"  # nothing is sent here
    workshop = held_workshop()
    asked = sending.ask(workshop=workshop, email="ines@exemple.fr", person=None, seat=someone_there(workshop), now=NOON)
    before = Erasure("recipient", fingerprint(asked), (NOON - timedelta(days=1)).isoformat())
    after = Erasure("recipient", fingerprint(asked), LATER.isoformat())

    assert (replayed(before), Recipient.objects.count()) == (0, 1)
    assert (replayed(after), Recipient.objects.count()) == (1, 0)


def test_an_address_that_was_served_or_removed_is_written_in_the_journal(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.DATA = tmp_path
    workshop = held_workshop()
    with sink() as server, django_capture_on_commit_callbacks(execute=True):
        settings.EMAIL_URL = f"smtp://127.0.0.1:{server.port}"
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 5},
            }
        }
        removed, served = (
            sending.ask(workshop=workshop, email=email, person=organiser_of(workshop), seat=None, now=NOON)
            for email in ("ines@exemple.fr", "hugo@exemple.fr")
        )
        sending.forget(workshop=workshop, recipient=removed.pk, by=organiser_of(workshop), now=NOON)
        sending.send_waiting(published(workshop), base="https://essaim.exemple.fr", now=NOON)

    assert [(erasure.what, erasure.key) for erasure in erasures(tmp_path / "erasures.jsonl")] == [
        ("recipient", fingerprint(removed)),
        ("recipient", fingerprint(served)),
    ]
    assert "exemple" not in (tmp_path / "erasures.jsonl").read_text()
