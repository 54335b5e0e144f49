"""Cards printed, moved on a table, typed back: seen before, decided one by one, all or none."""

from datetime import timedelta

import pytest

from essaim.boards.domain import contributing
from essaim.boards.domain.proposing import Kept, kept_of, place_sure
from essaim.boards.models import Event, Theme
from essaim.boards.queries import grouped
from essaim.kit.refusal import Refused
from essaim.workshops.domain import sorting
from essaim.workshops.domain.laying import Typed, lay_cards
from essaim.workshops.domain.printing_cards import print_cards
from essaim.workshops.enums import Act
from essaim.workshops.paper.moves import lines_said
from tests.factories import NOON, make_facilitator, make_person, make_workshop, organiser_of, write_note

pytestmark = pytest.mark.django_db
SAID = [
    "Plus de bus le soir",
    "Des bus le dimanche",
    "Un bus pour le marché",
    "Des pistes cyclables",
    "Une piste cyclable vers la gare",
    "Des pistes cyclables éclairées",
    "Un banc à chaque arrêt",
    "Planter des arbres",
]
START = {"Le bus": [1, 2], "Le vélo": [4, 5]}
LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def question(workshop):
    return workshop.questions.get(number=1)


@pytest.fixture
def notes(question, board, amel):
    """Eight notes: four under two headings, four that wait."""
    return written(question, board, amel, SAID)


def written(question, board, amel, texts):
    notes = [write_note(board, text, round=1, author="Inès") for text in texts]
    for title, numbers in START.items():
        keys = [str(notes[number - 1].key) for number in numbers]
        sorting.move(question=question, keys=keys, theme="", title=title, by=amel, now=NOON)
    return notes


@pytest.fixture
def printout(question, notes, amel):
    return print_cards(question=question, with_sorted=False, by=amel, now=NOON)


def stands(board):
    """Numbers under each heading, those that wait, those that no heading fits."""
    picture = grouped(board)
    return (
        {group.theme.title: [row.note.number for row in group.rows] for group in picture.themes},
        [row.note.number for row in picture.unsorted if not row.note.fits_none],
        [row.note.number for row in picture.unsorted if row.note.fits_none],
    )


def typed(text, *, rest=False, insisted=()):
    return Typed(lines_said(text), with_rest=rest, insisted=frozenset(insisted))


def seen(printout, text, by, **more):
    return lay_cards(printout=printout, typed=typed(text, **more), by=by, now=LATER, dry_run=True)


def laid(printout, text, by, **more):
    """Looked at, then confirmed."""
    agreed = seen(printout, text, by, **more).digest
    return lay_cards(printout=printout, typed=typed(text, **more), by=by, now=LATER, agreed=agreed)


def rows(outcome):
    return [(row.name, row.before, row.after, str(row.fate)) for row in (*outcome.headings, *outcome.cards)]


def test_a_printout_keeps_numbers_letters_and_the_first_proposals_and_no_words(printout, notes, board):
    keys = {theme.title: str(theme.key) for theme in Theme.objects.filter(board=board)}

    assert printout.headings == [["A", keys["Le bus"]], ["B", keys["Le vélo"]]]
    assert [(number, waits) for number, _letter, waits in printout.cards] == [
        (3, True),
        (6, True),
        (7, True),
        (8, True),
    ]
    assert dict([card[:2] for card in printout.cards])[3] == "A"
    assert dict([card[:2] for card in printout.cards])[6] == "B"


def test_with_those_already_sorted_each_card_says_its_heading(question, notes, amel):
    printout = print_cards(question=question, with_sorted=True, by=amel, now=NOON)

    placed = [[number, letter] for number, letter, waits in printout.cards if not waits]
    assert placed == [[1, "A"], [2, "A"], [4, "B"], [5, "B"]]


def test_what_was_typed_is_seen_before_it_is_done_and_nothing_moves_by_looking(printout, board, amel):
    before, events = stands(board), Event.objects.count()

    outcome = seen(printout, "E = Assises\nA : 6\nC = De l’ombre\nC : 8\naucun : 7", amel)

    assert rows(outcome) == [
        ("E", "", "Assises", "changes"),
        ("C", "", "De l’ombre", "changes"),
        ("6", "À ranger", "Le bus", "changes"),
        ("8", "À ranger", "De l’ombre", "changes"),
        ("7", "À ranger", "Aucun titre ne convient", "changes"),
    ]
    assert (outcome.puzzles, stands(board), Event.objects.count()) == ([], before, events)


def test_what_is_confirmed_is_on_the_board_as_decisions_of_that_person(printout, board, amel):
    first = board.events.count()

    laid(printout, "A : 6\nC = De l’ombre\nC : 8\naucun : 7\nB = À vélo", amel)

    assert stands(board) == ({"Le bus": [1, 2, 6], "À vélo": [4, 5], "De l’ombre": [8]}, [3], [7])
    assert {event.by for event in board.events.order_by("revision")[first:]} == {amel}


