"""A whole World Café in the manner of S1: three rooms, twenty-four people, facilitators who move.

A phone of 320 px, the facilitator, the wall and the conductor are real browsers; the other phones speak the protocol.
"""

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from essaim.demo.phone import Phone
from tests.server import Served, an_instance

pytestmark = pytest.mark.browser


def opened(chromium: Browser, width: int, height: int) -> Page:
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="fr-FR")
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


def signed_in(chromium: Browser, address: str) -> Page:
    page = opened(chromium, 1280, 800)
    page.goto(address)
    page.get_by_role("button", name="Entrer").click()
    return page


def say(phones: list[Phone], words: str) -> None:
    """Each phone writes once at its own question."""
    for place, phone in enumerate(phones):
        board = phone.state()["board"]["key"]
        assert phone.write(board, f"{words} {place} : {'à l’ombre ' * (place % 3)}près de l’école")


def exported(instance: Served, code: str) -> dict:
    return json.loads(instance.run("workshop", "export", code).stdout)


def board_of(data: dict, number: int) -> dict:
    return next(question["board"] for question in data["questions"] if question["number"] == number)


def ring(conductor: Page, position: int) -> None:
    """The conductor presses "next" and the page says that the sequence at this position runs."""
    conductor.get_by_role("button", name="Séquence suivante").first.click()
    expect(conductor.locator(f"[data-position='{position}']").first).to_be_attached()


def test_every_acknowledged_note_of_a_whole_day_stands_in_the_report_once_and_in_order(chromium: Browser):
    with an_instance() as instance:
        demo = instance.load_demo()
        instance.start()
        code = demo["workshop"]
        phones = [Phone("127.0.0.1", instance.port, code) for _ in range(23)]
        for phone in phones:
            phone.join()

        phone = opened(chromium, 320, 640)
        phone.goto(f"{instance.url}/a/{code}/")
        phone.get_by_role("button", name="Prendre ma place").click()
        desk = signed_in(chromium, demo["addresses"]["facilitator"])
        conductor = signed_in(chromium, demo["addresses"]["conductor"])
        wall = opened(chromium, 1280, 720)
        wall.goto(demo["addresses"]["wall"])

        # First sequence: everybody writes, the wall and the desk see it, the facilitator groups.
        say(phones, "Première idée")
        phone.get_by_label("Votre idée").fill("Un café sous les arbres")
        phone.get_by_label("Votre idée").press("Enter")
        expect(phone.locator("#own li", has_text="Un café sous les arbres")).to_be_visible()
        expect(phone.get_by_role("status").first).to_contain_text("envoy")
        desk.goto(f"{instance.url}/animation/{code}/1/")
        wall.goto(f"{instance.url}/a/{code}/mur/1/")
        expect(wall.locator(".note").first).to_be_visible()
        ticked = desk.locator("input[name=note]")
        expect(ticked).to_have_count(len(board_of(exported(instance, code), 1)["notes"]))
        for place in range(3):
            ticked.nth(place).check()
        desk.get_by_label("ou nouveau thème").fill("De l’ombre")
        desk.get_by_role("button", name="Ranger", exact=True).click()
        expect(desk.get_by_text("De l’ombre").first).to_be_visible()

        # The bell: the relay frozen is the relay that the next group reads.
        ring(conductor, 2)
        frozen = {number: board_of(exported(instance, code), number)["relays"] for number in (1, 2, 3)}
        assert [len(relays) for relays in frozen.values()] == [1, 1, 1]
        ring(conductor, 3)
        phone.goto(f"{instance.url}/a/{code}/relais/")
        question = phones[0].state()  # any client of the protocol reads the same relay
        relay = question["relay"]
        content = frozen[question["question"]["number"]][0]["content"]
        assert {name: relay[name] for name in content} == content
        own = next(
            number
            for number, relays in frozen.items()
            if phone.get_by_text(relays[0]["content"]["unsorted"][0]["text"], exact=False).count()
        )
        for note in frozen[own][0]["content"]["unsorted"]:
            expect(phone.get_by_text(note["text"], exact=False).first).to_be_attached()

        # Second and third sequences, the plenary, the end.
        say(phones, "Deuxième idée")
        ring(conductor, 4)
        ring(conductor, 5)
        say(phones, "Troisième idée")
        ring(conductor, 6)
        ring(conductor, 7)
        conductor.goto(f"{instance.url}/conduite/{code}/")
        conductor.get_by_role("button", name="Terminer").first.click()

        data = exported(instance, code)
        written = {note["key"]: note["text"] for question in data["questions"] for note in question["board"]["notes"]}
        acknowledged = {key: text for phone in phones for key, text in phone.acknowledged.items()}
        assert len(acknowledged) == 69
        own_note = {key: text for key, text in written.items() if text == "Un café sous les arbres"}
        assert written == {**acknowledged, **own_note}
        assert len(own_note) == 1
        for question in data["questions"]:
            notes = question["board"]["notes"]
            assert [note["number"] for note in notes] == list(range(1, len(notes) + 1))
            assert [note["round"] for note in notes] == sorted(note["round"] for note in notes)

        report = conductor.request.get(f"{instance.url}/comptes-rendus/{code}.json").text()
        for key, text in written.items():
            assert report.count(f'"{key}"') == 1, text
