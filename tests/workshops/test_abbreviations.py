"""The lexicon of abbreviations: changed by administrators, read by teams, and heard by what the machine proposes."""

import pytest
from django.urls import reverse

from essaim.boards.domain.abbreviating import Puzzle, pairs_now, read
from essaim.boards.models import Abbreviations
from essaim.boards.proposals import offers_of
from essaim.boards.queries import grouped
from essaim.workshops.domain import sorting
from tests.factories import NOON, make_facilitator, make_person, write_note

pytestmark = pytest.mark.django_db
PAGE = "/lexique/"
OWN = "# les nôtres\n  ZUT = zone urbaine tranquille\nPAPI=programme   d’actions de prévention des inondations\n"


@pytest.fixture
def administrator(client):
    person = make_person("Paul", is_administrator=True)
    client.force_login(person)
    return person


def test_lines_are_read_and_those_that_say_nothing_are_told_apart():
    text = OWN + "sans signe\n= rien\nR&D = recherche\nZUT = autre\nLONG = " + "x" * 201

    assert read(text) == (
        (("ZUT", "zone urbaine tranquille"), ("PAPI", "programme d’actions de prévention des inondations")),
        [
            Puzzle(4, "sans signe", "Écrivez le sigle, le signe =, puis ce qu’il veut dire."),
            Puzzle(5, "= rien", "Écrivez le sigle, le signe =, puis ce qu’il veut dire."),
            Puzzle(6, "R&D = recherche", "Un sigle est d’un seul mot, fait de lettres et de chiffres."),
            Puzzle(7, "ZUT = autre", "Ce sigle est déjà plus haut : gardez une seule ligne."),
            Puzzle(
                8,
                "LONG = " + "x" * 201,
                "C’est trop long : 30 signes au plus pour le sigle, 200 pour ce qu’il veut dire.",
            ),
        ],
    )


def test_an_administrator_keeps_them_once_and_the_former_ones_stay(client, administrator):
    assert pairs_now() == ()

    client.post(PAGE, {"text": OWN})
    again = client.post(PAGE, {"text": OWN}, follow=True)
    client.post(PAGE, {"text": "ZUT = zone à urbaniser un temps"})

    assert "2 sigles ajoutés à ceux d’Essaim" in again.content.decode()
    assert pairs_now() == (("ZUT", "zone à urbaniser un temps"),)
    assert [(len(kept.text.splitlines()), kept.by) for kept in Abbreviations.objects.all()] == [
        (3, administrator),
        (1, administrator),
    ]


def test_one_bad_line_keeps_nothing_and_gives_the_words_back(client, administrator):
    answer = client.post(PAGE, {"text": OWN + "sans signe"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Ligne 4, « sans signe » : Écrivez le sigle" in page
    assert "PAPI=programme" in page
    assert not Abbreviations.objects.exists()


def test_teams_read_them_and_change_nothing(client, workshop, administrator):
    client.post(PAGE, {"text": OWN})
    client.force_login(make_facilitator(workshop, 1))

    page = client.get(PAGE).content.decode()

    assert "<strong>ZUT</strong> : zone urbaine tranquille" in page
    assert "<textarea" not in page
    assert client.post(PAGE, {"text": ""}).status_code == 403
    assert len(pairs_now()) == 2


def test_what_is_proposed_hears_them(client, workshop, board, amel):
    question = workshop.questions.get(number=1)
    for title, *texts in (
        ("Circuler", "Un tramway le soir", "Prolonger le tramway"),
        ("Cultiver", "Un jardin partagé", "Ouvrir un jardin d’école"),
    ):
        keys = [str(write_note(board, text).key) for text in texts]
        sorting.move(question=question, keys=keys, theme="new", title=title, by=amel, now=NOON)
    write_note(board, "Plus de GLOP")

    def first():
        [offer] = offers_of(grouped(board)).offers
        return offer.themes[0].title

    found = []
    for words in ("tramway", "jardin"):
        Abbreviations.objects.create(text=f"GLOP = {words}", at=NOON)
        found.append(first())

    assert found == ["Circuler", "Cultiver"]
    desk = client.get(reverse("workshops:desk_proposals", args=[workshop.code, 1])).content.decode()
    assert 'href="/lexique/"' in desk
