"""An encoder that remembers gives the same rows, and asks the model once for each text."""

import numpy as np

from essaim.synthesis.encoders import Encoder, Part
from essaim.synthesis.memory import remembering


def test_a_text_is_encoded_once_until_too_many_others_came():
    asked = []

    def encode(texts):
        asked.append(list(texts))
        return np.array([[len(text), 1.0] for text in texts])

    [part] = remembering(Encoder("test", (Part("test", 1.0, encode),), 0.0), limit=3).parts

    assert part.encode(["a", "bb", "a"]).tolist() == [[1, 1], [2, 1], [1, 1]]
    assert part.encode(["bb", "ccc"]).tolist() == [[2, 1], [3, 1]]
    assert part.encode(["dddd"]).tolist() == [[4, 1]]  # the oldest, "a", is forgotten
    assert part.encode(["a", "dddd"]).tolist() == [[1, 1], [4, 1]]
    assert asked == [["a", "bb"], ["ccc"], ["dddd"], ["a"]]
