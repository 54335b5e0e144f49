"""Large files come part by part, apart from the pages: stopped, killed or taken back, nothing doubles."""

import io
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from essaim.boards.domain import deciding, withdrawing
from essaim.boards.models import Event, Note, Theme
from essaim.boards.queries import grouped
from essaim.care import chores, journal
from essaim.care.replaying import replay
from essaim.kit.refusal import Refused
from essaim.reports.enums import ReportState
from essaim.reports.models import Report
from essaim.workshops.domain import adding_imports, duplicating, staging_notes
from essaim.workshops.models import NoteImport, NoteImportPart
from tests.factories import NOON, make_workshop, organiser_of, write_note

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def workshop():
    return make_workshop(is_open=False)


@pytest.fixture
def question(workshop):
    return workshop.questions.select_related("board", "workshop").get(number=1)


def staged(question, content: str, now=NOON):
    data = content.encode()
    by = organiser_of(question.workshop)
    return staging_notes.stage(
        question=question, file=io.BytesIO(data), name="enquete.csv", size=len(data), by=by, now=now
    )


def many(count: int = 1200, theme: str = "") -> str:
    return "id;texte;thème\n" + "".join(f"{n};Note {n};{theme}\n" for n in range(1, count + 1))


def confirmed(question, content: str):
    found = staged(question, content)
    adding_imports.confirm(note_import=found, by=organiser_of(question.workshop), now=NOON)
    return NoteImport.objects.get(pk=found.pk)


def figures(found):
    found.refresh_from_db()
    return (found.state, found.done, found.added, found.parts.count())


def stand(question):
    """Numbers and words of the notes on the board, in order."""
    return list(Note.objects.filter(board=question.board).order_by("number").values_list("number", "text"))


WHOLE = [(number, f"Note {number}") for number in range(1, 1201)]


def test_a_large_file_comes_in_parts_of_five_hundred(question):
    found = confirmed(question, many())
    steps = [figures(found)]

    while adding_imports.advance(now=LATER):
        steps.append(figures(found))

    assert steps == [
        ("going-on", 0, 0, 3),
        ("going-on", 500, 500, 2),
        ("going-on", 1000, 1000, 1),
        ("done", 1200, 1200, 0),
    ]
    assert stand(question) == WHOLE
    assert found.numbers == [[1, 1200]]
    assert list(question.board.events.values_list("revision", flat=True)) == list(range(1, 1201))


def test_the_chore_brings_it_all_and_stops_when_told(question):
    found = confirmed(question, many())

    assert chores.advance_imports(LATER, lambda: True) == 0
    done = 0
    while parts := chores.advance_imports(LATER, lambda: False):
        done += parts

    assert (done, figures(found)) == (3, ("done", 1200, 1200, 0))


def test_stopped_after_a_part_then_taken_up_again_nothing_is_missing_and_nothing_doubles(question):
    found, by = confirmed(question, many()), organiser_of(question.workshop)
    adding_imports.advance(now=NOON)

    adding_imports.stop(note_import=found, by=by, now=NOON)
    halted = (adding_imports.advance(now=NOON), figures(found), len(stand(question)))
    write_note(question.board, "Un téléphone écrit")
    adding_imports.resume(note_import=found, by=by, now=NOON)
    while adding_imports.advance(now=NOON):
        pass

    assert halted == (False, ("stopped", 500, 500, 2), 500)
    assert [text for _number, text in stand(question)] == [
        *[f"Note {n}" for n in range(1, 501)],
        "Un téléphone écrit",
        *[f"Note {n}" for n in range(501, 1201)],
    ]
    assert (figures(found), found.numbers) == (("done", 1200, 1200, 0), [[1, 500], [502, 1201]])


class Killed(BaseException):
    """What ends a process in the middle of its work."""


