import uuid

import pytest

from essaim.boards.domain import contributing, deciding, retaining, undoing
from essaim.boards.enums import NoteState
from essaim.boards.models import Board, Note, Theme
from essaim.boards.queries import Coverage, grouped
from essaim.kit.refusal import Refused
from tests.factories import NOON, make_person, write_note

pytestmark = pytest.mark.django_db


class Desk:
    """A board and the person who sorts it."""

    def __init__(self):
        self.board = Board.objects.create(question="Que faire ?")
        self.by = make_person("Awa")

    def note(self, text, **fields):
        return write_note(self.board, text, **fields)

    def theme(self, title):
        return deciding.add_theme(board=self.board, title=title, by=self.by, now=NOON)

    def does(self, verb, by=None, **what):
        return verb(board=self.board, by=by or self.by, now=NOON, **what)

    def undo(self, by=None):
        return undoing.undo(board=self.board, by=by or self.by, now=NOON)

    def seen(self):
        """What people see: themes with their notes and members, notes to sort, notes set aside."""
        picture = grouped(self.board)
        return {
            **{group.theme.title: [shown(row) for row in group.rows] for group in picture.themes},
            "à ranger": [shown(row) for row in picture.unsorted],
            "écartées": [(*shown(row), row.note.reason) for row in picture.aside],
        }

    def revision(self):
        return Board.objects.get(pk=self.board.pk).revision


def shown(row):
    members = [member.text for member in row.members]
    return (row.note.text, row.count, *members)


@pytest.fixture
def desk():
    return Desk()


def test_a_note_moved_twice_to_the_same_theme_is_one_event(desk):
    note, theme = desk.note("Planter"), desk.theme("Arbres")

    desk.does(deciding.move_note, note=note, theme=theme)
    before = desk.revision()
    desk.does(deciding.move_note, note=note, theme=theme)

    assert desk.revision() == before
    assert desk.seen() == {"Arbres": [("Planter", 1)], "à ranger": [], "écartées": []}


def test_members_follow_the_head_they_were_merged_into(desk):
    head, same, other = desk.note("Planter"), desk.note("Planter des arbres", count=2), desk.note("Plantons")
    theme = desk.theme("Arbres")
    desk.does(deciding.merge_note, note=same, into=head)
    desk.does(deciding.merge_note, note=other, into=same)

    desk.does(deciding.move_note, note=head, theme=theme)

    assert desk.seen() == {
        "Arbres": [("Planter", 4, "Planter des arbres", "Plantons")],
        "à ranger": [],
        "écartées": [],
    }


def test_a_head_merged_elsewhere_takes_its_members_along(desk):
    head, same, bigger = desk.note("Planter"), desk.note("Planter ici"), desk.note("Végétaliser")
    desk.does(deciding.merge_note, note=same, into=head)

    desk.does(deciding.merge_note, note=head, into=bigger)

    assert desk.seen() == {"à ranger": [("Végétaliser", 3, "Planter", "Planter ici")], "écartées": []}


def test_two_screens_merging_two_notes_into_each_other_lose_neither(desk):
    one, two = desk.note("Planter"), desk.note("Plantons")  # each screen holds both as they were

    desk.does(deciding.merge_note, note=one, into=two)
    desk.does(deciding.merge_note, note=two, into=one)

    assert desk.seen() == {"à ranger": [("Plantons", 2, "Planter")], "écartées": []}


def test_a_note_is_not_merged_with_itself_nor_with_one_set_aside(desk):
    one, two = desk.note("Planter"), desk.note("Hors sujet")
    desk.does(deciding.set_aside, note=two, reason="Sans lien")

    with pytest.raises(Refused, match="elle-même"):
        desk.does(deciding.merge_note, note=one, into=one)
    with pytest.raises(Refused, match="reprenez-la"):
        desk.does(deciding.merge_note, note=one, into=two)

    assert desk.seen() == {"à ranger": [("Planter", 1)], "écartées": [("Hors sujet", 1, "Sans lien")]}


