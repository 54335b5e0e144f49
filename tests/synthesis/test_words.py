"""What counts as the same words, and what does not."""

import pytest

from essaim.synthesis.words import language_of, same_words, spelled, stems_of, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Plus de pistes cyclables", "plus de pistes cyclables !"),
        ("PLUS DE BUS", "Plus  de bus."),
        ("L’école", "l'école"),
        ("co-construction", "Co construction"),
        ("« Mobilité »", "mobilité…"),
        ("cœur de ville", "coeur de ville"),
    ],
)
def test_the_same_words(one, other):
    assert same_words(one) == same_words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Plus de bus ?", "Plus de bus"),  # asks
        ("+ 10 %", "- 10 %"),
        ("Bof 👍", "Bof 👎"),
        ("Un maïs local", "Un mais local"),
        ("Pas de voitures", "Des voitures"),
    ],
)
def test_not_the_same_words(one, other):
    assert same_words(one) != same_words(other)


def test_words_are_those_that_people_say():
    assert words_of("L’École, c’est à 20 min !! 🚲") == ["école", "est", "20", "min"]


def test_acronyms_keep_their_capitals_but_those_who_shout_are_brought_back_to_speech():
    assert spelled("La VMC de l’École n° 2") == ["la", "VMC", "de", "école", "2"]
    assert spelled("PLUS DE BUS") == ["plus", "de", "bus"]


def test_a_stem_forgets_accents_and_endings():
    assert stems_of(["écoles", "ECOLE".lower(), "école"], "fr") == ["ecol", "ecol", "ecol"]


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        (["Des bus pour les villages", "La voiture est chère"], "fr"),
        (["More buses for the villages", "The car is too expensive"], "en"),
        (["Mehr Busse für die Dörfer", "Das Auto ist zu teuer"], "de"),
        (["SIG", "2030"], "fr"),
    ],
)
def test_the_language_of_a_board(texts, language):
    assert language_of(texts) == language
