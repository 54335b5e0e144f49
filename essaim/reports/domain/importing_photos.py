"""The photos of an imported workshop: looked at like those that people send, and on disk only if the rest stays."""

import base64
import binascii
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.domain.illustrating import MOST_PHOTOS
from essaim.boards.models import Board, Photo, Theme
from essaim.kit.images import checked
from essaim.kit.refusal import Refused
from essaim.reports.domain import exchange_fields as fields
from essaim.reports.domain.exchange_fields import back


def boards_in(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [*(row["board"] for row in data["questions"]), data["plenary"]]


def remake_photos(data: dict[str, Any]) -> None:
    """Each photo of this data is a JPEG of ours, and says its own size; what is no photo is refused."""
    for board in boards_in(data):
        if len(board["photos"]) > MOST_PHOTOS:
            raise Refused(_("Une question de cet export a plus de %(limit)s photos.") % {"limit": MOST_PHOTOS})
        for row in board["photos"]:
            if row["image"] is not None:  # its file was missing where it comes from
                row.update(remade_row(row))


def remade_row(row: dict[str, Any]) -> dict[str, Any]:
    try:
        sent = base64.b64decode(row["image"], validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise Refused(_("Une photo de cet export est abîmée.")) from wrong
    if hashlib.sha256(sent).hexdigest() != row["digest"]:
        raise Refused(_("Une photo de cet export ne correspond pas à son empreinte."))
    picture = checked(sent)
    return {
        "image": base64.b64encode(picture.data).decode(),
        "digest": picture.digest,
        "width": picture.width,
        "height": picture.height,
    }


@contextmanager
def whole_or_nothing() -> Iterator[list[Photo]]:
    """All is kept, or nothing is, the files of these photos included."""
    photos: list[Photo] = []
    try:
        with transaction.atomic():
            yield photos
    except BaseException:
        for photo in photos:
            photo.image.storage.delete(str(photo.image.name))
        raise


def photo_back(board: Board, row: dict[str, Any], themes: dict[str, Theme], photos: list[Photo]) -> None:
    values = back(Photo, row, fields.PHOTO)
    photo = Photo(board=board, theme=themes[row["theme"]] if row["theme"] else None, **values)
    if row["image"] is not None:
        photo.image.save(f"{photo.key}.jpg", ContentFile(base64.b64decode(row["image"])), save=False)
        photos.append(photo)
    photo.save()