def test_a_member_moved_away_stands_by_itself(desk):
    head, same = desk.note("Planter"), desk.note("Arroser")
    theme = desk.theme("Eau")
    desk.does(deciding.merge_note, note=same, into=head)

    desk.does(deciding.move_note, note=same, theme=theme)

    assert desk.seen() == {"Eau": [("Arroser", 1)], "à ranger": [("Planter", 1)], "écartées": []}


def test_a_note_set_aside_takes_its_members_and_its_reason_and_all_come_back_by_undoing(desk):
    head, same = desk.note("Planter"), desk.note("Plantons")
    desk.does(deciding.merge_note, note=same, into=head)

    desk.does(deciding.set_aside, note=head, reason="Déjà décidé")
    assert desk.seen() == {"à ranger": [], "écartées": [("Planter", 2, "Plantons", "Déjà décidé")]}
    desk.undo()
    desk.undo()

    assert desk.seen() == {"à ranger": [("Planter", 2, "Plantons")], "écartées": []}


def test_a_pair_set_aside_comes_back_as_a_pair_and_goes_again_by_undoing(desk):
    head, same, other = desk.note("Planter"), desk.note("Plantons"), desk.note("Végétaliser")
    desk.does(deciding.merge_note, note=same, into=head)
    desk.does(deciding.set_aside, note=head, reason="Déjà décidé")

    desk.does(deciding.move_note, note=head, theme=None)
    assert desk.seen() == {"à ranger": [("Planter", 2, "Plantons"), ("Végétaliser", 1)], "écartées": []}
    desk.undo()
    desk.undo()
    assert desk.seen() == {"à ranger": [("Végétaliser", 1)], "écartées": [("Planter", 2, "Plantons", "Déjà décidé")]}

    desk.does(deciding.merge_note, note=head, into=other)
    assert desk.seen() == {"à ranger": [("Végétaliser", 3, "Planter", "Plantons")], "écartées": []}


def test_a_note_withdrawn_while_set_aside_leaves_its_members_set_aside(desk):
    head, same = desk.note("Planter", author="a"), desk.note("Plantons", author="a")
    desk.does(deciding.merge_note, note=same, into=head)
    desk.does(deciding.set_aside, note=head, reason="Déjà décidé")

    contributing.withdraw_note(note=head, author="a", now=NOON)

    assert desk.seen() == {"à ranger": [], "écartées": [("Plantons", 1, "Déjà décidé")]}


@pytest.mark.parametrize(("reason", "code"), [("", "reason-needed"), (" \n", "reason-needed"), ("x" * 301, "too-long")])
def test_nothing_is_set_aside_without_a_reason_that_can_be_read(desk, reason, code):
    note = desk.note("Planter")

    with pytest.raises(Refused) as refused:
        desk.does(deciding.set_aside, note=note, reason=reason)

    assert (refused.value.code, desk.seen()) == (code, {"à ranger": [("Planter", 1)], "écartées": []})


def test_a_note_withdrawn_meanwhile_is_never_brought_back(desk):
    note, other = desk.note("Ma vie privée", author="seat-1"), desk.note("Planter")
    theme = desk.theme("Arbres")
    contributing.withdraw_note(note=note, author="seat-1", now=NOON)

    for verb, what in (
        (deciding.move_note, {"theme": theme}),
        (deciding.merge_note, {"into": other}),
        (deciding.set_aside, {"reason": "Hors sujet"}),
        (deciding.accept_handed, {}),
    ):
        with pytest.raises(Refused) as refused:
            desk.does(verb, note=note, **what)
        assert refused.value.code == "no-note"

    assert Note.objects.get(pk=note.pk).state == NoteState.WITHDRAWN
    assert desk.seen() == {"Arbres": [], "à ranger": [("Planter", 1)], "écartées": []}


def test_a_withdrawn_head_leaves_its_members_where_people_saw_them(desk):
    head, same = desk.note("Planter", author="seat-1"), desk.note("Plantons", author="seat-2")
    desk.does(deciding.merge_note, note=same, into=head)
    desk.does(deciding.move_note, note=head, theme=desk.theme("Arbres"))

    contributing.withdraw_note(note=head, author="seat-1", now=NOON)

    assert desk.seen() == {"Arbres": [("Plantons", 1)], "à ranger": [], "écartées": []}


