"""Notes as JSON lines, and a draft as JSON: the form of `essaim synthesise`, described in docs/synthesis.md."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from essaim.synthesis.values import Draft, Note, Why


class Unreadable(Exception):
    """The message says which line, and what to correct."""


def read_notes(lines: Iterable[str]) -> list[Note]:
    """In the order of the lines; empty ones say nothing. Raises `Unreadable`."""
    notes: list[Note] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        note = read_note(line, number)
        if note.id in seen:
            raise Unreadable(
                f"Ligne {number} : la note « {note.id} » est déjà à la ligne {seen[note.id]}. "
                "Donnez à chaque note son propre « id »."
            )
        seen[note.id] = number
        notes.append(note)
    return notes


def read_note(line: str, number: int) -> Note:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise Unreadable(f"Ligne {number} : ce n’est pas du JSON. Écrivez un objet par ligne.") from None
    if not isinstance(row, dict):
        raise Unreadable(f'Ligne {number} : ce n’est pas un objet JSON, comme {{"id": "1", "text": "…"}}.')
    key, text = row.get("id"), row.get("text")
    if not isinstance(key, str | int) or isinstance(key, bool) or not str(key).strip():
        raise Unreadable(f"Ligne {number} : il manque « id », un texte ou un nombre.")
    if not isinstance(text, str):
        raise Unreadable(f"Ligne {number} : il manque « text », ce que la note dit.")
    count, sequence = (whole(row, name, least, number) for name, least in (("count", 1), ("sequence", 0)))
    return Note(
        id=str(key),
        text=text,
        count=count,
        table=plain(row, "table", number),
        sequence=sequence,
        theme=" ".join(plain(row, "theme", number).split()),
    )


def whole(row: dict[str, Any], name: str, least: int, number: int) -> int:
    value = row.get(name)
    if value is None:
        return least
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise Unreadable(f"Ligne {number} : « {name} » doit être un nombre entier, au moins {least}.")
    return value


def plain(row: dict[str, Any], name: str, number: int) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise Unreadable(f"Ligne {number} : « {name} » doit être un texte.")
    return str(value)


def read_headings(lines: Iterable[str]) -> tuple[str, ...]:
    """One a line, each once."""
    return tuple(dict.fromkeys(heading for line in lines if (heading := " ".join(line.split()))))


def written(draft: Draft, notes: list[Note]) -> str:
    """The draft as JSON that ends with a line end; the same draft gives the same bytes."""
    return json.dumps(as_json(draft, notes), ensure_ascii=False, indent=1) + "\n"


def as_json(draft: Draft, notes: list[Note]) -> dict[str, Any]:
    return {
        "themes": [
            {
                "id": theme.id,
                "heading": theme.heading,
                "by_people": theme.by_people,
                "words": list(theme.words),
                "quote": {"note": theme.quote.note, "text": theme.quote.text} if theme.quote else None,
                "notes": list(theme.notes),
                "parent": theme.parent or None,
            }
            for theme in draft.themes
        ],
        "families": [
            {"id": family.id, "heading": family.heading, "themes": list(family.themes)} for family in draft.families
        ],
        "repeats": [list(group) for group in draft.repeats],
        "near": [[near.one, near.other, near.score] for near in draft.near],
        "splits": {split.note: list(split.parts) for split in draft.splits},
        "suggestions": {
            note: [[suggestion.theme, suggestion.score] for suggestion in found]
            for note, found in draft.suggestions.items()
        },
        "placed": list(draft.placed),
        "outside": [{"id": outside.note, "reason": outside.why.value} for outside in draft.outside],
        "coverage": coverage_of(draft, notes),
        "engine": {"encoder": draft.encoder, "version": VERSION},
    }


VERSION = 1  # of the rules: another draft may come from another version


def coverage_of(draft: Draft, notes: list[Note]) -> dict[str, Any]:
    """`received` = `in_themes` + `outside`, always; `said` counts people where a note stands for several."""
    why = Counter(outside.why for outside in draft.outside)
    return {
        "received": len(notes),
        "said": sum(note.count for note in notes),
        "in_themes": sum(len(theme.notes) for theme in draft.themes),
        "by_people": sum(bool(note.theme) for note in notes),
        "by_machine": len(draft.placed) if any(theme.by_people for theme in draft.themes) else None,
        "repeated": sum(len(group) - 1 for group in draft.repeats),
        "outside": len(draft.outside),
        "reasons": {reason.value: why[reason] for reason in Why},
    }


def lines_of(text: str) -> Iterator[str]:
    """Cut at line ends alone: a note may hold the other separators of `str.splitlines`."""
    return iter(text.replace("\r\n", "\n").split("\n"))
