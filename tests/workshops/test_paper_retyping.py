"""Paper comes back: each line once, on the question of its sheet, as phones would have given it."""

import uuid

import pytest

from essaim.boards.domain import deciding
from essaim.boards.models import Event, Note, Theme
from essaim.kit.refusal import Refused
from essaim.reports.domain.building import source_of
from essaim.workshops.domain import retyping, writing
from essaim.workshops.domain.retyping import Fate, Written, compared, relay_sheet, retype, table_sheet

from ..factories import NOON, make_facilitator, make_person, make_workshop, organiser_of, ring, seat_at_table

pytestmark = pytest.mark.django_db

LINES = [Written("Un pédibus"), Written("Fermer la rue", 3, "La rue"), Written("Un tableau à l’entrée")]


def kept(workshop, number: int = 1) -> list[tuple]:
    board = workshop.questions.get(number=number).board
    return list(board.notes.values_list("text", "count", "group", "round", "source", "theme__title"))


def retyped(sheet, written, **fields):
    return retype(sheet=sheet, written=written, by=organiser_of(sheet.workshop), now=NOON, **fields)


def test_lines_stand_on_the_board_of_the_question_that_the_table_had():
    workshop = make_workshop()

    # Facilitators move: at the second turn, table 1 speaks of question 3.
    retyped(table_sheet(workshop, 1, 2, 1), LINES)

    assert kept(workshop, 3) == [
        ("Un pédibus", 1, 1, 2, "paper", None),
        ("Fermer la rue", 3, 1, 2, "paper", "La rue"),
        ("Un tableau à l’entrée", 1, 1, 2, "paper", None),
    ]


def test_the_same_sheet_typed_twice_stands_once():
    workshop = make_workshop()
    sheet = table_sheet(workshop, 1, 1, 1)
    retyped(sheet, LINES)
    before = (kept(workshop), Event.objects.count(), Theme.objects.count())

    rows = retyped(sheet, LINES)

    assert [row.fate for row in rows] == [Fate.KNOWN, Fate.KNOWN, Fate.KNOWN]
    assert (kept(workshop), Event.objects.count(), Theme.objects.count()) == before


def test_a_forgotten_line_is_added_wherever_it_is_typed():
    workshop = make_workshop()
    sheet = table_sheet(workshop, 1, 1, 1)
    retyped(sheet, LINES)

    rows = retyped(sheet, [Written("Tout en haut"), *LINES])

    assert [row.fate for row in rows] == [Fate.NEW, Fate.KNOWN, Fate.KNOWN, Fate.KNOWN]
    assert [text for text, *_rest in kept(workshop)] == [
        "Un pédibus",
        "Fermer la rue",
        "Un tableau à l’entrée",
        "Tout en haut",
    ]


def test_a_line_typed_in_other_words_keeps_the_first_ones():
    workshop = make_workshop()
    sheet = table_sheet(workshop, 1, 1, 1)
    retyped(sheet, LINES)

    rows = retyped(sheet, [Written("Un pédybus"), *LINES[1:]])

    assert [row.fate for row in rows] == [Fate.OTHERWISE, Fate.KNOWN, Fate.KNOWN]
    assert len(kept(workshop)) == 3


def test_two_people_who_wrote_the_same_words_are_two_notes():
    rows = compared([Written("Aérer"), Written("Aérer")], {})

    assert [(row.line, row.fate) for row in rows] == [(1, Fate.NEW), (2, Fate.NEW)]


