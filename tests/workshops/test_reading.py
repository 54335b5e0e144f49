"""A board of thousands of notes: read by the hundred at the desk, and by the machine apart from the pages."""

import threading

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.boards.domain import deciding
from essaim.boards.domain import reading as boards
from essaim.boards.enums import ReadingState
from essaim.boards.models import Event, Reading, Theme
from essaim.boards.proposals import READ_AT_ONCE
from essaim.boards.queries import grouped
from tests.factories import NOON, make_facilitator, write_many

pytestmark = pytest.mark.django_db
BUS = ["Plus de bus le soir", "Des bus le dimanche", "Un bus pour la gare", "Des bus plus fréquents"]
BIKE = ["Des pistes cyclables", "Une piste cyclable vers l’école", "Garer son vélo à la gare", "Des vélos à louer"]


def go_on():
    return False


def address(workshop, name, *more):
    return reverse(f"workshops:{name}", args=[workshop.code, 1, *more])


def headings(board):
    return {group.theme.title: [row.note.number for row in group.rows] for group in grouped(board).themes}


@pytest.fixture
def asked(workshop, board, amel, client):
    """The team asked for a reading in two themes of a board without headings."""
    write_many(board, [*BUS, *BIKE])
    answer = client.post(address(workshop, "desk_reading_ask"), {"number": "2"}, follow=True)
    assert "La lecture est demandée." in answer.content.decode()
    return Reading.objects.get()


def test_a_reading_is_asked_made_apart_and_adopted_a_theme_at_a_time(workshop, board, asked, client):
    assert (asked.state, asked.notes, asked.read) == (ReadingState.WAITING, 8, 0)
    assert (
        "La lecture commence dans quelques secondes." in client.get(address(workshop, "desk_reading")).content.decode()
    )

    assert boards.read_next(must_stop=go_on) == 1

    page = client.get(address(workshop, "desk_reading"))
    themes = page.context["themes"]
    assert sorted(theme["notes"] for theme in themes) == [[1, 2, 3, 4], [5, 6, 7, 8]]
    bus = next(theme for theme in themes if 1 in theme["notes"])
    assert headings(board) == {}
    form = {"of": page.context["of"], "place": bus["place"], "title": "Le bus"}

    told = client.post(address(workshop, "desk_reading_adopt"), form, follow=True).content.decode()

    assert "4 notes rangées dans « Le bus »." in told
    assert headings(board) == {"Le bus": [1, 2, 3, 4]}
    client.post(address(workshop, "desk_undo"))
    assert headings(board) == {}
    assert [row.note.number for row in grouped(board).unsorted] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_theme_of_the_reading_is_read_before_it_is_adopted(workshop, asked, client):
    boards.read_next(must_stop=go_on)
    themes = client.get(address(workshop, "desk_reading")).context["themes"]
    bus = next(theme for theme in themes if 1 in theme["notes"])

    page = client.get(address(workshop, "desk_read_notes", bus["place"]))

    assert [row.note.text for row in page.context["rows"]] == BUS
    assert client.get(address(workshop, "desk_read_notes", 7)).status_code == 404


def test_notes_decided_about_meanwhile_stay_where_people_put_them(workshop, board, asked, amel, client):
    boards.read_next(must_stop=go_on)
    page = client.get(address(workshop, "desk_reading"))
    bus = next(theme for theme in page.context["themes"] if 1 in theme["notes"])
    kept = deciding.add_theme(board=board, title="Le soir", by=amel, now=NOON)
    deciding.move_note(board=board, note=board.notes.get(number=1), theme=kept, by=amel, now=NOON)
    deciding.move_note(board=board, note=board.notes.get(number=2), theme=kept, by=amel, now=NOON)
    deciding.move_note(board=board, note=board.notes.get(number=2), theme=None, by=amel, now=NOON)

    client.post(
        address(workshop, "desk_reading_adopt"), {"of": page.context["of"], "place": bus["place"], "title": "Le bus"}
    )

    assert headings(board) == {"Le soir": [1], "Le bus": [3, 4]}
    assert 2 in [row.note.number for row in grouped(board).unsorted]


