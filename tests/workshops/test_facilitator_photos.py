import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from essaim.boards.models import Photo, Theme
from tests.factories import make_facilitator, make_person, make_workshop, until, write_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    workshop = until(make_workshop(), 1)
    client.force_login(make_facilitator(workshop, 1))
    return workshop


def at(workshop, name, *more):
    return reverse(f"workshops:{name}", args=[workshop.code, 1, *more])


def sent(data=None, **fields):
    if data is None:
        buffer = io.BytesIO()
        Image.new("RGB", (640, 480), "orange").save(buffer, "PNG")
        data = buffer.getvalue()
    return {"photo": SimpleUploadedFile("panneau.png", data), "caption": "Panneau de la table 1", **fields}


def test_a_photo_is_attached_to_a_theme_and_shown_as_a_picture_only(workshop, client):
    note = write_note(workshop.questions.get(number=1).board, "Aérer")
    client.post(at(workshop, "desk_move"), {"note": note.key, "new_theme": "L’air"})
    theme = Theme.objects.get()

    client.post(at(workshop, "desk_photo_add"), sent(theme=theme.key))
    photo = Photo.objects.get()
    answer = client.get(at(workshop, "desk_photo", photo.key))

    assert (photo.theme, photo.caption, photo.width) == (theme, "Panneau de la table 1", 640)
    assert {name: answer[name] for name in ("Content-Type", "X-Content-Type-Options", "Content-Disposition")} == {
        "Content-Type": "image/jpeg",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f'inline; filename="{photo.key}.jpg"',
    }
    assert b"".join(answer).startswith(b"\xff\xd8")
    assert 'alt="Panneau de la table 1"' in client.get(at(workshop, "desk_photos")).content.decode()


@pytest.mark.parametrize(
    ("data", "caption", "sentence"),
    [
        (b"<html>bonjour</html>", "Panneau", "Ce fichier n’est pas une photo lisible."),
        (None, "  ", "Décrivez la photo en une phrase"),
        (b"\0" * (12 * 2**20 + 1), "Panneau", "pèse plus de 12 Mo"),
    ],
)
def test_what_is_not_a_described_photo_changes_nothing(workshop, client, data, caption, sentence):
    answer = client.post(at(workshop, "desk_photo_add"), sent(data, caption=caption))

    assert answer.status_code in (413, 422)
    assert sentence in answer.content.decode()
    assert Photo.objects.count() == 0


def test_the_same_photo_sent_twice_is_there_once(workshop, client):
    for _press in range(2):
        client.post(at(workshop, "desk_photo_add"), sent())

    assert Photo.objects.count() == 1


def test_a_photo_taken_away_leaves_no_file(workshop, client, tmp_path, django_capture_on_commit_callbacks):
    client.post(at(workshop, "desk_photo_add"), sent())
    photo = Photo.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(at(workshop, "desk_photo_remove"), {"photo": photo.key})

    assert (Photo.objects.count(), [path for path in tmp_path.rglob("*") if path.is_file()]) == (0, [])


def test_a_stranger_sees_no_photo(workshop, client):
    client.post(at(workshop, "desk_photo_add"), sent())
    photo = Photo.objects.get()
    client.force_login(make_person())

    assert client.get(at(workshop, "desk_photo", photo.key)).status_code == 403
    client.force_login(make_facilitator(make_workshop(), 1))
    assert client.get(at(workshop, "desk_photo", photo.key)).status_code == 403
