"""Files and folders that were prepared take the place of those that stand: all of them, or none."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from essaim.kit.refusal import Refused


def prepared(place: Path) -> Path:
    """Beside its place, so that taking it is one rename."""
    return place.with_name(f".{place.name}.restoring")


def replaced(place: Path) -> Path:
    return place.with_name(f".{place.name}.replaced")


def marker() -> Path:
    """Stands while things take their places: a process killed then leaves it behind."""
    return settings.DATA / "restoring"


def check_is_whole() -> None:
    if marker().exists():
        raise Refused(
            "Une restauration a été interrompue : l’instance n’est pas entière. "
            "Recommencez-la : essaim restore --replace FICHIER."
        )


class Swap:
    def __init__(self) -> None:
        self.taken: list[Path] = []

    def take(self, places: list[Path]) -> None:
        """Each prepared thing is in its place; what stood there waits beside it."""
        marker().touch()
        settle(marker().parent)
        for place in places:
            self.taken.append(place)
            if place.exists():
                place.rename(replaced(place))
            if prepared(place).exists():
                prepared(place).rename(place)
            settle(place.parent)


@contextmanager
def all_or_nothing() -> Iterator[Swap]:
    """What was taken in the block stays if the block ends well; otherwise all is as before."""
    was_cut = marker().exists()
    swap = Swap()
    try:
        yield swap
    except BaseException:
        put_back(swap.taken)
        if not was_cut:
            marker().unlink(missing_ok=True)
        raise
    marker().unlink(missing_ok=True)
    for place in swap.taken:
        remove(replaced(place))


def put_back(places: list[Path]) -> None:
    """While the mark of a swap stands, what was there before it comes back; later, it has no place any more."""
    for place in reversed(places):
        if not marker().exists():
            remove(replaced(place))
        elif replaced(place).exists():
            remove(place)
            replaced(place).rename(place)


def settle(folder: Path) -> None:
    """The names of this folder are on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
