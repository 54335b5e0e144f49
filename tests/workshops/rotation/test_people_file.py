import pytest

from essaim.workshops.rotation import Person
from essaim.workshops.rotation.people_file import Unreadable, decoded, read_people


def problems(text, tables=3):
    with pytest.raises(Unreadable) as refused:
        read_people(text, tables)
    return [str(problem) for problem in refused.value.problems]


def test_a_list_in_english_with_commas():
    text = 'name,organisation,territory,accessible,host_of,apart\nAna,Ville,Gard,yes,,"Bo;Cy"\nBo,,,,2,\nCy,,,no,,\n'

    assert read_people(text, 3) == [
        Person("Ana", "Ville", "Gard", needs_accessible=True, apart=frozenset({"Bo", "Cy"})),
        Person("Bo", host_of=2),
        Person("Cy"),
    ]


def test_a_list_in_french_as_a_spreadsheet_saves_it():
    header = "Nom;Structure;Territoire;PMR;Animatrice de;Éviter\r\n"
    text = header + "Zoé  Petit;Mairie;Nîmes;oui;table 1;chloé\r\nChloé;;;;;\r\n"

    expected = [
        Person("Zoé Petit", "Mairie", "Nîmes", needs_accessible=True, host_of=1, apart=frozenset({"Chloé"})),
        Person("Chloé"),
    ]
    assert read_people(decoded(text.encode("utf-8-sig")), 3) == expected
    assert read_people(decoded(text.encode("cp1252")), 3) == expected
    assert read_people(decoded(text.encode("utf-16")), 3) == expected


def test_a_name_with_a_comma_may_be_avoided():
    assert read_people('nom;eviter\nPetit, Zoé;\nBo;"Petit, Zoé"\n', 3)[1].apart == {"Petit, Zoé"}


def test_empty_lines_are_nobody():
    assert read_people("nom\n\nAna\n   \nBo\n", 3) == [Person("Ana"), Person("Bo")]


def test_every_problem_says_its_line_and_its_column():
    text = "Nom;Accessible;Hôte de;Éviter\nAna;;;\nana;peut-être;;\n;oui;;\nBo;;9;Zoé\n"

    assert problems(text) == [
        "Ligne 3, colonne « Accessible » : « peut-être » n’est ni oui ni non.",
        "Ligne 3, colonne « Nom » : « ana » figure déjà à la ligne 2 ; distinguez ces personnes.",
        "Ligne 4, colonne « Nom » : le nom manque.",
        "Ligne 5, colonne « Hôte de » : « 9 » n’est pas une table ; écrivez un nombre de 1 à 3.",
        "Ligne 5, colonne « Éviter » : « Zoé » n’est pas dans la liste.",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Ligne 1 : il manque une colonne « nom » ; la première ligne doit nommer les colonnes."),
        ("Ana\nBo\n", "Ligne 1 : il manque une colonne « nom » ; la première ligne doit nommer les colonnes."),
        ("nom\n", "Ligne 1 : la liste ne contient personne."),
        (
            "nom;name\nAna;Ana\n",
            "Ligne 1, colonne « name » : cette colonne dit la même chose que « nom » ; gardez-en une.",
        ),
        ('nom\n"Ana\n', "Ligne 2 : un guillemet est mal fermé ou mal placé dans ce fichier CSV."),
        ("nom\0\n", "Ligne 1 : ce fichier n’est pas un fichier CSV."),
        (
            "nom,structure\nAna,Ville, Gard\n",
            "Ligne 2 : 3 cellules pour 2 colonnes ; mettez entre guillemets les textes à virgule.",
        ),
    ],
)
def test_a_file_that_is_not_a_list(text, said):
    assert problems(text) == [said]
