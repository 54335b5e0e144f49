"""A workshop travels as JSON: the same on arrival, down to each byte of its report."""

import base64
import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from essaim.boards.domain import cutting, deciding, undoing
from essaim.boards.models import Board
from essaim.kit.refusal import Refused
from essaim.programmes.models import Programme
from essaim.reports.domain import amending
from essaim.reports.domain.exporting import content_of, exported
from essaim.reports.domain.importing import imported
from essaim.reports.domain.publishing import source_read
from essaim.reports.formats import built
from essaim.reports.queries import report_of
from essaim.workshops.models import Workshop
from tests.factories import NOON, make_seat, make_workshop, organiser_of, write_note

from .arranging import add_photo, amendment_on, drafted, held_workshop, opened, published
from .instance import Instance
from .reading import converted

pytestmark = pytest.mark.django_db
TEXT_FORMATS = ("html", "md", "csv", "json")


def forget_everything() -> None:
    """An instance that never heard of it."""
    Workshop.objects.all().delete()
    Board.objects.all().delete()
    Programme.objects.all().delete()


def formats_of(workshop: Workshop) -> dict[str, bytes]:
    source = source_read(report_of(workshop), photos=True)
    return {extension: built(source, extension) for extension in TEXT_FORMATS}


@pytest.mark.parametrize("arrange", [report_of, drafted, opened, published])
def test_export_import_export_is_identical_and_so_is_the_report(arrange, settings, tmp_path):
    workshop = held_workshop(filled=2)
    add_photo(workshop, settings, tmp_path)
    arrange(workshop)
    before, report = exported(workshop), formats_of(workshop)
    forget_everything()

    sentence = imported(before)

    again = Workshop.objects.get(code=workshop.code)
    assert sentence.startswith(f"Atelier {workshop.code}")
    assert exported(again) == before
    assert formats_of(again) == report


def test_a_note_that_was_cut_travels_with_its_parts_and_with_those_of_a_cut_undone():
    workshop = held_workshop(notes=1)
    board, by = workshop.questions.get(number=1).board, organiser_of(workshop)
    for day, words in enumerate(("Des bancs. De l’eau fraîche", "Des arbres. Une cantine"), start=1):
        note, at = deciding.note_on(board, write_note(board, words).key), NOON + timedelta(days=day)
        cutting.cut_note(board=board, note=note, parts=words.split(". "), by=by, now=at)
    undoing.undo_gesture(board=board, by=by, now=NOON + timedelta(days=3))
    before, told = exported(workshop), cuts_in(board)
    assert told == [("Des bancs", "Des bancs. De l’eau fraîche"), ("De l’eau fraîche", "Des bancs. De l’eau fraîche")]
    forget_everything()

    imported(before)

    again = Workshop.objects.get(code=workshop.code)
    assert cuts_in(again.questions.get(number=1).board) == told
    assert exported(again) == before
    assert "contient déjà tout" in imported(before)


def cuts_in(board: Board) -> list[tuple[str, str]]:
    parts = board.notes.filter(state="kept").exclude(cut_from=None).order_by("number")
    return list(parts.values_list("text", "cut_from__text"))


def test_amendments_travel_with_their_answers():
    workshop = held_workshop(notes=1)
    opened(workshop)
    answered, waiting = amendment_on(workshop, "Une coquille"), amendment_on(workshop, "Un oubli")
    amending.answer(workshop=workshop, key=answered.key, state="accepted", answer="Corrigé.", by=organiser_of(workshop))
    before, told = exported(workshop), source_read(report_of(workshop)).amendments
    forget_everything()

    imported(before)

    again = Workshop.objects.get(code=workshop.code)
    assert source_read(report_of(again)).amendments == told
    assert [amendment.state for amendment in told] == ["accepted", "proposed"]
    assert exported(again) == before
    assert waiting.seat is not None


def test_a_second_import_changes_nothing():
    workshop = held_workshop(notes=1)
    text = exported(workshop)

    sentence = imported(text)

    assert sentence == f"L’atelier {workshop.code} contient déjà tout ce que dit ce fichier : rien n’a changé."
    assert Workshop.objects.count() == 1


def test_a_dry_run_changes_nothing():
    text = exported(held_workshop(notes=1))
    forget_everything()

    sentence = imported(text, dry_run=True)

    assert sentence.startswith("À blanc")
    assert not Workshop.objects.exists()
    assert not Board.objects.exists()


def test_names_leave_only_with_consent():
    workshop = held_workshop(notes=1)
    workshop.seats.filter(name="Inès").update(organisation="École des Tilleuls", territory="Bourg-Joli")

    text = exported(workshop)

    assert not re.search("Inès|Tilleuls", text)


def test_nothing_links_two_notes_or_two_dots_of_one_person():
    workshop = held_workshop(notes=1)
    board, seat = workshop.questions.get(number=1).board, workshop.seats.get(name="Inès")
    for text in ("Planter des arbres", "Des voiles d’ombre"):
        write_note(board, text, seat=seat)
    for theme in board.themes.all():
        board.dots.create(theme=theme, channel="phone", voter=str(seat.key), group=1, count=2)
    opened(workshop)
    amendment_on(workshop)

    text = exported(workshop)

    assert [str(key) for key in workshop.seats.values_list("key", flat=True) if str(key) in text] == []
    assert not re.search(r'"(author|voter|seat|seats|needs_accessible|path|joined_at)"', text)
    (present,) = json.loads(text)["attendance"]
    assert (present["actor"], len(present["keys"])) == ("", 1)