@pytest.mark.parametrize("left", ["moved", "merged elsewhere", "set aside", "withdrawn"])
def test_a_quote_goes_with_the_note_that_gave_it(desk, left):
    theme, other = desk.theme("Arbres"), desk.theme("Eau")
    note, elsewhere = desk.note("Planter", author="seat-1"), desk.note("Arroser")
    desk.does(deciding.move_note, note=elsewhere, theme=other)
    desk.does(deciding.move_note, note=note, theme=theme)
    desk.does(deciding.quote_note, theme=theme, note=note)

    {
        "moved": lambda: desk.does(deciding.move_note, note=note, theme=other),
        "merged elsewhere": lambda: desk.does(deciding.merge_note, note=note, into=elsewhere),
        "set aside": lambda: desk.does(deciding.set_aside, note=note, reason="Doublon"),
        "withdrawn": lambda: contributing.withdraw_note(note=note, author="seat-1", now=NOON),
    }[left]()

    assert Theme.objects.get(pk=theme.pk).key_note is None
    with pytest.raises(Refused):
        desk.does(deciding.quote_note, theme=theme, note=note)


def test_what_was_said_about_a_withdrawn_note_goes_with_it(desk):
    note = desk.note("Mon voisin brûle ses déchets", author="seat-1")
    desk.does(deciding.set_aside, note=note, reason="Met en cause un voisin")

    contributing.withdraw_note(note=note, author="seat-1", now=NOON)

    log = str(list(desk.board.events.values("payload", "before", "after")))
    assert "voisin" not in log
    assert desk.undo() is None
    assert grouped(desk.board).coverage == Coverage(received=0, used=0, outside=0, set_aside=0, handed=0, withdrawn=1)


def test_a_theme_with_notes_is_not_removed_and_an_empty_one_is_once(desk):
    theme, note = desk.theme("Arbres"), desk.note("Planter")
    desk.does(deciding.move_note, note=note, theme=theme)
    with pytest.raises(Refused, match="contient encore des notes"):
        desk.does(deciding.remove_theme, theme=theme)

    desk.does(deciding.move_note, note=note, theme=None)
    desk.does(deciding.remove_theme, theme=theme)
    before = desk.revision()
    desk.does(deciding.remove_theme, theme=theme)

    assert (desk.revision(), desk.seen()) == (before, {"à ranger": [("Planter", 1)], "écartées": []})
    with pytest.raises(Refused) as refused:
        desk.does(deciding.move_note, note=note, theme=theme)
    assert refused.value.code == "no-theme"


def test_a_theme_asked_twice_with_one_key_stands_once_and_another_board_refuses_its_key(desk):
    key = uuid.uuid4()
    other = Board.objects.create(question="Et ailleurs ?")

    first, second = (desk.does(deciding.add_theme, title="Arbres", key=key) for _ in range(2))

    assert (first, Theme.objects.count()) == (second, 1)
    with pytest.raises(Refused) as refused:
        deciding.add_theme(board=other, title="Arbres", key=key, by=desk.by, now=NOON)
    assert refused.value.code == "key-taken"


def test_only_a_note_that_waits_is_accepted(desk):
    late = desk.note("Après la cloche", state=NoteState.HANDED)
    aside = desk.note("Hors sujet")
    desk.does(deciding.set_aside, note=aside, reason="Sans lien")

    desk.does(deciding.accept_handed, note=late)
    desk.does(deciding.accept_handed, note=aside)

    assert desk.seen() == {"à ranger": [("Après la cloche", 1)], "écartées": [("Hors sujet", 1, "Sans lien")]}


