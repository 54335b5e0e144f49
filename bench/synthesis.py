"""How well notes are put together, against what others use, on notes that people labelled: `python -m bench.synthesis`.

Each file holds one JSON object a line: {"id", "text", "theme"}, `theme` being what people said. Same notes, same
machine, one run. What the figures mean: bench/synthesis.md.
"""

import argparse
import json
import math
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from bench import synthesis_peers as peers
from bench.page import french, write_between
from bench.synthesis_scores import Placed, Score, mean, paired, placed, score
from essaim.synthesis import Note, Options, draft, lexicon, named
from essaim.synthesis.sense import likeness, sense_of

DATA = Path(__file__).parents[2] / "shared/data"
PAGE = Path(__file__).with_suffix(".md")
THEMES, EACH, BOARDS = 6, 10, 20  # a board of 60 notes, as in a World Café question
SEED = 7
MARKS = ("<!-- mesures -->", "<!-- fin des mesures -->")
FEW = 4  # notes under a name, on average: more is a theme
NAMES = {
    "budget-participatif-paris/data": "Paris, budget participatif",
    "cerema-notes/atelier3": "Cerema, atelier 3",
    "decidim-lille-granddebat/comments": "Lille, commentaires",
    "decidim-lille-granddebat/data": "Lille, propositions",
    "sib200-fra/data": "SIB-200",
}

Labelled = list[tuple[str, str]]  # text, theme
Method = Callable[[Sequence[str], int | None], list[int]]


@dataclass
class Table:
    """Rows of a set, by method."""

    name: str
    boards: list[Labelled]
    rows: dict[str, list[Score]] = field(default_factory=dict)


def name_of(path: Path) -> str:
    name = f"{path.parent.name}/{path.stem}"
    return NAMES.get(name, name)


def labelled(path: Path) -> Labelled:
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [(row["text"], row["theme"]) for row in rows if row.get("theme")]


def boards_of(notes: Labelled) -> list[Labelled]:
    """Boards of six themes of ten notes drawn from a large set; a small set is one board as it is."""
    by_theme: dict[str, Labelled] = {}
    for note in notes:
        by_theme.setdefault(note[1], []).append(note)
    large = sorted(theme for theme, found in by_theme.items() if len(found) >= EACH)
    if len(notes) <= 100 or len(large) < 3:
        return [notes]
    draw = random.Random(SEED)  # noqa: S311
    boards = []
    for _board in range(BOARDS):
        themes = draw.sample(large, min(THEMES, len(large)))
        board = [note for theme in themes for note in draw.sample(by_theme[theme], EACH)]
        draw.shuffle(board)
        boards.append(board)
    return boards


def essaim(encoder: str) -> Method:
    def group(texts: Sequence[str], number: int | None) -> list[int]:
        notes = [Note(str(place), text) for place, text in enumerate(texts)]
        found = draft(notes, Options(themes=number), named(encoder))
        group_of = {note: place for place, theme in enumerate(found.themes) for note in theme.notes}
        alone = count(len(found.themes))  # left outside: a group of its own
        return [group_of[note.id] if note.id in group_of else next(alone) for note in notes]

    return group


