"""A plain French sentence for each reason."""

import re

import pytest

from essaim.licences.telling import ANSWERS, PARTS, SENTENCES, sentence, summary
from essaim.licences.values import Answer, Code, PartKind, reason

NAMES = {
    "kind": "card",
    "part": "Le 100 % local",
    "licence": "CC BY-NC 4.0",
    "target": "CC BY-SA 4.0",
    "candidates": "CC BY 4.0, CC BY 3.0",
    "other": "CC BY-SA 4.0",
}


def test_each_reason_answer_and_kind_of_part_has_its_words():
    assert (set(SENTENCES), set(ANSWERS), set(PARTS)) == (set(Code), set(Answer), set(PartKind))


@pytest.mark.parametrize("code", Code)
def test_a_sentence_is_whole_and_well_written(code):
    said = sentence(reason(code, **NAMES))

    assert "%(" not in said and "'" not in said and "  " not in said
    assert said[0].isupper() and said.endswith(".")
    assert not re.search(r"\w[;:!?»]|«\w", said), "a space stands before double signs and within guillemets"
    assert len(said) < 330


def test_a_sentence_names_the_part_as_people_call_it():
    assert sentence(reason(Code.ALLOWS_COMMERCIAL_USE, **NAMES)) == (
        "La carte « Le 100 % local » est sous CC BY-NC 4.0, qui interdit l’usage commercial ; l’ensemble, sous "
        "CC BY-SA 4.0, le permettrait."
    )


def test_an_app_may_say_it_in_another_language():
    english = {
        SENTENCES[Code.CREDIT_AND_DATE]: "%(part)s is under %(licence)s: say its source and date.",
        PARTS[PartKind.CARD]: "Card “%(name)s”",
        ANSWERS[Answer.NO]: "No.",
    }.__getitem__

    assert sentence(reason(Code.CREDIT_AND_DATE, **NAMES), english) == (
        "Card “Le 100 % local” is under CC BY-NC 4.0: say its source and date."
    )
    assert summary(Answer.NO, english) == "No."
