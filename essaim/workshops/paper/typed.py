"""What somebody types of a sheet: one note a line, "×3" at its end, "# …" to open a theme."""

from dataclasses import dataclass

from essaim.workshops.domain.scribing import said

THEME_MARK = "#"


@dataclass(frozen=True)
class Typed:
    """A note as it was typed, not yet checked."""

    text: str
    count: int = 1
    theme: str = ""


def lines_typed(text: str) -> list[Typed]:
    """The notes in their order; empty lines count for nothing, so that a space left between two notes changes none."""
    notes, theme = [], ""
    for line in text.replace("\r", "").split("\n"):
        line = line.strip()
        if line.startswith(THEME_MARK):
            theme = line.lstrip(THEME_MARK).strip()
        elif line:
            words, count = said(line)
            notes.append(Typed(words, count, theme))
    return notes


def typed_again(notes: list[Typed]) -> str:
    """The lines that would give these notes."""
    lines, theme = [], ""
    for note in notes:
        if note.theme != theme:
            theme = note.theme
            lines.append(f"{THEME_MARK} {theme}".strip())
        words = " ".join(note.text.split())
        lines.append(f"{words} ×{note.count}" if note.count > 1 else words)
    return "\n".join(lines)