def test_the_same_typing_again_changes_nothing(printout, board, amel):
    text = "A : 6\nC = De l’ombre\nC : 8\naucun : 7\nB = À vélo"
    laid(printout, text, amel, rest=True)
    before, events, kept = stands(board), Event.objects.count(), kept_of([board])

    outcome = laid(printout, text, amel, rest=True)

    assert {row.fate for row in (*outcome.headings, *outcome.cards)} == {"already"}
    assert (stands(board), Event.objects.count(), kept_of([board])) == (before, events, kept)


def test_decisions_are_undone_one_by_one_and_the_sheet_can_be_typed_again(printout, question, board, amel):
    before = stands(board)
    text = "C = De l’ombre\nC : 8\nA : 6\naucun : 7"
    laid(printout, text, amel)
    after, steps = stands(board), []

    for _decision in range(4):
        sorting.undo(question=question, by=amel, now=LATER)
        steps.append(stands(board))

    bus = {"Le bus": [1, 2], "Le vélo": [4, 5]}
    assert steps == [
        ({"Le bus": [1, 2, 6], "Le vélo": [4, 5], "De l’ombre": [8]}, [3, 7], []),
        ({**bus, "De l’ombre": [8]}, [3, 6, 7], []),
        ({**bus, "De l’ombre": []}, [3, 6, 7, 8], []),
        (bus, [3, 6, 7, 8], []),
    ]
    assert steps[-1] == before
    laid(printout, text, amel)
    assert stands(board) == after


def test_cards_that_nobody_typed_lay_where_it_was_proposed_only_when_people_say_so(printout, board, amel):
    proposed = {number: letter for number, letter, _waits in printout.cards if letter}
    laid(printout, "aucun : 7 8", amel)
    assert stands(board) == (START, [3, 6], [7, 8])

    outcome = laid(printout, "aucun : 7 8", amel, rest=True)

    assert [(row.name, row.line) for row in outcome.followed] == [("3", 0), ("6", 0)]
    assert (proposed[3], proposed[6]) == ("A", "B")
    assert stands(board) == ({"Le bus": [1, 2, 3], "Le vélo": [4, 5, 6]}, [], [7, 8])


def test_what_the_machine_had_printed_is_counted_beside_what_people_did(printout, board, amel):
    laid(printout, "B : 3\n", amel, rest=False)
    laid(printout, "B : 3 6", amel)

    assert kept_of([board]) == Kept(proposed=2, kept=1, alone=0)


def test_a_sorted_card_goes_elsewhere_waits_again_or_fits_none(question, notes, board, amel):
    printout = print_cards(question=question, with_sorted=True, by=amel, now=NOON)

    laid(printout, "B : 1\n- 2\naucun : 4", amel)

    assert stands(board) == ({"Le bus": [], "Le vélo": [1, 5]}, [2, 3, 6, 7, 8], [4])
    assert kept_of([board]) == Kept(proposed=0, kept=0, alone=0)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("A : 3 99", "La carte 99 n’est pas de ce tirage"),
        ("A : 3 1", "La carte 1 n’est pas de ce tirage"),  # on the board, but under its heading: no card was printed
        ("A : 3\nZ : 8", "Ce tirage n’a pas de bande Z : ses bandes vont de A à F."),
        ("A : 3\nD : 8", "La bande D est vierge"),
        ("A : 3\nblabla", "ni un numéro"),
        ("A : 3\nE = Le vélo", "déjà celui d’une autre bande"),
        ("A : 3\nE = Ombre\nF = ombre", "déjà celui d’une autre bande"),
        ("A : 3\nE = " + "x" * 201, "Ce titre est trop long"),
        ("A : 3\nB : 3", "La carte 3 est aussi à la ligne 1"),
    ],
)
def test_one_line_that_cannot_be_followed_and_nothing_is_written(text, what, printout, board, amel):
    before, events = stands(board), Event.objects.count()
    outcome = seen(printout, text, amel)

    with pytest.raises(Refused, match="corrigez d’abord les lignes"):
        laid(printout, text, amel)

    assert what in outcome.puzzles[0].what
    assert (stands(board), Event.objects.count()) == (before, events)


def test_what_became_of_a_note_since_it_was_printed_is_said(printout, notes, question, board, amel):
    sorting.merge(question=question, keys=[str(notes[2].key), str(notes[0].key)], by=amel, now=NOON)
    sorting.set_aside(question=question, keys=[str(notes[5].key)], reason="Hors sujet", by=amel, now=NOON)
    contributing.withdraw_note(note=notes[6], author="Inès", now=NOON)

    puzzles = seen(printout, "A : 3\nA : 6\nA : 7", amel).puzzles

    assert [(puzzle.line, puzzle.what.partition(" : ")[0]) for puzzle in puzzles] == [
        (1, "La note 3 est maintenant réunie avec la 1"),
        (2, "La note 6 est mise de côté"),
        (3, "La note 7 a été reprise par qui l’a écrite"),
    ]
    assert [row.name for row in seen(printout, "", amel, rest=True).cards if row.name in {"3", "6", "7"}] == []


