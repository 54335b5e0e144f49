from dataclasses import replace

import pytest

from essaim.workshops.rotation import BadgeStep, badge_rule, badge_steps, numbered_tables, plan

from .examples import crowd

FOUR = plan(crowd(8), numbered_tables(4), 3)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ((2, 3, 4), "Commencez table 2, puis avancez d’une table vers la droite à chaque changement."),
        ((3, 2, 1), "Commencez table 3, puis avancez d’une table vers la gauche à chaque changement."),
        (
            (3, 4, 1),
            "Commencez table 3, puis avancez d’une table vers la droite à chaque changement. "
            "Après la table 4 vient la table 1.",
        ),
        (
            (2, 1, 4),
            "Commencez table 2, puis avancez d’une table vers la gauche à chaque changement. "
            "Après la table 1 vient la table 4.",
        ),
        ((1, 2, 4), "Commencez table 1, puis allez table 2, puis table 4."),
        ((2, 2, 2), "Restez table 2 jusqu’à la fin."),
        ((4,), "Installez-vous table 4."),
    ],
)
def test_a_badge_can_be_read_aloud(path, said):
    assert badge_rule(replace(FOUR, paths=(path,)), 0) == said


def test_the_steps_of_a_badge_name_the_table_and_the_question_of_each_turn():
    assert badge_steps(replace(FOUR, paths=((2, 4, 1),)), 0) == (
        BadgeStep(turn=1, table=2, question=1),
        BadgeStep(turn=2, table=4, question=3),
        BadgeStep(turn=3, table=1, question=0),
    )
