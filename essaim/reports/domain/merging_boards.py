"""A board meets itself, played elsewhere: what is new comes once, what changed on both sides keeps the newer."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from essaim.boards.domain.announcing import announce
from essaim.boards.domain.contributing import forget_words, take_back
from essaim.boards.domain.counting import recounted, told_again
from essaim.boards.domain.deciding import values_of
from essaim.boards.enums import Kind, NoteState
from essaim.boards.models import Board, Event, Idea, Note, Theme
from essaim.boards.models.public import idea_state, theme_state
from essaim.kit.refusal import Refused
from essaim.reports.domain import exchange_fields as fields
from essaim.reports.domain.exchange_fields import back
from essaim.reports.domain.merging_told import Outcome

AT_ONCE = 500  # rows in a statement
PLACE = ("state", "reason", "fits_none", "theme_id", "merged_into_id")


class BoardMerge:
    """One board and what a file says of it. The board is locked; whatever changes is announced at the end."""

    def __init__(self, board: Board, row: dict[str, Any], where: str, outcome: Outcome, *, now: datetime):
        self.board, self.row, self.where, self.outcome, self.now = board, row, where, outcome, now
        self.themes = {str(theme.key): theme for theme in board.themes.all()}
        self.notes = {str(note.key): note for note in board.notes.all()}
        self.ideas = {str(idea.key): idea for idea in board.ideas.all()}
        self.new: set[str] = set()
        self.quoting: set[str] = set()
        self.left: set[int] = set()
        self.taken = {note.number for note in self.notes.values()}
        # Numbers of the file stay free for the notes that bear them there.
        self.last = max([board.last_number, *self.taken, *(row["number"] for row in row["notes"])], default=0)
        self.touched: dict[str, set[str]] = {"themes": set(), "notes": set(), "ideas": set()}
        self.is_rewritten = False

    def run(self, ideas: dict[str, Idea]) -> None:
        """Themes first, since notes stand under them; quotes last, since they quote notes."""
        self.check_is_ours(Theme, self.row["themes"], self.themes)
        self.check_is_ours(Note, self.row["notes"], self.notes)
        self.check_is_ours(Idea, self.row["ideas"], self.ideas)
        for row in self.row["themes"]:
            self.theme(row)
        for row in self.row["notes"]:
            if row["key"] in self.notes:
                self.known_note(self.notes[row["key"]], back(Note, row, fields.NOTE))
        self.notes_came([row for row in self.row["notes"] if row["key"] not in self.notes])
        for row in self.row["notes"]:
            self.place(self.notes[row["key"]], row)
        for row in self.row["ideas"]:
            self.idea(row)
        ideas.update(self.ideas)
        self.link([row for row in self.row["notes"] if row["key"] in self.new], ideas)
        for row in self.row["themes"]:
            self.quote(self.themes[row["key"]], row)
        if any(self.touched.values()):
            self.settle()
        self.count_what_is_only_here()

    def count_what_is_only_here(self) -> None:
        told = {row["key"] for row in self.row["notes"]}
        ours = [key for key, note in self.notes.items() if key not in told and note.state != NoteState.WITHDRAWN]
        if ours:
            self.outcome.only_here[self.where] = len(ours)

    def check_is_ours(self, model: Any, rows: list[dict[str, Any]], known: dict[str, Any]) -> None:
        """What is new here is nowhere else: one thing is not on two boards."""
        keys = [row["key"] for row in rows if row["key"] not in known]
        if len(set(keys)) < len(keys) or any(
            model.objects.filter(key__in=keys[start : start + AT_ONCE]).exists()
            for start in range(0, len(keys), AT_ONCE)
        ):
            raise Refused(
                _("Le fichier reprend deux fois la même chose, ou ce qu’un autre panneau a déjà. Rien n’est importé."),
                code="contradicts",
            )

    def theme(self, row: dict[str, Any]) -> None:
        values, theme = back(Theme, row, fields.THEME), self.themes.get(row["key"])
        if theme is None or is_later(values["decided_at"], theme.decided_at):
            self.quoting.add(row["key"])
        if theme is None:
            self.themes[row["key"]] = Theme.objects.create(board=self.board, **values)
            self.new.add(row["key"])
            self.came("themes", row["key"])
        else:
            self.newer(theme, values, ("title", "position", "round", "is_removed"), "title", "themes")

    def newer(self, thing: Theme | Idea, values: dict[str, Any], names: Iterable[str], said: str, what: str) -> None:
        """The thing has the values of the side that changed it last."""
        there, here = {name: values[name] for name in names}, {name: getattr(thing, name) for name in names}
        if there == here:
            return
        wins = is_later(values["decided_at"], thing.decided_at)
        lost, when = (here, thing.decided_at) if wins else (there, values["decided_at"])
        # Words that nobody touched since the thing was made were replaced on purpose.
        if there[said] != here[said] and (when or not (values["decided_at"] or thing.decided_at)):
            self.outcome.gave_way(what, str(thing.key), self.where, None, lost[said], from_file=not wins)
        if wins:
            for name, value in there.items():
                setattr(thing, name, value)
            thing.decided_at = values["decided_at"]
            thing.save()
            self.outcome.changed[what] += 1
            self.touched[what].add(str(thing.key))

    def came(self, what: str, key: str) -> None:
        self.outcome.added[what] += 1
        self.touched[what].add(key)

    def known_note(self, note: Note, values: dict[str, Any]) -> None:
        if note.state == NoteState.WITHDRAWN:
            return  # taken back here: nothing brings it back
        if values["state"] == NoteState.WITHDRAWN:
            take_back(self.board, note, now=self.now)
            self.reread()
            self.outcome.changed["withdrawn"] += 1
        elif note.text != values["text"]:
            self.words(note, values)

    def notes_came(self, rows: list[dict[str, Any]]) -> None:
        """Under the numbers that people saw, where no other note bears them here."""
        for row in rows:
            note = Note(board=self.board, **back(Note, row, fields.NOTE))
            if note.number in self.taken:
                self.last += 1
                note.number = self.last
            self.taken.add(note.number)
            self.notes[row["key"]] = note
            self.new.add(row["key"])
            self.touched["notes"].add(row["key"])
            self.outcome.note_came(self.where, note, row["number"])
        Note.objects.bulk_create([self.notes[row["key"]] for row in rows], batch_size=AT_ONCE)
        self.board.last_number = max([self.board.last_number, *self.taken], default=0)

    def words(self, note: Note, values: dict[str, Any]) -> None:
        """The words of whoever wrote last; the others are told, once both sides changed them."""
        there, here = values["edited_at"], note.edited_at
        wins = is_later(there, here)
        other = here if wins else there
        if other or not (there or here):
            text = note.text if wins else values["text"]
            self.outcome.gave_way("notes", str(note.key), self.where, note.number, text, from_file=not wins)
        if wins:
            note.text, note.edited_at = values["text"], there
            note.save(update_fields=["text", "edited_at"])
            forget_words(note, now=self.now)
            self.is_rewritten = True
            self.outcome.changed["texts"] += 1
            self.touched["notes"].add(str(note.key))

    def place(self, note: Note, row: dict[str, Any]) -> None:
        """The note stands where the last decision put it."""
        values = back(Note, row, ("state", "reason", "fits_none", "decided_at"))
        theme = self.themes[row["theme"]] if row["theme"] else None
        head = self.notes[row["merged_into"]] if row["merged_into"] else None
        if row["key"] in self.new:
            note.theme, note.merged_into = theme, head
            return
        if NoteState.WITHDRAWN in (note.state, values["state"]):
            return
        decided = (values["state"], values["reason"], values["fits_none"], theme and theme.pk, head and head.pk)
        there = dict(zip(PLACE, decided, strict=True))
        if there == values_of(note, PLACE) or not is_later(values["decided_at"], note.decided_at):
            return
        self.left.add(note.merged_into_id or note.pk)
        for name, value in there.items():
            setattr(note, name, value)
        note.decided_at = values["decided_at"]
        note.save(update_fields=[*PLACE, "decided_at"])
        self.outcome.changed["places"] += 1
        self.touched["notes"].add(row["key"])

    def link(self, rows: list[dict[str, Any]], ideas: dict[str, Idea]) -> None:
        """New notes are tied to what stands by now."""
        for row in rows:
            note = self.notes[row["key"]]
            note.about = ideas[row["about"]] if row["about"] else None
            note.cut_from = self.notes[row["cut_from"]] if row["cut_from"] else None
        new = [self.notes[row["key"]] for row in rows]
        Note.objects.bulk_update(new, ["theme", "merged_into", "cut_from", "about"], batch_size=AT_ONCE)

    def idea(self, row: dict[str, Any]) -> None:
        values, idea = back(Idea, row, fields.IDEA), self.ideas.get(row["key"])
        theme = self.themes[row["theme"]] if row["theme"] else None
        quoted = self.quotable(row["key_note"])
        values |= {"theme_id": theme and theme.pk, "key_note_id": quoted and quoted.pk}
        if idea is None:
            self.ideas[row["key"]] = Idea.objects.create(board=self.board, **values)
            self.came("ideas", row["key"])
        else:
            names = ("text", "reason", "conditions", "position", "is_removed", "theme_id", "key_note_id")
            self.newer(idea, values, names, "text", "ideas")

    def quotable(self, key: str | None) -> Note | None:
        note = self.notes[key] if key else None
        return note if note and note.state == NoteState.KEPT else None

    def quote(self, theme: Theme, row: dict[str, Any]) -> None:
        """A heading puts forward the note that the last decision chose."""
        quoted = self.quotable(row["key_note"])
        if row["key"] not in self.quoting or theme.key_note_id == (quoted and quoted.pk):
            return
        theme.key_note, theme.decided_at = quoted, back(Theme, row, ["decided_at"])["decided_at"]
        theme.save(update_fields=["key_note", "decided_at"])
        if row["key"] not in self.new:
            self.outcome.changed["themes"] += 1
        self.touched["themes"].add(row["key"])

    def reread(self) -> None:
        """What a withdrawal changed around it, and the board's own count of events."""
        self.notes = {str(note.key): note for note in self.board.notes.all()}
        self.themes = {str(theme.key): theme for theme in self.board.themes.all()}
        self.ideas = {str(idea.key): idea for idea in self.board.ideas.all()}

    def settle(self) -> None:
        """Decisions of two places make one board: nothing merged in a circle, nothing under a heading that is gone."""
        notes = {note.pk: note for note in self.notes.values()}
        for note in notes.values():
            if note.merged_into_id and self.stand_with(note, root_of(note, notes)):
                self.touched["notes"].add(str(note.key))
        standing = {note.theme_id for note in notes.values() if note.state == NoteState.KEPT}
        for key, theme in self.themes.items():
            if theme.is_removed and theme.pk in standing:
                theme.is_removed = False
                theme.save(update_fields=["is_removed"])
                self.touched["themes"].add(key)
        self.tell(notes)

    def stand_with(self, note: Note, head: Note | None) -> bool:
        """A merged note shares the fate of the one that it was merged into; without one, it stands by itself."""
        before = values_of(note, PLACE)
        note.merged_into = head
        if head is not None:
            note.theme_id, note.state, note.reason = head.theme_id, head.state, head.reason
        if before == values_of(note, PLACE):
            return False
        note.save(update_fields=list(PLACE))
        return True

    def tell(self, notes: dict[int, Note]) -> None:
        heads = self.left | {
            note.merged_into_id or note.pk for note in notes.values() if str(note.key) in self.touched["notes"]
        }
        recount = {str(note.key) for note in recounted(self.board, heads)} if heads else set()
        keys = self.touched["notes"] | recount
        fresh = Note.objects.filter(board=self.board).select_related("theme", "merged_into", "about").order_by("number")
        changed = [note for note in fresh if str(note.key) in keys]
        events = [
            *(self.said(Kind.THEME, theme, theme_state(theme)) for theme in self.changed("themes", Theme)),
            *told_again(changed, now=self.now),
            *(self.said(Kind.IDEA, idea, idea_state(idea)) for idea in self.changed("ideas", Idea)),
        ]
        announce(self.board, events, is_rewritten=self.is_rewritten)

    def changed(self, what: str, model: Any) -> Iterable[Any]:
        return model.objects.filter(board=self.board, key__in=self.touched[what]).select_related("key_note")

    def said(self, kind: Kind, thing: Theme | Idea, payload: dict[str, Any]) -> Event:
        return Event(kind=kind, payload=payload, at=self.now, target=str(thing.key))


def is_later(there: datetime | None, here: datetime | None) -> bool:
    return there is not None and (here is None or there > here)


def root_of(note: Note, notes: dict[int, Note]) -> Note | None:
    """The note at the end of these merges; none when they go round, or when it was taken back."""
    seen, head = {note.pk}, notes.get(note.merged_into_id or 0)
    while head is not None and head.merged_into_id:
        if head.pk in seen:
            return None
        seen.add(head.pk)
        head = notes.get(head.merged_into_id)
    return head if head is not None and head.pk not in seen and head.state != NoteState.WITHDRAWN else None
