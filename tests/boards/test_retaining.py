import uuid

import pytest

from essaim.boards.domain import contributing, deciding, retaining
from essaim.boards.models import Board, Idea
from essaim.kit.refusal import Refused
from tests.factories import NOON, make_person, write_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return Board.objects.create(question="Que faire ?")


def retain(board, text, group=1, **more):
    return retaining.retain(board=board, group=group, text=text, by=make_person(), now=NOON, **more)


def standing(board):
    return list(Idea.objects.filter(board=board, is_removed=False).values_list("group", "position", "text"))


def test_a_group_retains_one_or_two_ideas_and_each_group_its_own(board):
    retain(board, "Une cour plantée")
    retain(board, "Des classes aérées")
    retain(board, "Un bus à l’heure", group=2)

    with pytest.raises(Refused) as refused:
        retain(board, "Une troisième")

    assert refused.value.code == "enough-ideas"
    assert standing(board) == [(1, 1, "Une cour plantée"), (1, 2, "Des classes aérées"), (2, 1, "Un bus à l’heure")]


def test_an_idea_keeps_its_reason_its_conditions_its_theme_and_its_quote(board):
    theme = deciding.add_theme(board=board, title="Arbres", by=make_person(), now=NOON)
    note = write_note(board, "Il faut de l’ombre")

    idea = retain(
        board, "Une cour plantée", reason="Il fait trop chaud", conditions="Un arrosage", theme=theme, key_note=note
    )

    assert board.events.last().payload == {
        "key": str(idea.key),
        "group": 1,
        "position": 1,
        "text": "Une cour plantée",
        "reason": "Il fait trop chaud",
        "conditions": "Un arrosage",
        "theme": str(theme.key),
        "key_note": str(note.key),
        "removed": False,
    }


def test_the_same_key_says_the_idea_otherwise_and_the_same_words_change_nothing(board):
    key = uuid.uuid4()
    retain(board, "Une cour plantée", key=key)
    retain(board, "Une cour plantée et ombragée", key=key)
    before = Board.objects.get(pk=board.pk).revision

    retain(board, "Une cour plantée et ombragée", key=key)

    assert standing(board) == [(1, 1, "Une cour plantée et ombragée")]
    assert Board.objects.get(pk=board.pk).revision == before


def test_an_idea_dropped_comes_back_only_where_there_is_room(board):
    key = uuid.uuid4()
    first = retain(board, "Une", key=key)
    second = retain(board, "Deux")
    retaining.drop(board=board, idea=first, by=make_person(), now=NOON)
    retain(board, "Trois")

    with pytest.raises(Refused) as refused:
        retain(board, "Une, encore", key=key)
    assert (refused.value.code, standing(board)) == ("enough-ideas", [(1, 1, "Trois"), (1, 2, "Deux")])

    retaining.drop(board=board, idea=second, by=make_person(), now=NOON)
    retain(board, "Une, encore", key=key)
    assert standing(board) == [(1, 1, "Trois"), (1, 2, "Une, encore")]


@pytest.mark.parametrize(("text", "code"), [("", "empty"), (" \x07 ", "empty"), ("x" * 401, "too-long")])
def test_an_idea_that_nobody_could_read_is_refused(board, text, code):
    with pytest.raises(Refused) as refused:
        retain(board, text)

    assert (refused.value.code, Idea.objects.count()) == (code, 0)


def test_the_key_of_an_idea_of_another_board_is_refused(board):
    key = uuid.uuid4()
    retain(Board.objects.create(question="Et ailleurs ?"), "La leur", key=key)

    with pytest.raises(Refused) as refused:
        retain(board, "La nôtre", key=key)

    assert refused.value.code == "key-taken"


def test_an_idea_no_longer_quotes_a_note_that_was_withdrawn(board):
    note = write_note(board, "Mon histoire", author="seat-1")
    idea = retain(board, "Une cour plantée", key_note=note)

    contributing.withdraw_note(note=note, author="seat-1", now=NOON)

    assert Idea.objects.get(pk=idea.pk).key_note is None
    assert board.events.last().payload["key_note"] is None
