"""Doors, settings, team, and what becomes of a workshop: held again, or thrown away."""

from datetime import date

import pytest

from essaim.boards.models import Board
from essaim.kit.refusal import Refused
from essaim.workshops.domain import describing, duplicating, preparing, running, seating
from essaim.workshops.models import Workshop
from tests.factories import NOON, make_facilitator, make_seat, make_workshop, organiser_of, until, write_note

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


# Doors, settings, team


def test_doors_open_then_close_for_changes(workshop, post):
    post("accueil/")
    workshop.refresh_from_db()
    assert workshop.state == "open"

    post("accueil/", doors="close")
    workshop.refresh_from_db()
    assert workshop.state == "draft"


def test_a_workshop_that_has_begun_does_not_go_back_to_draft():
    running = until(make_workshop(), 1)

    with pytest.raises(Refused, match="a commencé"):
        preparing.close_doors(workshop=running, by=organiser_of(running))


def test_doors_stay_shut_while_something_is_missing(client):
    workshop = make_workshop(is_open=False, tables=2)
    client.force_login(organiser_of(workshop))

    assert "3 questions pour 2 tables" in client.get(f"/ateliers/{workshop.code}/").text
    assert client.post(f"/ateliers/{workshop.code}/accueil/").status_code == 409


def test_dots_are_the_same_on_every_board_and_on_those_to_come(workshop, post):
    post("reglages/", visibility="public", licence="CC0-1.0", dots="5", minutes_per_group="4")
    post("questions/", act="save", **typed_questions(workshop) | {"q4-text": "Et encore ?"})

    workshop.refresh_from_db()
    assert (workshop.visibility, workshop.licence, workshop.seconds_per_group) == ("public", "CC0-1.0", 240)
    assert set(workshop.questions.values_list("board__dots_each", flat=True)) == {5}


def test_once_it_is_over_who_reads_and_the_licence_go_with_the_report(client):
    workshop = until(make_workshop(), 7)
    running.next_sequence(workshop=workshop, seen=7, by=organiser_of(workshop), now=NOON)
    before = Workshop.objects.get(pk=workshop.pk)
    client.force_login(organiser_of(workshop))

    page = client.get(f"/ateliers/{workshop.code}/reglages/").text
    asked = {"visibility": "private", "licence": "cc0", "dots": 4, "minutes_per_group": 6}
    assert client.post(f"/ateliers/{workshop.code}/reglages/", asked).status_code == 409
    with pytest.raises(Refused, match="se règlent avec le compte rendu"):
        describing.settle(workshop=before, by=organiser_of(workshop), **asked)

    after = Workshop.objects.get(pk=workshop.pk)
    assert (after.state, after.visibility, after.licence) == ("closed", before.visibility, before.licence)
    assert (after.plenary.dots_each, after.seconds_per_group) == (before.plenary.dots_each, before.seconds_per_group)
    assert "se règle avec le compte rendu" in page


TABS = ("", "presentation", "questions", "deroule", "tables", "equipe", "personnes", "rotation", "liens", "reglages")


@pytest.mark.parametrize("tab", TABS)
def test_once_it_is_over_every_tab_says_so_and_offers_nothing_that_would_be_refused(client, tab):
    workshop = until(make_workshop(), 7)
    running.next_sequence(workshop=workshop, seen=7, by=organiser_of(workshop), now=NOON)
    client.force_login(organiser_of(workshop))

    page = client.get(f"/ateliers/{workshop.code}/{tab}/" if tab else f"/ateliers/{workshop.code}/").text

    assert "Atelier terminé le 12 mars 2026." in page
    assert f'<a href="/comptes-rendus/{workshop.code}/">Le compte rendu est ici.</a>' in page
    for offered in ("Avant d’ouvrir", "étapes sur", "Prévoir ces places", "L’accueil est ouvert", 'value="save"'):
        assert offered not in page


