"""A note that says several things is cut by a person, in its own words, and the whole note stays readable."""

from datetime import timedelta

import pytest
from django.urls import reverse

from essaim.boards.domain.contributing import edit_note, withdraw_note
from essaim.boards.domain.cutting import parts_of
from essaim.boards.enums import NoteState
from essaim.boards.models import Event, Note
from essaim.boards.queries import Coverage, grouped
from essaim.kit.refusal import Refused
from essaim.workshops.domain import sorting
from tests.factories import NOON, make_facilitator, write_note

pytestmark = pytest.mark.django_db

SAID = "Plus de bus le soir. Des pistes cyclables partout"
TWO = ["Plus de bus le soir", "Des pistes cyclables partout"]
LATER = NOON + timedelta(minutes=1)


def address(workshop, name="desk_cuts"):
    return reverse(f"workshops:{name}", args=[workshop.code, 1])


@pytest.fixture
def question(workshop):
    return workshop.questions.get(number=1)


@pytest.fixture
def note(board):
    return write_note(board, SAID, round=2, group=3, author="seat")


@pytest.fixture
def parts(question, note, amel):
    return sorting.cut(question=question, key=str(note.key), parts=TWO, by=amel, now=NOON)


def stands(board):
    return [(row.note.number, row.note.text) for row in grouped(board).unsorted]


def test_each_part_is_a_note_of_the_same_people_and_the_whole_one_names_them(board, note, parts):
    whole = Note.objects.get(pk=note.pk)

    assert (whole.state, whole.reason, whole.text) == (NoteState.SET_ASIDE, "coupée en n° 2 et n° 3", SAID)
    assert [
        (part.number, part.text, part.author, part.group, part.round, part.written_at, part.cut_from) for part in parts
    ] == [(number, text, "seat", 3, 2, whole.written_at, whole) for number, text in zip((2, 3), TWO, strict=True)]
    assert stands(board) == [(2, TWO[0]), (3, TWO[1])]
    assert grouped(board).coverage == Coverage(received=3, used=0, outside=2, set_aside=1, handed=0, withdrawn=0)


def test_parts_stand_under_the_heading_of_the_note(question, board, note, amel):
    sorting.move(question=question, keys=[str(note.key)], theme="", title="Se déplacer", by=amel, now=NOON)

    sorting.cut(question=question, key=str(note.key), parts=TWO, by=amel, now=LATER)

    [group] = grouped(board).themes
    assert (group.theme.title, [row.note.text for row in group.rows]) == ("Se déplacer", TWO)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (["Plus de bus", "le soir. Des pistes", "cyclables"], ["Plus de bus", "le soir. Des pistes", "cyclables"]),
        (["  Plus   de bus ", "", "Des pistes"], ["Plus de bus", "Des pistes"]),
        (["Plus", "Plus"], "« Plus » n’est pas dans la note, ou pas à cette place"),
        (["Des pistes", "Plus de bus"], "« Plus de bus » n’est pas dans la note"),
        (["Plus de bu", "Des pistes"], "« Plus de bu » n’est pas dans la note"),
        (["Plus de trains", "Des pistes"], "« Plus de trains » n’est pas dans la note"),
        ([SAID], "de deux à 10 lignes"),
        (["…", "Des pistes"], "ne contient que des symboles"),
        (list("abcdefghijk"), "de deux à 10 lignes"),
    ],
)
def test_parts_are_words_of_the_note_in_their_order(typed, kept):
    if isinstance(kept, list):
        assert parts_of(SAID, typed) == kept
    else:
        with pytest.raises(Refused, match=kept):
            parts_of(SAID, typed)


def test_one_gesture_undoes_the_cut_and_leaves_nothing(question, board, note, amel, client):
    before = grouped(board).coverage
    parts = sorting.cut(question=question, key=str(note.key), parts=TWO, by=amel, now=NOON)

    assert sorting.undo(question=question, by=amel, now=LATER) == 3

    assert stands(board) == [(1, SAID)]
    assert grouped(board).coverage == before
    assert set(Note.objects.filter(pk__in=[part.pk for part in parts]).values_list("state", "text")) == {
        (NoteState.WITHDRAWN, "")
    }
    sorting.cut(question=question, key=str(note.key), parts=TWO, by=amel, now=LATER)
    assert stands(board) == [(4, TWO[0]), (5, TWO[1])]


def test_a_cut_on_which_others_built_is_not_undone(question, board, parts, amel, workshop):
    other = make_facilitator(workshop, name="Gisèle")
    sorting.move(question=question, keys=[str(parts[0].key)], theme="", title="Le bus", by=other, now=LATER)

    with pytest.raises(Refused, match="Quelqu’un d’autre a changé"):
        sorting.undo(question=question, by=amel, now=LATER)

    assert sorting.undo(question=question, by=other, now=LATER) == 2
    assert sorting.undo(question=question, by=amel, now=LATER) == 3
    assert stands(board) == [(1, SAID)]


def test_a_part_that_others_quote_stays(question, board, note, amel, workshop):
    other = make_facilitator(workshop, name="Gisèle")
    sorting.move(question=question, keys=[str(note.key)], theme="", title="Se déplacer", by=other, now=NOON)
    parts = sorting.cut(question=question, key=str(note.key), parts=TWO, by=amel, now=LATER)
    [group] = grouped(board).themes
    sorting.quote(question=question, theme=str(group.theme.key), key=str(parts[1].key), by=other, now=LATER)

    with pytest.raises(Refused, match="Quelqu’un d’autre a changé"):
        sorting.undo(question=question, by=amel, now=LATER)


