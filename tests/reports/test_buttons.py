"""What the team and people who took part do with the report, by the buttons of its pages."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from essaim.reports.models import Report
from essaim.reports.queries import report_of
from tests.factories import organiser_of

from .arranging import (
    amendment_on,
    drafted,
    held_workshop,
    opened,
    seated,
    signed_in,
    someone_there,
)

pytestmark = pytest.mark.django_db


def page_of(client: Client, name: str, *args):
    response = client.get(reverse(f"reports:{name}", args=args))
    assert response.status_code == 200
    return html.fromstring(response.content)


def test_the_whole_life_by_the_buttons():
    workshop = held_workshop(notes=1)
    client = signed_in(organiser_of(workshop))
    move = reverse("reports:move", args=[workshop.code])

    states = []
    for data in (
        {"act": "draft"},
        {"act": "open", "until": "2999-01-01"},
        {"act": "final"},
        {"act": "final"},
        {"act": "reopen"},
    ):
        assert client.post(move, data).status_code == 303
        states.append(report_of(workshop).state)

    assert states == ["draft", "amendable", "final", "final", "draft"]
    assert client.post(move, {"act": "burn"}).status_code == 404


@pytest.mark.parametrize("until", ["", "hier", "2001-01-01"])
def test_opening_asks_for_a_day_to_come(until):
    workshop = held_workshop(notes=1)
    drafted(workshop)
    client = signed_in(organiser_of(workshop))

    response = client.post(reverse("reports:move", args=[workshop.code]), {"act": "open", "until": until})

    assert response.status_code == 422
    assert "Choisissez la date limite" in response.content.decode()
    assert report_of(workshop).state == "draft"


def reopened_for_ever(workshop) -> None:
    opened(workshop)
    Report.objects.filter(workshop=workshop).update(amend_until="2999-01-01")


def test_an_amendment_goes_from_a_seat_to_the_report():
    workshop = held_workshop()
    reopened_for_ever(workshop)
    phone = seated(someone_there(workshop))
    form = page_of(phone, "amend", workshop.code)
    key = form.xpath("//input[@name='key']/@value")[0]
    choices = form.xpath("//select[@name='about']/option/@value")
    data = {"key": key, "about": "n1-2", "text": "J’avais dit « rue », pas « route »"}

    response = phone.post(reverse("reports:amend", args=[workshop.code]), data)
    phone.post(reverse("reports:amend", args=[workshop.code]), data)
    team = signed_in(organiser_of(workshop))
    answered = team.post(
        reverse("reports:amendments", args=[workshop.code]),
        {"key": key, "state": "accepted", "answer": "Corrigé, merci."},
    )

    assert response.status_code == answered.status_code == 303
    assert choices == ["", "q1", "t1-1", "q2", "q3"]
    text = page_of(phone, "report", workshop.code).text_content()
    assert text.count("J’avais dit « rue », pas « route »") == 1
    assert "Question 1, contribution n° 2" in text
    assert "Retenu. Corrigé, merci." in text


def test_a_refused_amendment_keeps_its_text():
    workshop = held_workshop(notes=1)
    reopened_for_ever(workshop)
    phone = seated(someone_there(workshop))
    data = {"key": str(uuid.uuid4()), "about": "n9-999", "text": "Mon texte"}

    response = phone.post(reverse("reports:amend", args=[workshop.code]), data)

    page = html.fromstring(response.content)
    assert response.status_code == 422
    assert page.xpath("//textarea[@name='text']")[0].text.strip() == "Mon texte"
    assert "n’existe pas" in page.text_content()


def test_an_answer_without_a_sentence_keeps_the_page():
    workshop = held_workshop(notes=1)
    opened(workshop)
    amendment = amendment_on(workshop)
    team = signed_in(organiser_of(workshop))

    response = team.post(
        reverse("reports:amendments", args=[workshop.code]), {"key": amendment.key, "state": "accepted", "answer": ""}
    )

    assert response.status_code == 422
    assert "Répondez par une phrase" in response.content.decode()


@pytest.mark.parametrize("key", ["", "not-a-key", "4ce4ac32-8a43-4a55-9f36-0f6f2c1d2a10"])
def test_an_answer_to_nothing_is_a_sentence(key):
    workshop = held_workshop(notes=1)
    opened(workshop)
    team = signed_in(organiser_of(workshop))

    response = team.post(
        reverse("reports:amendments", args=[workshop.code]), {"key": key, "state": "accepted", "answer": "Oui."}
    )

    assert response.status_code == 404
