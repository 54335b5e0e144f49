"""Notes handed over after the bell wait for the team, then stand in the report; once it is final they are refused."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from essaim.boards.domain import deciding
from essaim.boards.models import Note
from essaim.kit.refusal import Refused
from essaim.live.wire import Credentials
from essaim.reports.domain import drafting, publishing
from essaim.reports.domain.publishing import source_read
from essaim.reports.formats import built
from essaim.reports.queries import report_of
from essaim.workshops import doorway
from essaim.workshops.domain.joining import token_of
from essaim.workshops.models import Seat, Workshop
from tests.factories import NOON, organiser_of, write_note

from .arranging import BASE, drafted, held_workshop, published, seated, signed_in, someone_there

pytestmark = pytest.mark.django_db
FINAL = "Le compte rendu est définitif : aucune note ne s’y ajoute plus."


def handed_by_form(seat: Seat, key: uuid.UUID, text: str):
    data = {"key": str(key), "text": text, "question": "1", "late": "true"}
    return seated(seat).post(reverse("workshops:notes", args=[seat.workshop.code]), data)


def handed_by_phone(seat: Seat, key: uuid.UUID, text: str) -> int:
    """As the live part does."""
    board = seat.workshop.questions.get(number=1).board
    note = {"key": str(key), "text": text, "late": True}
    who = Credentials(bearer=token_of(seat), cookies={})
    (answer,) = doorway.written([(who, str(board.key), note)])
    return answer.status


def page_after(seat: Seat):
    return seated(seat).get(reverse("workshops:seat", args=[seat.workshop.code])).text


def reopen(workshop: Workshop) -> None:
    drafting.reopen(workshop=workshop, by=organiser_of(workshop), now=NOON)


def test_once_the_report_is_final_a_last_note_is_refused_by_every_way_and_its_text_kept():
    workshop = held_workshop(notes=1)
    seat = someone_there(workshop)
    published(workshop)

    form = handed_by_form(seat, uuid.uuid4(), "Une idée dans le train")
    phone = handed_by_phone(seat, uuid.uuid4(), "Une idée dans le train")

    assert (form.status_code, phone) == (409, 409)
    assert FINAL in form.text
    assert ">Une idée dans le train</textarea>" in form.text
    assert not Note.objects.filter(text="Une idée dans le train").exists()


def test_once_the_report_is_final_no_last_note_is_asked_for():
    workshop = held_workshop(notes=1)
    seat = someone_there(workshop)
    Workshop.objects.filter(pk=workshop.pk).update(current=8)
    workshop.sequences.update(started_at=NOON, ended_at=NOON)
    drafted(workshop)
    before = page_after(seat)
    published(workshop)

    after = page_after(seat)
    reopen(workshop)

    assert ['name="late"' in page for page in (before, after, page_after(seat))] == [True, False, True]
    assert FINAL in after


def test_a_note_acknowledged_before_is_acknowledged_again_once_the_report_is_final():
    workshop = held_workshop(notes=1)
    seat, key = someone_there(workshop), uuid.uuid4()
    assert handed_by_phone(seat, key, "Juste à temps") == 200
    accept(workshop)
    published(workshop)

    assert handed_by_phone(seat, key, "Juste à temps") == 200
    assert handed_by_form(seat, key, "Juste à temps").status_code == 303
    assert Note.objects.filter(text="Juste à temps").count() == 1


def test_a_reopened_report_takes_last_notes_again():
    workshop = held_workshop(notes=1)
    published(workshop)
    reopen(workshop)

    assert handed_by_phone(someone_there(workshop), uuid.uuid4(), "Une idée de plus") == 200


def accept(workshop: Workshop) -> None:
    for note in Note.objects.filter(state="handed").select_related("board"):
        deciding.accept_handed(board=note.board, note=note, by=organiser_of(workshop), now=NOON)


@pytest.mark.parametrize("extension", ["html", "md", "csv"])
def test_a_note_that_waits_for_the_team_is_in_the_report_and_in_no_count(extension):
    workshop = held_workshop()
    drafted(workshop)
    before = source_read(report_of(workshop)).coverage

    write_note(workshop.questions.get(number=1).board, "Trop tard pour la cloche", state="handed")

    source = source_read(report_of(workshop))
    text = built(source, extension).decode()
    assert source.coverage == before
    assert text.count("Trop tard pour la cloche") == 1
    assert "à décider" in text


def test_a_note_that_waits_for_the_team_has_its_place_on_the_page():
    workshop = held_workshop()
    note = write_note(workshop.questions.get(number=1).board, "Trop tard pour la cloche", state="handed")
    drafted(workshop)
    team = signed_in(organiser_of(workshop))

    landed = team.get(reverse("reports:note", args=[workshop.code, 1, note.number]), follow=True)

    (item,) = html.fromstring(landed.content).xpath(f"//li[@id='n1-{note.number}']")
    assert item.xpath("string(ancestor::details/summary/h3)") == "Remises après la cloche, à décider"


def test_the_report_is_not_final_while_a_note_waits_for_the_team():
    workshop = held_workshop(notes=1)
    board = workshop.questions.get(number=1).board
    kept = write_note(board, "À garder", state="handed")
    aside = write_note(board, "À écarter", state="handed")
    drafted(workshop)
    by = organiser_of(workshop)
    finalise = lambda: publishing.finalise(workshop=workshop, base=BASE, by=by, now=NOON)  # noqa: E731

    with pytest.raises(Refused, match="2 notes remises après la cloche"):
        finalise()
    deciding.accept_handed(board=board, note=kept, by=by, now=NOON)
    deciding.set_aside(board=board, note=aside, reason="Déjà dit", by=by, now=NOON)
    (question, *_others) = source_read(finalise()).questions

    assert [note.text for note in question.outside] == ["Et le stade ?", "À garder"]
    assert [part.note.text for part in question.set_aside] == ["Voir avec la mairie", "À écarter"]
    assert question.handed == ()


def test_the_button_refused_says_what_to_decide_and_leads_there():
    workshop = held_workshop(notes=1)
    write_note(workshop.questions.get(number=1).board, "Trop tard", state="handed")
    drafted(workshop)
    team = signed_in(organiser_of(workshop))

    answer = team.post(reverse("reports:move", args=[workshop.code]), {"act": "final"})

    page = html.fromstring(answer.content)
    desk = reverse("workshops:desk", args=[workshop.code, 1])
    assert answer.status_code == 409
    assert "1 note remise après la cloche attend" in page.xpath("string(//*[@role='alert'])")
    assert page.xpath(f"//main//a[starts-with(@href, '{desk}')]")
    assert not page.xpath("//main//button")


def test_making_it_final_asks_first_and_says_that_amendments_stop():
    workshop = held_workshop(notes=1)
    by = organiser_of(workshop)
    drafted(workshop)
    until = timezone.localdate().replace(year=2999)
    publishing.open_amendments(workshop=workshop, until=until, by=by, now=NOON)
    team = signed_in(by)

    (asked,) = html.fromstring(team.get(reverse("reports:report", args=[workshop.code])).content).xpath(
        "//a[normalize-space()='Rendre définitif']/@href"
    )
    page = html.fromstring(team.get(asked).content)
    (form,) = page.xpath("//main//form")

    assert report_of(workshop).state == "amendable"
    assert "2999, s’arrêtent dès maintenant" in page.text_content()
    assert (form.get("action"), form.xpath(".//button/@value")) == (
        reverse("reports:move", args=[workshop.code]),
        ["final"],
    )
