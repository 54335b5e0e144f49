"""Somebody leaves, and what they said stays: by nobody in particular."""

import uuid

from essaim.boards.models import Dots, Note


def unsign(author: str) -> None:
    """No note and no dot of this author can be told from anybody else's."""
    if not author:
        return
    Note.objects.filter(author=author).update(author="")
    for dots in Dots.objects.filter(voter=author):
        # A name for each: one for all of them would still say that they came from one hand.
        dots.voter = str(uuid.uuid4())
        dots.save(update_fields=["voter"])
