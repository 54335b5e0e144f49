"""A summary told from notes: each sentence rests on them, and one that no longer does is found."""

import pytest

from essaim.reports.source import NotePart, QuestionPart, SetAsidePart, StrongIdeaPart, ThemePart
from essaim.reports.telling import Flaw, Sentence, flaws_of, sentences_of, told

AIR = ThemePart(
    key="air",
    title="Aérer",
    key_quote=3,
    notes=(
        NotePart(number=1, text="Ouvrir les fenêtres. Souvent !", voices=3, table="Table 1"),
        NotePart(number=3, text="Aérer avant la sonnerie", table="Table 2"),
        NotePart(number=4, text="Une VMC", table="Table 1", merged=(NotePart(number=5, text="la vmc"),)),
        NotePart(number=6, text="Des capteurs"),
    ),
)
TREES = ThemePart(key="trees", title="Planter", notes=(NotePart(number=2, text="Des arbres"),))
QUESTION = QuestionPart(
    number=1,
    text="Que faire ?",
    themes=(TREES, AIR),
    strong_ideas=(
        StrongIdeaPart(key="i", text="Un référent air par école.", table="Table 1", key_quote=3, sources=(3, 1)),
    ),
    outside=(NotePart(number=7, text="Du silence"),),
    set_aside=(SetAsidePart(note=NotePart(number=8, text="Rien à voir"), reason="hors sujet"),),
)


def test_a_question_is_told_from_its_largest_theme_to_what_stands_alone():
    assert told(QUESTION).splitlines() == [
        "Aérer (5 contributions, 7 personnes, 2 tables) : « Aérer avant la sonnerie » (n° 3), "
        "« Ouvrir les fenêtres. Souvent ! » (n° 1), « Une VMC » (n° 4).",
        "Planter (1 contribution) : « Des arbres » (n° 2).",
        "Idée forte, Table 1 : Un référent air par école (n° 3, 1).",
        "Contributions isolées : « Du silence » (n° 7).",
    ]


def test_what_the_machine_tells_rests_on_its_notes():
    assert flaws_of(told(QUESTION), QUESTION) == []


def test_nothing_said_is_told_as_nothing():
    assert told(QuestionPart(number=1, text="Que faire ?")) == ""


def test_sentences_end_outside_quotations_and_keep_the_links_that_follow():
    text = "On aère. « Ouvrir. Souvent ! » dit une table (n° 1). Et après ? (n° 3, 4)\nDes arbres"

    assert sentences_of(text) == [
        Sentence("On aère.", (), ()),
        Sentence("« Ouvrir. Souvent ! » dit une table (n° 1).", (1,), ("Ouvrir. Souvent !",)),
        Sentence("Et après ? (n° 3, 4)", (3, 4), ()),
        Sentence("Des arbres", (), ()),
    ]


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("Tout le monde veut des arbres.", Flaw.NO_LINK),
        ("Des arbres (n° 99).", Flaw.NO_NOTE),
        ("Rien à voir (n° 8).", Flaw.NO_NOTE),  # set aside
        ("« Des arbres partout » (n° 2).", Flaw.ALTERED),
        ("« Des arbres » (n° 3).", Flaw.ALTERED),  # the words of another note
        ("They say “Des arbres. Partout.” (n° 2).", Flaw.ALTERED),
    ],
)
def test_a_sentence_that_nobody_could_check_is_found(text, flaw):
    assert [(one.text, found) for one, found in flaws_of(text, QUESTION)] == [(text, flaw)]


def test_a_long_note_is_quoted_by_its_first_words_and_still_checks():
    long = NotePart(number=1, text="mot " * 100)
    question = QuestionPart(number=1, text="?", themes=(ThemePart(key="t", title="T", notes=(long,)),))

    assert told(question).endswith("mot… » (n° 1).")
    assert flaws_of(told(question), question) == []
