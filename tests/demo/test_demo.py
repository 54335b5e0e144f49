"""The demonstration as a newcomer starts it: a real server, phones that speak the protocol, a report at the end."""

import json
import re
import subprocess
import sys
from threading import Timer

import httpx

from tests.server import ROOT, Served, an_instance


def played(instance: Served, seconds: int) -> tuple[dict, dict]:
    """The demonstration's addresses, and its report once it is final; the server is then stopped."""
    process = subprocess.Popen(
        [sys.executable, "-m", "essaim", "demo", "--json", "--port", str(instance.port), "--seconds", str(seconds)],
        cwd=ROOT,
        env={**instance.environment, "LOG_LEVEL": "INFO", "LOG_FORMAT": "json"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    giving_up = Timer(300, process.kill)
    giving_up.start()
    try:
        demo = json.loads(process.stdout.readline())
        # The log says when the day is over: nothing to wait for by the clock.
        over = next((line for line in process.stderr if "demo played" in line), "")
        report = httpx.get(f"{demo['addresses']['report'].rstrip('/')}.json", timeout=60)
        return {**demo, "said": json.loads(over)}, {"status": report.status_code, **report.json()}
    finally:
        giving_up.cancel()
        process.kill()
        process.communicate()


def test_the_day_is_played_to_its_public_report_and_no_acknowledged_note_is_missing():
    with an_instance() as instance:
        demo, report = played(instance, seconds=6)

        exported = json.loads(instance.run("workshop", "export", demo["workshop"]).stdout)

    notes = [note for question in exported["questions"] for note in question["board"]["notes"]]
    by_phone = [note for note in notes if note["source"] == "phone"]
    assert demo["said"]["notes"] == len(by_phone)
    assert len({note["key"] for note in notes}) == len(notes)
    assert all(question["board"]["notes"] and question["board"]["ideas"] for question in exported["questions"])
    assert exported["workshop"]["state"] == "closed"
    assert exported["report"]["state"] == "final"
    assert report["status"] == 200
    assert [len(question["board"]["relays"]) for question in exported["questions"]] == [3, 3, 3]
    assert [turn["ended_at"] is not None for turn in exported["turns"]] == [True, True, True]


def test_load_only_prints_one_json_object_and_ends():
    with an_instance() as instance:
        first = instance.run("demo", "--load-only", "--json", "--port", str(instance.port))
        second = instance.run("demo", "--load-only", "--json", "--port", str(instance.port))
        demo = json.loads(first.stdout)

        assert re.fullmatch(r"[A-Z0-9]{8}", demo["workshop"])
        assert len(demo["questions"]) == 3
        assert set(demo["addresses"]) == {
            "visitor",
            "organiser",
            "conductor",
            "facilitator",
            "wall",
            "phone",
            "commons",
            "report",
            "past_report",
        }
        assert json.loads(second.stdout)["addresses"]["past_report"] == demo["addresses"]["past_report"]


def test_every_command_fails_with_one_clear_line():
    with an_instance() as instance:
        instance.run("migrate")
        refused = {
            ("workshop", "export", "NOPE"): "Aucun atelier ne porte le code « NOPE ».",
            ("workshop", "import", "absent.json"): "le fichier absent.json n’existe pas.",
            ("notes", "import", "NOPE", "1", "README.md"): "Aucun atelier ne porte le code « NOPE ».",
            ("workshop", "import", "tests"): "« tests » ne se lit pas : donnez un fichier de texte en UTF-8.",
            ("createadmin", "--email", "pas-une-adresse"): "« pas-une-adresse » n’est pas une adresse électronique.",
        }

        for arguments, sentence in refused.items():
            done = instance.run(*arguments, check=False)

            assert (done.returncode, done.stderr.strip()) == (1, f"essaim : {sentence}")


def test_a_first_administrator_enters_by_the_link_that_was_printed():
    with an_instance() as instance:
        address = instance.run("createadmin", "--email", "claire@exemple.fr", "--name", "Claire").stdout.strip()
        instance.start()
        path = address.split("/entrer/")[1]
        with httpx.Client(base_url=instance.url, follow_redirects=True) as client:
            page = client.get(f"/entrer/{path}")
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text).group(1)
            home = client.post(f"/entrer/{path}", data={"csrfmiddlewaretoken": token})
            again = httpx.Client(base_url=instance.url)
            again.get(f"/entrer/{path}")
            spent = again.post(f"/entrer/{path}", data={"csrfmiddlewaretoken": again.cookies["essaim_csrf"]})

    assert (home.status_code, "Se déconnecter" in home.text) == (200, True)
    assert spent.status_code == 410
