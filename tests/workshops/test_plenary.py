"""The plenary: groups in turn, five minutes each, and what the room answers kept on the idea."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from essaim.boards.domain import deciding, voting
from essaim.boards.models import Idea, Note
from essaim.workshops.domain import plenary as leading
from essaim.workshops.domain import running
from essaim.workshops.domain.wall import wall_cookie, wall_token
from essaim.workshops.hearing import plenary_of
from tests.factories import NOON, make_facilitator, make_person, make_workshop, organiser_of, until, write_note

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def in_plenary(**fields):
    return until(make_workshop(**fields), 7)


def idea_of(workshop, table, text="Une rue calme devant chaque école"):
    board = workshop.questions.first().board
    return Idea.objects.create(
        board=board, group=table, text=text, reason="cela se voit", conditions="prévoir où se garer"
    )


def queue_of(workshop):
    return [speaker.table.number for speaker in plenary_of(workshop).queue]


def lead(client, workshop, verb, table=None):
    return client.post(f"/conduite/{workshop.code}/pleniere/{verb}/", {"table": table} if table else {})


def react(client, workshop, idea, text, key=None, **fields):
    body = {"idea": idea.key, "text": text, "key": key or uuid.uuid4(), "count": 1, **fields}
    return client.post(f"/conduite/{workshop.code}/pleniere/reaction/", body)


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode().replace("\u00a0", " "))


def test_a_group_is_called_speaks_and_is_heard(client):
    workshop = in_plenary()
    client.force_login(organiser_of(workshop))

    lead(client, workshop, "appeler", 2)
    assert plenary_of(workshop).speaking.table.number == 2
    lead(client, workshop, "appeler", 1)
    assert [speaker.is_done for speaker in plenary_of(workshop).queue] == [False, True, False]
    lead(client, workshop, "finir")
    heard = plenary_of(workshop)
    assert (heard.speaking, heard.next.table.number, heard.is_over) == (None, 3, False)


def test_the_queue_is_reordered_one_step_at_a_time_and_stops_at_its_ends(client):
    workshop = in_plenary()
    client.force_login(make_facilitator(workshop))

    orders = [queue_of(workshop)]
    for verb, table in (("descendre", 1), ("descendre", 1), ("descendre", 1), ("monter", 3)):
        lead(client, workshop, verb, table)
        orders.append(queue_of(workshop))

    assert orders == [[1, 2, 3], [2, 1, 3], [2, 3, 1], [2, 3, 1], [3, 2, 1]]


@pytest.mark.parametrize("table", ["", "9", "deux", "999999999999999"])
def test_a_table_of_nowhere_is_refused_with_a_sentence(client, table):
    workshop = in_plenary()
    client.force_login(organiser_of(workshop))

    answer = client.post(f"/conduite/{workshop.code}/pleniere/appeler/", {"table": table}, headers=JSON)

    assert (answer.status_code, plenary_of(workshop).speaking) == (404, None)
    assert answer.json()["error"]["sentence"]


def test_a_reaction_stands_on_its_idea_once(client):
    workshop = in_plenary()
    idea = idea_of(workshop, 1)
    client.force_login(organiser_of(workshop))
    key = uuid.uuid4()

    react(client, workshop, idea, "Les commerçants l’ont demandé", key=key, count="3")
    react(client, workshop, idea, "Les commerçants l’ont demandé", key=key, count="3")

    note = Note.objects.get(board=workshop.plenary)
    assert (note.about, note.text, note.count) == (idea, "Les commerçants l’ont demandé", 3)


@pytest.mark.parametrize(
    ("text", "count", "status"),
    [("", "1", 422), ("🙂🙂", "1", 422), ("x" * 5000, "1", 422), ("Bien", "0", 422), ("Bien", "beaucoup", 422)],
)
def test_a_refused_reaction_says_why_and_keeps_the_words(client, text, count, status):
    workshop = in_plenary()
    idea = idea_of(workshop, 1)
    leading.call(workshop=workshop, table=workshop.tables.get(number=1), by=organiser_of(workshop), now=NOON)
    client.force_login(organiser_of(workshop))

    answer = react(client, workshop, idea, text, count=count)

    assert (answer.status_code, Note.objects.filter(board=workshop.plenary).count()) == (status, 0)
    assert 'class="message wide is-bad" role="status"' in answer.content.decode()
    assert f">{text}</textarea>" in answer.content.decode()


def test_an_idea_of_another_workshop_is_refused(client):
    workshop, other = in_plenary(), in_plenary()
    client.force_login(organiser_of(workshop))

    answer = react(client, workshop, idea_of(other, 1), "Bien dit")

    assert (answer.status_code, Note.objects.count()) == (404, 0)


def test_strangers_neither_lead_nor_react(client):
    workshop = in_plenary()
    idea = idea_of(workshop, 1)
    client.force_login(make_person())

    answers = {lead(client, workshop, verb, 1).status_code for verb in ("appeler", "finir", "monter", "descendre")}

    assert answers | {react(client, workshop, idea, "Bien dit").status_code} == {403}


def test_the_wall_shows_who_speaks_their_ideas_and_the_answers_of_the_room(client):
    workshop = in_plenary()
    by = organiser_of(workshop)
    idea = idea_of(workshop, 2)
    idea_of(workshop, 1, "L’idée d’un autre groupe")
    leading.call(workshop=workshop, table=workshop.tables.get(number=2), by=by, now=timezone.now())
    leading.react(workshop=workshop, idea=idea, text="Chez nous aussi", key=uuid.uuid4(), by=by, now=timezone.now())
    client.cookies[wall_cookie(workshop)] = wall_token(workshop)

    page = text_of(client.get(f"/a/{workshop.code}/mur/pleniere/"))

    for words in (idea.text, "cela se voit", "prévoir où se garer", "Chez nous aussi", "Table 2", "Parle"):
        assert words in page
    assert "L’idée d’un autre groupe" not in page


def test_an_idea_says_its_theme_and_what_it_weighs_with_merged_notes_and_dots(client):
    workshop = in_plenary()
    by, board = organiser_of(workshop), workshop.questions.first().board
    head, same = write_note(board, "Une fontaine"), write_note(board, "De l’eau")
    theme = deciding.add_theme(board=board, title="L’eau", by=by, now=NOON)
    # Merged before it is sorted: the members of a note follow it under its theme.
    deciding.merge_note(board=board, note=same, into=head, by=by, now=NOON)
    deciding.move_note(board=board, note=head, theme=theme, by=by, now=NOON)
    voting.place_dots(board=board, ballot={theme: 3}, voter="seat", group=2, now=NOON)
    Idea.objects.create(board=board, group=2, text="Une fontaine par école", theme=theme)
    leading.call(workshop=workshop, table=workshop.tables.get(number=2), by=by, now=timezone.now())
    client.force_login(by)
    client.cookies[wall_cookie(workshop)] = wall_token(workshop)

    for address in (f"/conduite/{workshop.code}/pleniere/", f"/a/{workshop.code}/mur/pleniere/"):
        assert "Thème « L’eau », dit par 2 personnes, 3 gommettes" in text_of(client.get(address))


def test_time_that_is_over_is_said_in_words(client):
    workshop = in_plenary()
    by = organiser_of(workshop)
    late = timezone.now() - timedelta(minutes=6)
    leading.call(workshop=workshop, table=workshop.tables.get(number=1), by=by, now=late)
    client.cookies[wall_cookie(workshop)] = wall_token(workshop)

    page = text_of(client.get(f"/a/{workshop.code}/mur/pleniere/"))

    assert re.search(r"−1:0\d", page)
    assert '<speaking-time class="timer is-late is-long">' in page
    assert "Le temps est dépassé : concluez en une phrase.</p>" in page


def test_an_idea_that_no_group_signed_is_told_by_the_first_group_of_its_question():
    workshop = in_plenary(questions=3, tables=6, seats=12)
    idea_of(workshop, 0)

    tellers = [speaker.table.number for speaker in plenary_of(workshop).queue if speaker.ideas]

    assert len(tellers) == 1


def test_the_plenary_asks_the_database_as_often_for_one_idea_as_for_three(client):
    workshop = in_plenary()
    client.force_login(organiser_of(workshop))

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/conduite/{workshop.code}/pleniere/")
        return len(asked)

    idea_of(workshop, 1)
    one = queries()
    idea_of(workshop, 2)
    idea_of(workshop, 3)
    assert queries() == one


def test_a_pause_of_the_day_stops_the_clock_of_the_group(client):
    workshop = in_plenary()
    by = organiser_of(workshop)
    leading.call(workshop=workshop, table=workshop.tables.get(number=1), by=by, now=NOON)

    running.pause(workshop=workshop, by=by, now=NOON + timedelta(minutes=1))
    running.resume(workshop=workshop, by=by, now=NOON + timedelta(minutes=11))

    assert plenary_of(workshop).speaking.turn.ends_at == NOON + timedelta(minutes=15)


def test_a_group_called_during_a_pause_has_its_five_minutes_once_the_day_goes_on():
    workshop = in_plenary()
    by, table = organiser_of(workshop), workshop.tables.first()

    running.pause(workshop=workshop, by=by, now=NOON + timedelta(minutes=1))
    leading.call(workshop=workshop, table=table, by=by, now=NOON + timedelta(minutes=4))
    running.resume(workshop=workshop, by=by, now=NOON + timedelta(minutes=6))

    assert workshop.turns.get(table=table).ends_at == NOON + timedelta(minutes=11)
