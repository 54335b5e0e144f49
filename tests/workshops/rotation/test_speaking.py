"""The planner agrees with its numbers, and speaks French where nobody lends it another language."""

import subprocess
import sys
from dataclasses import replace

import pytest

from essaim.workshops.rotation import Impossible, Person, Topology, badge_rule, counted, numbered_tables, plan
from essaim.workshops.rotation.people_file import Unreadable, read_people
from essaim.workshops.rotation.picture import svg
from essaim.workshops.rotation.speaking import french_plural

from .examples import crowd

SEVEN = plan(crowd(7), numbered_tables(7), 2)


def refusal(people, tables=3, rounds=3, accessible=None, topology=Topology.PARTICIPANTS_MOVE):
    with pytest.raises(Impossible) as refused:
        plan(people, numbered_tables(tables, accessible), rounds, topology)
    return refused.value.reason


def needing(count, *others):
    """So many people who need an accessible table; six in all."""
    return [
        *crowd(count, needs_accessible=True),
        *others,
        *(Person(f"Lou {n}") for n in range(6 - count - len(others))),
    ]


def apart(*names):
    return [Person(name, apart=frozenset(names) - {name}) for name in names]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, ["1 personne", "1 table", "1 question", "1 tour"]),
        (3, ["3 personnes", "3 tables", "3 questions", "3 tours"]),
    ],
)
def test_one_is_singular_and_three_is_plural(number, said):
    assert [count(number) for count in (counted.people, counted.tables, counted.questions, counted.turns)] == said


def test_nobody_is_singular_in_french():
    assert [french_plural("personne", "personnes", number) for number in (0, 1, 2)] == [
        "personne",
        "personne",
        "personnes",
    ]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ((1, 2), "Commencez table 1, puis avancez d’une table vers la droite à chaque changement."),
        ((1, 4), "Commencez table 1, puis avancez de 3 tables vers la droite à chaque changement."),
        ((7, 6), "Commencez table 7, puis avancez d’une table vers la gauche à chaque changement."),
        ((7, 4), "Commencez table 7, puis avancez de 3 tables vers la gauche à chaque changement."),
    ],
)
def test_a_badge_says_one_table_or_three(path, said):
    assert badge_rule(replace(SEVEN, paths=(path,)), 0) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "1 personne a besoin d’une table accessible, et aucune table ne l’est."),
        (3, "3 personnes ont besoin d’une table accessible, et aucune table ne l’est."),
    ],
)
def test_no_table_is_accessible_to_one_person_or_three(count, said):
    assert refusal(needing(count), accessible=frozenset()) == said


@pytest.mark.parametrize(
    ("count", "hosts", "said"),
    [
        (1, 2, "1 personne a besoin d’une table accessible, mais les tables accessibles ne peuvent en recevoir que 0"),
        (
            3,
            0,
            "3 personnes ont besoin d’une table accessible, mais les tables accessibles ne peuvent en recevoir que 2",
        ),
    ],
)
def test_too_few_accessible_places_for_one_person_or_three(count, hosts, said):
    people = needing(count, *(Person(f"Hôte {n}", host_of=1) for n in range(hosts)))

    assert refusal(people, accessible=frozenset({1})) == f"{said} : rendez une autre table accessible."


@pytest.mark.parametrize(
    ("tables", "names", "said"),
    [
        (1, "AB", "2 personnes doivent toutes être séparées (A, B), mais il n’y a qu’une table."),
        (3, "ABCD", "4 personnes doivent toutes être séparées (A, B, C, D), mais il n’y a que 3 tables."),
    ],
)
def test_more_people_to_keep_apart_than_one_table_or_three(tables, names, said):
    assert refusal(apart(*names), tables=tables, rounds=1) == said


@pytest.mark.parametrize(
    ("rounds", "said"), [(1, "en enfreint une : "), (3, "en enfreint 3, par exemple : ")], ids=["one", "three"]
)
def test_the_best_plan_breaks_one_constraint_or_three(rounds, said):
    ring = [Person(name, apart=frozenset({other})) for name, other in ("AB", "BC", "CD", "DE", "EA")]

    assert said in refusal(ring, tables=2, rounds=rounds, topology=Topology.FREE_REMIX)


@pytest.mark.parametrize(
    ("header", "said"), [("nom", "4 cellules pour 1 colonne ; "), ("nom;pmr;note", "4 cellules pour 3 colonnes ; ")]
)
def test_a_line_has_more_cells_than_one_column_or_three(header, said):
    with pytest.raises(Unreadable) as refused:
        read_people(f"{header}\nAna;oui;x;y\n", 3)

    assert said in str(refused.value)


def test_a_question_for_one_person_or_three_is_refused_in_numbers_that_agree():
    assert [refusal(crowd(1)), refusal(crowd(2)), refusal(crowd(3), tables=1, rounds=3)] == [
        "Il y a 3 tables pour 1 personne : retirez des tables.",
        "Il y a 3 tables pour 2 personnes : retirez des tables.",
        "Avec 1 question et 3 tours, il faudrait revoir une question : prévoyez au plus 1 tour, ou un mélange libre.",
    ]


def test_the_title_of_the_picture_agrees_with_one_and_with_three():
    alone, three = plan(crowd(1), numbered_tables(1), 1), plan(crowd(3), numbered_tables(3), 3)

    assert "<title>Rotation de 1 personne sur 1 table en 1 tour : " in svg(alone, crowd(1))
    assert "<title>Rotation de 3 personnes sur 3 tables en 3 tours : " in svg(three, crowd(3))


def test_the_command_says_it_in_french_without_starting_django(tmp_path):
    people = tmp_path / "personnes.csv"
    people.write_text("nom\nAna\n")
    asked = ["rotate", "--people", str(people), "--tables", "1", "--rounds", "1"]
    script = f"import sys; from essaim.cli import main; print(main({asked!r}), 'django' in sys.modules)"

    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603

    assert told.stdout.splitlines()[0] == "1 personne, 1 table, 1 tour : chaque personne change de table."
    assert told.stdout.splitlines()[-1] == "0 False"