def test_each_person_undoes_their_own_decisions_the_last_first(desk):
    friend = make_person("Noé")
    theme = desk.theme("Arbres")
    desk.does(deciding.rename_theme, by=friend, theme=theme, title="Haies")
    note = desk.note("Planter")
    desk.does(deciding.move_note, note=note, theme=theme)

    desk.undo(by=friend)
    assert desk.seen() == {"Arbres": [("Planter", 1)], "à ranger": [], "écartées": []}
    desk.undo()
    assert desk.seen() == {"Arbres": [], "à ranger": [("Planter", 1)], "écartées": []}
    desk.undo()

    assert desk.seen() == {"à ranger": [("Planter", 1)], "écartées": []}
    assert desk.undo() is None
    assert desk.undo(by=friend) is None


def undone_although(desk, friend_does):
    """The other person did something since: undoing is refused, and nothing that people saw is lost."""
    friend_does()
    before = desk.seen()

    with pytest.raises(Refused) as refused:
        desk.undo()

    assert (refused.value.code, desk.seen()) == ("changed-since", before)


def test_undoing_is_refused_when_the_thing_changed_since(desk):
    friend, theme = make_person("Noé"), desk.theme("Arbres")
    desk.does(deciding.rename_theme, theme=theme, title="Haies")

    undone_although(desk, lambda: desk.does(deciding.rename_theme, by=friend, theme=theme, title="Bois"))


def test_undoing_is_refused_when_the_theme_it_came_from_is_gone(desk):
    friend, old, new, note = make_person("Noé"), desk.theme("Vieux"), desk.theme("Neuf"), desk.note("Planter")
    desk.does(deciding.move_note, note=note, theme=old)
    desk.does(deciding.move_note, note=note, theme=new)

    undone_although(desk, lambda: desk.does(deciding.remove_theme, by=friend, theme=old))


def test_undoing_is_refused_when_the_note_it_was_merged_into_no_longer_stands(desk):
    friend, head, same, theme = make_person("Noé"), desk.note("Planter"), desk.note("Plantons"), desk.theme("Arbres")
    desk.does(deciding.merge_note, note=same, into=head)
    desk.does(deciding.move_note, note=same, theme=theme)

    undone_although(desk, lambda: desk.does(deciding.set_aside, by=friend, note=head, reason="Doublon"))


def test_undoing_is_refused_when_others_were_merged_into_it_since(desk):
    friend, other = make_person("Noé"), desk.note("Plantons")
    late = desk.note("Planter", state=NoteState.HANDED)
    desk.does(deciding.accept_handed, note=late)

    undone_although(desk, lambda: desk.does(deciding.merge_note, by=friend, note=other, into=late))


def test_undoing_a_removed_idea_is_refused_when_the_group_retained_two_others(desk):
    friend = make_person("Noé")
    first, _second = (desk.does(retaining.retain, group=1, text=text) for text in ("Une", "Deux"))
    desk.does(retaining.drop, idea=first)

    desk.does(retaining.retain, by=friend, group=1, text="Trois")
    with pytest.raises(Refused) as refused:
        desk.undo()

    assert refused.value.code == "changed-since"
    assert sorted(desk.board.ideas.filter(is_removed=False).values_list("text", flat=True)) == ["Deux", "Trois"]


def test_a_gesture_is_undone_whole_or_not_at_all(desk):
    friend, theme = make_person("Noé"), desk.theme("Arbres")
    notes = [desk.note(f"Idée {number}") for number in (1, 2, 3)]
    later = NOON.replace(hour=14)
    for note in notes:
        deciding.move_note(board=desk.board, note=note, theme=theme, by=desk.by, now=later)
    deciding.move_note(board=desk.board, note=notes[0], theme=None, by=friend, now=later)

    with pytest.raises(Refused):
        undoing.undo_gesture(board=desk.board, by=desk.by, now=later)
    undoing.undo_gesture(board=desk.board, by=friend, now=later)
    undone = undoing.undo_gesture(board=desk.board, by=desk.by, now=later)

    assert undone == 3
    assert desk.seen() == {
        "Arbres": [],
        "à ranger": [("Idée 1", 1), ("Idée 2", 1), ("Idée 3", 1)],
        "écartées": [],
    }
