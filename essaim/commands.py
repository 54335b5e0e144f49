"""What the commands of `essaim` do, once Django may start."""

import argparse
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from essaim.room.refusing import NoRoom

LAST_MESSAGE = 20  # seconds: the time-out of a mail server


def run(options: argparse.Namespace) -> int:
    """The command is done; a refusal is one line on standard error and a non-zero exit."""
    if options.command == "bench":  # a client of the protocol, and its own server's parent: needs no Django
        return bench(options)
    os.environ.setdefault("HASHED_STATIC", "1" if options.command in {"serve", "demo"} else "0")
    if options.command == "demo" or getattr(options, "room", False):
        os.environ.setdefault("LOG_LEVEL", "WARNING")  # the addresses stay in sight
        os.environ.setdefault("LOG_FORMAT", "text")
    try:
        if options.command == "serve":
            options.room = room_of(options)
    except NoRoom as why:
        print(f"essaim : {why}", file=sys.stderr)
        return 1
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as missing:
        print(f"essaim : {missing}", file=sys.stderr)
        return 1
    except OSError as closed:  # the secret and the folder are opened with the settings
        print(f"essaim : {closed.filename} ne s’ouvre pas ({closed.strerror}).", file=sys.stderr)
        return 1
    return obey(options)


def obey(options: argparse.Namespace) -> int:
    """What was asked is done, with Django ready; what prevents it is said in one line."""
    from django.db.utils import OperationalError

    from essaim.care import carrying
    from essaim.commons.command import commons
    from essaim.kit.refusal import Refused
    from essaim.kit.trouble import first_line
    from essaim.live import broker

    what = {
        "migrate": migrate,
        "serve": serve,
        "worker": worker,
        "demo": demo,
        "createadmin": createadmin,
        "workshop": workshop,
        "notes": notes,
        "commons": commons,
        "backup": backup,
        "restore": restore,
        "doctor": doctor,
    }
    try:
        carrying.begin(is_listening=False)
        return what[options.command](options)
    except (Refused, NoRoom) as refused:
        print(f"essaim : {refused}", file=sys.stderr)
    except FileNotFoundError as missing:
        print(f"essaim : le fichier {missing.filename} n’existe pas.", file=sys.stderr)
    except OperationalError as unreachable:
        print(f"essaim : la base de données ne répond pas ({first_line(unreachable)}).", file=sys.stderr)
    finally:
        broker.leave()
    return 1


def bench(options: argparse.Namespace) -> int:
    from essaim.bench import live
    from essaim.bench.instance import Unmeasurable

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the server that it started stops with it
    try:
        print(live.measured(options))
    except Unmeasurable as why:
        print(f"essaim : {why}", file=sys.stderr)
        return 1
    return 0


def migrate(options: argparse.Namespace) -> int:
    """The database has the tables of this version, and the territories."""
    from essaim.care import preparing

    preparing.tables()
    return 0


def prepare(options: argparse.Namespace) -> None:
    """The database is migrated and the static files are collected: nothing is asked of the person."""
    from essaim.care import guarding, preparing

    guarding.check_may_serve()
    preparing.tables()
    preparing.static_files()


def room_of(options: argparse.Namespace) -> Any:
    """The room that was asked for, before the settings are read; nothing without --room."""
    if not options.room:
        if options.address or options.https or options.certificate or options.key:
            raise NoRoom("--address, --https, --certificate et --key s’emploient avec --room.")
        return None
    from essaim.room import opening

    return opening.prepared(options)


def serve(options: argparse.Namespace) -> int:
    prepare(options)
    if options.room:
        from essaim.room import serving

        return serving.serve(options, listen=listen)
    from essaim.people.models import Person

    print(f"Essaim est servi sur http://{options.host}:{options.port}/", flush=True)
    if not Person.objects.filter(is_administrator=True).exists():
        print("Aucun compte d’administration : essaim createadmin --email vous@exemple.fr", flush=True)
    if options.no_worker:
        listen(options)
    else:
        listen_and_work(options)
    return 0


def listen_and_work(options: argparse.Namespace) -> None:
    """The one process of a small instance does what a worker would; a stop lets it finish its message."""
    from essaim.care.working import Work
    from essaim.observing import working

    work = Work()
    signal.signal(signal.SIGTERM, work.stop)  # the server hands the signal on when it has closed
    thread = work.begun()
    working.tell_while(thread)
    try:
        listen(options)
    finally:
        work.stop()
        thread.join(timeout=LAST_MESSAGE)