def test_a_workshop_that_arrives_while_its_doors_are_open_welcomes_people():
    workshop = make_workshop(seats=6)
    make_seat(workshop, "Inès")
    text = exported(workshop)
    forget_everything()
    imported(text)
    again = Workshop.objects.get(code=workshop.code)

    seat = make_seat(again, "Zoé")

    assert (seat.number, len(seat.path)) == (2, 3)
    assert [len(present["keys"]) for present in content_of(again)["attendance"]] == [2]


def test_only_rapporteurs_who_agreed_are_named_on_arrival():
    workshop = held_workshop(notes=1)
    for number, agrees in ((1, True), (2, False)):
        workshop.rapporteurs.create(
            table=workshop.tables.get(number=number), name=f"Personne {number}", agrees_to_be_named=agrees
        )
    before, report = exported(workshop), formats_of(workshop)
    forget_everything()

    imported(before)

    again = Workshop.objects.get(code=workshop.code)
    assert [one.name for one in again.rapporteurs.all()] == ["Personne 1"]
    assert formats_of(again) == report
    assert exported(again) == before


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda data: data.pop("questions"), "questions"),
        (lambda data: data["workshop"].pop("title"), "title"),
        (lambda data: data.update(version=99), "Essaim plus récent, mettez cette instance à jour"),
        (lambda data: data.update(version=1), "lues ici : 2 à 4"),
        (lambda data: data.update(format="autre"), "n’est pas un atelier exporté"),
        (lambda data: data["workshop"].update(state="fini"), "state"),
        (lambda data: data["questions"][0]["board"]["notes"][0].update(count=-1), "count"),
        (lambda data: data["questions"][0]["board"]["notes"][0].update(theme="inconnu"), "inconnu"),
        (lambda data: data["questions"][0]["board"]["notes"].append({}), "key|number|text"),
        (lambda data: data["attendance"][0].update(keys=["x"]), "keys"),
        (lambda data: data["attendance"][0].update(keys=data["attendance"][0]["keys"] * 2), "keys"),
        (lambda data: data["workshop"].update(surprise=1), "ne sait pas reprendre"),
    ],
)
def test_a_damaged_file_is_refused_whole(change, sentence):
    data = json.loads(exported(held_workshop(notes=1)))
    forget_everything()
    change(data)

    with pytest.raises(Refused, match=sentence):
        imported(json.dumps(data))

    assert not Workshop.objects.exists()
    assert not Board.objects.exists()


def test_an_instance_gives_another_one_the_same_report_by_the_command_line(tmp_path):
    here, there = Instance(tmp_path / "ici"), Instance(tmp_path / "ailleurs")
    told = json.loads(here.run("demo", "--load-only", "--json").stdout.strip().splitlines()[-1])
    past = re.search(r"comptes-rendus/(\w+)/", told["addresses"]["past_report"]).group(1)
    file = tmp_path / "atelier.json"
    there.run("migrate")

    exported_here = here.run("workshop", "export", past)
    file.write_text(exported_here.stdout, encoding="utf-8")
    arrived = there.run("workshop", "import", str(file))

    assert arrived.returncode == 0, arrived.stderr
    assert there.run("workshop", "export", past).stdout == exported_here.stdout
    again = there.run("workshop", "import", str(file))
    assert "contient déjà tout ce que dit ce fichier : rien n’a changé" in again.stdout
    for extension in ("json", "html", "md", "csv"):
        assert there.report(past, extension) == here.report(past, extension)


FORMULA = '=HYPERLINK("http://x")'


@pytest.mark.parametrize("extension", ["csv", "ods", "xlsx"])
def test_a_formula_written_as_a_note_is_only_words_for_libreoffice(extension, tmp_path):
    workshop = held_workshop(notes=1)
    board = workshop.questions.get(number=1).board
    for text in (FORMULA, "+1+1 fois", "@SUM(A1:A9) mot", "-2+3 mot"):
        write_note(board, text)
    aside = deciding.note_on(board, write_note(board, "=1+1 encore").key)
    deciding.set_aside(board=board, note=aside, reason="=2+2", by=organiser_of(workshop), now=aside.written_at)
    published(workshop)
    document = Client().get(reverse("reports:download", args=[workshop.code, extension])).content

    opened_there = converted(document, extension, "fods", tmp_path)

    assert "table:formula" not in opened_there
    assert "xlink:href" not in re.sub(r"<office:styles>.*?</office:styles>", "", opened_there, flags=re.S)
    for text in ("HYPERLINK", "+1+1 fois", "@SUM(A1:A9) mot", "-2+3 mot", "=1+1 encore", "=2+2"):
        assert text in opened_there


def test_the_photo_travels_whole(settings, tmp_path):
    workshop = held_workshop(notes=1)
    photo = add_photo(workshop, settings, tmp_path)
    with photo.image.open("rb") as file:
        before = file.read()

    data = json.loads(exported(workshop))

    assert base64.b64decode(data["questions"][0]["board"]["photos"][0]["image"]) == before
