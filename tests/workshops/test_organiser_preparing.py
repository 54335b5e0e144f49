"""Questions, sequences, tables, settings: what the organiser types is kept, moved, removed or refused whole."""

import pytest

from essaim.boards.models import Board
from essaim.kit.refusal import Refused
from essaim.workshops.domain import preparing, sequencing
from essaim.workshops.domain.preparing import Asked
from tests.factories import NOON, make_workshop, organiser_of, until

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    return make_workshop(is_open=False)


@pytest.fixture
def post(client, workshop):
    client.force_login(organiser_of(workshop))
    return lambda page, **typed: client.post(f"/ateliers/{workshop.code}/{page}", typed)


def asked(workshop):
    return [(one.number, one.title, one.text) for one in workshop.questions.select_related("board").order_by("number")]


def typed_questions(workshop, count=None):
    rows = asked(workshop)[:count]
    return {
        f"q{n}-{name}": value
        for n, title, text in rows
        for name, value in (("number", n), ("title", title), ("text", text))
    }


def titles(workshop):
    return [(one.position, one.title, one.round) for one in workshop.sequences.order_by("position")]


def typed_rows(workshop):
    return {
        f"s{one.position}-{name}": getattr(one, name)
        for one in workshop.sequences.all()
        for name in ("title", "minutes")
    }


def typed_tables(workshop):
    return {f"t{one.number}-name": one.name for one in workshop.tables.all()} | {
        f"t{one.number}-is_accessible": "on" for one in workshop.tables.all() if one.is_accessible
    }


# Questions


def test_a_question_that_moves_up_takes_its_board_along(workshop, post):
    boards = dict(workshop.questions.values_list("title", "board"))

    assert post("questions/", act="up-2", **typed_questions(workshop)).status_code == 302

    assert [title for _n, title, _text in asked(workshop)] == ["Axe 2", "Axe 1", "Axe 3"]
    assert dict(workshop.questions.values_list("title", "board")) == boards


def test_what_is_typed_is_kept_when_a_question_is_removed(workshop, post):
    typed = typed_questions(workshop) | {"q1-text": "Comment respirer mieux ?"}

    post("questions/", act="remove-2", **typed)

    assert [text for _n, _title, text in asked(workshop)] == ["Comment respirer mieux ?", "Question 3 : que faire ?"]
    assert Board.objects.count() == 3


def test_adding_keeps_what_is_typed_and_shows_one_more_field(workshop, post, client):
    answer = post("questions/", act="add", **typed_questions(workshop))

    assert 'name="q4-text"' in client.get(answer.headers["Location"]).text


def test_a_tenth_question_is_refused_and_nothing_changes(workshop, post):
    typed = {f"q{n}-text": f"Question {n} ?" for n in range(1, 11)}

    page = post("questions/", act="save", **typed)

    assert page.status_code == 422
    assert "entre 1 et 9 questions" in page.text
    assert "Question 10 ?" in page.text
    assert workshop.questions.count() == 3


def test_no_question_at_all_is_refused(workshop, post):
    assert post("questions/", act="save", **{"q1-text": " "}).status_code == 422
    assert workshop.questions.count() == 3


@pytest.mark.parametrize("number", ["7", "-1", "abc"])
def test_a_question_number_of_elsewhere_changes_nothing(workshop, post, number):
    page = post("questions/", act="save", **{"q1-number": number, "q1-text": "À nous ?"})

    assert page.status_code in {409, 422}
    assert workshop.questions.count() == 3


def test_the_text_of_a_question_stays_text(workshop, post):
    hostile = '=HYPERLINK("http://x") <script>alert(1)</script>'

    page = post("questions/", act="save", **typed_questions(workshop) | {"q1-text": hostile})

    assert page.status_code == 302
    assert asked(workshop)[0][2] == hostile


def test_a_question_without_short_title_is_named_once(workshop, post, client):
    post(
        "questions/", act="save", **typed_questions(workshop) | {"q1-title": "", "q1-text": "Comment respirer mieux ?"}
    )

    form = client.get(f"/ateliers/{workshop.code}/questions/").context["forms"][0]
    desks = client.get(f"/animation/{workshop.code}/").text

    assert form["title"].value() == ""
    assert "<h2>1. Comment respirer mieux ?</h2>" in desks
    assert '<p class="question">Comment respirer mieux ?</p>' not in desks