def test_a_note_that_is_cut_is_decided_about_in_its_parts(question, board, note, parts, amel):
    gestures = [
        lambda: sorting.restore(question=question, key=str(note.key), by=amel, now=LATER),
        lambda: sorting.move(question=question, keys=[str(note.key)], theme="", title="Bus", by=amel, now=LATER),
        lambda: sorting.set_aside(question=question, keys=[str(note.key)], reason="Non", by=amel, now=LATER),
        lambda: sorting.merge(question=question, keys=[str(note.key)], into=str(parts[0].key), by=amel, now=LATER),
    ]
    for gesture in gestures:
        with pytest.raises(Refused, match="Cette note est coupée en plusieurs"):
            gesture()

    assert stands(board) == [(2, TWO[0]), (3, TWO[1])]


def test_two_parts_of_a_note_are_never_one_row(question, board, note, parts, amel):
    other = write_note(board, "Davantage de bus")
    sorting.merge(question=question, keys=[str(parts[0].key)], into=str(other.key), by=amel, now=LATER)

    with pytest.raises(Refused, match="deux fois la même personne"):
        sorting.merge(question=question, keys=[str(parts[1].key)], into=str(other.key), by=amel, now=LATER)


def test_a_merged_note_and_one_that_has_others_are_left_whole(question, board, note, amel):
    other = write_note(board, "Des bus. Des vélos partout")
    sorting.merge(question=question, keys=[str(note.key), str(other.key)], by=amel, now=NOON)

    for each in (note, other):
        with pytest.raises(Refused, match="séparez-la d’abord"):
            sorting.cut(question=question, key=str(each.key), parts=["Des", "vélos"], by=amel, now=LATER)


def test_words_that_their_author_takes_back_are_gone_from_the_parts_too(board, note, parts):
    withdraw_note(note=note, author="seat", now=LATER)

    assert set(board.notes.values_list("state", "text")) == {(NoteState.WITHDRAWN, "")}
    assert not any("bus" in str([event.payload, event.before, event.after]) for event in Event.objects.all())
    assert grouped(board).coverage.withdrawn == 1


def test_a_part_said_otherwise_by_its_author_leaves_its_former_words_nowhere(question, board, note, parts, amel):
    edit_note(note=parts[1], text="Des trottoirs larges", author="seat", now=LATER)

    log = str([[event.payload, event.before, event.after] for event in Event.objects.filter(target=parts[1].key)])
    assert "cyclables" not in log
    with pytest.raises(Refused, match="Quelqu’un d’autre a changé"):
        sorting.undo(question=question, by=amel, now=LATER)
    assert stands(board) == [(2, TWO[0]), (3, "Des trottoirs larges")]


def test_the_page_lists_the_notes_that_may_say_several_things(workshop, board, amel, client):
    for text in (SAID, "Planter des arbres", "Une cantine bio ; des repas partagés le dimanche"):
        write_note(board, text)

    page = client.get(address(workshop))

    assert [(row.note.number, parts) for row, parts in page.context["cuts"]] == [
        (1, "\n".join(TWO)),
        (3, "Une cantine bio\ndes repas partagés le dimanche"),
    ]
    assert client.get(address(workshop, "desk_proposals")).context["splits"] == 2


def test_a_note_ticked_at_the_desk_is_cut_on_its_page(workshop, board, note, amel, client):
    first = client.post(address(workshop, "desk_cut"), {"note": note.key}, follow=True)
    assert first.redirect_chain == [(f"{address(workshop)}?note={note.key}", 303)]
    assert [(row.note.number, parts) for row, parts in first.context["cuts"]] == [(1, "\n".join(TWO))]

    form = {"note": note.key, "parts": "Plus de bus\nDes pistes", "seen": first.context["revision"]}
    page = client.post(address(workshop, "desk_cut"), form, follow=True).content.decode()

    assert "La note est coupée : ses parties sont les notes n° 2 et n° 3." in page
    assert stands(board) == [(2, "Plus de bus"), (3, "Des pistes")]


def test_what_was_typed_stays_when_it_is_refused(workshop, board, note, amel, client):
    page = client.post(address(workshop, "desk_cut"), {"note": note.key, "parts": "Du pain\nDes jeux"})

    assert page.status_code == 422
    assert "« Du pain » n’est pas dans la note" in page.content.decode()
    assert [parts for _row, parts in page.context["cuts"]] == ["Du pain\nDes jeux"]
    assert stands(board) == [(1, SAID)]


@pytest.mark.parametrize("ticked", [0, 2])
def test_one_note_is_cut_at_a_time(ticked, workshop, board, note, amel, client):
    other = write_note(board, "Planter des arbres")

    page = client.post(address(workshop, "desk_cut"), {"note": [note.key, other.key][:ticked]})

    assert (page.status_code, "Cochez une note, une seule" in page.content.decode()) == (422, True)


def test_a_note_that_left_the_board_is_said_to_have_left(workshop, board, note, parts, amel, client):
    page = client.get(address(workshop), {"note": note.key})

    assert (page.status_code, list(page.context["cuts"])) == (200, [])
    assert "Cette note n’est pas (ou plus) sur ce panneau." in page.content.decode()
