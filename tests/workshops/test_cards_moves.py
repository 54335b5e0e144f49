"""What hands may type of the cards that they moved, and what is asked of them when it cannot be followed."""

import pytest

from essaim.workshops.paper.moves import letter_at, lines_said


def moves(text):
    return [(move.to, move.number) for move in lines_said(text).moves]


@pytest.mark.parametrize(
    "typed",
    [
        "A : 3 8 12",
        "A: 3 8 12",
        "a 3 8 12",
        "A3 8 12",
        "A = 3, 8 et 12",
        "3 8 12 = A",
        "3 ; 8 ; 12 → a",
        "3 8 12 -> A",
        "A : n°3 n°8 n° 12.",
        "  cartes 3, 8, 12 : A  ",
        "A : 3 8 8 12 3",
        "A : 3\nA : 8 12",
        "\r\n\nA : 3 8 12\r\n",
    ],
)
def test_cards_under_a_strip_as_people_type_it(typed):
    said = lines_said(typed)

    assert (moves(typed), said.headings, said.puzzles) == ([("A", 3), ("A", 8), ("A", 12)], [], [])


@pytest.mark.parametrize("typed", ["aucun : 14", "AUCUN 14", "0 : 14", "0 14", "14 = aucun", "aucune: 14", "none: 14"])
def test_no_heading_fits(typed):
    assert (moves(typed), lines_said(typed).puzzles) == ([("0", 14)], [])


@pytest.mark.parametrize("typed", ["- 7", "-7", "– 7", "− 7", "7 -", " -  7"])  # noqa: RUF001 - as keyboards write them
def test_a_card_taken_out(typed):
    assert (moves(typed), lines_said(typed).puzzles) == ([("-", 7)], [])


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("E = De l’ombre", "De l’ombre"),
        ("e=De l’ombre ", "De l’ombre"),
        ("E = 3 bancs", "3 bancs"),
        ("E = « 2030 »", "2030"),
        ('E = "30 000 arbres"', "30 000 arbres"),
        ("E = Eau : - fuites, = pertes", "Eau : - fuites, = pertes"),
    ],
)
def test_a_heading_written_by_hand(typed, title):
    said = lines_said(typed)

    assert ([(each.letter, each.title) for each in said.headings], said.moves, said.puzzles) == ([("E", title)], [], [])


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("A : 3 l2", "« l2 » n’est ni un numéro ni une lettre de bande."),
        ("3-5 : A", "« 3-5 » n’est ni un numéro ni une lettre de bande."),
        ("E : De l’ombre", "ou « E = Un titre »"),
        ("A = 3 8 l2", "Si c’est un titre, mettez-le entre guillemets"),
        ("12", "Dites où vont ces cartes"),
        ("A :", "Ajoutez les numéros des cartes"),
        ("A : 3 B : 4", "Une seule bande par ligne"),
        ("3 A 4", "Une seule bande par ligne"),
        ("A : ³", "« ³ » n’est ni un numéro"),
        ("A : ٣", "« ٣ » n’est ni un numéro"),
        ("A : 99999999999999999999", "n’est ni un numéro"),
    ],
)
def test_a_line_that_cannot_be_followed_says_what_to_do(typed, what):
    said = lines_said(f"B : 1\n{typed}")

    assert [(puzzle.line, what in puzzle.what) for puzzle in said.puzzles] == [(2, True)]
    assert (moves(f"B : 1\n{typed}"), said.headings) == ([("B", 1)], [])


def test_a_card_at_two_places_and_a_strip_with_two_titles_are_asked_about():
    said = lines_said("A : 3 8\nB : 8\nE = Ombre\nE = Arbres\nE = Ombre")

    assert [(puzzle.line, puzzle.typed) for puzzle in said.puzzles] == [(2, "8"), (4, "Arbres")]


def test_a_file_is_no_typing():
    assert [puzzle.line for puzzle in lines_said("A : 1\n" * 301).puzzles] == [0]


def test_strips_are_named_without_the_letters_that_look_like_figures():
    assert [letter_at(place) for place in (0, 7, 8, 12, 13, 23, 24, 47, 48)] == [
        "A", "H", "J", "N", "P", "Z", "AA", "AZ", "BA",
    ]  # fmt: skip
