"""What the commands of `essaim` do, once Django may start."""

import argparse
import os
import sys
import threading
from pathlib import Path


def run(options: argparse.Namespace) -> int:
    """The command is done; a refusal is one line on standard error and a non-zero exit."""
    os.environ.setdefault("HASHED_STATIC", "1" if options.command in {"serve", "demo"} else "0")
    if options.command == "demo":
        os.environ.setdefault("LOG_LEVEL", "WARNING")  # the addresses stay in sight
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
    from django.db.utils import OperationalError

    from essaim.kit.refusal import Refused

    try:
        return {
            "migrate": migrate,
            "serve": serve,
            "demo": demo,
            "createadmin": createadmin,
            "workshop": workshop,
            "notes": notes,
        }[options.command](options)
    except Refused as refused:
        print(f"essaim : {refused}", file=sys.stderr)
    except FileNotFoundError as missing:
        print(f"essaim : le fichier {missing.filename} n’existe pas.", file=sys.stderr)
    except OperationalError as unreachable:
        print(f"essaim : la base de données ne répond pas ({str(unreachable).splitlines()[0]}).", file=sys.stderr)
    return 1


def migrate(options: argparse.Namespace) -> int:
    """The database has the tables of this version, and the territories."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_territories", verbosity=0)
    return 0


def prepare(options: argparse.Namespace) -> None:
    """The database is migrated and the static files are collected: nothing is asked of the person."""
    from django.core.management import call_command

    migrate(options)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def serve(options: argparse.Namespace) -> int:
    prepare(options)
    from essaim.people.models import Person

    print(f"Essaim est servi sur http://{options.host}:{options.port}/", flush=True)
    if not Person.objects.filter(is_administrator=True).exists():
        print("Aucun compte d’administration : essaim createadmin --email vous@exemple.fr", flush=True)
    threading.Thread(target=send_what_waits, args=(options,), daemon=True).start()
    listen(options)
    return 0


def send_what_waits(options: argparse.Namespace) -> None:
    """Reports that could not leave by e-mail before the last stop leave now; a silent server delays nobody."""
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from essaim.reports.domain import sending

    base = settings.BASE_URL or f"http://{options.host}:{options.port}"
    sending.send_all_waiting(base=base, now=timezone.now())
    connection.close()


def listen(options: argparse.Namespace) -> None:
    import uvicorn

    uvicorn.run(
        "essaim.asgi:application",
        host=options.host,
        port=options.port,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=2,
        proxy_headers=False,
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

    return playing.run(options, prepare=prepare, listen=listen)


def workshop(options: argparse.Namespace) -> int:
    from essaim.reports.domain import exporting, importing

    if options.action == "export":
        sys.stdout.write(exporting.exported(exporting.workshop_named(options.code)))
    else:
        print(importing.imported(text_of(options.file), dry_run=options.dry_run))
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

    report = importing_notes.import_notes(
        workshop=options.workshop,
        question=options.question,
        lines=text_of(options.file),
        now=timezone.now(),
        dry_run=options.dry_run,
    )
    print(report)
    return 0
