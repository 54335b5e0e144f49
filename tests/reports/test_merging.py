"""A workshop prepared on the programme's instance, played in a room without internet, and brought back."""

import json
import uuid
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from essaim.boards.domain import contributing, deciding, illustrating, retaining, voting
from essaim.boards.domain.unsigning import unsign
from essaim.boards.enums import Channel
from essaim.boards.models import Board, Note, Photo, Relay, Theme
from essaim.kit.refusal import Refused
from essaim.people.models import Person
from essaim.reports.domain import drafting, publishing
from essaim.reports.domain.exporting import content_of, exported
from essaim.reports.domain.importing import imported
from essaim.reports.models import Arrival
from essaim.workshops.domain import preparing
from essaim.workshops.models import Question, Workshop
from tests.factories import NOON, make_person, make_seat, make_workshop, organiser_of, ring, write_note

from .arranging import BASE, add_photo, held_workshop, signed_in
from .test_exchange import forget_everything

pytestmark = pytest.mark.django_db
LATER, LAST = NOON + timedelta(minutes=10), NOON + timedelta(minutes=20)


class Journey:
    """One workshop that stands on two instances in turn: what is done, in one place, is left in a file."""

    def __init__(self) -> None:
        self.by: Person = make_person("Claire", is_administrator=True)
        self.workshop = make_workshop(organiser=self.by)

    @property
    def board(self) -> Board:
        return Question.objects.get(number=1).board

    def left(self) -> str:
        """The file of this place, which is then empty."""
        text = exported(Workshop.objects.get())
        forget_everything()
        return text

    def at(self, text: str) -> None:
        """The place is the one that this file comes from."""
        forget_everything()
        imported(text, now=NOON)

    def note(self, key: Any) -> Note:
        return Note.objects.select_related("theme", "merged_into", "board").get(key=key)


@pytest.fixture
def journey() -> Journey:
    return Journey()


def texts(board: Board) -> list[tuple[int, str]]:
    return list(board.notes.order_by("number").values_list("number", "text"))


def play(journey: Journey) -> None:
    """In the room: three sequences, notes under a theme, dots, a strong idea, somebody who takes a note back."""
    workshop, by, board = Workshop.objects.get(), journey.by, journey.board
    seat = make_seat(workshop, "Inès", actor="habitant")
    ring(workshop, now=NOON)
    kept, aside, gone = (write_note(board, text, seat=seat, group=1, round=1) for text in ("Aérer", "Trop", "Non"))
    theme = deciding.add_theme(board=board, title="L’air", by=by, now=NOON)
    deciding.move_note(board=board, note=kept, theme=theme, by=by, now=NOON)
    deciding.set_aside(board=board, note=aside, reason="Trop court", by=by, now=NOON)
    contributing.withdraw_note(note=gone, author=str(seat.key), now=NOON)
    voting.place_dots(board=board, ballot={theme: 2}, voter=str(seat.key), group=1, now=NOON)
    hands = {(theme, Channel.HANDS): 3}
    voting.count_table(board=board, group=2, people=4, counts=hands, was={(theme, Channel.HANDS): 0}, now=NOON)
    retaining.retain(board=board, group=1, text="Ouvrir", theme=theme, key_note=kept, by=by, now=NOON)
    ring(workshop, 20, now=NOON)
    drafting.draft(workshop=Workshop.objects.get(), by=by, now=NOON)
    summaries = {1: "Il faut de l’air."}
    drafting.introduce(workshop=Workshop.objects.get(), introduction="Ce jour-là", summaries=summaries, by=by)


def played_in_the_room(journey: Journey) -> tuple[str, str]:
    """The file prepared on the instance, and the one that comes back from the room."""
    prepared = journey.left()
    journey.at(prepared)
    play(journey)
    return prepared, journey.left()


def test_what_was_played_in_the_room_is_all_here_once(journey):
    prepared, played = played_in_the_room(journey)
    journey.at(prepared)

    sentence = imported(played, now=LAST)
    again = imported(played, now=LAST)

    workshop = Workshop.objects.get()
    assert content_of(workshop) == json.loads(played)
    assert sentence.startswith(f"L’atelier {workshop.code} était déjà là : le fichier s’y est joint.\nAjouté : ")
    assert "Question 1, notes venues du fichier : n° 1 à 3." in sentence
    assert again == f"L’atelier {workshop.code} contient déjà tout ce que dit ce fichier : rien n’a changé."
    assert content_of(workshop) == json.loads(played)
    assert [len(arrival.notes) for arrival in workshop.arrivals.all()] == [0, 3]


