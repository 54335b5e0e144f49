"""A new operator follows docs/guide-administration.md to the letter, and people come: `scripts/operator`."""

import json
import re
import sys
import time
from pathlib import Path

import httpx

from tests.care.instances import CONTENTS
from tests.care.test_worker import WAITING
from tests.deploy.guide import commands_of
from tests.deploy.machine import Machine
from tests.live.room import RUNNING, Client
from tests.server import ARRANGE, PLAIN
from tests.smtp import Sink, sink

ROOT = Path(__file__).parents[2]
URL = "https://essaim.exemple.fr"
PASSWORD = "un-mot-de-passe"
LONG = 120  # seconds


def say(sentence: str, began: float = time.monotonic()) -> None:  # noqa: B008
    sys.stdout.write(f"{time.monotonic() - began:6.1f} s  {sentence}\n")
    sys.stdout.flush()


def follow(machine: Machine, heading: str, given: str = "", **instead: str) -> str:
    """The operator does what this part of the guide says, with their own names where it gives examples."""
    blocks = commands_of(heading)
    for example, ours in instead.items():
        assert example in "".join(blocks), f"{heading}: no {example} to replace"
        blocks = [block.replace(example, ours) for block in blocks]
    said = "".join(machine.do(block, given) for block in blocks)
    say(heading)
    return said


def set_(machine: Machine, **settings: str) -> None:
    """The operator writes these settings in their file."""
    path = machine.path("etc/essaim.env")
    text = path.read_text()
    for name, value in settings.items():
        text, found = re.subn(rf"^#?{name}=.*$", f"{name}={value}", text, flags=re.MULTILINE)
        assert found == 1, f"{name} stands {found} times in the example of settings"
    path.write_text(text)


def arrange(machine: Machine, script: str, **values: object) -> object:
    """What people would do through many pages is there."""
    given = "".join(f"{name} = {value!r}\n" for name, value in values.items())
    machine.write("tmp/arrange.py", ARRANGE)
    run = """
        set -a; . /etc/essaim.env
        export PYTHONPATH=. DJANGO_SETTINGS_MODULE=essaim.settings
        runuser -u essaim -- .venv/bin/python /tmp/arrange.py
    """
    return json.loads(machine.do(run, given + script).rpartition("\n")[2])


def install(machine: Machine) -> None:
    follow(machine, "Installer", **{"ADRESSE-DU-DEPOT": "/srv/depot.git"})
    machine.do("apt install postgresql nginx-light caddy openssl")  # while there is a network to fetch them from
    machine.leave_network()


def wait_for(what, why: str) -> None:
    end = time.monotonic() + LONG
    while not what():
        if time.monotonic() > end:
            raise SystemExit(f"never: {why}")
        time.sleep(0.05)


def requests_of(machine: Machine, port: int) -> int:
    return machine.path(f"var/log/units/essaim@{port}.service.log").read_text().count('"request"')


def check_pages(machine: Machine, address: str) -> None:
    """The first account opens, and both processes serve."""
    with httpx.Client(base_url=URL, follow_redirects=True, verify=PLAIN) as browser:
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get(address).text)[0]
        entered = browser.post(address, data={"csrfmiddlewaretoken": token}, headers={"origin": URL})
        assert "Ouvrir un programme" in entered.text, (entered.status_code, re.sub(r"<[^>]+>|\s+", " ", entered.text))
    for _visit in range(10):
        httpx.get(URL, verify=PLAIN).raise_for_status()
    say("pages through the relay")


def check_live(room: dict, processes: str) -> None:
    """What one phone writes through the relay, another one sees at once, whichever process holds each."""
    writer, *readers = [Client(URL, room["boards"]["own"], token=token) for token in room["seats"][:3]]
    for reader in readers:
        seen = (reader.log() or [{"revision": 0}])[-1]["revision"]
        with reader.follow(seen) as stream:
            stream.hello()
            text = f"Une idée {time.monotonic_ns()}"
            answer = writer.write(text)
            assert answer.is_success, answer.text
            assert text in json.dumps(stream.events(1), ensure_ascii=False)
    say(f"live through the relay ({processes})")


def check_one_can_fall(machine: Machine, room: dict) -> None:
    pid = machine.path("run/units/essaim@8000.service").read_text()
    machine.do(f"kill -9 {pid}")
    for _visit in range(10):
        httpx.get(URL, verify=PLAIN).raise_for_status()
    check_live(room, "one process killed")
    machine.do("systemctl start essaim@8000")


def check_mail(machine: Machine, mail: Sink, addresses: list[str]) -> None:
    arrange(machine, WAITING, addresses=addresses)
    wait_for(lambda: len(mail.received) >= len(addresses), "the worker sends what waits")
    assert sorted(to for _sender, (to,), _message in mail.received) == sorted(addresses)
    say("reports sent by the worker")


def check_restore(machine: Machine) -> None:
    """The drill: what the backup of the night held is what the instance holds again."""
    before = arrange(machine, CONTENTS)
    follow(machine, "Sauvegarder")
    nightly = sorted(machine.path("var/backups/essaim").glob("*-*.tar"))[-1].stem
    arrange(machine, "from essaim.boards.models import Note\nNote.objects.update(text='abîmé')\nresult = None")
    assert arrange(machine, CONTENTS) != before
    said = follow(machine, "Restaurer", DATE=nightly)
    after = arrange(machine, CONTENTS)
    other = {name for name, rows in after.items() if before[name] != rows and not name.startswith("observing_")}
    assert other == set(), "restored otherwise"  # but for the processes, which say every few seconds that they live
    check_green(said)


def check_green(said: str) -> None:
    """`essaim doctor` finds nothing to do."""
    trouble = [line for line in said.splitlines() if line.startswith(("attention", "erreur"))]
    assert trouble == [] and said.count("\nok ") > 8, said
    say("doctor: all green")


def play() -> None:
    machine = Machine(ROOT)
    install(machine)
    with sink() as mail:
        set_(
            machine,
            BASE_URL=URL,
            EMAIL_URL=f"smtp://127.0.0.1:{mail.port}",
            DATABASE_URL=f"postgres://essaim:{PASSWORD}@127.0.0.1/essaim",
        )
        follow(machine, "PostgreSQL", given=f"{PASSWORD}\n{PASSWORD}\n")
        address = follow(machine, "Démarrer").split()[-1].removeprefix(URL)
        follow(machine, "Plusieurs processus")
        follow(machine, "nginx")
        trust(machine, "etc/ssl/essaim/cert.pem")
        check_pages(machine, address)
        room = arrange(machine, RUNNING)
        check_live(room, "nginx")
        check_one_can_fall(machine, room)
        check_mail(machine, mail, [f"personne{n}@exemple.fr" for n in range(3)])
        check_restore(machine)
        check_green("\n" + follow(machine, "Examiner"))
        follow(machine, "Mettre à jour")
        check_live(room, "after an update")
        machine.do("systemctl stop nginx")
        follow(machine, "Caddy")
        trust(machine, "var/lib/caddy/.local/share/caddy/pki/authorities/local/root.crt")
        check_live(room, "Caddy")
        machine.do("systemctl stop essaim.target")
    assert all(requests_of(machine, port) for port in (8000, 8001)), "one process had no visit"
    say("l’essai est fini : tout a servi")


def trust(machine: Machine, name: str) -> None:
    """The visitors know who signed the relay's certificate."""
    wait_for(machine.path(name).exists, f"{name} is made")
    PLAIN.load_verify_locations(machine.path(name))


if __name__ == "__main__":
    play()
