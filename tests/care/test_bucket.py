"""Photos in a real S3-compatible store: closed as on a disk, copied and restored with the rest, gone when removed."""

from contextlib import contextmanager

import httpx
import pytest

from tests.care import swift
from tests.care.instances import WORDS, a_folder, contents_of, files_of, is_on_postgresql
from tests.live.room import RUNNING
from tests.server import an_instance

PICTURED = (
    RUNNING
    + """
import io
from PIL import Image
from essaim.boards.domain import illustrating
picture = io.BytesIO()
Image.new("RGB", (80, 60), "orange").save(picture, "PNG")
board = question_at(here, 1, 1).board
photo = illustrating.add_photo(
    board=board, theme=None, data=picture.getvalue(), caption="Panneau", now=timezone.now()
)
same = illustrating.add_photo(
    board=board, theme=None, data=picture.getvalue(), caption="Panneau", now=timezone.now()
)
result |= {"photo": str(photo.key), "name": photo.image.name, "same": same == photo}
"""
)
TIDIED = """
from essaim.boards.domain import illustrating
from essaim.boards.models import Photo
from datetime import timedelta
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from essaim.care import chores
stray = default_storage.save("photos/perdue.jpg", ContentFile(b"x"))
result = [
    [chores.remove_stray_photos(timezone.now() + timedelta(hours=later), lambda: False), default_storage.exists(stray)]
    for later in (0, 25)
]
illustrating.remove_photo(photo=Photo.objects.get(key=key), now=timezone.now())
"""


@pytest.fixture(scope="module")
def store():
    with swift.store("premier", "second") as address:
        yield address


@pytest.fixture(scope="module")
def instance(store):
    with instance_on(store, "premier") as found:
        found.arrange("from django.core.management import call_command\ncall_command('migrate', verbosity=0)")
        found.arrange(WORDS)
        yield found


@contextmanager
def instance_on(store: str, bucket: str):
    settings = {"S3_ENDPOINT": store, "S3_BUCKET": bucket, "S3_KEY": swift.KEY, "S3_SECRET": swift.SECRET}
    with an_instance(HASHED_STATIC="0", **settings) as found:
        yield found


def test_a_backup_of_a_bucket_is_restored_in_another_one_and_on_a_disk(store, instance):
    with instance_on(store, "second") as other, an_instance(HASHED_STATIC="0") as on_disk, a_folder() as folder:
        instance.run("backup", str(folder / "copie.tar"))
        other.run("restore", str(folder / "copie.tar"))
        on_disk.run("restore", str(folder / "copie.tar"))

        held = swift.objects(store, "premier")
        assert (len(held), swift.objects(store, "second")) == (2, held)
        assert files_of(on_disk) == held
        assert files_of(other) == {}
        assert contents_of(instance) == contents_of(other)


def test_a_store_that_refuses_is_told_and_nothing_is_half_copied_or_half_restored(store, instance):
    with a_folder() as folder:
        instance.run("backup", str(folder / "copie.tar"))
        before = contents_of(instance)
        enabled = {"Bucket": "premier", "VersioningConfiguration": {"Status": "Enabled"}}
        swift.client(store).put_bucket_versioning(**enabled)
        versioned = instance.run("doctor", check=False).stdout
        swift.client(store).put_bucket_versioning(**enabled | {"VersioningConfiguration": {"Status": "Suspended"}})
        instance.environment["S3_SECRET"] = "un-autre-secret"

        examined = instance.run("doctor", check=False)
        restored = instance.run("restore", "--replace", str(folder / "copie.tar"), check=False)
        copied = instance.run("backup", str(folder / "seconde.tar"), check=False)

        instance.environment["S3_SECRET"] = swift.SECRET
        assert "le bucket garde les versions" in versioned
        assert examined.returncode == 1
        assert "vérifiez S3_ENDPOINT, S3_BUCKET, S3_KEY et S3_SECRET" in examined.stdout
        assert (restored.returncode, contents_of(instance)) == (1, before)
        assert "Rien n’a été changé" in restored.stderr
        assert files_of(instance) == {}
        assert (copied.returncode, (folder / "seconde.tar").exists()) == (1, False)


@pytest.mark.skipif(is_on_postgresql(), reason="where photos are does not depend on the database: shown on SQLite")
def test_a_photo_lives_in_the_bucket_and_is_shown_to_those_who_may_see_it(store, instance):
    others = swift.objects(store, "premier")
    instance.start()
    room = instance.arrange(PICTURED)
    page = f"{instance.url}/animation/{room['code']}/1/photos/{room['photo']}.jpg"
    answers = {who: httpx.get(page, cookies=room["cookies"][who]) for who in ("facilitator", "seat", "visitor")}
    directly = httpx.get(f"{store}/premier/{room['name']}")
    there = swift.objects(store, "premier")
    examined = instance.run("doctor", check=False).stdout
    tidied = instance.arrange(TIDIED, key=room["photo"])

    assert {who: answer.status_code == 200 for who, answer in answers.items()} == {
        "facilitator": True,
        "seat": False,
        "visitor": False,
    }
    assert there == others | {room["name"]: answers["facilitator"].content}
    assert (room["same"], files_of(instance), directly.is_error) == (True, {}, True)
    assert f"{store}/premier s’écrit, se lit, s’efface, et reste fermé aux autres" in examined
    assert tidied == [[0, True], [1, False]]
    assert swift.objects(store, "premier") == others
