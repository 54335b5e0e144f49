"""A World Café sorted with the machine's help, up to a report of which each sentence opens on its notes.

The facilitator holds a phone of 320 px, then uses the keyboard alone; other phones speak the protocol.
"""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from essaim.demo.phone import Phone
from essaim.reports.telling import sentences_of
from tests.browser.test_facilitator import tab_to
from tests.browser.test_world_cafe import board_of, exported, ring, signed_in
from tests.server import Served, an_instance

pytestmark = pytest.mark.browser
FIRST = [
    "Plus de bus le soir",
    "Des bus le dimanche",
    "Un bus pour le marché du samedi",
    "Un bus scolaire gratuit",
    "Planter des arbres dans la cour",
    "Des arbres pour l’ombre",
    "Arbres fruitiers dans la rue",
    "Moins de bruit à la cantine",
]
SECOND = [
    "Des bus plus fréquents le soir",
    "Un bus de nuit",
    "Garder les grands arbres",
    "Arroser les arbres l’été",
    "Des bus jusqu’au collège",
    "Planter avec les enfants",
    "Un goûter pour les parents",
    "Le bus de 8 h est plein",
]
THIRD = ["Des bus électriques", "Un arbre par enfant", "Des arbres le long du bus", "Un orchestre"]


def heading_of(text: str) -> str:
    """Where the facilitator thinks that it belongs; none fits what speaks of neither."""
    if re.search("arbre|Planter", text, re.I):
        return "Les arbres"
    return "Le bus" if re.search("bus", text) else ""


def write(phones: list[Phone], said: list[str]) -> None:
    """Those who sit at question 1 write, each once."""
    here = [(phone, phone.state()) for phone in phones]
    seated = [(phone, state["board"]["key"]) for phone, state in here if state["question"]["number"] == 1]
    assert len(seated) >= len(said)
    for (phone, board), text in zip(seated, said, strict=False):
        assert phone.write(board, text)


def themes_of(instance: Served, code: str) -> dict[str, list[str]]:
    """Headings of question 1 with the texts under them; "" holds what waits."""
    board = board_of(exported(instance, code), 1)
    titles = {theme["key"]: theme["title"] for theme in board["themes"] if not theme["is_removed"]}
    found: dict[str, list[str]] = {title: [] for title in ["", *titles.values()]}
    for note in board["notes"]:
        found[titles.get(note["theme"], "")].append(note["text"])
    return found


def on_a_phone(chromium: Browser, signed: Page) -> Page:
    context = chromium.new_context(locale="fr-FR", viewport={"width": 320, "height": 640}, has_touch=True)
    context.add_cookies(signed.context.cookies())
    return context.new_page()


def sort_by_keyboard(desk: Page, instance: Served, code: str) -> None:
    """The sure ones in one gesture, then each of the others: Tab and Enter, nothing else."""
    if desk.locator("#sure [name=pair]").count():
        tab_to(desk, "#sure button:not([name])")
        desk.keyboard.press("Enter")
        expect(desk.locator("#sure [name=pair]")).to_have_count(0)
    board = board_of(exported(instance, code), 1)
    themes = {theme["title"]: theme["key"] for theme in board["themes"]}
    for note in board["notes"]:
        if note["text"] in THIRD and not note["theme"]:
            name = heading_of(note["text"])
            chosen = (
                f"[name=tap][value^='{note['key']}:{themes[name]}']" if name else f"[name=none][value='{note['key']}']"
            )
            tab_to(desk, f"#unsure button{chosen}")
            desk.keyboard.press("Enter")
            expect(desk.locator(f"#unsure button{chosen}")).to_have_count(0)


def check_links(reader: Page) -> None:
    """Each sentence names notes; each number opens on its note, and what is quoted was written there."""
    said = sentences_of(reader.locator("#q1 > p").first.inner_text())
    assert len(said) == 3  # two themes, and what stands alone
    for sentence in said:
        read = []
        for number in sentence.notes:
            reader.locator("#q1 > p").first.get_by_role("link", name=str(number), exact=True).click()
            read.append(reader.locator(":target").inner_text())
            reader.go_back()
        assert sentence.quotes
        assert [quote for quote in sentence.quotes if not any(quote in text for text in read)] == []


