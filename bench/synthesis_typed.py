"""What accents left out and slips cost, and what putting them right gives back: `python -m bench.synthesis_typed`.

The same boards as bench/synthesis.py, as typed, then with a slip in four words of ten, drawn by a fixed seed; each
read with and without `essaim.synthesis.spelling`.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np

from bench.page import french, write_between
from bench.synthesis import DATA, PAGE, Labelled, boards_of, essaim, half_placed, labelled, name_of
from bench.synthesis_scores import mean, score
from essaim.synthesis.words import WORD, without_accents

SEED = 11
SHARE = 0.4
SETS = ("budget-participatif-paris/data", "cerema-notes/atelier3", "decidim-lille-granddebat/comments")
MARKS = ("<!-- fautes -->", "<!-- fin des fautes -->")
ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn")  # of a French keyboard


def slip(word: str, draw: random.Random) -> str:
    """One of what thumbs do: accents left out, a letter missing, doubled, exchanged, or its neighbour."""
    kind = draw.choice(("accents", "missing", "doubled", "exchanged", "neighbour"))
    place = draw.randrange(1, len(word) - 1)
    start, letter, end = word[:place], word[place], word[place + 1 :]
    if kind == "accents":
        return without_accents(word)
    if kind == "missing":
        return start + end
    if kind == "doubled":
        return start + letter + letter + end
    if kind == "exchanged":
        return start + end[0] + letter + end[1:]
    row = next((row for row in ROWS if without_accents(letter.lower()) in row), ROWS[0])
    beside = row[(row.find(without_accents(letter.lower())) + draw.choice((-1, 1))) % len(row)]
    return start + beside + end


def with_slips(text: str, draw: random.Random) -> str:
    def typed(word: str) -> str:
        return slip(word, draw) if len(word) > 3 and word.isalpha() and draw.random() < SHARE else word

    return WORD.sub(lambda found: typed(found[0]), text)


def as_typed(texts: Sequence[str], _language: str, _known: object) -> list[str]:
    return list(texts)


def figures(boards: list[Labelled]) -> str:
    given, first = [], []
    group = essaim("bundled")
    for board in boards:
        texts, themes = [text for text, _theme in board], [theme for _text, theme in board]
        given.append(score(themes, group(texts, len(set(themes)))))
        first.append(half_placed(board, "bundled").first)
    found = mean(given)
    return f"{french(found.ari, 3)} | {french(found.right)} | {french(float(np.mean(first)))}"


def untouched(boards: list[Labelled]) -> str:
    with patch("essaim.synthesis.sense.put_right", as_typed):
        return figures(boards)


def rows_of(path: Path) -> Iterator[str]:
    boards = boards_of(labelled(path))
    draw = random.Random(SEED)  # noqa: S311
    slipped = [[(with_slips(text, draw), theme) for text, theme in board] for board in boards]
    for typed, notes in (("tels quels", boards), ("quatre mots fautifs de dix", slipped)):
        for read, measure in (("tels quels", untouched), ("corrigés", figures)):
            yield f"| {name_of(path)} | {typed} | {read} | {measure(notes)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="other sets than three of ../shared/data")
    parser.add_argument("--write", action="store_true", help="in bench/synthesis.md")
    asked = parser.parse_args()
    lines = ["| notes | mots tapés | mots lus | ARI | bien groupées | premier titre juste |", "| --- " * 6 + "|"]
    for path in asked.files or [DATA / f"{name}.jsonl" for name in SETS]:
        for line in rows_of(path):
            lines.append(line)
            print(line, file=sys.stderr, flush=True)
    if asked.write:
        write_between(PAGE, MARKS, "\n".join(lines))
    else:
        print("\n".join(lines))


if __name__ == "__main__":
    main()
