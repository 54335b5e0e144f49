"""Abbreviations of the trade: a model has never met them, people write nothing else."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

from essaim.synthesis.words import compared, without_accents

Lexicon = Mapping[str, str]


@lru_cache(maxsize=1)
def bundled() -> Lexicon:
    """`lexicon.txt`: one `SHORT = words` a line."""
    return read(files("essaim.synthesis").joinpath("lexicon.txt").read_text("utf-8").splitlines())


def pairs_of(lines: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """What each line says; empty lines and those that begin with # say nothing."""
    pairs = (line.partition("=") for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return tuple((short.strip(), words.strip()) for short, _equal, words in pairs if short.strip())


def read(lines: Iterable[str]) -> Lexicon:
    """Keys in lower case without accents."""
    return {without_accents(compared(short)): compared(words) for short, words in pairs_of(lines)}


def with_more(lexicon: Lexicon, pairs: Iterable[tuple[str, str]]) -> Lexicon:
    """An instance's own abbreviations win over the bundled ones."""
    return {**lexicon, **read(f"{short} = {words}" for short, words in pairs)}


def spelled_out(text: str, lexicon: Lexicon) -> str:
    """`text` as compared, each abbreviation followed by what it means."""

    def both(found: re.Match[str]) -> str:
        meaning = lexicon.get(without_accents(found[0]))
        return f"{found[0]} {meaning}" if meaning else found[0]

    return re.sub(r"[^\W_]+", both, compared(text))
