"""Instances that are copied and restored: what they hold, told by other means than those of the backup."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.server import Served, an_instance

# One fingerprint for each table, of its rows as Django reads them, in an order that no engine chooses.
CONTENTS = """
import hashlib, json
from django.apps import apps

def fingerprint(model):
    rows = sorted(json.dumps(row, default=repr, sort_keys=True) for row in model._base_manager.values_list())
    return [len(rows), hashlib.sha256("\\n".join(rows).encode()).hexdigest()]

result = {model._meta.db_table: fingerprint(model) for model in apps.get_models(include_auto_created=True)}
"""
WORDS = """
import datetime, io
from django.utils import timezone
from PIL import Image
from essaim.boards.domain import illustrating
from tests.factories import make_workshop, organiser_of, ring, write_note

workshop = ring(make_workshop(seats=6), now=timezone.now())
board = workshop.questions.get(number=1).board
seats = list(workshop.seats.order_by("number"))
for number, seat in enumerate(seats):
    seat.name = f"Personne-{number}"
    seat.save()
notes = [write_note(board, f"Parole-{number} à l’ombre 🌳", seat=seat) for number, seat in enumerate(seats)]
photos = []
for colour in ("red", "blue"):
    picture = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(picture, "PNG")
    photos.append(illustrating.add_photo(
        board=board, theme=None, data=picture.getvalue(), caption=f"Affiche-{colour}", now=timezone.now()
    ))
result = {
    "code": workshop.code,
    "notes": [str(note.key) for note in notes],
    "seats": [str(seat.key) for seat in seats],
    "photos": [[str(photo.key), photo.image.name] for photo in photos],
}
"""


def contents_of(instance: Served) -> dict[str, list[Any]]:
    return instance.arrange(CONTENTS)


def files_of(instance: Served) -> dict[str, bytes]:
    folder = data_of(instance) / "files"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def data_of(instance: Served) -> Path:
    return Path(instance.environment["ESSAIM_DATA"])


def is_on_postgresql() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


@contextmanager
def small_instance() -> Iterator[tuple[Served, dict[str, Any]]]:
    """An instance without territories, in which a few people said a few things."""
    with an_instance() as instance:
        instance.arrange("from django.core.management import call_command\ncall_command('migrate', verbosity=0)")
        yield instance, instance.arrange(WORDS)


@contextmanager
def a_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="essaim-backup-") as folder:
        yield Path(folder)
