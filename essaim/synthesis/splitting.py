"""Several ideas in one note: where it could be cut. Proposed, never done by itself."""

import re

from essaim.synthesis.words import words_of

LONG = 3  # words: shorter pieces are a list inside one idea ("élus, habitants, écoles")
# Line ends and list marks, ends of sentence, then what joins ideas on a sticky note.
BREAKS = re.compile(r"\s*(?:\n+|\s[-•*–+]\s|;|(?<=[^\W\d_]{2})[.!?]+(?=\s+\S)|\s/\s|\bet aussi\b|\bet puis\b)\s*", re.I)


def parts_of(text: str) -> tuple[str, ...]:
    """The pieces in order, or nothing when the note holds together; each is a part of the note as typed."""
    pieces = [piece.strip(" \t-•*–+/;.,") for piece in BREAKS.split(text) if piece]
    kept = [piece for piece in pieces if piece]
    if len(kept) < 2 or any(len(words_of(piece)) < LONG for piece in kept):
        return ()
    return tuple(kept)
