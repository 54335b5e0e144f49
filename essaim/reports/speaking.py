"""Whether a text is in a language, by its small words: "dans", "plus" and "avec" make up a good part of any French.

It knows French, English and German; of any other language it only sees that French words are missing. Measured on the
sentences of public catalogues of translations (docs/synthesis.md).
"""

from collections.abc import Iterable

from essaim.synthesis.words import SMALL, WORD, compared, stems_of, words_of

# Small words that neighbours share (Spanish "la", Danish "et"…) say nothing of which one it is.
NEIGHBOURS = """
a ai an as at c d de des do e en es et has he i il in is je l la le les ma me n ne no of on ou over par que qui s sa se
si so son sur t te to tu un via vos was we y
"""
SHARED = frozenset(NEIGHBOURS.split())
OWN = 0.08  # of all the words: 1 French sentence in 17 has fewer, and 3 in 100 of a language close by have as many
WORDS = 8  # a shorter sentence may have none


def speaks(text: str, language: str) -> bool:
    """Most of its small words are of this language, and it has enough of them that neighbours do not share."""
    words = WORD.findall(compared(text))
    counts = {code: sum(word in small for word in words) for code, small in SMALL.items()}
    ours = counts.pop(language, 0)
    if words and (not ours or any(count > ours for count in counts.values())):
        return False
    own = sum(word in SMALL.get(language, ()) and word not in SHARED for word in words)
    return len(words) < WORDS or own >= OWN * len(words)


def shares_a_word(text: str, others: Iterable[str], language: str) -> bool:
    """The text has a word of one of the others, small words aside, whatever its ending."""
    theirs = {root for other in others for root in roots(other, language)}
    return not theirs.isdisjoint(roots(text, language))


def roots(text: str, language: str) -> list[str]:
    return stems_of((word for word in words_of(text) if word not in SMALL[language]), language)
