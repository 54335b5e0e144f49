"""Files that somebody changed, copied badly or made up: a sentence, and nothing left behind, on disk either."""

import base64
import hashlib
import io
import json
from pathlib import Path

import pytest
from PIL import Image

from essaim.boards.models import Board, Photo
from essaim.kit.refusal import Refused
from essaim.reports.domain.exporting import exported
from essaim.reports.domain.importing import imported
from essaim.reports.domain.publishing import source_read
from essaim.reports.queries import report_of
from essaim.workshops.models import Workshop
from tests.factories import NOON

from .arranging import add_photo, amendment_on, held_workshop, opened, published
from .test_exchange import forget_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(settings, tmp_path):
    """The export of a workshop with a photo, and an instance that never heard of it."""
    workshop = held_workshop(notes=2)
    add_photo(workshop, settings, tmp_path / "ici")
    opened(workshop)
    amendment_on(workshop)
    data = json.loads(exported(workshop))
    forget_everything()
    settings.MEDIA_ROOT = tmp_path / "ailleurs"
    return data


def files_in(folder) -> list[Path]:
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def photo_in(data: dict) -> dict:
    return data["questions"][0]["board"]["photos"][0]


def put(data: dict, image: bytes) -> None:
    photo_in(data).update(image=base64.b64encode(image).decode(), digest=hashlib.sha256(image).hexdigest())


def nothing_came(settings) -> bool:
    return not Workshop.objects.exists() and not Board.objects.exists() and not files_in(settings.MEDIA_ROOT)


def test_a_dry_run_leaves_no_file(elsewhere, settings):
    imported(json.dumps(elsewhere), dry_run=True)

    assert nothing_came(settings)


def test_a_workshop_refused_after_its_photos_leaves_no_file(elsewhere, settings):
    elsewhere["turns"].append({})

    with pytest.raises(Refused):
        imported(json.dumps(elsewhere))

    assert nothing_came(settings)


def test_a_folder_that_cannot_be_written_is_a_sentence(elsewhere, settings):
    Path(settings.MEDIA_ROOT).write_text("a file where the folder should be")

    with pytest.raises(Refused, match="Les photos ne s’enregistrent pas"):
        imported(json.dumps(elsewhere))

    assert not Workshop.objects.exists()


def photo_of_a_phone() -> bytes:
    """Three thousand pixels wide, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Téléphone de Zoé"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 24.0)
    file = io.BytesIO()
    Image.new("RGB", (3000, 2000), "#fcefb4").save(file, "JPEG", quality=95, exif=exif, comment=b"chez Zoe")
    return file.getvalue()


def test_a_photo_that_was_put_in_the_file_is_made_again_without_metadata(elsewhere):
    put(elsewhere, photo_of_a_phone())
    text = json.dumps(elsewhere)

    imported(text)

    photo = Photo.objects.get()
    with photo.image.open("rb") as file:
        kept = file.read()
    assert (photo.width, photo.height) == (1600, 1067)
    assert photo.digest == hashlib.sha256(kept).hexdigest()
    assert b"Zo" not in kept
    assert b"Exif" not in kept
    assert "rien n’a changé" in imported(text)
    again = exported(Workshop.objects.get())
    forget_everything()
    imported(again)
    assert exported(Workshop.objects.get()) == again


@pytest.mark.parametrize("image", [b"<svg onload='alert(1)'/>", b"GIF89a" + bytes(40), b""])
def test_what_is_no_photo_is_refused(elsewhere, settings, image):
    put(elsewhere, image)

    with pytest.raises(Refused, match="n’est pas une photo lisible"):
        imported(json.dumps(elsewhere))

    assert nothing_came(settings)


def twice(rows: list) -> None:
    rows.append(rows[0])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda data: twice(data["questions"][0]["board"]["notes"]), "se contredit|ne sait pas"),
        (lambda data: twice(data["questions"][0]["board"]["photos"]), "se contredit"),
        (lambda data: twice(data["questions"][0]["board"]["themes"]), "se contredit"),
        (lambda data: twice(data["tables"]), "se contredit"),
        (lambda data: twice(data["sequences"]), "se contredit"),
        (lambda data: twice(data["report"]["amendments"]), "se contredit"),
        (lambda data: data["questions"][1].update(number=1), "se contredit"),
        (lambda data: data["questions"][0]["board"].update(key=data["plenary"]["key"]), "se contredit"),
        (lambda data: data["questions"][0]["board"]["notes"][0].update(state="set-aside", reason=""), "se contredit"),
        (lambda data: data["questions"][0]["board"]["notes"][0].update(about="rien"), "rien"),
        (lambda data: data["sequences"][0].update(seconds=0), "se contredit"),
        (lambda data: data["sequences"][0].update(allows={"write": 1}), "allows"),
        (lambda data: data["sequences"][0].update(allows=[["write"]]), "allows"),
        (lambda data: data["report"].update(amend_until=None), "amend_until"),
        (lambda data: data["report"].update(state="final"), "final_at"),
        (lambda data: data["report"].update(content={"report": 3}), "compte rendu"),
        (lambda data: data["workshop"].update(title="Un \x00 caché"), "caractère nul"),
        (lambda data: data["workshop"].update(title="Un \ud800 caché"), "JSON lisible"),
        (lambda data: data["workshop"].update(headcount=float("nan")), "JSON lisible"),
        (lambda data: data["workshop"].update(headcount=10**30), "headcount"),
        (lambda data: data["workshop"].update(code="TROP-LONG-POUR-UN-CODE"), "code"),
        (lambda data: data["gathering"].update(day="2026-13-45"), "day"),
        (lambda data: data["plenary"].update(relays=[{"round": 1, "version": 1, "content": {}}]), "relays"),
        (lambda data: photo_in(data).update(image="pas du base64 !"), "abîmée"),
        (lambda data: photo_in(data).update(image=12), "TypeError|incomplet"),
        (lambda data: photo_in(data).update(digest="0" * 64), "empreinte"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused_with_a_sentence(elsewhere, settings, change, sentence):
    change(elsewhere)

    with pytest.raises(Refused, match=sentence):
        imported(json.dumps(elsewhere))

    assert nothing_came(settings)


def test_a_note_that_another_workshop_holds_is_refused(elsewhere, settings):
    imported(json.dumps(elsewhere))
    before = (Workshop.objects.count(), Board.objects.count(), len(files_in(settings.MEDIA_ROOT)))
    elsewhere["workshop"].update(key="11111111-1111-4111-8111-111111111111", code="K7QP3MHX")

    with pytest.raises(Refused, match="un autre atelier d’ici contient déjà"):
        imported(json.dumps(elsewhere))

    assert (Workshop.objects.count(), Board.objects.count(), len(files_in(settings.MEDIA_ROOT))) == before


def test_published_words_that_are_no_report_are_refused():
    data = json.loads(exported(published(held_workshop(notes=1)).workshop))
    forget_everything()
    data["report"]["content"]["report"]["questions"][0]["strong_ideas"][0]["sources"] = [99]

    with pytest.raises(Refused, match="99"):
        imported(json.dumps(data))

    assert not Workshop.objects.exists()


def test_an_imported_draft_reads_as_it_did(elsewhere):
    imported(json.dumps(elsewhere))

    source = source_read(report_of(Workshop.objects.get()))
    assert (source.state, source.state_day, source.headcount) == ("amendable", NOON.date(), 1)
