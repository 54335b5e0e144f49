"""The photos of a report: pages point at them, documents carry them, and both do without those whose file is gone."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from essaim.boards.models import Photo
from essaim.reports.source import PhotoPart, ReportSource


def bytes_of(photo: Photo) -> bytes:
    """The picture, or nothing where its file is missing or another one: a report is worth reading without it."""
    if not photo.image:
        return b""
    try:
        with photo.image.open("rb") as file:
            data = file.read()
    except OSError:
        return b""
    return data if hashlib.sha256(data).hexdigest() == photo.digest else b""


def with_photos(source: ReportSource) -> ReportSource:
    """The same report, its pictures' bytes fetched by their addresses: documents carry them, pages do not."""
    stored = stored_photos(source)

    def filled(photo: PhotoPart) -> PhotoPart:
        return replace(photo, data=bytes_of(stored[photo.address])) if photo.address in stored else photo

    return photos_changed(source, filled)


def without_missing(source: ReportSource) -> ReportSource:
    """The same report, where a picture of ours whose file is gone has no address: pages say so in its place."""
    if not any(photo.address for photo in all_photos(source)):
        return source
    stored = stored_photos(source)

    def checked(photo: PhotoPart) -> PhotoPart:
        if not photo.address.startswith(address_of_photos(source.code)):
            return photo
        kept = stored.get(photo.address)
        return photo if kept and has_file(kept) else replace(photo, address="")

    return photos_changed(source, checked)


def has_file(photo: Photo) -> bool:
    return bool(photo.image) and photo.image.storage.exists(str(photo.image.name))


def address_of_photos(code: str) -> str:
    return f"/comptes-rendus/{code}/photos/"


def address_of(photo: Photo, code: str) -> str:
    return f"{address_of_photos(code)}{photo.key}/"


def stored_photos(source: ReportSource) -> dict[str, Photo]:
    kept = Photo.objects.filter(board__asked_as__workshop__code=source.code)
    return {address_of(photo, source.code): photo for photo in kept}


def all_photos(source: ReportSource) -> Iterator[PhotoPart]:
    for question in source.questions:
        yield from question.photos
        for theme in question.themes:
            yield from theme.photos


def photos_changed(source: ReportSource, change: Callable[[PhotoPart], PhotoPart]) -> ReportSource:
    """The same report, with this done to each of its pictures."""
    return replace(
        source,
        questions=tuple(
            replace(
                question,
                photos=tuple(change(photo) for photo in question.photos),
                themes=tuple(
                    replace(theme, photos=tuple(change(photo) for photo in theme.photos)) for theme in question.themes
                ),
            )
            for question in source.questions
        ),
    )
