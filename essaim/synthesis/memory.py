"""Texts met again need not be encoded again: a board is read at each gesture, and one note in a hundred is new."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock

import numpy as np

from essaim.synthesis.encoders import Encode, Encoder, Rows

REMEMBERED = 8000  # texts, of 2 kB each


def remembering(encoder: Encoder, limit: int = REMEMBERED) -> Encoder:
    """The same encoder, which keeps the rows of the last texts that it met."""
    return replace(encoder, parts=tuple(replace(part, encode=remembered(part.encode, limit)) for part in encoder.parts))


def remembered(encode: Encode, limit: int) -> Encode:
    known: OrderedDict[str, Rows] = OrderedDict()
    lock = Lock()

    def recall(texts: Sequence[str]) -> Rows:
        with lock:
            new = [text for text in dict.fromkeys(texts) if text not in known]
            fresh = dict(zip(new, encode(new), strict=True)) if new else {}
            rows = np.array([fresh[text] if text in fresh else known[text] for text in texts])
            for text in texts:
                known[text] = fresh[text] if text in fresh else known[text]
                known.move_to_end(text)
            while len(known) > limit:
                known.popitem(last=False)
            return rows

    return recall