def test_a_dry_run_keeps_nothing():
    workshop = make_workshop()

    rows = retyped(table_sheet(workshop, 1, 1, 1), LINES, dry_run=True)

    assert [row.fate for row in rows] == [Fate.NEW] * 3
    assert (Note.objects.count(), Theme.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (Written(""), "Note 2 : La note est vide"),
        (Written("💚"), "Note 2 : Votre note ne contient que des symboles"),
        (Written("a" * 5000), "Note 2 : Votre note compte 5000 caractères"),
        (Written("Aérer", 0), "Note 2 : Indiquez un nombre de personnes"),
        (Written("Aérer", 1, "t" * 201), "Note 2 : Ce titre est trop long"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_kept(bad, said):
    workshop = make_workshop()

    with pytest.raises(Refused, match=said):
        retyped(table_sheet(workshop, 1, 1, 1), [LINES[0], bad])

    assert Note.objects.count() == 0


def test_more_lines_than_a_sheet_has_are_refused():
    with pytest.raises(Refused, match="au plus 100 notes"):
        retyped(table_sheet(make_workshop(), 1, 1, 1), [Written(f"Idée {rank}") for rank in range(101)])


def test_sheets_that_were_never_printed_are_refused():
    workshop = make_workshop()

    for make in (
        lambda: table_sheet(workshop, 9, 1, 1),
        lambda: table_sheet(workshop, 1, 9, 1),
        lambda: table_sheet(workshop, 1, 1, 0),
        lambda: relay_sheet(workshop, 9, 1),
        lambda: relay_sheet(workshop, 1, 0),
    ):
        with pytest.raises(Refused):
            make()


def test_a_relay_written_by_hand_comes_on_its_question():
    workshop = make_workshop()

    retyped(relay_sheet(workshop, 2, 1), LINES[:1])

    assert kept(workshop, 2) == [("Un pédibus", 1, 0, 1, "paper", None)]


def test_facilitators_type_too_and_strangers_do_not():
    workshop = make_workshop()
    sheet = table_sheet(workshop, 1, 1, 1)

    retype(sheet=sheet, written=LINES[:1], by=make_facilitator(workshop), now=NOON)
    with pytest.raises(Refused, match="équipe d’animation"):
        retype(sheet=sheet, written=LINES, by=make_person(), now=NOON)

    assert len(kept(workshop)) == 1


SAID = [
    (1, "Un pédibus", ""),
    (2, "Un budget participatif", "Budget"),
    (3, "Des ateliers de cuisine", ""),
    (1, "Fermer la rue à 16 h 30", "La rue"),
    (1, "Une zone à trafic limité", "La rue"),
]


def test_paper_and_phones_give_the_same_report():
    by_phone, on_paper = make_workshop(), make_workshop()

    ring(by_phone)
    for table, text, theme in SAID:
        write_and_sort(by_phone, table, text, theme)
    ring(on_paper)
    for table in (1, 2, 3):
        lines = [Written(text, 1, theme) for at, text, theme in SAID if at == table]
        retyped(table_sheet(on_paper, table, 1, 1), lines)

    assert report_of(on_paper) == report_of(by_phone)
    assert report_of(on_paper)[0][0] == (
        "La rue",
        [(2, "Fermer la rue à 16 h 30", 1), (3, "Une zone à trafic limité", 1)],
    )


def write_and_sort(workshop, table: int, text: str, theme: str) -> None:
    """A phone sends it; the facilitator sorts it."""
    workshop.refresh_from_db()
    seat = seat_at_table(workshop, table)
    question = workshop.questions.get(number=table)
    kept = writing.write(seat=seat, question=question, key=uuid.uuid4(), text=text, now=NOON)
    if theme:
        board, by = question.board, organiser_of(workshop)
        heading = board.themes.filter(title=theme).first()
        heading = heading or deciding.add_theme(board=board, title=theme, by=by, now=NOON)
        deciding.move_note(board=board, note=Note.objects.get(key=kept.key), theme=heading, by=by, now=NOON)


def report_of(workshop) -> list[list]:
    """What the report says of each question: themes, notes with their numbers and counts, table, coverage."""
    return [
        [
            *(
                (theme.title, [(note.number, note.text, note.count) for note in theme.notes])
                for theme in question.themes
            ),
            [(note.number, note.text, note.count, note.table, note.sequence) for note in question.outside],
            question.coverage,
        ]
        for question in source_of(workshop).questions
    ]


def test_keys_belong_to_the_sheet_and_the_line():
    workshop = make_workshop()

    keys = {
        retyping.table_sheet(workshop, table, round, page).key(line)
        for table in (1, 2)
        for round in (1, 2)
        for page in (1, 2)
        for line in (1, 2)
    }

    assert len(keys) == 16
