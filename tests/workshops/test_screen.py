"""The projector: who may show it, what it says, and that asking again costs nothing."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from essaim.boards.domain import deciding
from essaim.kit.codes import new_secret, shown_code
from essaim.people.models import Person
from essaim.workshops.domain import joining, running
from essaim.workshops.domain.wall import wall_cookie, wall_token
from tests.factories import (
    make_facilitator,
    make_person,
    make_programme,
    make_seat,
    make_workshop,
    organiser_of,
    ring,
    until,
    write_note,
)

pytestmark = pytest.mark.django_db
WALLS = ("mur/", "mur/journee/", "mur/accueil/", "mur/1/", "mur/pleniere/", "qr.svg")


def addresses(workshop):
    return [f"/a/{workshop.code}/{wall}" for wall in WALLS]


def with_wall(client, workshop):
    client.cookies[wall_cookie(workshop)] = wall_token(workshop)
    return client


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize("moment", ["before", "during", "after"])
def test_walls_open_to_the_team_and_to_the_projector_only(client, moment):
    workshop = make_workshop()
    seat = make_seat(workshop)
    if moment != "before":
        until(workshop, 1)
    if moment == "after":
        running.finish(workshop=workshop, by=organiser_of(workshop), now=timezone.now())
    stranger = make_person()
    make_programme(stranger)
    people = {
        "stranger": (stranger, 403),
        "facilitator": (make_facilitator(workshop), 200),
        "organiser": (organiser_of(workshop), 200),
        "administrator": (make_person(is_administrator=True), 200),
    }

    def statuses():
        return {client.get(address).status_code for address in addresses(workshop)}

    found = {"nobody": statuses()}
    for role, (person, _expected) in people.items():
        client.force_login(person)
        found[role] = statuses()
        client.logout()
    client.cookies[f"seat-{workshop.code}"] = joining.token_of(seat)
    found["seat"] = statuses()
    client.cookies.clear()
    found["wall"] = {with_wall(client, workshop).get(address).status_code for address in addresses(workshop)}

    expected = {role: {status} for role, (_person, status) in people.items()}
    assert found == {"nobody": {403}, **expected, "seat": {403}, "wall": {200}}


def test_the_wall_link_is_exchanged_once_for_a_cookie_and_leaves_the_address_bar(client):
    workshop = make_workshop()

    response = client.get(f"/mur/{workshop.wall_key}/")

    assert (response.status_code, response["Location"]) == (302, f"/a/{workshop.code}/mur/journee/")
    cookie = response.cookies[wall_cookie(workshop)]
    assert (bool(cookie["httponly"]), cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    page = client.get(response["Location"])
    assert page.status_code == 200
    assert workshop.wall_key not in page.content.decode()


def test_a_new_wall_link_closes_the_old_projectors(client):
    workshop = make_workshop()
    client.get(f"/mur/{workshop.wall_key}/")
    old, workshop.wall_key = workshop.wall_key, new_secret()
    workshop.save()

    assert client.get(f"/a/{workshop.code}/mur/").status_code == 403
    assert client.get(f"/mur/{old}/").status_code == 404


def test_a_wall_cookie_opens_its_own_workshop_only(client):
    mine, other = make_workshop(), make_workshop()
    with_wall(client, mine)
    client.cookies[wall_cookie(other)] = wall_token(mine)

    assert client.get(f"/a/{other.code}/mur/").status_code == 403


@pytest.mark.parametrize("address", ["/a/ZZZZZZZZ/mur/", "/a/x/mur/1/", "/mur/inconnu/"])
def test_an_unknown_wall_is_not_found(client, address):
    client.force_login(make_person(is_administrator=True))

    assert client.get(address).status_code == 404


def test_an_unknown_question_is_not_found(client):
    workshop = make_workshop(questions=3)

    assert with_wall(client, workshop).get(f"/a/{workshop.code}/mur/4/").status_code == 404


def test_the_welcome_wall_says_how_to_join_and_how_many_did(client):
    workshop = make_workshop(seats=6)
    make_seat(workshop)
    make_seat(workshop)

    page = text_of(with_wall(client, workshop).get(f"/a/{workshop.code}/mur/accueil/"))

    assert shown_code(workshop.code) in page
    assert "<strong>2</strong> personnes ont rejoint <span>sur 6 attendues</span>" in page
    assert all(rule in page for rule in workshop.rules_list)
    assert 'class="qr"' in page


def test_the_wall_of_the_link_follows_the_day_until_somebody_chooses_another(client):
    workshop = make_workshop()
    with_wall(client, workshop)

    def shown(wall="journee"):
        page = text_of(client.get(f"/a/{workshop.code}/mur/{wall}/"))
        view = re.search(r'<main [^>]*data-view="(\w+)"', page).group(1)
        return view, re.search(r'aria-current="page">([^<]*)</a>', page).group(1), "http-equiv" in page

    days = [shown()]
    for times in (1, 6):
        ring(workshop, times)
        days.append(shown())
    chosen = shown("accueil")
    running.finish(workshop=workshop, by=organiser_of(workshop), now=timezone.now())

    assert days == [(view, "Suivre la journée", True) for view in ("welcome", "all", "plenary")]
    assert chosen == ("welcome", "Accueil", False)
    assert shown() == ("over", "Suivre la journée", True)


@pytest.mark.parametrize("wall", ["", "journee/", "accueil/", "1/", "pleniere/"])
def test_after_the_end_each_wall_gives_thanks_and_invites_nobody_to_join(client, wall):
    workshop = until(make_workshop(visibility="participants"), 7)
    running.finish(workshop=workshop, by=organiser_of(workshop), now=timezone.now())

    page = text_of(with_wall(client, workshop).get(f"/a/{workshop.code}/mur/{wall}"))

    assert "L’atelier est terminé. Merci !" in page
    assert "Vous lirez le compte rendu sur votre téléphone" in page
    assert ('class="qr"' in page, "Visez" in page, shown_code(workshop.code) in page) == (False, False, False)


def test_the_last_wall_says_where_a_public_report_will_be_read(client):
    workshop = until(make_workshop(visibility="public"), 7)
    running.finish(workshop=workshop, by=organiser_of(workshop), now=timezone.now())

    page = text_of(with_wall(client, workshop).get(f"/a/{workshop.code}/mur/journee/"))

    assert f"Le compte rendu se lira à l’adresse testserver/comptes-rendus/{workshop.code}/" in page


def test_a_facilitator_who_gave_no_name_has_no_address_on_the_wall(client):
    workshop = until(make_workshop(), 1)
    named, unnamed = make_facilitator(workshop, 1, "Claire"), make_facilitator(workshop, 1)
    Person.objects.filter(pk=unnamed.pk).update(name="")

    page = text_of(with_wall(client, workshop).get(f"/a/{workshop.code}/mur/1/"))

    assert (named.name in page, unnamed.email in page) == (True, False)


def test_a_note_is_one_element_and_says_how_many_said_it(client):
    workshop = until(make_workshop(), 1)
    board = workshop.questions.first().board
    by = organiser_of(workshop)
    said = write_note(board, "Aérer les classes <vite>", group=2, count=2, round=1)
    again = write_note(board, "Ouvrir les fenêtres", group=1, round=1)
    theme = deciding.add_theme(board=board, title="L’air", by=by, now=timezone.now())
    deciding.move_note(board=board, note=said, theme=theme, by=by, now=timezone.now())
    deciding.merge_note(board=board, note=again, into=said, by=by, now=timezone.now())

    page = with_wall(client, workshop).get(f"/a/{workshop.code}/mur/1/").content.decode()

    shown = re.findall(r'<li class="note[^>]*>([^<]*)</li>', page.partition('class="merged"')[0])
    assert shown == ["Table 2 · ×3&#10;Aérer les classes &lt;vite&gt;"]
    assert page.count('id="n-') == 2


def test_set_aside_handed_and_withdrawn_notes_are_not_on_the_wall(client):
    workshop = until(make_workshop(), 1)
    board = workshop.questions.first().board
    aside = write_note(board, "Hors sujet", round=1)
    deciding.set_aside(board=board, note=aside, reason="hors sujet", by=organiser_of(workshop), now=timezone.now())
    write_note(board, "Remise trop tard", state="handed", round=1)

    page = text_of(with_wall(client, workshop).get(f"/a/{workshop.code}/mur/1/"))

    assert "Hors sujet" not in page
    assert "Remise trop tard" not in page


def test_the_relay_opens_the_next_turn_until_somebody_writes(client):
    workshop = until(make_workshop(), 1)
    board = workshop.questions.first().board
    by = organiser_of(workshop)
    theme = deciding.add_theme(board=board, title="L’air des classes", by=by, now=timezone.now())
    write_note(board, "Aérer", round=1, theme_id=theme.pk)
    address = f"/a/{workshop.code}/mur/1/"
    with_wall(client, workshop)

    def relay():
        page = text_of(client.get(address))
        return re.search(r'id="relay" data-live data-round="(\d)"( hidden)?', page).groups()

    assert relay() == ("1", " hidden")
    ring(workshop)
    assert relay() == ("2", None)
    ring(workshop)
    assert 'L’air des classes <span class="count">×1</span></li>' in text_of(client.get(address))
    write_note(board, "Aérer aussi le soir", round=2)
    assert relay() == ("2", " hidden")


def test_a_page_asked_again_without_change_is_answered_in_one_line(client):
    workshop = until(make_workshop(), 1)
    address = f"/a/{workshop.code}/mur/"
    tag = with_wall(client, workshop).get(address)["ETag"]

    same = client.get(address, headers={"If-None-Match": tag})
    write_note(workshop.questions.first().board, "Une idée", round=1)
    changed = client.get(address, headers={"If-None-Match": tag})

    assert (same.status_code, same.content, changed.status_code) == (304, b"", 200)


@pytest.mark.parametrize("wall", ["mur/1/", "mur/pleniere/", "mur/accueil/"])
def test_a_wall_asks_the_database_as_often_for_one_note_as_for_three(client, wall):
    workshop = until(make_workshop(), 1)
    board = workshop.questions.first().board
    with_wall(client, workshop)
    write_note(board, "Une idée", round=1)
    one = queries_of(client, f"/a/{workshop.code}/{wall}")

    write_note(board, "Deux idées", round=1)
    write_note(board, "Trois idées", round=1)

    assert queries_of(client, f"/a/{workshop.code}/{wall}") == one


def test_the_wall_of_nine_questions_asks_as_often_as_that_of_three(client):
    few, many = (make_workshop(questions=number, tables=number, seats=18) for number in (3, 9))

    def queries(workshop):
        for question in workshop.questions.all():
            write_note(question.board, "Une idée", round=1)
        return queries_of(with_wall(client, workshop), f"/a/{workshop.code}/mur/")

    assert queries(few) == queries(many)


def queries_of(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_clock_is_told_in_the_time_of_the_server(client):
    workshop = make_workshop()
    start = timezone.now()
    running.next_sequence(workshop=workshop, seen=0, by=organiser_of(workshop), now=start)
    workshop.refresh_from_db()

    page = with_wall(client, workshop).get(f"/a/{workshop.code}/mur/1/").content.decode()

    ends = workshop.sequences.get(position=1).ends_at
    stamp = ends.strftime("%Y-%m-%dT%H:%M:%S")
    assert re.search(rf'<count-down ends="{stamp}\.\d\d\dZ" now="', page)
    assert ends == start + timedelta(minutes=25)


def test_the_qr_code_alone_is_a_picture_that_scales(client):
    workshop = make_workshop()

    response = with_wall(client, workshop).get(f"/a/{workshop.code}/qr.svg")

    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')


def test_nobody_writes_on_a_wall(client):
    workshop = make_workshop()
    with_wall(client, workshop)

    assert {client.post(address, {"key": uuid.uuid4()}).status_code for address in addresses(workshop)} == {405}
