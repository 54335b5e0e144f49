import pytest
import time_machine
from django.urls import reverse

from essaim.boards.models import Dots, Theme
from tests.factories import NOON, make_facilitator, make_workshop, ring, seat_at_table, until, write_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    return until(make_workshop(seats=24), 5)


@pytest.fixture
def table(workshop):
    """The table at question 1 during the third turn, where four people have arrived."""
    for _person in range(4):
        seat_at_table(workshop, 3, round=3)
    return 3


@pytest.fixture
def themes(workshop, client, table):
    client.force_login(make_facilitator(workshop, 1))
    question = workshop.questions.get(number=1)
    for title in ("Air", "Arbres"):
        note = write_note(question.board, title)
        client.post(address(workshop, "desk_move"), {"note": note.key, "new_theme": title})
    return list(Theme.objects.order_by("position"))


def address(workshop, name="desk_votes"):
    return reverse(f"workshops:{name}", args=[workshop.code, 1])


def sheet(themes, hands, paper, **more):
    counts = {f"hands-{theme.key}": count for theme, count in zip(themes, hands, strict=True)}
    counts |= {f"paper-{theme.key}": count for theme, count in zip(themes, paper, strict=True)}
    return {"table": "3", "people": "4", **counts, **more}


def counted():
    return {(dots.theme.title, dots.channel, dots.group): dots.count for dots in Dots.objects.select_related("theme")}


def test_hands_and_stickers_are_counted_with_the_phones_and_what_is_missing_is_said(workshop, themes, client):
    Dots.objects.create(board=themes[0].board, theme=themes[0], channel="phone", voter="x", group=3, count=1)

    answer = client.post(address(workshop, "desk_count"), sheet(themes, [4, 2], [2, 0]))
    page = client.get(answer["Location"]).content.decode()

    assert counted() == {
        ("Air", "phone", 3): 1,
        ("Air", "hands", 3): 4,
        ("Arbres", "hands", 3): 2,
        ("Air", "paper", 3): 2,
    }
    assert "Il manque 3 gommettes sur 12. Recomptez, ou laissez ainsi." in page


def test_before_the_first_dot_nothing_is_said_to_be_missing(workshop, themes, client):
    page = client.get(address(workshop)).content.decode()

    assert "Aucune gommette n’est encore comptée à cette table." in page
    assert ("Il manque" in page, "Recomptez" in page) == (False, False)


def test_a_full_count_is_said_to_be_right(workshop, themes, client):
    answer = client.post(address(workshop, "desk_count"), sheet(themes, [6, 6], [0, 0]))

    assert "Le compte est bon : 12 gommettes." in client.get(answer["Location"]).content.decode()


def test_dots_may_be_moved_from_a_theme_to_another_at_once(workshop, themes, client):
    client.post(address(workshop, "desk_count"), sheet(themes, [12, 0], [0, 0]))
    client.post(address(workshop, "desk_count"), sheet(themes, [0, 12], [0, 0]))

    assert counted()["Arbres", "hands", 3] == 12


def test_more_dots_than_people_have_are_refused_and_what_was_typed_stays(workshop, themes, client):
    answer = client.post(address(workshop, "desk_count"), sheet(themes, [9, 9], [0, 0]))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Gommettes possibles : 12 ; comptées : 18." in page
    assert page.count('value="9"') == 2
    assert counted() == {}


def test_more_people_than_seats_may_be_typed(workshop, themes, client):
    answer = client.post(address(workshop, "desk_count"), sheet(themes, [9, 9], [0, 0], people="6"))

    assert answer.status_code == 303
    assert "Le compte est bon" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("typed", ["-1", "beaucoup", "1e9", "²"])
def test_what_is_not_a_number_of_dots_is_refused(workshop, themes, client, typed):
    answer = client.post(address(workshop, "desk_count"), sheet(themes, [typed, 0], [0, 0]))

    assert answer.status_code == 422
    assert counted() == {}


def test_two_people_counting_the_same_table_do_not_overwrite_each_other(workshop, themes, client):
    was = ";".join(f"{theme.key}:0:0" for theme in themes)
    client.post(address(workshop, "desk_count"), sheet(themes, [4, 0], [0, 0], was=was))

    late = client.post(address(workshop, "desk_count"), sheet(themes, [1, 1], [0, 0], was=was))

    assert late.status_code == 409
    assert counted()["Air", "hands", 3] == 4


def test_the_vote_waits_for_its_sequence_and_says_when(client):
    workshop = until(make_workshop(), 1)
    client.force_login(make_facilitator(workshop, 1))

    with time_machine.travel(NOON, tick=False):
        page = client.get(address(workshop)).content.decode()

    assert "Le vote n’est pas encore ouvert." in page
    assert "à partir de la séquence « Conclure », vers 13\u00a0h\u00a051." in page


def test_counting_may_be_finished_while_people_walk(workshop, themes, client):
    ring(workshop)

    assert client.post(address(workshop, "desk_count"), sheet(themes, [1, 0], [0, 0])).status_code == 303
