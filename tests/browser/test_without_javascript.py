"""A participant's whole day on a phone whose browser runs no script: forms, links and pages asked again."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_keyboard import ONE, PUBLISH, RING
from tests.server import Served, serving
from tests.smtp import sink

pytestmark = pytest.mark.browser
BELL = """
from datetime import timedelta
from django.utils import timezone
from essaim.workshops.queries import workshop_by_code
workshop = workshop_by_code(code)
workshop.sequences.filter(position=workshop.current).update(ends_at=timezone.now() - timedelta(seconds=1))
"""
CALL = """
from django.utils import timezone
from essaim.workshops.domain import plenary
from essaim.workshops.queries import workshop_by_code
from tests.factories import organiser_of
workshop = workshop_by_code(code)
table = workshop.tables.get(number=1)
plenary.call(workshop=workshop, table=table, by=organiser_of(workshop), now=timezone.now())
"""
TOLD = """
from essaim.boards.models import Note
from essaim.reports.models import Recipient
from essaim.workshops.queries import workshop_by_code
workshop = workshop_by_code(code)
boards = [workshop.plenary_id, *workshop.questions.values_list("board_id", flat=True)]
written = Note.objects.filter(board_id__in=boards).exclude(author="").order_by("pk")
result = {
    "notes": list(written.values_list("text", "state", "stance")),
    "dots": sum(sum(question.board.dots.values_list("count", flat=True)) for question in workshop.questions.all()),
    "addresses": list(Recipient.objects.filter(report__workshop=workshop).values_list("email", flat=True)),
}
"""
ASKED = """
from essaim.workshops.queries import workshop_by_code
result = workshop_by_code(code).questions.get(board__notes__text=text).number
"""


@pytest.fixture(scope="module")
def mail():
    with sink() as found:
        yield found


@pytest.fixture(scope="module")
def served(mail):
    with serving(EMAIL_URL=f"smtp://127.0.0.1:{mail.port}") as instance:
        yield instance


@pytest.fixture
def phone(chromium: Browser):
    context = chromium.new_context(
        viewport={"width": 320, "height": 640}, locale="fr-FR", java_script_enabled=False, has_touch=True
    )
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def say(page: Page, label: str, text: str, button: str = "Envoyer") -> None:
    page.get_by_label(label).fill(text)
    press(page, button)


def test_a_participant_s_whole_day_without_javascript(served: Served, phone: Page, mail):
    code = served.arrange(ONE, state="open", more={"topology": "facilitators-move"})["code"]
    served.arrange(RING, code=code, times=1)
    phone.goto(f"{served.url}/rejoindre/")
    phone.get_by_label("Le code").fill(f"{code[:4].lower()}-{code[4:]}")
    press(phone, "Entrer")
    press(phone, "Prendre ma place")

    # Writing, correcting, taking back; a second press of "reload" sends nothing twice.
    say(phone, "Votre idée", "Des arbres dans la cour")
    expect(phone.locator("#own .note")).to_contain_text("Des arbres dans la cour")
    phone.reload()
    say(phone, "Votre idée", "À retirer")
    phone.get_by_role("link", name="Modifier la note « À retirer »").click()
    press(phone, "Retirer la note")
    phone.get_by_role("link", name=re.compile("Modifier la note « Des arbres")).click()
    say(phone, "Votre idée", "Trois arbres dans la cour", "Enregistrer")
    expect(phone.locator("#own .note")).to_have_count(1)
    expect(phone.locator("#own .note")).to_contain_text("Trois arbres dans la cour")

    # After the bell what was still being typed is handed over.
    served.arrange(BELL, code=code)
    phone.goto(f"{served.url}/a/{code}/")
    say(phone, "Une dernière idée", "Une haie vive", "Remettre à l’animation")
    expect(phone.locator("#own")).to_contain_text("Une haie vive")

    # The next question opens on what the group before leaves.
    served.arrange(RING, code=code, times=2)
    phone.goto(f"{served.url}/a/{code}/relais/")
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    phone.goto(f"{served.url}/a/{code}/")
    say(phone, "Votre idée", "Un banc sous l’arbre")
    expect(phone.locator("#own .note")).to_contain_text("Un banc sous l’arbre")
    served.arrange(RING, code=code, times=4)

    # In plenary one answers what is heard.
    served.arrange(CALL, code=code)
    phone.goto(f"{served.url}/a/{code}/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("La plénière")
    expect(phone.locator("[aria-current=step]")).to_contain_text("Table 1")
    say(phone, "Votre réaction", "Chez nous aussi", "Envoyer ma réaction")

    # Afterwards: one's own notes, the report asked by e-mail, then read.
    served.arrange(RING, code=code, times=1)
    phone.goto(f"{served.url}/a/{code}/")
    phone.get_by_label("Adresse électronique").fill("bo@exemple.fr")
    press(phone, "M’envoyer le compte rendu")
    phone.goto(f"{served.url}/a/{code}/")
    phone.get_by_role("link", name="Ce que mes notes sont devenues").click()
    for text in ("Trois arbres dans la cour", "Une haie vive", "Un banc sous l’arbre"):
        expect(phone.locator(".note", has_text=text)).to_have_count(1)
    told = served.arrange(TOLD, code=code)
    assert told == {
        "notes": [
            ["Trois arbres dans la cour", "kept", ""],
            ["", "withdrawn", ""],
            ["Une haie vive", "handed", ""],
            ["Un banc sous l’arbre", "kept", "new"],
            ["Chez nous aussi", "kept", ""],
        ],
        "dots": 0,
        "addresses": ["bo@exemple.fr"],
    }
    served.arrange(PUBLISH, code=code)
    phone.goto(f"{served.url}/a/{code}/")
    phone.get_by_role("link", name="Lire le compte rendu").click()
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    number = served.arrange(ASKED, code=code, text="Un banc sous l’arbre")
    phone.goto(f"{served.url}/comptes-rendus/{code}/{number}/")
    expect(phone.locator("main")).to_contain_text("Un banc sous l’arbre")


def test_a_relay_is_read_and_dots_are_put_without_javascript(served: Served, phone: Page):
    code = served.arrange(ONE, state="concluding", more={})["code"]
    before = served.arrange(TOLD, code=code)["dots"]
    phone.goto(f"{served.url}/a/{code}/")
    press(phone, "Prendre ma place")

    phone.locator("summary", has_text="Ce que les groupes précédents vous laissent").click()
    phone.get_by_role("link", name="Lire tout le passage de témoin").click()
    expect(phone.locator("main")).to_contain_text("L’air des classes")
    phone.goto(f"{served.url}/a/{code}/")
    phone.get_by_label("Par rapport au passage de témoin").select_option("nuances")
    say(phone, "Votre idée", "Sauf l’hiver")
    phone.get_by_role("link", name=re.compile("Poser mes 3 gommettes")).click()
    phone.get_by_role("spinbutton").first.fill("2")
    press(phone, "Enregistrer mes gommettes")

    expect(phone.get_by_role("status")).to_contain_text("Il vous reste 1 sur 3.")
    told = served.arrange(TOLD, code=code)
    assert (told["dots"] - before, told["notes"][-1]) == (2, ["Sauf l’hiver", "kept", "nuances"])