def test_a_worker_killed_in_the_middle_of_a_part_did_nothing(question):
    found = confirmed(question, many())
    adding_imports.advance(now=NOON)
    before = (figures(found), stand(question), Event.objects.count())

    with pytest.raises(Killed), transaction.atomic():
        adding_imports.advance(now=NOON)
        raise Killed

    assert (figures(found), stand(question), Event.objects.count()) == before
    while adding_imports.advance(now=NOON):
        pass
    assert stand(question) == WHOLE


def test_notes_that_came_otherwise_meanwhile_are_not_doubled(question):
    found = confirmed(question, many())
    # The same file, sent by somebody else before this one was over.
    other = staged(question, many())
    while adding_imports.advance(now=NOON):
        pass

    adding_imports.confirm(note_import=other, by=organiser_of(question.workshop), now=NOON)
    while adding_imports.advance(now=NOON):
        pass

    assert (figures(found), figures(other)) == (("done", 1200, 1200, 0), ("done", 1200, 0, 0))
    assert (stand(question), other.numbers) == (WHOLE, [])


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_share_the_parts(question):
    found = confirmed(question, many())
    begin = threading.Barrier(2)

    def work() -> None:
        begin.wait()
        while adding_imports.advance(now=NOON) or NoteImport.objects.filter(state="going-on").exists():
            pass
        connection.close()

    workers = [threading.Thread(target=work, daemon=True) for _worker in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)

    assert figures(found) == ("done", 1200, 1200, 0)
    assert stand(question) == WHOLE


def test_a_heading_renamed_meanwhile_keeps_the_notes_and_one_removed_does_not_come_back(question):
    by = organiser_of(question.workshop)
    rows = "".join(f"{n};Note {n};{'Arbres' if n % 2 else 'Bancs'}\n" for n in range(1, 1001))
    confirmed(question, "id;texte;thème\n" + rows)
    adding_imports.advance(now=NOON)
    trees, benches = Theme.objects.order_by("position")
    deciding.rename_theme(board=question.board, theme=trees, title="Plantations", by=by, now=NOON)
    for note in benches.notes.all():
        deciding.move_note(board=question.board, note=note, theme=None, by=by, now=NOON)
    deciding.remove_theme(board=question.board, theme=benches, by=by, now=NOON)

    adding_imports.advance(now=NOON)

    assert list(Theme.objects.order_by("position").values_list("title", "is_removed")) == [
        ("Plantations", False),
        ("Bancs", True),
    ]
    assert (trees.notes.count(), Note.objects.filter(theme=None).count()) == (500, 500)


def test_taking_back_a_large_import_leaves_what_people_decided_about(question):
    board, by = question.board, organiser_of(question.workshop)
    mine = write_note(board, "Un téléphone écrit")
    found = confirmed(question, many(theme="Arbres"))
    while adding_imports.advance(now=NOON):
        pass
    notes = {note.text: note for note in Note.objects.select_related("theme", "board")}
    theme = deciding.add_theme(board=board, title="Bancs", by=by, now=NOON)
    deciding.move_note(board=board, note=notes["Note 1"], theme=theme, by=by, now=NOON)
    deciding.merge_note(board=board, note=mine, into=notes["Note 700"], by=by, now=NOON)
    deciding.quote_note(board=board, theme=notes["Note 9"].theme, note=notes["Note 9"], by=by, now=NOON)
    deciding.set_aside(board=board, note=notes["Note 8"], reason="Hors sujet", by=by, now=NOON)

    adding_imports.take_back(note_import=found, by=by, now=LATER)
    steps = [(found.removable, figures(found)[0])]
    while adding_imports.advance(now=LATER):
        steps.append((found.removable, figures(found)[0]))

    found.refresh_from_db()
    assert (found.state, found.taken_back, found.stayed, found.numbers) == ("taken-back", 1196, 4, [])
    assert [text for _number, text in stand(question) if text] == [
        "Un téléphone écrit", "Note 1", "Note 8", "Note 9", "Note 700",
    ]  # fmt: skip
    assert words_left(question) == {"Un téléphone écrit", "Note 1", "Note 8", "Note 9", "Note 700"}


