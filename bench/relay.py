"""How long after the bell a table reads what the one before it left: `python -m bench.relay`.

A served instance with its rules of access, three questions in three rooms, so many notes on each, half of them placed
under headings by people. The conductor rings over HTTP: from that press, the seconds until the relay's sheet of each
room is there to print, and, once people have moved, from the next press until a phone's state holds what it inherits.
"""

import argparse
import re
import statistics
import time

import httpx

from essaim.demo.phone import Phone
from tests.server import Served, serving

NOTES = (20, 60, 200)
RUNS = 5
ARRANGE = """
from django.utils import timezone
from essaim.boards.domain import deciding
from tests.browser.stage import session_of
from tests.factories import make_workshop, organiser_of, ring, write_note

workshop = ring(make_workshop(questions=3, tables=3, seats=24), now=timezone.now())
by = organiser_of(workshop)
for question in workshop.questions.all():
    themes = [
        deciding.add_theme(board=question.board, title=f"Thème {n}", by=by, now=timezone.now()) for n in range(1, 7)
    ]
    for n in range(notes):
        write_note(
            question.board, f"Planter une haie entre la cour et la route, idée {n}", group=n % 3 + 1, round=1,
            theme_id=themes[n % 6].pk if n % 4 < 2 else None, now=timezone.now(),
        )
result = {"code": workshop.code, "session": session_of(by)}
"""


def ring(client: httpx.Client, code: str) -> None:
    """The conductor presses "next", as their page sends it."""
    page = client.get(f"/conduite/{code}/").text
    fields = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("csrfmiddlewaretoken", "seen")}
    values = {name: found[1] for name, found in fields.items() if found}
    answer = client.post(f"/conduite/{code}/suivante/", data=values, headers={"Referer": str(client.base_url)})
    assert answer.status_code in {200, 302, 303}, answer.status_code


def measure(served: Served, notes: int) -> tuple[float, float]:
    """Seconds from the bell until the three sheets are there; from the next press until a phone holds its relay."""
    day = served.arrange(ARRANGE, notes=notes)
    phone = Phone("127.0.0.1", served.port, day["code"])
    phone.join()
    with httpx.Client(base_url=served.url, cookies={"essaim": day["session"]}, timeout=120) as client:
        begun = time.perf_counter()
        ring(client, day["code"])
        for question in (1, 2, 3):
            sheet = client.get(f"/animation/{day['code']}/{question}/relais/1/").raise_for_status().text
            assert all(f"Thème {number}" in sheet for number in range(1, 7))
        drafted = time.perf_counter() - begun
        assert not phone.state()["relay"]
        begun = time.perf_counter()
        ring(client, day["code"])
        while not phone.state()["relay"]:
            assert time.perf_counter() - begun < 90, "no relay 90 s after people moved"
        return drafted, time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, nargs="*", default=NOTES, help="on each of the three questions")
    parser.add_argument("--runs", type=int, default=RUNS)
    asked = parser.parse_args()
    print(
        "| notes à chaque question | cloche → trois relais (médiane, au plus) | places changées → lu sur un téléphone |"
    )
    print("| --- | --- | --- |")
    with serving() as served:
        for notes in asked.notes:
            drafted, read = zip(*(measure(served, notes) for _run in range(asked.runs)), strict=True)
            spans = (f"{statistics.median(took):.2f} s, {max(took):.2f} s" for took in (drafted, read))
            print(f"| {notes} | {' | '.join(spans)} |", flush=True)


if __name__ == "__main__":
    main()
