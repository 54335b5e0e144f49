"""The report is built from the boards: what stands there, where, counted from its members."""

import uuid

import pytest
from django.urls import reverse

from essaim.boards.domain import contributing, deciding, retaining
from essaim.reports.consistency import faults
from essaim.reports.domain.building import source_of
from essaim.reports.fates import fates
from essaim.reports.formats.json import from_json, to_json
from essaim.reports.pages import folds_of
from essaim.reports.source import Coverage
from essaim.reports.wording import state_sentence
from essaim.workshops.domain import plenary
from tests.factories import NOON, make_workshop, organiser_of, ring, write_note

from .arranging import held_workshop, seated, someone_there

pytestmark = pytest.mark.django_db


def first(workshop):
    return source_of(workshop).questions[0]


def test_the_notes_stand_where_people_put_them():
    question = first(held_workshop(notes=2))

    (theme,) = question.themes
    assert (theme.title, theme.count) == ("Des rues calmes", 3)
    assert [(note.text, note.count, [m.text for m in note.merged]) for note in theme.notes] == [
        ("Fermer la rue de l’école numéro 0", 2, ["fermer la rue"]),
        ("Fermer la rue de l’école numéro 1", 1, []),
    ]
    assert [note.text for note in question.outside] == ["Et le stade ?"]
    assert [(part.note.text, part.reason) for part in question.set_aside] == [
        ("Voir avec la mairie", "Trop court pour être compris")
    ]
    assert question.coverage == Coverage(used=3, set_aside=1, outside=1)


def test_a_strong_idea_rests_on_the_notes_of_its_theme():
    question = first(held_workshop(notes=2))

    (idea,) = question.strong_ideas
    assert (idea.theme, idea.sources) == (question.themes[0].key, (1, 2, 3))


def test_a_note_that_a_strong_idea_quotes_is_taken_up_even_in_no_theme():
    workshop = held_workshop(notes=2)
    board = workshop.questions.get(number=1).board
    by = organiser_of(workshop)
    seat = someone_there(workshop)
    quoted, same = write_note(board, "La nuit aussi", author=str(seat.key)), write_note(board, "Et la nuit")
    deciding.merge_note(board=board, note=same, into=deciding.note_on(board, quoted.key), by=by, now=NOON)
    retaining.retain(board=board, group=1, text="Penser aux nuits", key_note=quoted, by=by, now=NOON)

    source = source_of(workshop)
    told = seated(seat).get(reverse("workshops:my_notes", args=[workshop.code])).text

    question = source.questions[0]
    assert [(note.text, note.count) for note in question.quoted] == [("La nuit aussi", 2)]
    assert [note.text for note in question.outside] == ["Et le stade ?"]
    assert question.coverage == Coverage(used=5, set_aside=1, outside=1)
    assert [row.fate for row in fates(source) if "nuit" in row.text] == ["reprise", "reprise, fusionnée"]
    assert {fold.title: len(fold.rows) for fold in folds_of(question)}["Reprises dans une idée forte, sans thème"] == 1
    assert "Reprise dans l’idée forte « Penser aux nuits »" in told
    assert faults(source) == ()
    assert from_json(to_json(source)) == source


def test_an_idea_whose_theme_was_removed_still_stands():
    workshop = held_workshop(notes=1)
    board = workshop.questions.get(number=1).board
    by = organiser_of(workshop)
    theme = board.themes.get()
    for note in board.notes.filter(theme=theme, merged_into=None, state="kept"):
        deciding.move_note(board=board, note=deciding.note_on(board, note.key), theme=None, by=by, now=NOON)
    deciding.remove_theme(board=board, theme=deciding.theme_on(board, theme.key), by=by, now=NOON)

    source = source_of(workshop)

    (idea,) = source.questions[0].strong_ideas
    assert (idea.theme, idea.sources) == ("", ())
    assert faults(source) == ()


def test_a_withdrawn_note_is_counted_apart_and_leaves_no_word():
    workshop = held_workshop(notes=1)
    note = write_note(workshop.questions.get(number=1).board, "Je retire", author="moi")
    contributing.withdraw_note(note=note, author="moi", now=NOON)

    question = first(workshop)

    assert (question.coverage.withdrawn, question.coverage.received) == (1, 4)
    assert "Je retire" not in [each.text for each in question.all_notes()]


def test_what_the_plenary_answers_is_never_counted_in_a_question():
    workshop = held_workshop(notes=1)
    by = organiser_of(workshop)
    idea = workshop.questions.get(number=1).board.ideas.get()
    before = first(workshop).coverage
    for text in ("Et les cars ?", "Qui garde la barrière ?"):
        plenary.react(workshop=workshop, idea=idea, text=text, key=uuid.uuid4(), by=by, now=NOON)
    write_note(workshop.plenary, "On a parlé des gens")

    source = source_of(workshop)

    assert source.questions[0].coverage == before
    assert [(note.number, note.text) for note in source.questions[0].strong_ideas[0].reactions] == [
        (1, "Et les cars ?"),
        (2, "Qui garde la barrière ?"),
    ]
    assert [(note.number, note.text) for note in source.remarks] == [(3, "On a parlé des gens")]
    assert faults(source) == ()


def test_what_answered_an_idea_taken_back_is_still_said():
    workshop = held_workshop(notes=1)
    idea = workshop.questions.get(number=1).board.ideas.get()
    plenary.react(
        workshop=workshop, idea=idea, text="Et les cars ?", key=uuid.uuid4(), by=organiser_of(workshop), now=NOON
    )
    type(idea).objects.filter(pk=idea.pk).update(is_removed=True)

    source = source_of(workshop)

    assert source.questions[0].strong_ideas == ()
    assert [note.text for note in source.remarks] == ["Et les cars ?"]


def test_attendance_is_counted_by_type_and_nobody_is_named():
    workshop = held_workshop(notes=1)

    source = source_of(workshop)

    assert source.headcount == 1
    assert [(part.kind, part.count) for part in source.attendance] == [("non précisé", 1)]
    assert "Inès" not in repr(source)


def test_a_report_that_nobody_drafted_yet_says_whether_people_still_write():
    running, over = ring(make_workshop()), held_workshop(notes=1)

    said = [state_sentence(source_of(workshop)) for workshop in (running, over)]

    assert said == ["Atelier en cours", "Atelier terminé, compte rendu pas encore rédigé"]


def test_a_workshop_that_has_just_begun_has_a_report():
    workshop = ring(make_workshop())

    source = source_of(workshop)

    assert (source.state, source.coverage) == ("live", Coverage())
    assert len(source.questions) == 3
    assert faults(source) == ()