def half_placed(board: Labelled, encoder: str) -> Placed:
    """People put every other note under its heading; what is proposed for the rest."""
    draw = random.Random(SEED)  # noqa: S311
    order = list(range(len(board)))
    draw.shuffle(order)
    decided = set(order[: len(board) // 2])
    headings = {board[place][1] for place in decided}
    notes = [
        Note(str(place), text, theme=theme if place in decided else "") for place, (text, theme) in enumerate(board)
    ]
    found = draft(notes, Options(), named(encoder))
    heading_of = {theme.id: theme.heading for theme in found.themes}
    offered = {
        int(note): [(heading_of[one.theme], one.score) for one in suggestions]
        for note, suggestions in found.suggestions.items()
        if board[int(note)][1] in headings
    }
    return placed(offered, {int(note) for note in found.placed}, [theme for _text, theme in board])


def measure(name: str, boards: list[Labelled], methods: dict[str, Method], *, given: bool) -> list[str]:
    lines = []
    for method, group in methods.items():
        scores = []
        for board in boards:
            texts, themes = [text for text, _theme in board], [theme for _text, theme in board]
            scores.append(score(themes, group(texts, len(set(themes)) if given else None)))
        found = mean(scores)
        figures = " | ".join((french(found.ari, 3), french(found.ami, 3), french(found.right)))
        lines.append(f"| {name} | {method} | {figures} | {found.aside * 100:.0f} % |")
        print(lines[-1], file=sys.stderr, flush=True)
    return lines


def placements(name: str, boards: list[Labelled], encoders: Sequence[str]) -> list[str]:
    lines = []
    for encoder in encoders:
        found = [half_placed(board, encoder) for board in boards]
        means = [
            np.mean([getattr(one, part) for one in found]) for part in ("first", "three", "sure_half", "share", "alone")
        ]
        first, three, half, share, alone = (float(value) for value in means)
        right = " | ".join(french(value) for value in (first, three, half))
        just = "" if math.isnan(alone) else french(alone)
        lines.append(f"| {name} | {encoder} | {right} | {share * 100:.0f} % | {just} |")
        print(lines[-1], file=sys.stderr, flush=True)
    return lines


def repeats(name: str, notes: Labelled, encoders: Sequence[str]) -> list[str]:
    """Where people put two or three notes at most under most names, a name is one idea said several times."""
    texts, themes = [text for text, _theme in notes], [theme for _text, theme in notes]
    if not 1.2 <= len(notes) / len(set(themes)) <= FEW:
        return []
    lines = []
    for encoder in encoders:
        rows = sense_of(texts, (), named(encoder), lexicon.bundled()).notes
        found = paired(themes, likeness(rows, rows))
        lines.append(f"| {name} | {encoder} | {found.pairs} | {french(found.precision)} | {french(found.nearest)} |")
        print(lines[-1], file=sys.stderr, flush=True)
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="other sets than ../shared/data/*/*.jsonl")
    parser.add_argument("--encoders", default="bundled,none", help="bundled,second,none")
    parser.add_argument("--peers", action="store_true", help="BERTopic, HDBSCAN, k-means and TF-IDF beside it")
    parser.add_argument("--write", action="store_true", help="in bench/synthesis.md")
    asked = parser.parse_args()
    encoders = asked.encoders.split(",")
    methods: dict[str, Method] = {f"Essaim ({name})": essaim(name) for name in encoders}
    sets = {name_of(path): labelled(path) for path in asked.files or sorted(DATA.glob("*/*.jsonl"))}
    boards = {name: boards_of(notes) for name, notes in sets.items() if notes}
    text = report(boards, encoders, methods, with_peers=asked.peers)
    pairs = [line for name, notes in sets.items() for line in repeats(name, notes, encoders)]
    if pairs:
        head = ["| notes | encodeur | paires | précision moyenne | la plus proche est un doublon |", "| --- " * 5 + "|"]
        text += "\n".join(["", "", "### Doublons", "", *head, *pairs])
    if not asked.write:
        print(text)
        return
    write_between(PAGE, MARKS, text)


def report(boards: dict[str, Any], encoders: list[str], methods: dict[str, Method], *, with_peers: bool) -> str:
    head = [
        "| notes | méthode | ARI | AMI | bien groupées | laissées de côté |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    lines = ["### Nombre de thèmes donné", "", *head]
    for name, found in boards.items():
        lines += measure(name, found, {**methods, **(peers.GIVEN if with_peers else {})}, given=True)
    lines += ["", "### Nombre de thèmes inconnu", "", *head]
    for name, found in boards.items():
        lines += measure(name, found, {**methods, **(peers.FREE if with_peers else {})}, given=False)
    lines += ["", "### La moitié rangée par des personnes", ""]
    lines += ["| notes | encodeur | premier titre juste | parmi trois | moitié sûre | part rangée seule | dont juste |"]
    lines += ["| --- | --- | --- | --- | --- | --- | --- |"]
    for name, found in boards.items():
        lines += placements(name, found, encoders)
    return "\n".join(lines)


if __name__ == "__main__":
    main()
