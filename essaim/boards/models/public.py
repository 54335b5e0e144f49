"""The public state of what stands on a board: what its log carries and every screen may show."""

from typing import Any

from essaim.boards.enums import NoteState
from essaim.boards.models.idea import Idea
from essaim.boards.models.note import Note, Theme


def note_state(note: Note) -> dict[str, Any]:
    """A withdrawn note keeps its number and nothing of its text. Who wrote it is never told."""
    withdrawn = note.state == NoteState.WITHDRAWN
    return {
        "key": str(note.key),
        "number": note.number,
        "text": "" if withdrawn else note.text,
        "count": note.count,
        "group": note.group,
        "round": note.round,
        "source": note.source,
        "stance": note.stance,
        "state": note.state,
        "reason": note.reason,
        "theme": str(note.theme.key) if note.theme_id and note.theme else None,
        "merged_into": str(note.merged_into.key) if note.merged_into_id and note.merged_into else None,
        "about": str(note.about.key) if note.about_id and note.about else None,
    }


def theme_state(theme: Theme) -> dict[str, Any]:
    return {
        "key": str(theme.key),
        "title": theme.title,
        "position": theme.position,
        "removed": theme.is_removed,
        "key_note": str(theme.key_note.key) if theme.key_note else None,
    }


def idea_state(idea: Idea) -> dict[str, Any]:
    return {
        "key": str(idea.key),
        "group": idea.group,
        "position": idea.position,
        "text": idea.text,
        "reason": idea.reason,
        "conditions": idea.conditions,
        "theme": str(idea.theme.key) if idea.theme else None,
        "key_note": str(idea.key_note.key) if idea.key_note else None,
        "removed": idea.is_removed,
    }