def test_each_note_comes_once_into_the_log_that_screens_follow(journey):
    prepared, played = played_in_the_room(journey)
    journey.at(prepared)
    before = journey.board.revision

    imported(played, now=LAST)
    imported(played, now=LAST)

    events = journey.board.events.filter(revision__gt=before).order_by("revision")
    told = Counter(event.payload["number"] for event in events if event.kind == "note")
    assert told == {1: 1, 2: 1, 3: 1}
    assert [event.revision for event in events] == list(range(before + 1, journey.board.revision + 1))
    assert {event.kind for event in events} == {"note", "theme", "idea", "dots", "relay", "moment"}


def test_a_dry_run_says_the_same_and_keeps_nothing(journey):
    prepared, played = played_in_the_room(journey)
    journey.at(prepared)

    sentence = imported(played, dry_run=True, now=LAST)

    assert sentence.startswith("À blanc : L’atelier")
    assert "n° 1 à 3" in sentence
    assert content_of(Workshop.objects.get()) == json.loads(prepared)
    assert Arrival.objects.count() == 1


def test_notes_typed_here_meanwhile_stay_and_no_number_is_given_twice(journey):
    prepared, played = played_in_the_room(journey)
    journey.at(prepared)
    ours = write_note(journey.board, "Tapée sur l’instance")

    sentence = imported(played, now=LAST)

    assert texts(journey.board) == [(1, "Tapée sur l’instance"), (2, "Trop"), (3, ""), (4, "Aérer")]
    assert "la note n° 1 du fichier porte ici le n° 4, l’autre numéro étant pris" in sentence
    assert "Question 1, 1 note qui n’est qu’ici : gardée." in sentence
    assert str(ours.key) not in Arrival.objects.last().notes
    # The relay that was frozen in the room bears the numbers of here.
    relay = Relay.objects.filter(board=journey.board).first()
    assert [row["number"] for theme in relay.content["themes"] for row in theme["notes"]] == [4]
    assert "rien n’a changé" in imported(played, now=LAST)


@pytest.mark.parametrize(
    ("here", "there", "stands", "told"),
    [
        (LATER, LAST, "De la salle", "Celui du fichier, plus récent, reste ; celui d’ici était « De l’instance »"),
        (LAST, LATER, "De l’instance", "Celui d’ici reste ; celui du fichier était « De la salle »"),
    ],
)
def test_of_two_corrections_of_one_note_the_newer_stands_and_the_other_is_told(journey, here, there, stands, told):
    seat = make_seat(Workshop.objects.get())
    key = write_note(journey.board, "D’abord", seat=seat).key
    prepared = journey.left()
    said = {}
    for text, when in (("De la salle", there), ("De l’instance", here)):
        journey.at(prepared)
        Note.objects.update(author="x")
        contributing.edit_note(note=journey.note(key), text=text, author="x", now=when)
        said[text] = exported(Workshop.objects.get())

    sentence = imported(said["De la salle"], now=LAST)

    assert journey.note(key).text == stands
    assert f"Question 1, n° 1 : deux textes. {told}" in sentence
    assert journey.note(key).text == stands
    again = imported(said["De la salle"], now=LAST)
    assert "rien n’a changé" in again


def test_a_correction_of_one_side_only_is_not_a_conflict(journey):
    key = write_note(journey.board, "D’abord").key
    prepared = journey.left()
    journey.at(prepared)
    Note.objects.update(author="x")
    contributing.edit_note(note=journey.note(key), text="Mieux dit", author="x", now=LATER)
    played = journey.left()
    journey.at(prepared)

    sentence = imported(played, now=LAST)

    assert journey.note(key).text == "Mieux dit"
    assert "deux textes" not in sentence


def test_what_was_taken_back_on_one_side_is_taken_back_on_both(journey):
    board = journey.board
    here, there = (write_note(board, text).key for text in ("Secret d’ici", "Secret de la salle"))
    ring(Workshop.objects.get(), 2, now=NOON)
    prepared = journey.left()
    journey.at(prepared)
    Note.objects.update(author="x")
    contributing.withdraw_note(note=journey.note(there), author="x", now=LATER)
    played = journey.left()
    journey.at(prepared)
    Note.objects.update(author="x")
    contributing.withdraw_note(note=journey.note(here), author="x", now=LATER)

    imported(played, now=LAST)

    assert texts(journey.board) == [(1, ""), (2, "")]
    assert {note.state for note in Note.objects.all()} == {"withdrawn"}
    assert "Secret" not in exported(Workshop.objects.get())
    assert "Secret" not in json.dumps(list(journey.board.events.values_list("payload", flat=True)))
    assert "rien n’a changé" in imported(played, now=LAST)