@pytest.mark.parametrize("tab", ["presentation", "questions", "deroule", "tables", "deroule/1"])
def test_once_it_is_over_what_was_prepared_does_not_change(client, tab):
    workshop = until(make_workshop(), 7)
    running.next_sequence(workshop=workshop, seen=7, by=organiser_of(workshop), now=NOON)
    client.force_login(organiser_of(workshop))
    typed = {"title": "Autre", "minutes": "5", "kind": "round", "q1-text": "Autre ?", "t1-name": "Autre"}

    assert client.post(f"/ateliers/{workshop.code}/{tab}/", typed).status_code == 409


def test_who_moves_is_chosen_and_forgets_the_plan(workshop, post):
    seating.plan_seats(workshop=workshop, by=organiser_of(workshop))

    post("presentation/", title="L’air", purpose="Agir", harvest="", rules="Écouter", topology="participants-move")

    workshop.refresh_from_db()
    assert (workshop.title, workshop.topology, workshop.rules_list) == ("L’air", "participants-move", ["Écouter"])
    assert set(map(tuple, workshop.seats.values_list("path", flat=True))) == {()}


def test_a_facilitator_is_named_once_keeps_their_question_and_gets_a_link(workshop, post, mailoutbox):
    second = workshop.questions.get(number=2)

    page = post("equipe/", email="Nadia@exemple.fr", name="Nadia", question=second.pk)
    post("equipe/", email="nadia@exemple.fr")

    assert page.context["invitation"].address in page.text
    assert len(mailoutbox) == 2
    assert [(one.person.name, one.question) for one in workshop.facilitators.all()] == [("Nadia", second)]


def test_a_question_of_another_workshop_is_given_to_nobody(workshop, post):
    foreign = make_workshop().questions.first()
    make_facilitator(workshop, question=1)
    pk = workshop.facilitators.get().pk

    assert post("equipe/", email="nadia@exemple.fr", question=foreign.pk).status_code == 422
    assert post(f"equipe/{pk}/", question=foreign.pk).status_code == 422
    assert workshop.facilitators.get().question.number == 1


def test_the_wall_gets_a_new_link(workshop, post):
    before = workshop.wall_key

    post("liens/mur/")

    workshop.refresh_from_db()
    assert workshop.wall_key != before


# Another day, or never


def test_a_copy_has_everything_but_people_and_notes(workshop):
    make_facilitator(workshop, question=2, name="Nadia")
    workshop.sequences.filter(position=1).update(title="Se raconter")
    preparing.open_doors(workshop=workshop, by=organiser_of(workshop), now=NOON)
    workshop.refresh_from_db()
    make_seat(workshop, "Anne")
    write_note(workshop.questions.first().board, "Un capteur")

    copy = duplicating.duplicate(workshop=workshop, day=date(2027, 1, 9), by=organiser_of(workshop))

    assert asked(copy) == asked(workshop)
    assert titles(copy) == titles(workshop)
    assert copy.tables.count() == 3
    assert [(one.person.name, one.question.number) for one in copy.facilitators.all()] == [("Nadia", 2)]
    assert (copy.state, copy.seats.count(), copy.gathering.day) == ("draft", 0, date(2027, 1, 9))
    assert not copy.questions.filter(board__notes__isnull=False).exists()


def test_a_draft_is_thrown_away_with_its_boards(workshop, post, client):
    assert "définitif" in client.get(f"/ateliers/{workshop.code}/supprimer/").text

    post("supprimer/")

    assert not Workshop.objects.exists()
    assert not Board.objects.exists()


def test_what_people_said_is_not_thrown_away(workshop):
    write_note(workshop.questions.first().board, "Un capteur")

    with pytest.raises(Refused, match="a reçu des notes"):
        duplicating.discard(workshop=workshop, by=organiser_of(workshop))
    opened = make_workshop()
    with pytest.raises(Refused, match="en préparation"):
        duplicating.discard(workshop=opened, by=organiser_of(opened))
