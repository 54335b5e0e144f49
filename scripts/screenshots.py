"""The pictures of the README and of the guides, taken from a demonstration that is really running.

`make screenshots` writes docs/images/*.png. Nothing is drawn by hand: each picture waits for its moment of the day.
`python scripts/screenshots.py commons` takes those of the catalogue alone.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
SECONDS = 40  # a round of the demonstration: time enough to photograph it
LAPTOP, TABLET, PHONE, WALL = (1280, 800), (1024, 768), (360, 720), (1280, 720)
HEAVIEST = 60_000  # bytes of a picture: guides are also read where the network is slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(folder: str, port: int) -> tuple[subprocess.Popen, dict]:
    environment = {**os.environ, "ESSAIM_DATA": folder, "LOG_LEVEL": "WARNING"}
    command = [sys.executable, "-m", "essaim", "demo", "--json", "--port", str(port), "--seconds", str(SECONDS)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    for line in process.stdout or ():
        if line.startswith("{"):
            return process, json.loads(line)
    raise SystemExit("the demonstration did not start")


class Photographer:
    """One browser, one page for each role."""

    def __init__(self, browser: Browser, demo: dict, port: int):
        self.browser, self.demo, self.base = browser, demo, f"http://127.0.0.1:{port}"
        self.code = demo["workshop"]

    def page(self, size: tuple[int, int], *, dark: bool = False) -> Page:
        width, height = size
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, locale="fr-FR", color_scheme="dark" if dark else "light"
        )
        return context.new_page()

    def person(self, role: str, size: tuple[int, int]) -> Page:
        page = self.page(size)
        page.goto(self.demo["addresses"][role])
        page.get_by_role("button", name="Entrer").click()
        return page

    def moment(self, page: Page) -> dict:
        return page.request.get(f"{self.base}/a/{self.code}/etat.json", headers={"Accept": "application/json"}).json()

    def wait(self, page: Page, ready: Callable[[dict], bool], patience: float = 240) -> None:
        """The day has come to this moment, as the protocol tells it."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if ready(self.moment(page)):
                return
            page.wait_for_timeout(300)
        raise SystemExit("this moment of the day did not come")

    def take(self, page: Page, name: str, address: str | None = None, *, whole: bool = False) -> None:
        if address:
            page.goto(self.base + address)
        page.wait_for_timeout(600)
        path = IMAGES / f"{name}.png"
        page.screenshot(path=path, full_page=whole)
        with Image.open(path) as image:
            lighten(image.convert("RGB"), path)


def lighten(image: Image.Image, path: Path, heaviest: int = HEAVIEST) -> None:
    """The picture is a file of its most frequent colours, fewer where it would be too heavy."""
    found = sorted(image.getcolors(image.width * image.height), reverse=True)
    for colours in (128, 64, 32):
        palette = Image.new("P", (1, 1))
        palette.putpalette([value for _times, colour in found[:colours] for value in colour])
        image.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= heaviest:
            return


def photograph_day(shots: Photographer) -> None:
    code = shots.code
    phone = shots.page(PHONE)
    phone.goto(f"{shots.base}/a/{code}/")
    shots.take(phone, "telephone-rejoindre")
    phone.get_by_role("button", name="Prendre ma place").click()
    organiser, conductor = shots.person("organiser", LAPTOP), shots.person("conductor", LAPTOP)
    desk, wall = shots.person("facilitator", LAPTOP), shots.page(WALL)
    wall.goto(shots.demo["addresses"]["wall"])
    shots.take(wall, "mur-accueil", f"/a/{code}/mur/accueil/")

    shots.wait(phone, lambda state: state["moment"]["round"] == 1)
    wall.goto(f"{shots.base}/a/{code}/mur/1/")
    desk.goto(f"{shots.base}/animation/{code}/1/")
    phone.wait_for_timeout(int(SECONDS * 500))
    phone.reload()
    phone.get_by_label("Votre idée").fill("Ouvrir le parc la nuit les soirs de canicule")
    phone.get_by_role("button", name="Envoyer").click()
    phone.wait_for_timeout(800)
    shots.take(phone, "telephone-ecrire")
    shots.take(desk, "animation")
    shots.take(wall, "mur-question")
    shots.take(conductor, "conduite")
    shots.take(organiser, "organisation", f"/ateliers/{code}/")
    shots.take(organiser, "rotation", f"/ateliers/{code}/rotation/")

    shots.wait(phone, lambda state: state["moment"]["round"] == 2)
    shots.take(desk, "passage-de-temoin", f"/animation/{code}/1/relais/1/")
    phone.reload()
    shots.take(phone, "telephone-relais")

    shots.wait(phone, lambda state: state["moment"]["sequence_kind"] == "plenary")
    wall.wait_for_timeout(3000)
    shots.take(wall, "mur-pleniere", f"/a/{code}/mur/pleniere/")

    shots.wait(phone, lambda state: state["moment"]["state"] == "closed")
    shots.take(organiser, "compte-rendu", f"/comptes-rendus/{code}/")
    visitor = shots.page(LAPTOP)
    shots.take(visitor, "accueil", "/")


def photograph_commons(shots: Photographer) -> None:
    """A common of the demonstration is found, adapted, changed and credited."""
    writer = shots.person("organiser", LAPTOP)
    shots.take(writer, "communs", "/communs/")
    writer.locator(".finds a").first.click()
    writer.get_by_role("link", name="Adapter ce commun").click()
    writer.get_by_label("Titre de votre version").fill("Le carnet des abris frais du Val-Fleuri")
    shots.take(writer, "commun-adapter")
    writer.get_by_role("button", name="Commencer ma version").click()
    for change in ("Les lieux sont ceux de notre commune", "Une page sur les fontaines"):
        writer.get_by_label("Une modification").fill(change)
        writer.get_by_role("button", name="Noter cette modification").click()
    shots.take(writer, "commun-filiation")
    writer.get_by_role("link", name="Modifier la fiche").click()
    shots.take(writer, "commun-modifier")
    writer.goto(writer.url.replace("modifier", "famille"))
    shots.take(writer, "commun-famille")


PARTS = {"day": photograph_day, "commons": photograph_commons}


def hero() -> None:
    """The first screen of the README: the wall, a phone and the facilitator's table, side by side."""
    wall, phone, desk = (
        Image.open(IMAGES / f"{name}.png").convert("RGB") for name in ("mur-question", "telephone-ecrire", "animation")
    )
    height, gap = 640, 24
    pieces = [piece.resize((round(piece.width * height / piece.height), height)) for piece in (phone, desk)]
    width = sum(piece.width for piece in pieces) + gap
    top = wall.resize((width, round(wall.height * width / wall.width)))
    sheet = Image.new("RGB", (width + 2 * gap, top.height + height + 3 * gap), "#e9e3d6")
    sheet.paste(top, (gap, gap))
    left = gap
    for piece in pieces:
        sheet.paste(piece, (left, top.height + 2 * gap))
        left += piece.width + gap
    lighten(sheet, IMAGES / "essaim.png", 3 * HEAVIEST)  # three pictures in one


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=PARTS, default=[], help="which; all by default")
    parts = parser.parse_args().parts or list(PARTS)
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        process, demo = start(folder, port)
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
                for part in parts:
                    PARTS[part](Photographer(browser, demo, port))
                browser.close()
        finally:
            process.terminate()
            process.wait(10)
    if "day" in parts:
        hero()


if __name__ == "__main__":
    main()