def test_a_day_sorted_by_taps_ends_in_a_report_whose_sentences_open_on_their_notes(chromium: Browser):
    with an_instance() as instance:
        demo = instance.load_demo()
        instance.start()
        code = demo["workshop"]
        phones = [Phone("127.0.0.1", instance.port, code) for _ in range(24)]
        for phone in phones:
            phone.join()
        desk = signed_in(chromium, demo["addresses"]["facilitator"])
        conductor = signed_in(chromium, demo["addresses"]["conductor"])
        hand = on_a_phone(chromium, desk)

        # First sequence: two themes are adopted on the phone, with people's words.
        write(phones, FIRST)
        hand.goto(f"{instance.url}/animation/{code}/1/propositions/?themes=3")
        for number, title in ((1, "Le bus"), (2, "Les arbres")):
            group = hand.get_by_role("group", name=f"Retenir le thème {number}")
            group.get_by_label("Titre proposé").fill(title)
        hand.get_by_label("Retenir le thème 3").uncheck()
        hand.get_by_role("button", name="Créer les thèmes retenus").tap()
        expect(hand.get_by_role("status")).to_contain_text("2 thèmes créés.")
        assert themes_of(instance, code) == {"": FIRST[7:], "Le bus": FIRST[:4], "Les arbres": FIRST[4:7]}

        # Second sequence: notes arrive with their headings; the sure ones go together, the others by a tap each.
        for position in (2, 3):
            ring(conductor, position)
        write(phones, SECOND)
        expect(hand.locator("#sure [name=pair], #unsure fieldset")).to_have_count(9, timeout=15_000)
        if hand.locator("#sure [name=pair]").count():
            hand.get_by_role("button", name="Ranger les notes cochées").tap()
            expect(hand.locator("#sure [name=pair]")).to_have_count(0)
        for text in themes_of(instance, code)[""]:
            waiting = hand.get_by_role("group", name=text)
            waiting.get_by_role("button", name=heading_of(text) or "Aucun ne convient").tap()
            expect(waiting).to_have_count(0)
        assert themes_of(instance, code) == {
            name: [text for text in FIRST + SECOND if heading_of(text) == name] for name in ("", "Le bus", "Les arbres")
        }
        assert hand.evaluate("document.documentElement.scrollWidth") <= 320

        # The bell: the relay is what the taps made of it.
        ring(conductor, 4)
        relay = board_of(exported(instance, code), 1)["relays"][-1]["content"]
        assert [theme["title"] for theme in relay["themes"]] == ["Le bus", "Les arbres"]

        # Third sequence, by keyboard alone.
        ring(conductor, 5)
        write(phones, THIRD)
        desk.goto(f"{instance.url}/animation/{code}/1/propositions/")
        sort_by_keyboard(desk, instance, code)
        assert themes_of(instance, code) == {
            name: [text for text in FIRST + SECOND + THIRD if heading_of(text) == name]
            for name in ("", "Le bus", "Les arbres")
        }

        # The report, proposed from the notes, kept as it is: each sentence opens on the notes that it quotes.
        for position in (6, 7):
            ring(conductor, position)
        conductor.goto(f"{instance.url}/conduite/{code}/")
        conductor.get_by_role("button", name="Terminer").first.click()
        conductor.goto(f"{instance.url}/comptes-rendus/{code}/modifier/?proposer")
        conductor.get_by_role("button", name="Enregistrer").click()
        conductor.goto(f"{instance.url}/comptes-rendus/{code}/")
        expect(conductor.locator("#q1")).to_contain_text("Le bus (")
        expect(conductor.get_by_text("(mots de l’équipe)")).to_have_count(0)
        check_links(conductor)
