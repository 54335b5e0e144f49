import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.boards.enums import NoteState
from essaim.boards.models import Note, Theme
from essaim.boards.queries import grouped
from essaim.workshops.desk import opening_of
from essaim.workshops.domain.joining import token_of
from essaim.workshops.enums import Act
from essaim.workshops.routes import facilitator
from tests.factories import (
    NOON,
    make_facilitator,
    make_person,
    make_workshop,
    organiser_of,
    seat_at_table,
    until,
    write_note,
)

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


def address(workshop, name="desk", *more):
    return reverse(f"workshops:{name}", args=[workshop.code, 1, *more])


def post(client, workshop, name, data, **headers):
    return client.post(address(workshop, name), data, **headers)


def titles(board):
    return {group.theme.title: [(row.note.text, row.count) for row in group.rows] for group in grouped(board).themes}


def test_the_desk_shows_the_script_the_clock_who_is_here_and_the_notes(workshop, board, amel, client):
    seat_at_table(workshop, 1)
    write_note(board, "Aérer les classes", group=1, round=1)

    page = client.get(address(workshop)).content.decode()

    assert "Lancez le brise-glace" in page
    assert "La météo du jour" in page
    assert "Table 1 : 1 sur 2 personnes" in page
    assert "Aérer les classes" in page
    assert "<count-down" in page


def test_ticked_notes_go_under_a_new_theme_and_come_back_in_one_undo(workshop, board, amel, client):
    notes = [write_note(board, text) for text in ("Aérer", "Ventiler", "Planter")]

    answer = post(
        client, workshop, "desk_move", {"note": [notes[0].key, notes[1].key], "theme": "new", "new_theme": "L’air"}
    )

    assert (answer.status_code, answer["Location"]) == (303, address(workshop))
    assert titles(board) == {"L’air": [("Aérer", 1), ("Ventiler", 1)]}

    post(client, workshop, "desk_undo", {})

    assert titles(board) == {}
    assert len(grouped(board).unsorted) == 3


def test_gestures_are_undone_one_by_one(workshop, board, amel, client):
    one, other = write_note(board, "Aérer"), write_note(board, "Planter")
    post(client, workshop, "desk_move", {"note": one.key, "theme": "new", "new_theme": "L’air"})
    post(client, workshop, "desk_aside", {"note": other.key, "reason": "hors de la question"})

    seen = []
    for _ in range(3):
        answer = post(client, workshop, "desk_undo", {}, **JSON)
        seen.append((answer.json()["sentence"], len(grouped(board).set_aside), len(titles(board))))

    assert seen == [
        ("Votre dernier geste est annulé.", 0, 1),
        ("Votre dernier geste est annulé.", 0, 0),
        ("Il n’y a rien à annuler : vous n’avez rien décidé sur cette question.", 0, 0),
    ]


def test_repeats_are_counted_together_and_can_be_separated(workshop, board, amel, client):
    notes = [write_note(board, text) for text in ("Aérer plus", "Aérer davantage", "Ouvrir les fenêtres")]
    post(client, workshop, "desk_move", {"note": notes[0].key, "new_theme": "L’air"})

    post(client, workshop, "desk_join", {"note": [note.key for note in notes]})
    assert titles(board) == {"L’air": [("Aérer plus", 3)]}

    post(client, workshop, "desk_separate", {"separate": notes[2].key})
    assert titles(board) == {"L’air": [("Aérer plus", 2), ("Ouvrir les fenêtres", 1)]}


def test_one_note_alone_is_merged_with_the_one_chosen_on_the_next_page(workshop, board, amel, client):
    one, other, far = (
        write_note(board, text) for text in ("Aérer les classes", "Aérer les clases !", "Planter des arbres")
    )

    answer = post(client, workshop, "desk_join", {"note": one.key})
    page = client.get(answer["Location"]).content.decode()

    assert page.index(str(other.key)) < page.index(str(far.key))
    post(client, workshop, "desk_join", {"note": one.key, "into": other.key})
    assert [(row.note.text, row.count) for row in grouped(board).unsorted] == [
        ("Aérer les clases !", 2),
        ("Planter des arbres", 1),
    ]


def test_likely_repeats_are_shown_and_nothing_is_merged_by_looking(workshop, board, amel, client):
    for text in ("Aérer les classes", "Aerer les clases", "Planter des arbres"):
        write_note(board, text)

    page = client.get(address(workshop, "desk_merge")).content.decode()

    assert page.count("Réunir<span") == 1
    assert len(grouped(board).unsorted) == 3


def test_a_note_is_set_aside_with_a_reason_only_and_can_be_taken_back(workshop, board, amel, client):
    note = write_note(board, "Et le stade ?")

    refused = post(client, workshop, "desk_aside", {"note": note.key, "reason": " "})
    assert refused.status_code == 422
    assert "Dites en quelques mots pourquoi" in refused.content.decode()
    assert f'value="{note.key}" checked' in refused.content.decode()

    post(client, workshop, "desk_aside", {"note": note.key, "reason": "hors de la question"})
    assert [(aside.text, aside.reason) for aside in grouped(board).set_aside] == [
        ("Et le stade ?", "hors de la question")
    ]

    post(client, workshop, "desk_restore", {"restore": note.key})
    assert (grouped(board).set_aside, len(grouped(board).unsorted)) == ([], 1)


