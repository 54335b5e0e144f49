"""Boards of thousands of notes, read a page at a time: never all at once, as those of a room are."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from essaim.boards.enums import NoteState
from essaim.boards.models import Board, Note, Theme
from essaim.boards.proposals import READ_AT_ONCE

PER_PAGE = 100


@dataclass(frozen=True)
class Heading:
    """A heading and how many notes stand under it; without theme, those that wait."""

    theme: Theme | None
    count: int

    @property
    def key(self) -> str:
        return str(self.theme.key) if self.theme else ""


def is_large(board: Board) -> bool:
    """More notes stand on the board than a page shows at once; costs nothing on a board that never had so many."""
    return board.last_number > READ_AT_ONCE and standing(board).count() > READ_AT_ONCE


def standing(board: Board) -> QuerySet[Note]:
    """Each row once: those merged into another note stand with it."""
    return board.notes.filter(state=NoteState.KEPT, merged_into=None)


def headings_of(board: Board) -> list[Heading]:
    """Those that wait first, then the headings in their order."""
    under = Q(notes__state=NoteState.KEPT, notes__merged_into=None)
    themes = list(Theme.objects.filter(board=board, is_removed=False).annotate(standing=Count("notes", filter=under)))
    sorted_ones = sum(theme.standing for theme in themes)
    waiting = Heading(None, standing(board).count() - sorted_ones)
    return [waiting, *(Heading(theme, theme.standing) for theme in themes)]


def notes_under(board: Board, theme: Theme | None, words: str) -> QuerySet[Note]:
    """In the order in which they were written; `words` all stand in the text, in any order."""
    waiting = Q(theme=None) | Q(theme__is_removed=True)
    notes = standing(board).filter(Q(theme=theme) if theme else waiting)
    for word in words.split():
        notes = notes.filter(text__icontains=word)
    return notes.order_by("number")


def page_of(notes: QuerySet[Note], number: str) -> Page:
    """The page asked for, or the nearest that there is."""
    return Paginator(notes, PER_PAGE).get_page(number)