def test_words_that_gave_way_are_forgotten_with_their_note(journey):
    key = write_note(journey.board, "D’abord").key
    prepared = journey.left()
    said = []
    for text, when in (("Celle de la salle", LAST), ("Celle d’ici", LATER)):
        journey.at(prepared)
        Note.objects.update(author="x")
        contributing.edit_note(note=journey.note(key), text=text, author="x", now=when)
        said.append(exported(Workshop.objects.get()))
    imported(said[0], now=LAST)
    assert [row["text"] for row in Arrival.objects.last().aside] == ["Celle d’ici"]

    contributing.withdraw_note(note=journey.note(key), author="x", now=LAST)

    kept = Arrival.objects.last()
    assert "Celle" not in kept.told
    assert kept.aside == []


def test_the_later_decision_of_the_team_stands_wherever_it_was_made(journey):
    board, by = journey.board, journey.by
    first, second = (write_note(board, text).key for text in ("Une", "Deux"))
    left, right = (deciding.add_theme(board=board, title=title, by=by, now=NOON) for title in ("Gauche", "Droite"))
    for key in (first, second):
        deciding.move_note(board=board, note=journey.note(key), theme=left, by=by, now=NOON)
    prepared = journey.left()

    def moved(key: uuid.UUID, title: str, when: Any) -> None:
        theme = Theme.objects.get(title=title)
        deciding.move_note(board=journey.board, note=journey.note(key), theme=theme, by=journey.by, now=when)

    journey.at(prepared)
    journey.by = make_person("Dans la salle", is_administrator=True)
    moved(first, "Droite", LAST)
    moved(second, "Droite", LATER)
    played = journey.left()
    journey.at(prepared)
    journey.by = make_person("Au bureau", is_administrator=True)
    theirs = deciding.add_theme(board=journey.board, title="Plus tard", by=journey.by, now=LATER)
    deciding.move_note(board=journey.board, note=journey.note(first), theme=theirs, by=journey.by, now=LATER)
    deciding.move_note(board=journey.board, note=journey.note(second), theme=theirs, by=journey.by, now=LAST)

    imported(played, now=LAST)

    assert (journey.note(first).theme.title, journey.note(second).theme.title) == ("Droite", "Plus tard")
    assert "rien n’a changé" in imported(played, now=LAST)
    assert right.title == "Droite"


def test_notes_merged_in_a_circle_by_two_places_do_not_hide_one_another(journey):
    one, other = (write_note(journey.board, text).key for text in ("Une", "Autre"))
    prepared = journey.left()
    files = []
    for note, into, when in ((one, other, LATER), (other, one, LAST)):
        journey.at(prepared)
        by = make_person(is_administrator=True)
        deciding.merge_note(board=journey.board, note=journey.note(note), into=journey.note(into), by=by, now=when)
        files.append(exported(Workshop.objects.get()))

    imported(files[0], now=LAST)

    heads = Note.objects.filter(merged_into=None)
    assert heads.count() == 1
    assert Note.objects.exclude(merged_into=None).get().merged_into == heads.get()
    assert "rien n’a changé" in imported(files[0], now=LAST)


def test_a_heading_taken_away_here_comes_back_when_the_room_put_notes_under_it(journey):
    theme = deciding.add_theme(board=journey.board, title="Vide", by=journey.by, now=NOON)
    prepared = journey.left()
    journey.at(prepared)
    note = write_note(journey.board, "Dessous")
    by = make_person(is_administrator=True)
    deciding.move_note(board=journey.board, note=note, theme=Theme.objects.get(), by=by, now=LATER)
    played = journey.left()
    journey.at(prepared)
    deciding.remove_theme(board=journey.board, theme=Theme.objects.get(), by=make_person(), now=LAST)

    imported(played, now=LAST)

    assert [(str(one.key), one.is_removed) for one in Theme.objects.all()] == [(str(theme.key), False)]
    assert journey.note(note.key).theme.title == "Vide"
    assert "rien n’a changé" in imported(played, now=LAST)