def test_a_heading_taken_off_the_board_since_takes_no_card(printout, question, board, amel):
    bike = Theme.objects.get(board=board, title="Le vélo")
    sorting.remove(question=question, theme=str(bike.key), by=amel, now=NOON)

    assert "Le titre de la bande B a été retiré" in seen(printout, "B : 3", amel).puzzles[0].what
    assert "6" not in [row.name for row in seen(printout, "", amel, rest=True).cards]


def test_a_note_that_somebody_else_placed_since_stays_unless_people_follow_the_paper(
    printout, workshop, question, notes, board, amel
):
    bilal = make_facilitator(workshop, 1, "Bilal")
    bike = Theme.objects.get(board=board, title="Le vélo")
    sorting.move(question=question, keys=[str(notes[2].key)], theme=str(bike.key), title="", by=bilal, now=NOON)

    outcome = laid(printout, "A : 3 6", amel)
    assert [(row.name, row.fate, row.who) for row in outcome.cards] == [
        ("3", "conflict", "Bilal"),
        ("6", "changes", ""),
    ]
    assert stands(board)[0] == {"Le bus": [1, 2, 6], "Le vélo": [3, 4, 5]}

    laid(printout, "A : 3 6", amel, insisted=["3"])
    assert stands(board)[0] == {"Le bus": [1, 2, 3, 6], "Le vélo": [4, 5]}


def test_a_heading_that_somebody_else_rewrote_since_stays_unless_people_follow_the_paper(
    printout, workshop, question, board, amel
):
    bilal = make_facilitator(workshop, 1, "Bilal")
    bus = Theme.objects.get(board=board, title="Le bus")
    sorting.rename(question=question, theme=str(bus.key), title="Le car", by=bilal, now=NOON)

    assert rows(laid(printout, "A = Les bus", amel)) == [("A", "Le car", "Les bus", "conflict")]
    assert list(stands(board)[0]) == ["Le car", "Le vélo"]

    laid(printout, "A = Les bus", amel, insisted=["A"])
    assert list(stands(board)[0]) == ["Les bus", "Le vélo"]


def test_moved_and_put_back_is_no_conflict(printout, question, notes, board, amel):
    bike = Theme.objects.get(board=board, title="Le vélo")
    sorting.move(question=question, keys=[str(notes[6].key)], theme=str(bike.key), title="", by=amel, now=LATER)
    sorting.undo(question=question, by=amel, now=NOON)

    assert [row.fate for row in seen(printout, "B : 7", amel).cards] == ["changes"]


def test_where_the_machine_put_a_note_by_itself_since_is_no_decision(question, board, amel):
    written(question, board, amel, SAID[:6])
    printout = print_cards(question=question, with_sorted=False, by=amel, now=NOON)
    assert place_sure(board, now=NOON) == 2
    assert stands(board)[0] == {"Le bus": [1, 2, 3], "Le vélo": [4, 5, 6]}

    laid(printout, "B : 3", amel)

    assert stands(board)[0] == {"Le bus": [1, 2], "Le vélo": [3, 4, 5, 6]}


def test_the_board_changed_between_looking_and_confirming_and_nothing_is_written(
    printout, workshop, question, notes, board, amel
):
    agreed = seen(printout, "A : 3\nC = Ombre\nC : 8", amel).digest
    bilal = make_facilitator(workshop, 1, "Bilal")
    bike = Theme.objects.get(board=board, title="Le vélo")
    sorting.move(question=question, keys=[str(notes[7].key)], theme=str(bike.key), title="", by=bilal, now=NOON)
    before = stands(board)

    with pytest.raises(Refused, match="a changé depuis cet aperçu"):
        lay_cards(printout=printout, typed=typed("A : 3\nC = Ombre\nC : 8"), by=amel, now=LATER, agreed=agreed)

    assert stands(board) == before


def test_a_board_without_headings_prints_blank_strips(question, board, amel):
    write_note(board, SAID[0])
    printout = print_cards(question=question, with_sorted=False, by=amel, now=NOON)
    assert (printout.headings, printout.cards) == ([], [[1, "", True]])

    laid(printout, "A = Le bus\nA : 1", amel)

    assert stands(board) == ({"Le bus": [1]}, [], [])


def test_a_board_without_notes_has_nothing_to_print(question, board, amel):
    with pytest.raises(Refused, match="il n’y a pas de carte à imprimer"):
        print_cards(question=question, with_sorted=True, by=amel, now=NOON)


def test_who_may_print_and_who_may_lay_and_when(printout, workshop, question, amel):
    stranger = make_person()
    elsewhere = organiser_of(make_workshop())
    for by in (stranger, elsewhere):
        with pytest.raises(Refused):
            print_cards(question=question, with_sorted=False, by=by, now=NOON)
        with pytest.raises(Refused):
            seen(printout, "A : 3", by)

    for by in (amel, organiser_of(workshop), make_person(is_administrator=True)):
        assert seen(printout, "A : 3", by).puzzles == []

    workshop.sequences.update(allows=[act.value for act in Act if act != Act.GROUP])
    with pytest.raises(Refused, match="On ne range pas encore les notes"):
        seen(printout, "A : 3", amel)
