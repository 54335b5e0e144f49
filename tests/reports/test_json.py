"""What is exported comes back identical; anything else is refused with its place."""

import json

import pytest

from essaim.kit.refusal import Refused
from essaim.reports.formats.json import from_json, to_json

from .example import large_report, report
from .hostile import hostile_report


@pytest.mark.parametrize("source", [report(), large_report(40)], ids=["example", "large"])
def test_round_trip_is_identical(source):
    text = to_json(source)

    assert from_json(text) == source
    assert from_json(text.encode()) == source
    assert to_json(from_json(text)) == text


def test_counts_are_not_written():
    written = json.loads(to_json(report()))["report"]["questions"][0]["themes"][0]

    assert "count" not in written
    assert "count" not in written["notes"][0]


def test_titles_that_nobody_could_write_are_refused():
    with pytest.raises(Refused) as refusal:
        from_json(to_json(hostile_report()))

    assert str(refusal.value) == "Question 1 : un titre de thème dépasse 400 caractères."


def changed(**changes) -> str:
    document = json.loads(to_json(report()))
    for path, value in changes.items():
        part = document["report"]
        *way, last = path.split("__")
        for step in way:
            part = part[int(step)] if step.isdigit() else part[step]
        part[last] = value
    return json.dumps(document)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Ce fichier n’est pas du JSON lisible (ligne 1)."),
        (b"\xff\xfe", "Ce fichier n’est pas du JSON lisible : vérifiez qu’il est entier et en UTF-8."),
        ("[" * 200_000, "Ce fichier n’est pas du JSON lisible : vérifiez qu’il est entier et en UTF-8."),
        ("[]", "Ce fichier n’est pas un compte rendu d’Essaim. Choisissez un export JSON de compte rendu."),
        ('{"a": 1, "a": 2}', "Le champ « a » est écrit deux fois."),
        ('{"a": NaN}', "« NaN » n’est pas un nombre."),
        (changed(title=3), "compte rendu.title : on attend ici un texte."),
        (changed(title=" "), "Le titre est vide."),
        (changed(title="\ud800"), "compte rendu.title : on attend ici un texte Unicode valide."),
        (changed(headcount=True), "compte rendu.headcount : on attend ici un nombre entier positif."),
        (changed(headcount=-1), "compte rendu.headcount : on attend ici un nombre entier positif."),
        (changed(language="../x"), "La langue « ../x » n’est pas un code de langue."),
        (changed(extra=1), "compte rendu : le champ « extra » est inconnu."),
        (changed(questions={}), "compte rendu.questions : on attend ici une liste."),
        (
            changed(state="signed"),
            "compte rendu.state : on attend ici une valeur parmi "
            "« live », « over », « draft », « amendable », « final ».",
        ),
        (
            changed(gathering__day="14/10/2026"),
            "compte rendu.gathering.day : on attend ici une date comme 2026-10-14.",
        ),
        (changed(address="javascript:alert(1)"), "l’adresse « javascript:alert(1) » n’est pas une adresse web."),
        (changed(address="//evil.example"), "l’adresse « //evil.example » n’est pas une adresse web."),
        (changed(plenary__0__ideas=["x"]), "La plénière cite une idée forte absente (« x »)."),
        (
            changed(questions__1__themes__0__notes__0__number=2),
            "Question 2 : la contribution n° 2 figure deux fois.",
        ),
        (
            changed(questions__0__strong_ideas__0__sources=[99]),
            "Question 1 : une idée forte cite la contribution n° 99, absente.",
        ),
        (changed(questions__0__set_aside__0__reason=""), "Question 1 : une contribution est écartée sans motif."),
        (
            changed(questions__0__themes__0__photos__0__data="PHN2Zz4="),
            "Question 1 : une photo n’est ni un JPEG ni un PNG lisible.",
        ),
    ],
)  # fmt: skip
def test_a_refusal_says_where(text, sentence):
    with pytest.raises(Refused) as refusal:
        from_json(text)

    assert str(refusal.value) == sentence