def test_a_long_question_is_cut_between_words_where_only_a_title_holds(workshop, post):
    long = "Comment faire venir au marché celles et ceux qui n’y viennent jamais, ou qui n’y viennent plus du tout ?"

    post("questions/", act="save", **typed_questions(workshop) | {"q1-title": "", "q1-text": long})

    first = workshop.questions.get(number=1)
    assert first.title == "Comment faire venir au marché celles et ceux qui n’y viennent jamais, ou qui…"
    assert not first.has_own_title


def test_the_number_of_questions_does_not_change_once_doors_are_open(workshop):
    organiser = organiser_of(workshop)
    preparing.open_doors(workshop=workshop, by=organiser, now=NOON)
    workshop.refresh_from_db()

    with pytest.raises(Refused, match="revenez d’abord en préparation"):
        preparing.arrange_questions(workshop=workshop, asked=[Asked(1, "Un", "Une ?")], by=organiser)
    words = [Asked(n, title, text + " Vraiment ?") for n, title, text in asked(workshop)]
    preparing.arrange_questions(workshop=workshop, asked=words, by=organiser)

    assert asked(workshop)[2][2] == "Question 3 : que faire ? Vraiment ?"


# Sequences


def test_turns_are_counted_again_when_a_sequence_goes(workshop, post):
    post("deroule/", act="remove-3", **typed_rows(workshop))

    assert [(title, turn) for _p, title, turn in titles(workshop) if turn] == [("Faire émerger", 1), ("Conclure", 2)]
    assert [position for position, _title, _turn in titles(workshop)] == [1, 2, 3, 4, 5, 6]


def test_a_sequence_moves_and_keeps_what_is_typed(workshop, post):
    post("deroule/", act="up-3", **typed_rows(workshop) | {"s3-title": "Nuancer", "s3-minutes": "12"})

    assert titles(workshop)[1] == (2, "Nuancer", 2)
    assert workshop.sequences.get(position=2).minutes == 12


@pytest.mark.parametrize("minutes", ["0", "-5", "601", "vingt", ""])
def test_a_duration_that_is_none_changes_nothing(workshop, post, minutes):
    page = post("deroule/", act="save", **typed_rows(workshop) | {"s1-minutes": minutes, "s2-title": "Autre"})

    assert page.status_code == 422
    assert titles(workshop)[1][1] == "Passage de témoin"


@pytest.mark.parametrize("kind", ["round", "transition", "plenary", "break"])
def test_a_sequence_is_added(workshop, post, kind):
    post("deroule/", act=f"add-{kind}", **typed_rows(workshop))

    assert workshop.sequences.count() == 8
    assert [position for position, _title, _turn in titles(workshop)] == list(range(1, 9))


def test_two_sequences_may_share_a_turn(workshop, post):
    post("deroule/", act="add-round", **typed_rows(workshop))
    added = workshop.sequences.get(title="Nouvelle séquence")
    typed = {"title": "Voter", "minutes": "5", "kind": "round", "stays": "on", "acts": ["vote"]}

    post(f"deroule/{added.position}/", **typed)

    assert [(title, turn) for _p, title, turn in titles(workshop) if turn] == [
        ("Faire émerger", 1),
        ("Enrichir", 2),
        ("Conclure", 3),
        ("Voter", 3),
    ]
    assert workshop.sequences.get(title="Voter").allows == ["vote"]


def test_a_turn_without_time_to_walk_is_pointed_out(workshop, post, client):
    post("deroule/", act="remove-2", **typed_rows(workshop))

    assert "Personne n’a le temps de changer de table" in client.get(f"/ateliers/{workshop.code}/deroule/").text


def test_the_script_is_kept(workshop, post):
    typed = {"title": "Ouvrir", "minutes": "25", "kind": "round", "say": "Bonjour", "do": "Écouter", "ask": "Et vous ?"}

    post("deroule/1/", acts=["write", "group"], icebreaker="carte", **typed)

    first = workshop.sequences.get(position=1)
    assert (first.say, first.do, first.ask, first.icebreaker) == ("Bonjour", "Écouter", "Et vous ?", "carte")


