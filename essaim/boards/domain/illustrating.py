"""Photos of paper boards, attached to a question or to one of its themes."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.domain.announcing import locked
from essaim.boards.models import Board, Photo, Theme
from essaim.kit.forgetting import forget_above
from essaim.kit.images import remade
from essaim.kit.refusal import Refused
from essaim.kit.text import one_line

CAPTION_LENGTH = 300
MOST_PHOTOS = 20  # of one question: a report stays readable and light


def described(caption: str) -> str:
    return one_line(
        caption,
        CAPTION_LENGTH,
        empty=_("Décrivez la photo en une phrase : elle sera lue à voix haute à qui ne la voit pas."),
        too_long=_("Cette description est trop longue (%(limit)s caractères au plus)."),
        code="no-caption",
    )


def add_photo(*, board: Board, theme: Theme | None, data: bytes, caption: str, now: datetime) -> Photo:
    """The photo is attached, made again without metadata; the same one sent twice is there once."""
    caption = described(caption)
    # Outside the transaction: unfolding and storing a picture take a while, and notes are arriving on this board.
    picture = remade(data)
    photo = Photo(
        board=board,
        theme=theme,
        width=picture.width,
        height=picture.height,
        digest=picture.digest,
        caption=caption,
        added_at=now,
    )
    photo.image.save(f"{photo.key}.jpg", ContentFile(picture.data), save=False)
    try:
        kept = attached(photo=photo)
    except BaseException:
        photo.image.storage.delete(str(photo.image.name))
        raise
    if kept is not photo:
        photo.image.storage.delete(str(photo.image.name))
    return kept


@transaction.atomic
def attached(*, photo: Photo) -> Photo:
    """The photo is on its board, or the same one that was there before it."""
    board = locked(photo.board)
    known = board.photos.filter(digest=photo.digest).first()
    if known:
        return known
    if board.photos.count() >= MOST_PHOTOS:
        raise Refused(
            _("Cette question a déjà %(limit)s photos. Retirez-en une avant d’en ajouter.") % {"limit": MOST_PHOTOS},
            code="enough-photos",
        )
    photo.save()
    return photo


@transaction.atomic
def remove_photo(*, photo: Photo, now: datetime) -> None:
    """The photo is nowhere any more, its file included."""
    name, storage = str(photo.image.name), photo.image.storage
    forget_above(photo, now=now)
    photo.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))