def test_a_pair_set_aside_is_one_line_counted_once_and_taken_back_together(workshop, board, amel, client):
    notes = [write_note(board, text) for text in ("Et le stade ?", "Et la piscine ?", "Aérer plus")]
    post(client, workshop, "desk_join", {"note": [note.key for note in notes[:2]]})

    post(client, workshop, "desk_aside", {"note": notes[0].key, "reason": "hors de la question"})

    page = client.get(address(workshop)).content.decode()
    assert "1 note mise de côté." in page
    assert 'id="aside-count">1<' in page
    assert "« Et le stade ? » ×2" in page
    assert page.count('name="restore"') == 2  # the pair, and the model of a line

    post(client, workshop, "desk_restore", {"restore": notes[0].key})
    assert [(row.note.text, row.count) for row in grouped(board).unsorted] == [("Et le stade ?", 2), ("Aérer plus", 1)]


def test_a_note_handed_over_after_the_bell_is_set_aside_at_once_with_its_reason(workshop, board, amel, client):
    note = write_note(board, "Une idée de plus", state=NoteState.HANDED)

    post(client, workshop, "desk_aside", {"handed": note.key, "reason": "déjà dit"})

    picture = grouped(board)
    assert ([aside.reason for aside in picture.set_aside], picture.handed) == (["déjà dit"], [])


def test_enter_in_the_field_of_the_reason_sets_aside_and_does_not_sort(workshop, board, amel, client):
    note = write_note(board, "Et le stade ?")
    post(client, workshop, "desk_move", {"new_theme": "Air"})

    post(
        client,
        workshop,
        "desk_move",
        {"note": note.key, "enter": "1", "theme": board.themes.get().key, "reason": "hors de la question"},
    )

    assert [aside.text for aside in grouped(board).set_aside] == ["Et le stade ?"]


def test_notes_handed_over_after_the_bell_wait_to_be_accepted(workshop, board, amel, client):
    note = write_note(board, "Une idée de plus", state=NoteState.HANDED)
    assert "Remises après la cloche" in client.get(address(workshop)).content.decode()

    post(client, workshop, "desk_accept", {"handed": note.key})

    assert [row.note.text for row in grouped(board).unsorted] == ["Une idée de plus"]


def test_a_theme_is_renamed_moved_quoted_and_removed(workshop, board, amel, client):
    note = write_note(board, "Aérer")
    post(client, workshop, "desk_move", {"note": note.key, "new_theme": "Air"})
    post(client, workshop, "desk_move", {"new_theme": "Arbres"})
    air = Theme.objects.get(title="Air")

    def change(name, data):
        return client.post(address(workshop, name, air.key), data)

    change("theme_rename", {"title": "L’air que l’on respire"})
    change("theme_shift", {"towards": "later"})
    change("theme_quote", {"quote": note.key})
    assert list(titles(board)) == ["Arbres", "L’air que l’on respire"]
    assert Theme.objects.get(pk=air.pk).key_note == note

    change("theme_remove", {})
    assert (list(titles(board)), len(grouped(board).unsorted)) == (["Arbres"], 1)

    post(client, workshop, "desk_undo", {})
    assert titles(board) == {"Arbres": [], "L’air que l’on respire": [("Aérer", 1)]}


def test_two_facilitators_never_undo_each_other_silently(workshop, board, amel, client):
    note = write_note(board, "Aérer")
    seen = re.search(r'name="seen" value="(\d+)"', client.get(address(workshop)).content.decode()).group(1)
    other = make_facilitator(workshop)
    second = Client()
    second.force_login(other)
    post(client, workshop, "desk_move", {"note": note.key, "new_theme": "Air"})
    post(second, workshop, "desk_move", {"note": note.key, "new_theme": "Bâtiments"})

    undone = post(client, workshop, "desk_undo", {}, **JSON)
    stale = post(client, workshop, "desk_move", {"note": note.key, "new_theme": "Autre", "seen": seen}, **JSON)

    assert (undone.status_code, undone.json()["error"]["code"]) == (409, "changed-since")
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "changed-since")
    assert titles(board) == {"Air": [], "Bâtiments": [("Aérer", 1)]}


def test_a_scribe_sends_twice_and_the_note_stands_once(workshop, board, amel, client):
    key = uuid.uuid4()

    for _ in range(2):
        answer = post(client, workshop, "desk_scribe", {"key": key, "text": "Portage politique ×3"}, **JSON)

    assert (answer.status_code, answer.json()["key"], answer.json()["number"]) == (200, str(key), 1)
    note = Note.objects.get()
    assert (note.text, note.count, note.group, note.source) == ("Portage politique", 3, 1, "scribe")


def test_a_scribe_keeps_the_text_that_was_refused(workshop, amel, client):
    text = "a" * 700

    answer = post(client, workshop, "desk_scribe", {"key": uuid.uuid4(), "text": text})

    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert "le maximum est de 600" in answer.content.decode()