def test_under_headings_of_people_what_the_machine_adds_is_told_apart(workshop, board, amel, client):
    write_many(board, [*BUS, *BIKE])
    for title, number in (("Le bus", 1), ("Le vélo", 5)):
        theme = deciding.add_theme(board=board, title=title, by=amel, now=NOON)
        deciding.move_note(board=board, note=board.notes.get(number=number), theme=theme, by=amel, now=NOON)
    deciding.add_theme(board=board, title="Et l’eau\u00a0?", by=amel, now=NOON)
    client.post(address(workshop, "desk_reading_ask"))

    boards.read_next(must_stop=go_on)

    page = client.get(address(workshop, "desk_reading"))
    found = {theme["heading"]: theme["notes"] for theme in page.context["themes"]}
    assert 1 not in found["Le bus"] and 5 not in found["Le vélo"]
    placed = [number for numbers in found.values() for number in numbers]
    assert sorted([*placed, *map(int, Reading.objects.get().found["waiting"])]) == [2, 3, 4, 6, 7, 8]
    bus = next(theme for theme in page.context["themes"] if theme["heading"] == "Le bus")
    client.post(address(workshop, "desk_reading_adopt"), {"of": page.context["of"], "place": bus["place"]})
    assert headings(board) == {"Le bus": [1, *found["Le bus"]], "Le vélo": [5], "Et l’eau\u00a0?": []}


def test_a_reading_stops_and_keeps_what_the_former_one_found(workshop, asked, client):
    boards.read_next(must_stop=go_on)
    before = Reading.objects.get().found
    client.post(address(workshop, "desk_reading_ask"), {"number": "3"})

    told = client.post(address(workshop, "desk_reading_stop"), follow=True).content.decode()

    assert "La lecture est arrêtée. Rien n’a bougé sur le panneau." in told
    assert boards.read_next(must_stop=go_on) == 0
    reading = Reading.objects.get()
    assert (reading.state, reading.found) == (ReadingState.STOPPED, before)
    again = client.post(address(workshop, "desk_reading_stop"), follow=True).content.decode()
    assert "La lecture était déjà terminée." in again


def test_a_process_that_stops_leaves_the_reading_to_the_next_one(workshop, asked):
    assert boards.read_next(must_stop=lambda: True) == 0
    assert Reading.objects.get().state == ReadingState.WAITING

    assert boards.read_next(must_stop=go_on) == 1
    assert Reading.objects.get().state == ReadingState.DONE


def test_a_reading_left_by_a_killed_process_is_taken_again(asked):
    ours, since = ReadingState.WORKING, NOON
    Reading.objects.update(state=ours, seen_at=since)

    assert boards.read_next(must_stop=go_on) == 1
    assert Reading.objects.get().state == ReadingState.DONE


def test_of_two_processes_one_reads(asked):
    one, other = Reading.objects.get(), Reading.objects.get()

    assert [boards.claim(one), boards.claim(other)] == [True, False]


@pytest.mark.parametrize("typed", ["1", "100", "beaucoup"])
def test_a_number_of_themes_that_nobody_could_read_is_refused(typed, workshop, board, amel, client):
    write_many(board, [*BUS, *BIKE])

    answer = client.post(address(workshop, "desk_reading_ask"), {"number": typed})

    assert (answer.status_code, "Demandez de 2 à 99 thèmes" in answer.content.decode()) == (422, True)
    assert not Reading.objects.exists()


def test_a_form_of_a_former_reading_changes_nothing(workshop, board, asked, client):
    boards.read_next(must_stop=go_on)
    of = client.get(address(workshop, "desk_reading")).context["of"]
    client.post(address(workshop, "desk_reading_ask"), {"number": "3"})
    boards.read_next(must_stop=go_on)

    answer = client.post(address(workshop, "desk_reading_adopt"), {"of": of, "place": "0", "title": "Le bus"})

    assert "a été relu depuis" in answer.content.decode()
    assert not Theme.objects.exists()