def test_dots_and_people_of_both_places_add_up_and_none_counts_twice(journey):
    deciding.add_theme(board=journey.board, title="L’air", by=journey.by, now=NOON)

    def vote(name: str) -> str:
        seat = make_seat(Workshop.objects.get(), name, actor="habitant")
        ballot = {Theme.objects.get(): 2}
        voting.place_dots(board=journey.board, ballot=ballot, voter=str(seat.key), group=1, now=NOON)
        return str(seat.key)

    early = vote("Avant")
    prepared = exported(Workshop.objects.get())
    journey.at(prepared)
    vote("Dans la salle")
    played = journey.left()
    journey.at(prepared)
    vote("Sur l’instance")
    unsign(early)

    imported(played, now=LAST)
    imported(played, now=LAST)

    assert sum(journey.board.dots.values_list("count", flat=True)) == 6
    assert Workshop.objects.get().seats.exclude(joined_at=None).count() == 3


def test_a_phone_that_is_erased_after_the_file_left_does_not_vote_again_by_it(journey):
    theme = deciding.add_theme(board=journey.board, title="L’air", by=journey.by, now=NOON)
    seat = make_seat(journey.workshop)
    voting.place_dots(board=journey.board, ballot={theme: 2}, voter=str(seat.key), group=1, now=NOON)
    text = exported(journey.workshop)
    unsign(str(seat.key))

    imported(text, now=LAST)

    assert sum(journey.board.dots.values_list("count", flat=True)) == 2
    assert str(seat.key) not in journey.board.dots.values_list("voter", flat=True)


def test_questions_and_tables_added_in_the_room_are_added_here(journey):
    prepared = journey.left()
    journey.at(prepared)
    workshop = Workshop.objects.get()
    by = make_person(is_administrator=True)
    asked = [*((question.title, question.text) for question in workshop.questions.all()), ("Axe 4", "Et après ?")]
    workshop.state = "draft"
    workshop.save()
    preparing.set_questions(workshop=workshop, questions=asked, by=by)
    preparing.set_tables(workshop=workshop, count=4, by=by)
    write_note(Question.objects.get(number=4).board, "Demain", group=4)
    played = journey.left()
    journey.at(prepared)

    imported(played, now=LAST)

    workshop = Workshop.objects.get()
    assert (workshop.questions.count(), workshop.tables.count()) == (4, 4)
    assert texts(Question.objects.get(number=4).board) == [(1, "Demain")]


def test_a_later_file_of_the_room_goes_on_from_the_former_and_an_older_one_turns_nothing_back(journey):
    prepared = journey.left()
    journey.at(prepared)
    ring(Workshop.objects.get(), 1, now=NOON)
    early = exported(Workshop.objects.get())
    ring(Workshop.objects.get(), 2, now=LATER)
    late = exported(Workshop.objects.get())
    journey.at(prepared)

    imported(early, now=LAST)
    imported(late, now=LAST)
    sentence = imported(early, now=LAST)

    assert sentence.endswith("contient déjà tout ce que dit ce fichier : rien n’a changé.")
    workshop = Workshop.objects.get()
    assert (workshop.state, workshop.current) == ("running", 3)
    assert content_of(workshop)["sequences"] == json.loads(late)["sequences"]


def test_a_day_played_on_both_sides_keeps_the_clock_of_here(journey):
    prepared, played = played_in_the_room(journey)
    journey.at(prepared)
    ring(Workshop.objects.get(), 1, now=LATER)

    sentence = imported(played, now=LAST)

    assert "L’atelier a aussi été joué ici" in sentence
    assert (Workshop.objects.get().state, Workshop.objects.get().current) == ("running", 1)


def test_the_words_of_the_team_here_stay_and_the_others_are_told(journey):
    prepared, played = played_in_the_room(journey)
    journey.at(prepared)
    Workshop.objects.update(state="closed")
    workshop, by = Workshop.objects.get(), make_person(is_administrator=True)
    drafting.draft(workshop=workshop, by=by, now=NOON)
    drafting.introduce(workshop=workshop, introduction="", summaries={1: "Nos mots"}, by=by)

    sentence = imported(played, now=LAST)

    report = workshop.report
    report.refresh_from_db()
    assert (report.introduction, report.summaries.get(question__number=1).text) == ("Ce jour-là", "Nos mots")
    assert "Synthèse de la question 1 : deux textes. Celui d’ici reste ; celui du fichier était « Il faut" in sentence


