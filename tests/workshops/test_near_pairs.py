"""Notes that may say the same with other words, shown beside those that use the same ones."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.boards.queries import grouped
from tests.factories import write_note

pytestmark = pytest.mark.django_db
APART = ["Une cantine bio à l’école", "Rénover la salle des fêtes", "Un médecin à la maison de santé"]


def screen(client, workshop):
    return client.get(reverse("workshops:desk_merge", args=[workshop.code, 1]))


def shown(answer, name):
    return [(one.note.text, other.note.text) for one, other, _score in answer.context[name]]


def test_the_same_idea_in_other_words_is_shown_after_the_same_words(workshop, board, amel, client):
    for text in ("Plus de pistes cyclables", "Plus de piste cyclable !", "Plus de places en crèche", *APART):
        write_note(board, text, round=1)
    for text in ("Des voies pour les vélos", "Des pistes pour les bicyclettes"):
        write_note(board, text, round=1)

    answer = screen(client, workshop)

    assert shown(answer, "pairs") == [("Plus de pistes cyclables", "Plus de piste cyclable !")]
    assert shown(answer, "near") == [("Des voies pour les vélos", "Des pistes pour les bicyclettes")]
    assert "La même idée, dite autrement ?" in answer.content.decode()


def test_a_near_pair_is_merged_as_any_other_and_leaves_the_list(workshop, board, amel, client):
    one, other = (
        write_note(board, text, round=1) for text in ("Des voies pour les vélos", "Des pistes pour les bicyclettes")
    )
    for text in APART:
        write_note(board, text, round=1)
    assert len(shown(screen(client, workshop), "near")) == 1
    board.refresh_from_db()

    client.post(
        reverse("workshops:desk_join", args=[workshop.code, 1]), {"note": [one.key, other.key], "seen": board.revision}
    )

    answer = screen(client, workshop)
    assert shown(answer, "near") == []
    assert "La même idée, dite autrement ?" not in answer.content.decode()
    assert [(row.note.number, row.count) for row in grouped(board).unsorted] == [(1, 2), (3, 1), (4, 1), (5, 1)]


def test_nothing_is_near_on_a_board_of_one_note_nor_on_an_empty_one(workshop, board, amel, client):
    assert shown(screen(client, workshop), "near") == []
    write_note(board, APART[0], round=1)
    assert shown(screen(client, workshop), "near") == []


def test_more_pairs_ask_the_database_nothing_more(workshop, board, amel, client):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as counted:
            screen(client, workshop)
        return len(counted)

    for text in (*APART, "Des voies pour les vélos", "Des pistes pour les bicyclettes"):
        write_note(board, text, round=1)
    screen(client, workshop)
    with_one = queries()
    for text in ("Le bus en soirée", "Un autocar le soir", "Réparer les trottoirs", "Des trottoirs en mauvais état"):
        write_note(board, text, round=1)

    assert len(shown(screen(client, workshop), "near")) == 3
    assert queries() == with_one