class TestLargeDesk:
    @pytest.fixture
    def large(self, board):
        write_many(board, [f"Idée numéro {number} pour le quartier" for number in range(1, READ_AT_ONCE + 3)])
        return board

    def test_a_hundred_notes_at_a_time_are_shown_searched_and_sorted(self, workshop, large, amel, client):
        first = client.get(address(workshop, "desk"))
        last = client.get(address(workshop, "desk"), {"page": "16"})
        found = client.get(address(workshop, "desk"), {"mots": "numéro quartier 1502"})

        assert [row.note.number for row in first.context["rows"]] == list(range(1, 101))
        assert [row.note.number for row in last.context["rows"]] == [1501, 1502]
        assert [row.note.number for row in found.context["rows"]] == [1502]
        assert "Notes 1 à 100 sur 1 502" in first.content.decode().replace("\u202f", " ").replace("\xa0", " ")

        note = large.notes.get(number=1502)
        came = f"http://testserver{address(workshop, 'desk')}?mots=1502"
        answer = client.post(
            address(workshop, "desk_move"),
            {"note": note.key, "theme": "new", "new_theme": "Le quartier", "seen": large.revision},
            headers={"Referer": came},
        )

        assert answer["Location"].endswith("?mots=1502")
        assert headings(large) == {"Le quartier": [1502]}
        under = client.get(address(workshop, "desk"), {"titre": str(Theme.objects.get().key)})
        assert [row.note.number for row in under.context["rows"]] == [1502]

    def test_its_queries_do_not_grow(self, workshop, large, amel, client):
        def queries():
            with CaptureQueriesContext(connection) as counted:
                client.get(address(workshop, "desk"))
            return len(counted)

        with_none = queries()
        for title in ("Un", "Deux", "Trois"):
            deciding.add_theme(board=large, title=title, by=amel, now=NOON)

        assert queries() == with_none

    def test_the_help_for_sorting_is_the_reading_and_repeats_are_not_looked_for(self, workshop, large, amel, client):
        assert "Lire le panneau" in client.get(address(workshop, "desk_proposals")).content.decode()
        assert "Aucun doublon probable" in client.get(address(workshop, "desk_merge")).content.decode()

    def test_thousands_of_notes_are_placed_and_put_back_in_one_gesture(self, workshop, large, amel, client):
        client.post(address(workshop, "desk_reading_ask"), {"number": "2"})
        boards.read_next(must_stop=go_on)
        page = client.get(address(workshop, "desk_reading"))
        largest = page.context["themes"][0]
        before = Event.objects.count()

        client.post(
            address(workshop, "desk_reading_adopt"),
            {"of": page.context["of"], "place": largest["place"], "title": "Le quartier"},
        )

        assert headings(large) == {"Le quartier": largest["notes"]}
        assert Event.objects.count() == before + 1 + largest["count"]
        with CaptureQueriesContext(connection) as counted:
            client.post(address(workshop, "desk_undo"))
        assert headings(large) == {}
        assert len(counted) < 50  # not ten for each note
        client.post(
            address(workshop, "desk_reading_adopt"),
            {"of": page.context["of"], "place": largest["place"], "title": "Encore"},
        )
        assert headings(large) == {"Encore": largest["notes"]}

    def test_a_note_moved_since_keeps_the_whole_gesture_from_being_undone(self, workshop, large, amel, client):
        client.post(address(workshop, "desk_reading_ask"), {"number": "2"})
        boards.read_next(must_stop=go_on)
        page = client.get(address(workshop, "desk_reading"))
        largest = page.context["themes"][0]
        form = {"of": page.context["of"], "place": largest["place"], "title": "Le quartier"}
        client.post(address(workshop, "desk_reading_adopt"), form)
        note = large.notes.get(number=largest["notes"][0])
        other = make_facilitator(workshop, 1)
        theme = deciding.add_theme(board=large, title="Ailleurs", by=other, now=NOON)
        deciding.move_note(board=large, note=note, theme=theme, by=other, now=NOON)

        told = client.post(address(workshop, "desk_undo"), follow=True).content.decode()

        assert "il n’est plus possible d’annuler ici" in told
        assert headings(large) == {"Le quartier": largest["notes"][1:], "Ailleurs": largest["notes"][:1]}


def test_only_the_team_of_the_workshop_has_a_board_read(workshop, board, client):
    write_many(board, BUS * 2)
    client.force_login(make_facilitator(workshop, 2))
    assert client.post(address(workshop, "desk_reading_ask")).status_code == 303


@pytest.mark.django_db(transaction=True)
def test_while_one_process_reads_another_that_stops_it_is_heard(workshop, board, amel, client):
    write_many(board, [f"Idée numéro {number} pour le quartier" for number in range(1, 4000)])
    client.post(address(workshop, "desk_reading_ask"))
    told: list[int] = []

    def work():
        told.append(boards.read_next(must_stop=go_on))
        connections.close_all()

    worker = threading.Thread(target=work)
    worker.start()
    while Reading.objects.get().state == ReadingState.WAITING and worker.is_alive():
        pass

    client.post(address(workshop, "desk_reading_stop"))
    worker.join(timeout=60)

    assert told == [0]
    reading = Reading.objects.get()
    assert (reading.state, reading.found) == (ReadingState.STOPPED, None)
