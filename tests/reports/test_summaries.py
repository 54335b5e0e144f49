"""The summary of a question: proposed from its notes, kept once saved, linked to them, and honest about the rest."""

import pytest
from django.urls import reverse

from essaim.reports.models import Summary
from tests.factories import organiser_of
from tests.reports.arranging import drafted, held_workshop

pytestmark = pytest.mark.django_db
TOLD = (
    "Des rues calmes (5 contributions) : « Fermer la rue de l’école numéro 0 » (n° 1), "
    "« Fermer la rue de l’école numéro 1 » (n° 2), « Fermer la rue de l’école numéro 2 » (n° 3).\n"
    "Idée forte, Table 1 : Une rue calme devant chaque école (n° 1, 2, 3, 4, 5).\n"
    "Contributions isolées : « Et le stade ? » (n° 7)."
)


@pytest.fixture
def workshop(client):
    workshop = held_workshop()
    drafted(workshop)
    client.force_login(organiser_of(workshop))
    return workshop


def address(name, workshop, *more):
    return reverse(f"reports:{name}", args=[workshop.code, *more])


def save(client, workshop, text):
    client.post(address("edit", workshop), {"introduction": "", "summary-1": text})


def test_a_text_is_proposed_and_nothing_is_kept_before_somebody_saves_it(workshop, client):
    assert "?proposer" in client.get(address("edit", workshop)).content.decode()

    form = client.get(address("edit", workshop) + "?proposer").context["form"]

    assert form["summary-1"].value() == TOLD
    assert not Summary.objects.filter(question__workshop=workshop).exclude(text="").exists()


def test_what_was_written_is_never_replaced_by_a_proposal(workshop, client):
    save(client, workshop, "Nos mots à nous.")

    form = client.get(address("edit", workshop) + "?proposer").context["form"]

    assert form["summary-1"].value() == "Nos mots à nous."


def test_each_number_leads_to_its_note_and_the_words_of_the_team_say_so(workshop, client):
    save(client, workshop, "Une rue calme <b> (n° 1, 99). La suite viendra.")

    page = client.get(address("report", workshop)).content.decode()

    note = address("note", workshop, 1, 1)
    assert (
        f'Une rue calme &lt;b&gt; (n° <a href="{note}">1</a>, 99). <small class="hint">(mots de l’équipe)</small> '
        'La suite viendra. <small class="hint">(mots de l’équipe)</small>' in page
    )
    assert client.get(note)["Location"].endswith("#n1-1")


def test_sentences_that_nobody_can_check_are_shown_to_who_writes(workshop, client):
    save(client, workshop, TOLD + "\nTout le monde est d’accord.\n« Fermer la place » (n° 1).\nHors sujet (n° 6).")

    [(number, found)] = client.get(address("edit", workshop)).context["flaws"]

    assert (number, [(sentence.text, flaw.value) for sentence, flaw in found]) == (
        1,
        [
            ("Tout le monde est d’accord.", "no-link"),
            ("« Fermer la place » (n° 1).", "altered"),
            ("Hors sujet (n° 6).", "no-note"),
        ],
    )
