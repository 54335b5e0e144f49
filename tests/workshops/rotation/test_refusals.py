import pytest

from essaim.workshops.rotation import Impossible, Limits, Person, Topology, numbered_tables, plan

from .examples import crowd


def refusal(people, tables=3, rounds=3, accessible=None, **asked):
    with pytest.raises(Impossible) as refused:
        plan(people, numbered_tables(tables, accessible), rounds, **asked)
    return refused.value.reason


def test_more_turns_than_questions():
    assert refusal(crowd(12), rounds=4) == (
        "Avec 3 questions et 4 tours, il faudrait revoir une question : prévoyez au plus 3 tours, ou un mélange libre."
    )


def test_too_few_accessible_places():
    assert refusal(crowd(12, needs_accessible=True), accessible=frozenset({1})) == (
        "12 personnes ont besoin d’une table accessible, mais les tables accessibles ne peuvent en recevoir que 4 : "
        "rendez une autre table accessible."
    )


def test_too_many_people_of_one_organisation():
    assert refusal(crowd(12, organisation="Ville de Nîmes"), limits=Limits(per_organisation=2)) == (
        "12 personnes viennent de l’organisation « Ville de Nîmes » : avec au plus 2 par table et 3 tables, "
        "il n’y a place que pour 6."
    )


def test_more_people_to_keep_apart_than_tables():
    names = ["Ana", "Bo", "Cy", "Dé"]
    people = [Person(name, apart=frozenset(names) - {name}) for name in names]

    assert refusal(people) == (
        "4 personnes doivent toutes être séparées (Ana, Bo, Cy, Dé), mais il n’y a que 3 tables."
    )


def test_two_people_of_one_name():
    assert refusal([*crowd(5), Person("Personne 2")]) == (
        "Le nom « Personne 2 » figure 2 fois : distinguez ces personnes."
    )


def test_a_host_of_a_table_that_is_not_there():
    assert refusal([*crowd(5), Person("Ana", host_of=7)]) == ("Ana anime la table 7, qui n’existe pas (tables 1 à 3).")


def test_two_hosts_of_one_table_who_must_not_meet():
    people = [*crowd(5), Person("Ana", host_of=1, apart=frozenset({"Bo"})), Person("Bo", host_of=1)]

    assert refusal(people) == "Ana et Bo ne doivent pas être ensemble, mais animent la même table (1)."


def test_a_traveller_who_must_not_meet_a_host_that_everybody_visits():
    people = [Person("Ana", host_of=1), Person("Bo", apart=frozenset({"Ana"})), *crowd(7)]

    assert refusal(people) == (
        "Bo ne doit pas être avec Ana, mais leur rencontre est inévitable en 3 tours : prévoyez un tour de moins."
    )


def test_constraints_that_only_together_cannot_be_met():
    people = [Person(name, apart=frozenset({other})) for name, other in ("AB", "BC", "CD", "DE", "EA")]

    assert refusal(people, tables=2, rounds=1).startswith("Aucun plan ne respecte toutes les contraintes à la fois.")


def test_questions_that_cannot_have_as_many_tables_each():
    assert refusal(crowd(20), tables=5, questions=3) == (
        "Avec 5 tables pour 3 questions et 3 tours, les tables ne peuvent pas rester équilibrées : "
        "prenez un nombre de tables multiple de 3, ou moins de tours."
    )


def test_somebody_to_avoid_who_is_not_in_the_list():
    assert refusal([*crowd(5), Person("Ana", apart=frozenset({"Zoé"}))]) == (
        "Ana ne doit pas être avec « Zoé », qui n’est pas dans la liste."
    )


def test_more_tables_than_people():
    assert refusal(crowd(2), topology=Topology.FREE_REMIX) == "Il y a 3 tables pour 2 personnes : retirez des tables."