def words_left(question):
    """What the log of the board still says, in notes."""
    payloads = question.board.events.filter(kind="note").values_list("payload", flat=True)
    return {payload["text"] for payload in payloads} - {""}


def test_what_was_taken_back_does_not_return_with_an_older_backup(question, settings, tmp_path):
    settings.DATA = tmp_path
    board = question.board
    confirmed(question, many(3))
    deciding.set_aside(
        board=board, note=Note.objects.get(number=3), reason="Doute", by=organiser_of(question.workshop), now=NOON
    )
    keys = [str(key) for key in Note.objects.values_list("key", flat=True)]

    erased = [journal.Erasure("note", key, LATER.isoformat()) for key in keys]

    assert replay(erased, taken_at=NOON, now=LATER) == 3
    assert [text for _number, text in stand(question)] == ["", "", ""]


def test_readers_are_not_told_that_people_took_back_what_an_import_did(question):
    found, by = confirmed(question, many(3)), organiser_of(question.workshop)
    write_note(question.board, "Un téléphone écrit")

    adding_imports.take_back(note_import=found, by=by, now=LATER)

    coverage = grouped(question.board).coverage
    assert (coverage.received, coverage.withdrawn) == (1, 0)


def test_a_report_that_becomes_final_meanwhile_stops_the_import(question):
    found = confirmed(question, many())
    Report.objects.create(workshop=question.workshop, state=ReportState.FINAL)

    moved = (adding_imports.advance(now=NOON), adding_imports.advance(now=NOON))

    assert (moved, figures(found), stand(question)) == ((True, False), ("stopped", 0, 0, 3), [])


def test_taking_back_asks_of_each_note_only_what_other_domains_keep_of_it(question, django_assert_max_num_queries):
    confirmed(question, many(60))

    with django_assert_max_num_queries(60 * 5 + 20):
        gone = withdrawing.take_back_imported(board=question.board, numbers=range(1, 61), now=NOON)

    assert gone == (60, 0)


def test_files_left_alone_for_a_day_are_forgotten_and_what_came_stays(question):
    waiting = staged(question, many(2))
    stopped, by = confirmed(question, many()), organiser_of(question.workshop)
    adding_imports.advance(now=NOON)
    adding_imports.stop(note_import=stopped, by=by, now=NOON)
    in_time = chores.forget_abandoned_imports(NOON + timedelta(hours=23), lambda: False)

    chores.forget_abandoned_imports(NOON + timedelta(hours=25), lambda: False)

    assert in_time == 0
    assert list(NoteImport.objects.values_list("pk", flat=True)) == [stopped.pk]
    assert (figures(stopped), len(stand(question))) == (("stopped", 500, 500, 0), 500)
    assert not NoteImport.objects.filter(pk=waiting.pk).exists()
    with pytest.raises(Refused, match="n’est plus gardé"):
        adding_imports.resume(note_import=stopped, by=by, now=LATER)


def test_a_draft_that_is_thrown_away_takes_its_files_along(question):
    staged(question, many(2))

    duplicating.discard(workshop=question.workshop, by=organiser_of(question.workshop))

    assert (NoteImport.objects.count(), NoteImportPart.objects.count()) == (0, 0)


def test_ranges_of_numbers_are_taken_in_order():
    assert adding_imports.with_more([[1, 3]], 4, 6) == [[1, 6]]
    assert adding_imports.with_more([[1, 3]], 5, 6) == [[1, 3], [5, 6]]
    assert adding_imports.with_more([[1, 3]], 4, 3) == [[1, 3]]
    assert adding_imports.first_of([[1, 3], [5, 9]], 5) == ([1, 2, 3, 5, 6], [[7, 9]])
    assert adding_imports.first_of([[1, 3], [5, 9]], 3) == ([1, 2, 3], [[5, 9]])
    assert adding_imports.first_of([[1, 2]], 5) == ([1, 2], [])
