"""What each page weighs, measured in Chromium on a running instance.

uv run python -m bench.weight            prints the table of bench/weight.md
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import httpx
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench.ecoindex import Weight, weigh
from essaim.demo.phone import Phone
from tests.server import Served, an_instance

WORDS = """ombre eau cour école arbre banc fontaine marché préau toiture volet voisin été sol pluie""".split()  # noqa: SIM905


@dataclass(frozen=True)
class Measured:
    """A page, its weight, and the budget that binds it (elements, requests, kB, EcoIndex)."""

    name: str
    weight: Weight
    budget: tuple[int, int, float, float]

    @property
    def holds(self) -> bool:
        elements, requests, kilobytes, ecoindex = self.budget
        return (
            self.weight.elements <= elements
            and self.weight.requests <= requests
            and self.weight.kilobytes <= kilobytes
            and self.weight.ecoindex >= ecoindex
            and len(self.weight.hosts) == 1
        )


def note(place: int) -> str:
    """Notes as long as people's (46 characters on average in the notes of real workshops)."""
    picked = [WORDS[(place * step + step) % len(WORDS)] for step in (1, 2, 4, 7)]
    return f"Prévoir {picked[0]} et {picked[1]}, puis {picked[2]} près du {picked[3]} n° {place}"


def filled(instance: Served, demo: dict) -> list[Phone]:
    """Twenty-four phones; 150 notes on the first question, a dozen seen by a phone of the second."""
    phones = [Phone("127.0.0.1", instance.port, demo["workshop"]) for _ in range(24)]
    for phone in phones:
        phone.join()
    boards = {phone.key: phone.state()["board"]["key"] for phone in phones}
    first = [phone for phone in phones if boards[phone.key] == demo["questions"][0]]
    second = [phone for phone in phones if boards[phone.key] == demo["questions"][1]]
    for place in range(150):
        phone = first[place % len(first)]
        assert phone.write(boards[phone.key], note(place))
    for place in range(11):
        phone = second[place % len(second)]
        assert phone.write(boards[phone.key], note(place))
    return phones


def signed_in(browser: Browser, address: str) -> BrowserContext:
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="fr-FR")
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Entrer").click()
    page.wait_for_load_state()
    page.close()
    return context


def seated(browser: Browser, instance: Served, code: str, board: str) -> BrowserContext:
    """A phone at the table of this board, with a note of its own."""
    while True:
        # A first visit: a worker that already holds the page would make it weigh nothing.
        context = browser.new_context(viewport={"width": 360, "height": 740}, locale="fr-FR", service_workers="block")
        page = context.new_page()
        page.goto(f"{instance.url}/a/{code}/")
        page.get_by_role("button", name="Prendre ma place").click()
        page.wait_for_load_state()
        state = page.request.get(f"{instance.url}/a/{code}/etat.json", headers={"Accept": "application/json"}).json()
        if state["board"]["key"] == board:
            page.get_by_label("Votre idée").fill("Une note à moi")
            page.get_by_role("button", name="Envoyer").click()
            page.wait_for_timeout(800)
            page.close()
            return context
        context.close()


def worker_bytes(base: str) -> int:
    """What a phone downloads once after its first page, so that this page opens again without network."""
    with httpx.stream("GET", f"{base}/a/service.js") as answer:
        heads = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
        return heads + sum(len(part) for part in answer.iter_raw())


def measured(browser: Browser, instance: Served, demo: dict) -> Iterator[Measured]:
    """Each page of participants, facilitators, walls and reports."""
    code, base = demo["workshop"], instance.url
    filled(instance, demo)
    phone = seated(browser, instance, code, demo["questions"][1])
    team = signed_in(browser, demo["addresses"]["organiser"])
    visitor = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="fr-FR")
    past = demo["addresses"]["past_report"]
    phone_budget, wall, desk, page = (
        (120, 3, 30.0, 81.0),
        (300, 5, 60.0, 81.0),
        (300, 5, 80.0, 81.0),
        (390, 8, 120.0, 81.0),
    )
    for name, context, address, budget in (
        ("Téléphone : rejoindre", visitor, f"{base}/a/{code}/", phone_budget),
        ("Téléphone : écrire, 12 notes", phone, f"{base}/a/{code}/", phone_budget),
        ("Téléphone : mes notes", phone, f"{base}/a/{code}/mes-notes/", phone_budget),
        ("Mur d’une question, 150 notes", team, f"{base}/a/{code}/mur/1/", wall),
        ("Mur de toutes les questions", team, f"{base}/a/{code}/mur/", wall),
        ("Mur d’accueil", team, f"{base}/a/{code}/mur/accueil/", wall),
        ("Mur de la plénière", team, f"{base}/a/{code}/mur/pleniere/", wall),
        ("Animation, 12 notes", team, f"{base}/animation/{code}/2/", desk),
        ("Conduite", team, f"{base}/conduite/{code}/", desk),
        ("Compte rendu, 64 notes", visitor, past, page),
        ("Accueil", visitor, f"{base}/", page),
        ("Catalogue des communs", visitor, f"{base}/communs/", page),
        ("Fiche d’un commun", visitor, f"{base}/communs/le-carnet-des-abris-frais/", page),
        ("Préparer un atelier", team, f"{base}/ateliers/{code}/", page),
    ):
        weight = weigh(context, address)
        if budget == phone_budget:
            weight = replace(weight, kilobytes=round(weight.kilobytes + worker_bytes(base) / 1000, 1))
        yield Measured(name, weight, budget)


def main() -> int:
    with an_instance() as instance, sync_playwright() as playwright:
        demo = instance.load_demo()
        instance.start()
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        print("| page | éléments | requêtes | kB | EcoIndex estimé | budget | tient |")
        print("|---|---|---|---|---|---|---|")
        broken = 0
        for row in measured(browser, instance, demo):
            weight, budget = row.weight, row.budget
            broken += not row.holds
            print(
                f"| {row.name} | {weight.elements} | {weight.requests} | {weight.kilobytes} | {weight.ecoindex} | "
                f"≤ {budget[0]}, ≤ {budget[1]}, ≤ {budget[2]:.0f}, ≥ {budget[3]:.0f} | "
                f"{'oui' if row.holds else 'NON'} |"
            )
        browser.close()
    return broken


if __name__ == "__main__":
    raise SystemExit(main())
