import pytest

from essaim.boards.models import Note, Theme
from essaim.kit.refusal import Refused
from essaim.workshops.domain.importing_notes import import_notes
from tests.factories import NOON, make_workshop

pytestmark = pytest.mark.django_db


def imported(workshop, *lines: str) -> str:
    return import_notes(workshop=workshop.code, question="1", lines="\n".join(lines), now=NOON)


def test_notes_come_with_their_count_their_table_and_the_heading_that_people_gave():
    workshop = make_workshop()

    imported(workshop, '{"text": "Planter", "count": "3", "table": 2, "theme": "Arbres"}', "", '{"text": "Semer"}')

    notes = Note.objects.values_list("number", "text", "count", "group", "theme__title", "source")
    assert list(notes) == [(1, "Planter", 3, 2, "Arbres", "import"), (2, "Semer", 1, 0, None, "import")]


def test_a_line_separator_inside_a_text_does_not_cut_the_line():
    workshop = make_workshop()

    imported(workshop, '{"text": "Une idée\u2028et sa suite"}')

    assert Note.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Planter", "Expecting value"),
        ("[1]", "un objet est attendu"),
        ("[" * 20_000, "recursion"),
        ('{"avis": "Planter"}', "La note est vide"),
        ('{"text": "Planter", "idée": "Semer"}', "« text » et « idée » disent la même chose"),
        ('{"text": "Planter", "count": 0}', "« count » doit être un nombre entier de 1 à 500"),
        ('{"text": "Planter", "count": 2.5}', "« count » doit être un nombre entier de 1 à 500"),
        ('{"text": "Planter", "count": Infinity}', "« count » doit être un nombre entier de 1 à 500"),
        ('{"text": "Planter", "count": true}', "« count » doit être un nombre entier de 1 à 500"),
        ('{"text": "Planter", "table": -1}', "« table » doit être un nombre entier de 0 à 99"),
        ('{"text": "Planter", "table": 100000000000}', "« table » doit être un nombre entier de 0 à 99"),
        ('{"text": "Planter", "theme": "' + "x" * 201 + '"}', "Ce titre est trop long"),
        ('{"text": "Encore", "id": "a"}', "cet « id » figure déjà plus haut"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_imported(line, sentence):
    workshop = make_workshop()

    with pytest.raises(Refused) as refused:
        imported(workshop, '{"text": "Semer", "id": "a"}', "", line)

    assert str(refused.value).startswith("Ligne 3 : ")
    assert sentence in str(refused.value)
    assert (Note.objects.count(), Theme.objects.count()) == (0, 0)
