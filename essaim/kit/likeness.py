"""Texts that say nearly the same thing, for a person to compare. Nothing here decides."""

import re
import unicodedata
from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations

from rapidfuzz import fuzz

# Measured on typed notes: a slip of the finger stays above 85, two different ideas that share half their words below.
ALIKE = 85.0
MOST = 400  # pairs grow with the square: beyond a few hundred texts only the latest are compared


def plain(text: str) -> str:
    """The words alone: no accents, capitals or punctuation, since people type differently."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in folded if not unicodedata.combining(c))))


def alike[Key: Hashable](texts: Mapping[Key, str], *, threshold: float = ALIKE) -> list[tuple[Key, Key, int]]:
    """Pairs of texts that read nearly the same, the closest first, each with its score out of 100."""
    words = {key: plain(text) for key, text in list(texts.items())[-MOST:]}
    pairs = [
        (one, other, round(score))
        for one, other in combinations(words, 2)
        if (score := fuzz.token_sort_ratio(words[one], words[other], score_cutoff=threshold))
    ]
    return sorted(pairs, key=lambda pair: -pair[2])


def couples[Key: Hashable](texts: Mapping[Key, str]) -> list[tuple[Key, Key, int]]:
    """Pairs to look at, each text in one of them at most: once they are settled, others may show."""
    used: set[Key] = set()
    chosen = []
    for one, other, score in alike(texts):
        if not used & {one, other}:
            used |= {one, other}
            chosen.append((one, other, score))
    return chosen


def closest[Key: Hashable](text: str, texts: Mapping[Key, str]) -> Sequence[Key]:
    """The keys in the order of how much their text reads like this one."""
    wanted = plain(text)
    return sorted(texts, key=lambda key: -fuzz.token_set_ratio(wanted, plain(texts[key])))
