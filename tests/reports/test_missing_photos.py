"""A photo whose file is gone: the rest of the report stands, and says what is missing."""

import json
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from essaim.boards.domain import illustrating
from essaim.programmes.models import Organiser
from essaim.reports.domain.exporting import exported
from essaim.reports.domain.importing import imported
from essaim.reports.formats import FORMATS
from essaim.reports.queries import report_of
from essaim.workshops.models import Workshop
from tests.factories import NOON, make_person, organiser_of

from .arranging import add_photo, drafted, held_workshop, published, signed_in
from .reading import words_of
from .test_exchange import forget_everything

pytestmark = pytest.mark.django_db
SENTENCE = "Photo absente : Le panneau de la table 1"


def gone(photo) -> None:
    Path(photo.image.path).unlink()


def replaced(photo) -> None:
    Path(photo.image.path).write_bytes(b"half a pho")


@pytest.mark.parametrize("lose", [gone, replaced])
@pytest.mark.parametrize("arrange", [report_of, drafted, published])
@pytest.mark.parametrize("extension", ["html", "pdf", "odt", "docx"])
def test_a_document_says_that_a_photo_is_missing(extension, arrange, lose, settings, tmp_path):
    workshop = held_workshop(notes=1)
    lose(add_photo(workshop, settings, tmp_path))
    arrange(workshop)

    answer = signed_in(organiser_of(workshop)).get(reverse("reports:download", args=[workshop.code, extension]))

    assert answer.status_code == 200
    assert SENTENCE in words_of(answer.content, extension)


@pytest.mark.parametrize("extension", FORMATS)
def test_every_format_can_be_made_without_the_file(extension, settings, tmp_path):
    workshop = held_workshop(notes=1)
    gone(add_photo(workshop, settings, tmp_path))
    published(workshop)

    assert Client().get(reverse("reports:download", args=[workshop.code, extension])).status_code == 200


def test_the_page_of_a_question_says_that_a_photo_is_missing(settings, tmp_path):
    workshop = held_workshop(notes=1)
    photo = add_photo(workshop, settings, tmp_path)
    published(workshop)
    address = reverse("reports:question", args=[workshop.code, 1])
    before = Client().get(address).text

    gone(photo)

    after = Client().get(address).text
    assert ("<figure>" in before, SENTENCE in before) == (True, False)
    assert ("<figure>" in after, SENTENCE in after) == (False, True)
    assert Client().get(reverse("reports:photo", args=[workshop.code, photo.key])).status_code == 404


def test_a_workshop_without_its_photo_travels_all_the_same(settings, tmp_path):
    workshop = held_workshop(notes=1)
    gone(add_photo(workshop, settings, tmp_path))
    before = exported(workshop)
    assert json.loads(before)["questions"][0]["board"]["photos"][0]["image"] is None
    forget_everything()

    imported(before)

    again = Workshop.objects.get(code=workshop.code)
    photo = again.questions.get(number=1).board.photos.get()
    desk = reverse("workshops:desk_photo", args=[again.code, 1, photo.key])
    person = make_person()
    Organiser.objects.create(programme=again.programme, person=person)
    assert exported(again) == before
    assert signed_in(person).get(desk).status_code == 404
    assert signed_in(person).get(reverse("workshops:desk_photos", args=[again.code, 1])).status_code == 200
    illustrating.remove_photo(photo=photo, now=NOON)
    assert not again.questions.get(number=1).board.photos.exists()
