"""The pages of the report: what they show, how much they ask of the database, and what they never leak."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from essaim.boards.domain import contributing, deciding
from essaim.reports.formats import FORMATS
from tests.factories import NOON, organiser_of, write_note

from .arranging import (
    add_photo,
    drafted,
    held_workshop,
    published,
    seated,
    signed_in,
    someone_there,
)

pytestmark = pytest.mark.django_db


def page_of(client: Client, name: str, *args):
    response = client.get(reverse(f"reports:{name}", args=args))
    assert response.status_code == 200
    return html.fromstring(response.content)


def test_an_instance_without_report_says_so():
    page = page_of(Client(), "index")

    assert "Rien de publié pour l’instant" in page.text_content()


def test_the_list_has_what_is_public_and_final():
    shown, hidden = held_workshop(notes=1), held_workshop(notes=1)
    published(shown)
    published(hidden, "participants")

    links = page_of(Client(), "index").xpath("//main//h2/a/@href")

    assert links == [f"/comptes-rendus/{shown.code}/"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(count, django_assert_num_queries):
    for _workshop in range(count):
        published(held_workshop(notes=1))

    with django_assert_num_queries(2):
        Client().get(reverse("reports:index"))


def counted(client: Client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("arrange", [drafted, published])
def test_a_report_costs_the_same_whatever_was_written(arrange):
    small, large = held_workshop(notes=1, filled=1), held_workshop(notes=12, filled=3)
    costs = []
    for workshop in (small, large):
        arrange(workshop)
        client = signed_in(organiser_of(workshop))
        costs.append(counted(client, reverse("reports:report", args=[workshop.code])))

    assert costs[0] == costs[1]


def test_a_published_report_is_read_in_few_queries(django_assert_max_num_queries):
    workshop = held_workshop(notes=3, filled=3)
    published(workshop)

    with django_assert_max_num_queries(4):
        Client().get(reverse("reports:report", args=[workshop.code]))


def test_from_a_strong_idea_to_the_words_and_back():
    workshop = held_workshop()
    published(workshop)

    client = Client()

    first = page_of(client, "report", workshop.code)
    (source,) = first.xpath("//article[@id='i1-1']//a[contains(@href, 'theme')]/@href")
    landed = client.get(source, follow=True)
    (theme,) = html.fromstring(landed.content).xpath(f"//details[@id='{landed.redirect_chain[-1][0].split('#')[1]}']")

    assert [li.text.strip().split("\n")[1] for li in theme.xpath("./ul/li")] == [
        f"Fermer la rue de l’école numéro {rank}" for rank in range(4)
    ]
    assert "#i1-1" in theme.xpath(".//a/@href")


def test_every_note_has_an_address_that_leads_to_its_fate():
    workshop = held_workshop()
    published(workshop)
    client = Client()
    fates = {}

    for note in workshop.questions.get(number=1).board.notes.all():
        landed = client.get(reverse("reports:note", args=[workshop.code, 1, note.number]), follow=True)
        page = html.fromstring(landed.content)
        (found,) = page.xpath(f"//li[@id='{landed.redirect_chain[-1][0].split('#')[1]}']")
        fates[note.text] = found.xpath("string(ancestor::details[1]/summary/h3)")

    assert fates == {
        **{f"Fermer la rue de l’école numéro {rank}": "Des rues calmes" for rank in range(4)},
        "fermer la rue": "Des rues calmes",
        "Voir avec la mairie": "Écartées, et pourquoi",
        "Et le stade ?": "Hors thème",
    }


@pytest.mark.parametrize("address", ["9/", "1/999/", "1/theme-9/", "1/?page=2", "1/?page=0", "1/?page=x", "9/1/"])
def test_a_place_that_is_not_in_the_report_does_not_exist(address):
    workshop = held_workshop(notes=1)
    published(workshop)

    assert Client().get(f"/comptes-rendus/{workshop.code}/{address}").status_code == 404


def test_a_withdrawn_note_has_no_address():
    workshop = held_workshop(notes=1)
    board = workshop.questions.get(number=1).board
    note = write_note(board, "Je retire ce que j’ai dit", author="moi")
    contributing.withdraw_note(note=note, author="moi", now=NOON)
    published(workshop)

    assert Client().get(reverse("reports:note", args=[workshop.code, 1, note.number])).status_code == 404


def test_every_link_inside_the_page_leads_somewhere():
    workshop = held_workshop(filled=3)
    published(workshop)

    client = Client()

    for address in ("", "1/", "2/", "3/"):
        page = html.fromstring(client.get(f"/comptes-rendus/{workshop.code}/{address}").content)
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")} <= set(ids)
        for href in page.xpath("//main//a/@href"):
            assert href.startswith("http") or client.get(href.split("#")[0] or "/", follow=True).status_code == 200


@pytest.mark.parametrize("extension", list(FORMATS))
def test_each_download_is_a_file_with_a_name(extension):
    workshop = held_workshop(notes=1)
    published(workshop)

    response = Client().get(reverse("reports:download", args=[workshop.code, extension]))

    assert response.status_code == 200
    assert response["Content-Disposition"] == (
        f'attachment; filename="compte-rendu-lair-de-nos-ecoles-2026-03-12.{extension}"'
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == FORMATS[extension].media_type


@pytest.mark.parametrize("extension", ["exe", "PDF", "htm"])
def test_an_unknown_format_does_not_exist(extension):
    workshop = held_workshop(notes=1)
    published(workshop)

    assert Client().get(f"/comptes-rendus/{workshop.code}.{extension}").status_code == 404


def test_a_live_report_follows_the_boards():
    workshop = held_workshop(notes=1)
    client = signed_in(organiser_of(workshop))
    page_of(client, "question", workshop.code, 1)

    write_note(workshop.questions.get(number=1).board, "Une note toute fraîche")

    assert "Une note toute fraîche" in page_of(client, "question", workshop.code, 1).text_content()


def test_hostile_words_stay_words():
    workshop = held_workshop(notes=1)
    board = workshop.questions.get(number=1).board
    write_note(board, "<script>alert(1)</script> <img src=x onerror=alert(1)>")
    deciding.add_theme(board=board, title="</h3><script>alert(2)</script>", by=organiser_of(workshop), now=NOON)
    published(workshop)

    for name, last in (("question", 1), ("download", "html")):
        page = page_of(Client(), name, workshop.code, last)

        assert page.xpath("//main//script | //main//img | //@onerror | //@style") == []
        assert "<script>alert(1)</script>" in page.text_content()


def test_a_photo_is_seen_by_who_reads_the_report(settings, tmp_path):
    workshop = held_workshop(notes=1)
    add_photo(workshop, settings, tmp_path)
    published(workshop, "participants")
    phone = seated(someone_there(workshop))

    (address,) = page_of(phone, "question", workshop.code, 1).xpath("//main//img/@src")

    answer = phone.get(address)
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "image/jpeg",
        "nosniff",
    )
    assert Client().get(address).status_code == 403


def test_a_photo_of_another_workshop_is_not_there(settings, tmp_path):
    mine, theirs = held_workshop(notes=1), held_workshop(notes=1)
    photo = add_photo(theirs, settings, tmp_path)
    published(mine)

    assert Client().get(reverse("reports:photo", args=[mine.code, photo.key])).status_code == 404


def test_documents_carry_the_photo_of_a_published_report(settings, tmp_path):
    workshop = held_workshop(notes=1)
    add_photo(workshop, settings, tmp_path)
    published(workshop)

    document = Client().get(reverse("reports:download", args=[workshop.code, "pdf"])).content

    assert len(re.findall(rb"/Subtype\s*/Image", document)) == 1


def test_the_page_to_keep_carries_its_photos_and_asks_for_nothing(settings, tmp_path):
    workshop = held_workshop(notes=1)
    add_photo(workshop, settings, tmp_path)
    published(workshop)

    page = page_of(Client(), "download", workshop.code, "html")

    (image,) = page.xpath("//img/@src")
    assert image.startswith("data:image/jpeg;base64,")
    assert page.xpath("//link | //script") == []
    assert "Des rues calmes" in page.text_content()


def test_from_my_notes_to_each_one_in_the_report():
    workshop = held_workshop(notes=1)
    seat = someone_there(workshop)
    write_note(workshop.questions.get(number=1).board, "Ma note à moi", seat=seat)
    write_note(workshop.plenary, "Ma parole en plénière", seat=seat)
    phone = seated(seat)
    mine = reverse("workshops:my_notes", args=[workshop.code])

    before = html.fromstring(phone.get(mine).content).xpath("//a[contains(@href, 'comptes-rendus')]/@href")
    published(workshop, "participants")
    (link,) = html.fromstring(phone.get(mine).content).xpath("//li//a[contains(@href, 'comptes-rendus')]/@href")
    landed = phone.get(link, follow=True)

    anchor = landed.redirect_chain[-1][0].split("#")[1]
    assert before == []
    assert "Ma note à moi" in html.fromstring(landed.content).xpath(f"string(//li[@id='{anchor}'])")