def test_a_published_report_is_not_changed_under_its_readers(journey):
    prepared, played = played_in_the_room(journey)
    journey.at(prepared)
    Workshop.objects.update(state="closed")
    workshop, by = Workshop.objects.get(), make_person(is_administrator=True)
    drafting.draft(workshop=workshop, by=by, now=NOON)
    publishing.finalise(workshop=workshop, base=BASE, by=by, now=NOON)
    before = exported(Workshop.objects.get())

    with pytest.raises(Refused, match="rouvrez-le, importez, puis publiez-le de nouveau"):
        imported(played, now=LAST)

    assert exported(Workshop.objects.get()) == before


def test_a_photo_taken_away_here_does_not_come_back(settings, tmp_path):
    workshop = held_workshop(notes=1)
    photo = add_photo(workshop, settings, tmp_path)
    text, key = exported(workshop), str(photo.key)
    illustrating.remove_photo(photo=photo, now=LATER)

    imported(text, erased={key}, now=LAST)

    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda board: board["notes"][0].update(theme="inconnu"),
        lambda board: board["notes"].append(board["notes"][0]),
        lambda board: board["notes"][-1].update(written_at="hier"),
        lambda board: board["dots"][-1].update(keys=["x"]),
        lambda board: board["relays"][0].update(content={}),
        lambda board: board.pop("ideas"),
    ],
)
def test_a_damaged_file_changes_nothing_of_what_is_here(journey, change):
    prepared, played = played_in_the_room(journey)
    journey.at(prepared)
    data = json.loads(played)
    change(data["questions"][0]["board"])

    with pytest.raises(Refused):
        imported(json.dumps(data), now=LAST)

    assert content_of(Workshop.objects.get()) == json.loads(prepared)


def of_version_2(text: str) -> dict[str, Any]:
    """The same workshop as the former version told it."""
    data = json.loads(text)
    data["version"] = 2
    for row in data["sequences"]:
        del row["key"]
    data["attendance"] = [{"actor": row["actor"], "count": len(row["keys"])} for row in data["attendance"]]
    for board in [*(row["board"] for row in data["questions"]), data["plenary"]]:
        for row in board["notes"]:
            del row["edited_at"], row["decided_at"]
        for row in [*board["themes"], *board["ideas"]]:
            del row["decided_at"]
        for row in board["dots"]:
            row.pop("given_at", None)
            if "keys" in row:
                row.update(group=0, count=len(row.pop("keys")))
    return data


def test_a_file_of_the_former_version_is_read_and_counts_nothing_twice(journey):
    _prepared, played = played_in_the_room(journey)
    former = json.dumps(of_version_2(played))

    imported(former, now=LAST)
    again = imported(former, now=LAST)

    workshop = Workshop.objects.get()
    assert of_version_2(exported(workshop)) == json.loads(former)
    assert "rien n’a changé" in again
    forget_everything()
    imported(played, now=NOON)
    assert "rien n’a changé" in imported(former, now=LAST)
    assert content_of(Workshop.objects.get()) == json.loads(played)


def test_the_board_of_another_workshop_is_not_taken(journey):
    prepared, played = played_in_the_room(journey)
    journey.at(prepared)
    other = make_workshop()
    data = json.loads(played)
    data["questions"][0]["board"]["notes"][0]["key"] = str(write_note(other.plenary, "Ailleurs").key)
    before = exported(Workshop.objects.get(code=data["workshop"]["code"]))

    with pytest.raises(Refused):
        imported(json.dumps(data), now=LAST)

    assert exported(Workshop.objects.get(code=data["workshop"]["code"])) == before
    assert organiser_of(other)


def test_the_team_reads_what_came_by_files_and_readers_do_not(journey):
    prepared, played = played_in_the_room(journey)
    journey.at(prepared)
    imported(played, now=LAST)
    workshop, by = Workshop.objects.get(), make_person(is_administrator=True)
    Workshop.objects.update(visibility="public")
    publishing.finalise(workshop=workshop, base=BASE, by=by, now=LAST)
    page = reverse("reports:report", args=[workshop.code])

    team, visitor = (client.get(page).content.decode() for client in (signed_in(by), Client()))

    assert "Question 1, notes venues du fichier : n° 1 à 3." in team
    assert "venues du fichier" not in visitor
