"""Somebody leaves, and what they said stays: by nobody in particular."""

import uuid

from essaim.boards.models import Dots, Note

SPACE = uuid.UUID("0c6fd3a4-6a1e-4c07-9d0b-5f4f1d0f7b52")  # names made here, from which nobody finds who they come from


def unsign(author: str) -> None:
    """No note and no dot of this author can be told from anybody else's."""
    if not author:
        return
    Note.objects.filter(author=author).update(author="")
    for dots in Dots.objects.filter(voter=author).select_related("theme"):
        # A name for each: one for all of them would still say that they came from one hand.
        keys = dot_keys(str(dots.theme.key), author, dots.count)
        dots.delete()
        scatter(dots, keys)


def scatter(dots: Dots, keys: list[str]) -> None:
    """Dots like these, one for each of these names."""
    Dots.objects.bulk_create(
        Dots(
            board_id=dots.board_id,
            theme_id=dots.theme_id,
            channel=dots.channel,
            voter=key,
            group=dots.group,
            count=1,
            given_at=dots.given_at,
        )
        for key in keys
    )


def dot_keys(theme: str, voter: str, count: int) -> list[str]:
    """Each dot under a name of its own, always the same: it travels, and arrives once; its voter does not."""
    if is_unsigned(voter):
        return [voter] * min(count, 1)
    return [unsigned(f"{theme}:{voter}:{rank}") for rank in range(count)]


def unsigned(name: str) -> str:
    """Another name for this, which leads back to nothing."""
    return str(uuid.uuid5(SPACE, name))


def is_unsigned(key: str) -> bool:
    """It was made here, of another: keys of people are drawn by lot."""
    try:
        return uuid.UUID(key).version == 5
    except ValueError:
        return False
