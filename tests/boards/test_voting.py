import pytest

from essaim.boards.domain import deciding, voting
from essaim.boards.enums import Channel
from essaim.boards.models import Board, Dots
from essaim.boards.queries import grouped
from essaim.kit.refusal import Refused
from tests.factories import NOON, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return Board.objects.create(question="Que faire ?")


@pytest.fixture
def themes(board):
    by = make_person()
    return [deciding.add_theme(board=board, title=title, by=by, now=NOON) for title in ("Arbres", "Eau", "Air")]


def vote(board, ballot, voter="seat-1", group=1):
    return voting.place_dots(board=board, ballot=ballot, voter=voter, group=group, now=NOON)


def count(board, theme, number, *, channel=Channel.HANDS, group=1, people=6):
    return voting.count_table(
        board=board, group=group, people=people, counts={(theme, channel): number}, was={}, now=NOON
    )


def standing(board):
    return {group.theme.title: group.dots for group in grouped(board).themes}


def test_a_phone_spreads_its_three_dots_and_changes_its_mind(board, themes):
    trees, water, air = themes

    assert vote(board, {trees: 2}) == 1
    assert vote(board, {trees: 1, water: 2}) == 0
    assert vote(board, {air: 3}, voter="seat-2") == 0

    assert standing(board) == {"Arbres": 1, "Eau": 2, "Air": 3}


def test_the_same_ballot_sent_twice_is_told_once(board, themes):
    vote(board, {themes[0]: 2})
    before = Board.objects.get(pk=board.pk).revision

    vote(board, {themes[0]: 2})

    assert Board.objects.get(pk=board.pk).revision == before


@pytest.mark.parametrize("dots", [(4, 0), (2, 2), (-1, 0), (5, -2)])
def test_more_dots_than_one_has_are_refused_and_the_former_ballot_stands(board, themes, dots):
    vote(board, {themes[2]: 1})

    with pytest.raises(Refused) as refused:
        vote(board, dict(zip(themes, dots, strict=False)))

    assert refused.value.code == "no-dots-left"
    assert standing(board) == {"Arbres": 0, "Eau": 0, "Air": 1}


def test_a_phone_that_changes_tables_votes_once(board, themes):
    vote(board, {themes[0]: 3}, group=1)
    vote(board, {themes[0]: 2}, group=2)

    assert list(Dots.objects.filter(count__gt=0).values_list("voter", "group", "count")) == [("seat-1", 2, 2)]


def test_hands_of_two_tables_are_added_up_and_corrected_one_by_one(board, themes):
    count(board, themes[0], 4, group=1)
    count(board, themes[0], 5, group=2)
    assert standing(board)["Arbres"] == 9

    assert count(board, themes[0], 3, group=1) == 15

    assert standing(board) == {"Arbres": 8, "Eau": 0, "Air": 0}


def test_the_log_tells_each_channel_apart_and_their_sum(board, themes):
    vote(board, {themes[0]: 2}, group=1)
    count(board, themes[0], 4, channel=Channel.HANDS)
    count(board, themes[0], 5, channel=Channel.PAPER)

    event = board.events.filter(kind="dots").last()

    assert event.payload == {"theme": str(themes[0].key), "phone": 2, "hands": 4, "paper": 5, "total": 11}


def test_a_table_gives_no_more_dots_than_its_people_have(board, themes):
    trees, water, _air = themes
    vote(board, {trees: 3})

    assert count(board, water, 9, people=4) == 0
    with pytest.raises(Refused) as refused:
        count(board, water, 10, people=4)

    assert refused.value.code == "too-many-dots"
    assert str(refused.value) == (
        "Cette table compte 4 personnes. Gommettes possibles : 12 ; comptées : 13. "
        "Recomptez, ou corrigez le nombre de personnes."
    )
    assert standing(board) == {"Arbres": 3, "Eau": 9, "Air": 0}


@pytest.mark.parametrize(
    ("number", "people", "code"), [(-1, 6, "too-many-dots"), (1, -6, "count"), (1, 10**6, "count")]
)
def test_a_count_that_no_table_can_have_is_refused(board, themes, number, people, code):
    with pytest.raises(Refused) as refused:
        count(board, themes[0], number, people=people)

    assert (refused.value.code, Dots.objects.count()) == (code, 0)


def test_dots_of_a_theme_that_was_removed_may_be_given_again(board, themes):
    trees, water, air = themes
    vote(board, {trees: 3})
    count(board, trees, 3, people=2)
    deciding.remove_theme(board=board, theme=trees, by=make_person(), now=NOON)

    assert vote(board, {air: 3}) == 0
    assert count(board, water, 3, people=2) == 0

    assert standing(board) == {"Eau": 3, "Air": 3}
    with pytest.raises(Refused) as refused:
        count(board, trees, 1)
    assert refused.value.code == "no-theme"


def test_a_table_counted_by_somebody_else_meanwhile_is_shown_not_overwritten(board, themes):
    count(board, themes[0], 4)

    with pytest.raises(Refused) as refused:
        voting.count_table(
            board=board,
            group=1,
            people=6,
            counts={(themes[0], Channel.HANDS): 2},
            was={(themes[0], Channel.HANDS): 0},
            now=NOON,
        )

    assert (refused.value.code, standing(board)["Arbres"]) == ("changed-since", 4)