def test_what_has_begun_keeps_its_minutes():
    running = until(make_workshop(), 1)

    with pytest.raises(Refused, match="depuis la conduite"):
        sequencing.resize(workshop=running, rows={1: ("Faire émerger", 40)}, by=organiser_of(running))


def test_more_turns_than_questions_are_to_correct_with_a_link_to_where(client):
    workshop = make_workshop(is_open=False, questions=2)
    client.force_login(organiser_of(workshop))

    page = client.get(f"/ateliers/{workshop.code}/")

    assert [(step.word, step.state) for step in page.context["steps"] if step.route == "sequences"] == [
        ("À corriger", "late")
    ]
    assert "3 tours pour 2 questions" in page.text
    assert f'<a href="/ateliers/{workshop.code}/deroule/">Aller au déroulé</a>' in page.text
    rotation = client.get(f"/ateliers/{workshop.code}/rotation/").text
    assert f'<a href="/ateliers/{workshop.code}/deroule/">Aller au déroulé</a>' in rotation
    assert client.post(f"/ateliers/{workshop.code}/accueil/").context["refused"]


def test_the_timetable_fits_the_questions_in_one_press_and_still_concludes(client):
    workshop = make_workshop(is_open=False, questions=2)
    client.force_login(organiser_of(workshop))
    address = f"/ateliers/{workshop.code}/deroule/"
    conclude = workshop.sequences.get(title="Conclure")
    assert "Adapter le déroulé à 2 questions" in client.get(address).text

    assert client.post(address, typed_rows(workshop) | {"act": "fit"}).status_code == 302

    assert titles(workshop) == [
        (1, "Faire émerger", 1),
        (2, "Passage de témoin", 0),
        (3, "Enrichir", 2),
        (4, "Retour en salle plénière", 0),
        (5, "Plénière", 0),
    ]
    last = workshop.sequences.get(title="Enrichir")
    assert set(conclude.allows) <= set(last.allows)
    assert conclude.do in last.do
    assert preparing.missing(workshop) == []
    assert "Adapter le déroulé" not in client.get(address).text


@pytest.mark.parametrize(("questions", "turns"), [(1, 1), (3, 3), (5, 3)])
def test_turns_that_are_not_too_many_stay(questions, turns):
    workshop = make_workshop(is_open=False, questions=questions, tables=5)

    sequencing.fit_to_questions(workshop=workshop, by=organiser_of(workshop))

    assert max(one.round for one in workshop.sequences.all()) == turns


# Tables


def test_a_table_that_goes_leaves_no_gap(workshop, post):
    post("tables/", act="save", **typed_tables(workshop) | {"t3-name": "Préau", "t3-capacity": "8"})

    post("tables/", act="remove-1", **typed_tables(workshop))

    assert list(workshop.tables.values_list("number", "name")) == [(1, "Table 1"), (2, "Préau")]


def test_tables_are_added_with_what_is_typed(workshop, post):
    post("tables/", act="add", more="2", **typed_tables(workshop) | {"t1-place": "Premier étage"})

    assert workshop.tables.count() == 5
    assert workshop.tables.get(number=1).place == "Premier étage"


@pytest.mark.parametrize(
    "typed",
    [{"t1-capacity": "0"}, {"t1-capacity": "x"}, {"t1-video_url": "javascript:alert(1)"}, {"t1-name": "x" * 5000}],
)
def test_a_table_that_cannot_be_changes_nothing(workshop, post, typed):
    assert post("tables/", act="save", **typed_tables(workshop) | typed | {"t2-name": "Autre"}).status_code == 422
    assert workshop.tables.get(number=2).name == "Table 2"


def test_more_tables_than_anybody_needs_are_refused(workshop, post):
    assert post("tables/", act="add", more="500", **typed_tables(workshop)).status_code == 422
    assert workshop.tables.count() == 3


@pytest.mark.parametrize("act", ["up-²", "remove-²", "down-"])
def test_a_place_that_is_no_number_moves_nothing(workshop, post, act):
    before = asked(workshop)

    assert post("questions/", act=act, **typed_questions(workshop)).status_code == 302

    assert asked(workshop) == before
