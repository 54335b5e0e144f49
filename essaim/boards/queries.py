"""Reading a board: its notes gathered under their themes, with counts computed from their members."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from essaim.boards.enums import NoteState, Source
from essaim.boards.models import PARTS_GONE, Board, Dots, Event, Idea, Note, Relay, Theme


@dataclass
class Row:
    """A note with those that were merged into it: `count` people said it, each counted once (`domain/counting`)."""

    note: Note
    members: list[Note] = field(default_factory=list)

    @property
    def count(self) -> int:
        return self.note.count + sum(member.count for member in self.members)


@dataclass
class Group:
    """A theme with its notes."""

    theme: Theme
    rows: list[Row] = field(default_factory=list)
    dots: int = 0

    @property
    def count(self) -> int:
        return sum(row.count for row in self.rows)


@dataclass(frozen=True)
class Coverage:
    """What became of what was received: `received == used + outside + set_aside + handed` (withdrawn apart)."""

    received: int
    used: int
    outside: int
    set_aside: int
    handed: int
    withdrawn: int


@dataclass
class Picture:
    """A board at one moment."""

    board: Board
    themes: list[Group]
    unsorted: list[Row]
    set_aside: list[Note]
    aside: list[Row]
    handed: list[Note]
    coverage: Coverage


def grouped(board: Board) -> Picture:
    """The board gathered in three queries, however many notes it has."""
    return pictures_of([board])[board.pk]


def pictures_of(boards: Sequence[Board]) -> dict[int, Picture]:
    """Several boards gathered in the same three queries."""
    notes: dict[int, list[Note]] = defaultdict(list)
    every = Note.objects.filter(board__in=boards).exclude(PARTS_GONE)
    for note in every.select_related("theme", "merged_into", "about").order_by("number"):
        notes[note.board_id].append(note)
    groups: dict[int, dict[int, Group]] = defaultdict(dict)
    for theme in Theme.objects.filter(board__in=boards, is_removed=False).select_related("key_note"):
        groups[theme.board_id][theme.pk] = Group(theme)
    dots = Dots.objects.filter(board__in=boards).values_list("board_id", "theme_id", "count")
    for board_id, theme_id, count in dots:
        if theme_id in groups[board_id]:
            groups[board_id][theme_id].dots += count
    return {board.pk: picture_of(board, notes[board.pk], groups[board.pk]) for board in boards}


def picture_of(board: Board, notes: list[Note], groups: dict[int, Group]) -> Picture:
    unsorted: list[Row] = []
    for row in rows_of(notes, NoteState.KEPT):
        if row.note.theme_id in groups:
            groups[row.note.theme_id].rows.append(row)
        else:
            unsorted.append(row)
    return Picture(
        board=board,
        themes=list(groups.values()),
        unsorted=unsorted,
        set_aside=[note for note in notes if note.state == NoteState.SET_ASIDE],
        aside=rows_of(notes, NoteState.SET_ASIDE),
        handed=[note for note in notes if note.state == NoteState.HANDED],
        coverage=coverage_of(notes, unsorted),
    )


def rows_of(notes: list[Note], state: NoteState) -> list[Row]:
    """The notes in this state, each with those in the same state that were merged into it."""
    rows = {note.pk: Row(note) for note in notes if note.state == state and not stands_with(note, state)}
    for note in notes:
        if note.merged_into_id and note.state == state and stands_with(note, state):
            rows[note.merged_into_id].members.append(note)
    return list(rows.values())


def stands_with(note: Note, state: NoteState) -> bool:
    head = note.merged_into
    return head is not None and head.state == state and head.merged_into_id is None


def coverage_of(notes: list[Note], unsorted: list[Row]) -> Coverage:
    """Each note counts once here: "×3" says how many people, coverage says how many notes."""
    by_state: dict[str, int] = defaultdict(int)
    for note in notes:
        by_state[note.state] += 1
    # An import that was taken back was not taken back by those who wrote: readers are not told that it was.
    imported = sum(note.state == NoteState.WITHDRAWN and note.source == Source.IMPORT for note in notes)
    outside = sum(1 + len(row.members) for row in unsorted)
    return Coverage(
        received=len(notes) - by_state[NoteState.WITHDRAWN],
        used=by_state[NoteState.KEPT] - outside,
        outside=outside,
        set_aside=by_state[NoteState.SET_ASIDE],
        handed=by_state[NoteState.HANDED],
        withdrawn=by_state[NoteState.WITHDRAWN] - imported,
    )


def events_since(board: Board, seen: int, limit: int = 1000) -> list[Event]:
    """The log after a revision, in order."""
    return list(Event.objects.filter(board=board, revision__gt=seen).order_by("revision")[:limit])


def relay_before(board: Board, round: int) -> Relay | None:
    """The relay that opens this round: the last one frozen in an earlier round."""
    return Relay.objects.filter(board=board, round__lt=round).order_by("-round", "-version").first()


def ideas_of(board: Board) -> list[Idea]:
    return list(Idea.objects.filter(board=board, is_removed=False).select_related("theme", "key_note"))
