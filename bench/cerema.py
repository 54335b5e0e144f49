"""The notes of a real World Café, as its facilitators grouped them and as the machine does: docs/synthesis-cerema.md.

`uv run --with scikit-learn --with scipy python -m bench.cerema`, where ../shared/data/cerema-notes is.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from bench.page import write_between
from bench.synthesis import DATA, essaim, half_placed
from bench.synthesis_scores import score
from essaim.synthesis import Draft, Note, Options, draft, named

NOTES = DATA / "cerema-notes/atelier3.jsonl"
PAGE = Path(__file__).parents[1] / "docs/synthesis-cerema.md"
MARKS = ("<!-- brouillon -->", "<!-- fin du brouillon -->")


def main() -> None:
    rows = [json.loads(line) for line in NOTES.read_text("utf-8").splitlines()]
    notes = [Note(row["id"], row["text"], row.get("count", 1)) for row in rows]
    people = {row["id"]: row.get("theme", "") for row in rows}
    number = len(set(people.values()) - {""})
    found = draft(notes, Options(themes=number), named("bundled"))
    text = "\n\n".join([figures(rows), beside(found, people), themes(found, people)])
    write_between(PAGE, MARKS, text)


def figures(rows: list[dict[str, Any]]) -> str:
    board = [(row["text"], row["theme"]) for row in rows if row.get("theme")]
    texts, said = [text for text, _theme in board], [theme for _text, theme in board]
    lines = ["| encodeur | ARI | AMI | bien groupées | premier titre juste | parmi trois | moitié sûre |"]
    lines.append("| --- | --- | --- | --- | --- | --- | --- |")
    for encoder in ("bundled", "none"):
        one, half = score(said, essaim(encoder)(texts, len(set(said)))), half_placed(board, encoder)
        values = (one.ari, one.ami, one.right, half.first, half.three, half.sure_half)
        lines.append(f"| {encoder} | " + " | ".join(f"{value:.2f}".replace(".", ",") for value in values) + " |")
    return "\n".join(lines)


def beside(found: Draft, people: dict[str, str]) -> str:
    """Each heading of people, with where the draft put its notes."""
    theme_of = {note: theme.id for theme in found.themes for note in theme.notes}
    lines = ["| ce que des personnes ont fait | notes | où le brouillon les met |", "| --- | --- | --- |"]
    for heading in dict.fromkeys(people.values()):
        notes = [note for note, theme in people.items() if theme == heading]
        where = Counter(theme_of.get(note, "dehors") for note in notes)
        told = ", ".join(f"{theme} ×{count}" for theme, count in where.most_common())
        lines.append(f"| {heading or '(sous aucun titre)'} | {len(notes)} | {told} |")
    return "\n".join(lines)


def themes(found: Draft, people: dict[str, str]) -> str:
    """Each theme of the draft, and the headings that its notes come from."""
    lines = ["| brouillon | titre proposé | notes | d'où elles viennent |", "| --- | --- | --- | --- |"]
    for theme in found.themes:
        come = Counter(people[note] or "(sous aucun titre)" for note in theme.notes)
        told = " ; ".join(f"{heading[:40]}{'…' if len(heading) > 40 else ''} ×{n}" for heading, n in come.most_common())
        lines.append(f"| {theme.id} | {theme.heading} | {len(theme.notes)} | {told} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
