"""What phones type, read as what was meant; the note that is shown keeps its letters."""

import pytest

from essaim.synthesis import Note, Options, draft, named
from essaim.synthesis.lexicon import bundled
from essaim.synthesis.spelling import one_slip_from, put_right
from essaim.synthesis.words import WORD, without_accents


def read(text, *others, language="fr", known=()):
    return put_right([text, *others], language, known)[0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("une ecole pres de la mediatheque", "une école près de la médiathèque"),
        ("UNE ECOLE", "une école"),
        ("L'Etat et les Eglises", "L'état et les églises"),
        ("le covoturage", "le covoiturage"),
        ("le covoiiturage", "le covoiturage"),
        ("le covoitruage", "le covoiturage"),
        ("le covoiturqge", "le covoiturage"),
        ("la concertatoin des professionels", "la concertation des professionnels"),
        ("une œuvre, cœur du bourg", "une oeuvre, coeur du bourg"),
        ("déjà bien écrit : rien ne change", "déjà bien écrit : rien ne change"),
        ("", ""),
        ("🚲 🚲 100 % 2030 B2B", "🚲 🚲 100 % 2030 B2B"),
    ],
)
def test_a_word_that_nothing_knows_is_read_as_the_nearest(typed, meant):
    assert read(typed) == meant


def test_the_board_comes_before_the_language():
    assert read("la mobilte") == "la mobile"
    assert read("la mobilte", "une mobilité douce", "la mobilité pour tous") == "la mobilité"


@pytest.mark.parametrize(
    ("typed", "others", "known"),
    [
        ("la rue Rossi", (), ()),  # a name, by its capital
        ("le tiers-lieu Canopia", (), ()),
        ("le plui", (), bundled()),  # an abbreviation of the lexicon
        ("la REPA", (), ()),  # an acronym, by its capitals
        ("un agoradome", ("l'agoradome du quai",), ()),  # two notes wrote it alike
        ("un wok", (), ()),  # too short to tell
    ],
)
def test_names_acronyms_and_words_of_the_place_are_left_alone(typed, others, known):
    assert read(typed, *others, known=known).lower() == typed.lower()


@pytest.mark.parametrize(
    ("typed", "meant", "language"),
    [
        ("more bicylce lanes", "more bicycle lanes", "en"),
        ("mehr Fahhrad und Baume", "mehr fahrrad und bäume", "de"),
    ],
)
def test_english_and_german_have_their_own_words(typed, meant, language):
    assert read(typed, language=language) == meant


def obvious(one: str, other: str) -> bool:
    """One letter missing, too many, replaced, or two neighbours exchanged: looked at letter by letter."""
    if abs(len(one) - len(other)) == 1:
        long, short = sorted((one, other), key=len, reverse=True)
        return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
    differ = [place for place in range(len(one)) if len(one) == len(other) and one[place] != other[place]]
    if len(differ) == 1:
        return True
    if len(differ) != 2 or differ[1] != differ[0] + 1:
        return False
    first, second = differ
    return (one[first], one[second]) == (other[second], other[first])


def test_every_word_at_one_slip_is_looked_at_and_no_other():
    word = "velo"
    words = ["veo", "vello", "vxlo", "vleo", "veol", "elo", "vevo", "velos", "vel", "vlo"]

    found = set(one_slip_from(word))

    assert [other for other in words if other not in found] == ["elo"]  # the first letter stays
    assert [other for other in found - {word} if not obvious(word, other)] == []


def test_slips_change_neither_the_notes_shown_nor_their_number():
    typed = ["des pistes cyclabes", "plus de pistes cyclables", "la cantine de l'ecole", "une école plus calme"]
    notes = [Note(str(number), text) for number, text in enumerate(typed, 1)]

    found = draft(notes, Options(themes=2), named("none"))

    assert sorted(theme.notes for theme in found.themes) == [("1", "2"), ("3", "4")]
    assert {theme.quote.text for theme in found.themes} <= set(typed)


def test_reading_twice_is_reading_once():
    texts = ["la concertatoin des elus", "Etat et Région", "le covoturage a vélo"]
    once = put_right(texts, "fr", ())

    assert put_right(once, "fr", ()) == once
    assert [len(WORD.findall(text)) for text in once] == [len(WORD.findall(text)) for text in texts]
    assert without_accents(once[1]) == "etat et region"