def worker(options: argparse.Namespace) -> int:
    """Work apart from the pages is done, until SIGTERM; what was under way is finished."""
    from essaim.care import guarding, preparing
    from essaim.care.working import Work
    from essaim.observing import working

    work = Work()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, work.stop)
    guarding.check_may_serve()
    preparing.tables()
    print("Essaim fait les tâches de fond.", flush=True)
    thread = work.begun()
    working.tell_while(thread)
    thread.join()
    return 0 if work.must_stop.is_set() else 1


def listen(options: argparse.Namespace, sockets: list[socket.socket] | None = None, **secured: Any) -> None:
    from essaim.observing import stopping

    stopping.run(
        "essaim.asgi:application",
        host=options.host,
        port=options.port,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=2,
        proxy_headers=False,
        sockets=sockets,
        **secured,
    )


def createadmin(options: argparse.Namespace) -> int:
    """The account exists; the link printed opens it once."""
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.utils import timezone

    from essaim.kit.refusal import Refused
    from essaim.people.domain import inviting

    migrate(options)
    try:
        validate_email(options.email)
    except ValidationError as bad:
        raise Refused(f"« {options.email} » n’est pas une adresse électronique.") from bad
    person = inviting.open_account(email=options.email, name=options.name, is_administrator=True)
    secret = inviting.make_link(person=person, goes_to="/", now=timezone.now())
    base = settings.BASE_URL or f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
    print(f"{base}/entrer/{secret}/")
    return 0


def demo(options: argparse.Namespace) -> int:
    from essaim.demo import playing

    return playing.run(options, prepare=prepare, listen=listen_and_work)


def workshop(options: argparse.Namespace) -> int:
    from essaim.care import journal
    from essaim.reports.domain import exporting, importing

    if options.action == "export":
        sys.stdout.write(exporting.exported(exporting.workshop_named(options.code)))
    else:
        erased = {one.key for one in journal.erasures(journal.path()) if one.what == "photo"}
        print(importing.imported(text_of(options.file), dry_run=options.dry_run, erased=erased))
    return 0


def text_of(name: str) -> str:
    from essaim.kit.refusal import Refused

    try:
        return Path(name).read_text(encoding="utf-8")
    except (IsADirectoryError, PermissionError, UnicodeDecodeError) as unreadable:
        raise Refused(f"« {name} » ne se lit pas : donnez un fichier de texte en UTF-8.") from unreadable


def notes(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from essaim.workshops.domain import importing_notes

    asked = {"workshop": options.workshop, "question": options.question, "dry_run": options.dry_run}
    print(importing_notes.import_notes(**asked, lines=text_of(options.file), now=timezone.now()))
    return 0


def backup(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from essaim.care import backing_up

    made = backing_up.back_up(Path(options.file).absolute(), now=timezone.now())
    print(f"{options.file} : {made.rows} lignes, {made.files} fichiers, {made.size / 2**20:.1f} Mo.")
    if made.missing:
        print(f"Manquent sur le disque : {', '.join(made.missing)}.", file=sys.stderr)
    if made.holds_secret:
        print("Ce fichier ouvre toutes les places et toutes les connexions : gardez-le comme un mot de passe.")
    else:
        print("La clé de l’instance vient de SECRET_KEY : elle n’est pas dans ce fichier, gardez-la à part.")
    return 0


def restore(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from essaim.care import restoring

    journals = [Path(name) for name in options.erasures]
    done = restoring.restore(Path(options.file), replace=options.replace, journals=journals, now=timezone.now())
    print(f"Restauré tel qu’au {done.taken_at} : {done.rows} lignes et {done.files} fichiers, relus et comparés.")
    if done.has_journal:
        print(f"Effacements faits depuis la sauvegarde, et refaits : {done.erased_again}.")
    else:
        print("Aucun journal d’effacements à côté des données : ce qui a été effacé depuis la sauvegarde est revenu.")
    if done.has_other_secret:
        print("SECRET_KEY n’est pas la clé de cette sauvegarde : ses badges et ses places ne s’ouvriront pas.")
    return 0


def doctor(options: argparse.Namespace) -> int:
    """Everything was looked at; 1 when something must be repaired."""
    import json
    from dataclasses import asdict

    from essaim.care import examining
    from essaim.care.findings import Level

    findings = examining.examine()
    if options.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        print("\n".join(finding.line() for finding in findings))
    return 1 if any(finding.level == Level.ERROR for finding in findings) else 0
