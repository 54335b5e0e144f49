"""`essaim doctor` finds what is wrong and says what to do; `serve` refuses a database that would lose notes."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
import time_machine

from essaim.care import last_backup
from essaim.care.checks import backups, configuration, database, machine, mail
from essaim.care.findings import Level
from tests.care.instances import data_of, is_on_postgresql, small_instance
from tests.server import ROOT, an_instance
from tests.smtp import sink

BASE = "https://essaim.exemple.fr"


def levels(findings) -> dict[str, Level]:
    return {finding.subject: finding.level for finding in findings}


@pytest.fixture(scope="module")
def instance():
    with small_instance() as (found, _said):
        yield found


def test_an_instance_in_good_health_is_told_line_by_line(instance):
    data_of(instance).joinpath("files").chmod(0o700)

    done = instance.run("doctor")
    findings = json.loads(instance.run("doctor", "--json").stdout)

    assert [finding for finding in findings if finding["level"] == "erreur"] == []
    assert len(done.stdout.splitlines()) == len(findings)
    assert {finding["subject"] for finding in findings} >= {
        "base de données",
        "tables",
        "durabilité",
        "horloge",
        "disque",
    }


def test_a_backup_is_asked_for_until_one_is_made_whole_and_again_once_it_is_old(instance, settings):
    assert saved(instance) == ("attention", "aucune n’a encore été faite depuis cette machine", backups.ADVICE)

    instance.run("backup", f"{data_of(instance)}/nulle-part/copie.tar", check=False)
    assert saved(instance)[0] == "attention"

    instance.run("backup", str(data_of(instance) / "copie.tar"))
    level, found, advice = saved(instance)
    assert (level, found.partition(" est du ")[0], advice) == ("ok", "la dernière complète", "")

    settings.DATA = data_of(instance)
    made = last_backup.last_backup().at
    told = []
    for age in (backups.RECENT, backups.RECENT + timedelta(minutes=1)):
        with time_machine.travel(made + age, tick=False):
            told += [finding.level for finding in backups.findings()]
    assert told == [Level.OK, Level.ATTENTION]


def saved(instance) -> tuple[str, str, str]:
    findings = json.loads(instance.run("doctor", "--json", check=False).stdout)
    return next((each["level"], each["found"], each["advice"]) for each in findings if each["subject"] == "sauvegarde")


def test_what_is_wrong_is_an_error_with_something_to_do(instance):
    instance.environment |= {"BASE_URL": BASE, "ALLOWED_HOSTS": "autre.fr", "EMAIL_URL": "smtp://127.0.0.1:9"}
    (data_of(instance) / "secret").chmod(0o644)

    done = instance.run("doctor", "--json", check=False)

    wrong = [finding for finding in json.loads(done.stdout) if finding["level"] == "erreur"]
    assert [finding["subject"] for finding in wrong] == ["BEHIND_TLS", "ALLOWED_HOSTS", "secret", "courrier"]
    assert all(finding["advice"] for finding in wrong)
    assert (done.returncode, done.stderr) == (1, "")


def test_a_database_that_waits_for_migrations_or_does_not_answer_is_said():
    with an_instance() as empty:
        waiting = json.loads(empty.run("doctor", "--json", check=False).stdout)
        empty.environment["DATABASE_URL"] = "postgres://essaim@127.0.0.1:9/essaim"
        silent = empty.run("doctor", check=False)

    assert {finding["subject"]: finding["level"] for finding in waiting}["tables"] == "erreur"
    assert "base de données" in silent.stdout
    assert "Connection refused" in silent.stdout
    assert silent.returncode == 1


@pytest.mark.parametrize(
    ("base", "behind_tls", "expected"),
    [
        ("", False, {"BASE_URL": Level.ATTENTION}),
        (BASE, True, {"BASE_URL": Level.OK}),
        (BASE, False, {"BEHIND_TLS": Level.ERROR}),
        ("http://essaim.exemple.fr", True, {"BASE_URL": Level.ERROR}),
        ("http://192.168.1.20:8000", False, {"BASE_URL": Level.ATTENTION}),
        ("http://127.0.0.1:8000", False, {"BASE_URL": Level.OK}),
    ],
)
def test_the_address_and_the_relay_agree(settings, base, behind_tls, expected):
    settings.BASE_URL, settings.BEHIND_TLS = base, behind_tls

    assert levels([configuration.public_address()]) == expected


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        (["essaim.exemple.fr"], Level.OK),
        ([".exemple.fr"], Level.OK),
        (["exemple.fr"], Level.ERROR),
        (["*"], Level.ATTENTION),
    ],
)
def test_the_instance_answers_to_its_own_name(settings, allowed, expected):
    settings.BASE_URL, settings.ALLOWED_HOSTS = BASE, allowed

    assert configuration.names().level == expected


def test_a_mail_server_is_greeted_and_gets_no_message(settings):
    settings.DEFAULT_FROM_EMAIL = "Essaim <essaim@exemple.fr>"
    with sink() as server:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{server.port}"
        options = {"host": "127.0.0.1", "port": server.port, "password": "", "use_tls": False, "use_ssl": False}
        settings.MAILERS = {"default": {"OPTIONS": options}}

        found = levels(mail.findings())

        assert found == {"courrier": Level.OK, "expéditeur": Level.OK}
        assert server.received == []


def test_a_disk_that_is_nearly_full_or_cannot_be_written_is_an_error(settings, small_disk):
    settings.DATA = small_disk
    nearly_full = levels([machine.space(), machine.writable()])

    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    read_only = levels([machine.writable()])

    assert nearly_full == {"disque": Level.ERROR, "ESSAIM_DATA": Level.OK}
    assert read_only == {"ESSAIM_DATA": Level.ERROR}


@pytest.mark.django_db
def test_a_clock_behind_the_last_note_is_an_error():
    from django.utils import timezone

    from tests.factories import make_workshop, ring, write_note

    now = timezone.now()
    board = ring(make_workshop(), now=now).questions.get(number=1).board
    write_note(board, "Demain", now=now + timedelta(hours=3))

    with time_machine.travel(now, tick=False):
        late = database.on_time()

    assert (late.level, late.subject) == (Level.ERROR, "horloge")


@pytest.mark.skipif(not is_on_postgresql(), reason="DATABASE_URL names no PostgreSQL")
def test_nothing_is_served_from_a_database_that_answers_before_it_keeps():
    import psycopg

    with small_instance() as (instance, _said):
        address = urlsplit(instance.environment["DATABASE_URL"])
        name = address.path.lstrip("/")
        with psycopg.connect(urlunsplit(address), autocommit=True) as connection:
            connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')

        served = instance.run("serve", "--port", str(instance.port), check=False)
        doctor = instance.run("doctor", check=False)

    assert (served.returncode, served.stdout) == (1, "")
    assert served.stderr == (
        "essaim : PostgreSQL perdrait des notes dans une coupure : synchronous_commit off. "
        "Remettez « synchronous_commit = on » dans postgresql.conf, puis redémarrez PostgreSQL.\n"
    )
    assert "erreur     synchronous_commit" in doctor.stdout


HAS_POSTGRESQL = bool(list(Path("/usr/lib/postgresql").glob("*/bin/initdb")))
WITHOUT_FSYNC = """
psql -q "$DATABASE_URL" -c "ALTER SYSTEM SET fsync = off" -c "ALTER SYSTEM SET full_page_writes = off"
psql -q "$DATABASE_URL" -c "SELECT pg_reload_conf()" >/dev/null
until [ "$(psql -qAt "$DATABASE_URL" -c 'SHOW fsync')" = off ]; do :; done
exec "$@"
"""


@pytest.mark.skipif(not HAS_POSTGRESQL, reason="PostgreSQL is not installed")
def test_nothing_is_served_from_a_database_without_fsync():
    with an_instance(DATABASE_URL="") as instance:
        environment = {name: value for name, value in instance.environment.items() if name != "DATABASE_URL"}
        serve = [sys.executable, "-m", "essaim", "serve", "--port", str(instance.port)]
        done = subprocess.run(
            [ROOT / "scripts" / "with_postgres", "bash", "-c", WITHOUT_FSYNC, "bash", *serve],
            cwd=ROOT,
            env={**environment, "PYTHONPATH": os.pathsep.join([str(ROOT), environment.get("PYTHONPATH", "")])},
            capture_output=True,
            text=True,
        )

    assert done.returncode == 1
    assert done.stderr == (
        "essaim : PostgreSQL perdrait des notes dans une coupure : fsync et full_page_writes off. "
        "Remettez « fsync = on » dans postgresql.conf, puis redémarrez PostgreSQL.\n"
    )