def test_a_scribe_says_which_table_spoke_when_several_share_the_question(client):
    workshop = until(make_workshop(questions=3, tables=6, seats=12), 1)
    client.force_login(organiser_of(workshop))

    post(client, workshop, "desk_scribe", {"text": "Aérer", "table": "4"})

    assert Note.objects.get().group == 4


def test_sorting_waits_for_the_first_sequence_and_says_when(client):
    workshop = make_workshop()
    client.force_login(organiser_of(workshop))
    note = write_note(workshop.questions.get(number=1).board, "Aérer")

    answer = post(client, workshop, "desk_move", {"note": note.key, "new_theme": "Air"})

    assert answer.status_code == 409
    assert "Ce sera possible à partir de la séquence « Faire émerger »." in answer.content.decode()


def test_what_is_not_yet_possible_has_a_time(workshop):
    assert opening_of(workshop, Act.GROUP, now=NOON) == ""
    assert (
        opening_of(workshop, Act.VOTE, now=NOON)
        == "Ce sera possible à partir de la séquence « Conclure », vers 13\u00a0h\u00a051."
    )


def test_strange_identifiers_are_refused_with_a_sentence(workshop, board, amel, client):
    elsewhere = write_note(workshop.questions.get(number=2).board, "Ailleurs")

    answers = [
        post(client, workshop, "desk_move", {"note": key, "new_theme": "Air"}, **JSON)
        for key in (elsewhere.key, uuid.uuid4(), "pas-une-clé")
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert titles(board) == {}


@pytest.mark.parametrize("position", [0, 1, 8])
def test_only_the_team_reaches_a_desk(client, position):
    workshop = make_workshop()
    if position:
        until(workshop, min(position, 7))
    seat = seat_at_table(workshop, 1)
    people = {
        "stranger": make_person(),
        "organiser of another programme": organiser_of(make_workshop()),
        "facilitator": make_facilitator(workshop),
        "organiser": organiser_of(workshop),
        "administrator": make_person(is_administrator=True),
    }
    client.cookies[f"seat-{workshop.code}"] = token_of(seat)

    assert client.get(address(workshop)).status_code == 302
    assert client.get(address(workshop), **JSON).status_code == 403
    answers = {}
    for name, person in people.items():
        client.force_login(person)
        answers[name] = (
            client.get(reverse("workshops:desks", args=[workshop.code])).status_code,
            client.get(address(workshop)).status_code,
            post(client, workshop, "desk_scribe", {"text": "Bonjour"}, **JSON).status_code,
        )

    assert answers == {
        "stranger": (403, 403, 403),
        "organiser of another programme": (403, 403, 403),
        "facilitator": (200, 200, 200),
        "organiser": (200, 200, 200),
        "administrator": (200, 200, 200),
    }


@pytest.mark.parametrize("route", facilitator.routes, ids=lambda route: route.name)
@pytest.mark.parametrize("who", ["anonymous", "seat", "stranger"])
def test_no_address_of_the_desk_answers_a_stranger(workshop, board, client, route, who):
    write_note(board, "Aérer")
    events = board.events.count()
    if who == "seat":
        client.cookies[f"seat-{workshop.code}"] = token_of(seat_at_table(workshop, 1))
    if who == "stranger":
        client.force_login(make_person())
    values = {
        "code": workshop.code,
        "number": 1,
        "key": uuid.uuid4(),
        "round": 1,
        "table": 1,
        "printout": 1,
        "place": 0,
    }
    names = route.pattern.converters
    path = reverse(f"workshops:{route.name}", kwargs={name: values[name] for name in names})

    answers = {client.get(path, **JSON).status_code, client.post(path, {}, **JSON).status_code}

    assert answers in ({403, 405}, {403})  # one address both reads and writes
    assert board.events.count() == events


def test_unknown_addresses_are_not_found(workshop, amel, client):
    for path in (
        "/animation/NEXISTE/",
        "/animation/NEXISTE/1/",
        f"/animation/{workshop.code}/9/",
        address(workshop, "desk_theme", uuid.uuid4()),
    ):
        assert client.get(path).status_code == 404


def test_the_desk_reads_as_much_for_three_notes_as_for_thirty(workshop, board, amel, client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(workshop)).status_code == 200
        return len(captured)

    for number in range(3):
        note = write_note(board, f"Idée {number}")
        post(client, workshop, "desk_move", {"note": note.key, "new_theme": f"Thème {number}"})
    few = queries()
    for number in range(27):
        note = write_note(board, f"Idée encore {number}")
        post(client, workshop, "desk_move", {"note": note.key, "new_theme": f"Thème {number % 5}"})

    assert queries() == few


def test_reading_writes_nothing(workshop, board, amel, client):
    note = write_note(board, "Aérer")
    before = board.events.count()

    for name in ("desk", "desk_merge"):
        client.get(address(workshop, name))
    client.get(address(workshop, "desk_merge") + f"?note={note.key}")

    assert board.events.count() == before
