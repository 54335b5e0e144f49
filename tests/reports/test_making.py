"""The end of a report: who grouped, what the machine did, how often people changed it, what can be checked."""

import pytest

from essaim.boards.domain import deciding
from essaim.boards.domain.proposing import BY_MACHINE, remember
from essaim.boards.models import Board
from essaim.reports.domain.building import source_of
from essaim.reports.models import Report, Summary
from tests.factories import NOON, organiser_of
from tests.reports.arranging import drafted, held_workshop

pytestmark = pytest.mark.django_db
ALWAYS = (
    "Les thèmes sont ceux que l’équipe d’animation a retenus et nommés ; les nombres sont calculés à partir des notes, "
    "jamais saisis. Chaque note écartée l’est avec son motif."
)
UNTOLD = "Aucun résumé n’a été rédigé."


@pytest.fixture
def workshop():
    workshop = held_workshop()
    drafted(workshop)
    return workshop


def told(workshop):
    return source_of(workshop, report=Report.objects.get(workshop=workshop)).made_how


def test_without_the_machine_nothing_is_said_of_it(workshop):
    assert told(workshop) == f"{ALWAYS} La machine n’a proposé aucune place aux notes. {UNTOLD}"


def test_how_often_people_changed_what_it_proposed_is_published(workshop):
    question = workshop.questions.get(number=1)
    theme = question.board.themes.filter(is_removed=False).first()
    kept, moved = question.board.notes.filter(theme=theme, merged_into=None).order_by("number")[:2]
    remember([(kept, theme), (moved, theme)], now=NOON)
    deciding.move_note(board=question.board, note=moved, theme=None, by=organiser_of(workshop), now=NOON)

    assert told(workshop) == (
        f"{ALWAYS} La machine a proposé une place à 2 notes ; les personnes en ont changé 1 (50 %). {UNTOLD}"
    )


def test_what_it_placed_alone_is_counted(workshop):
    board = Board.objects.get(pk=workshop.questions.get(number=1).board_id)
    theme = board.themes.filter(is_removed=False).first()
    note = board.notes.get(text="Et le stade ?")
    deciding.decide(board, note, by=None, now=NOON, told=BY_MACHINE, theme_id=theme.pk)
    remember([(note, theme)], now=NOON, is_alone=True)

    assert told(workshop) == (
        f"{ALWAYS} La machine a proposé une place à 1 note ; les personnes en ont changé 0 (0 %). "
        f"Elle en a rangé 1 elle-même, avec l’accord de l’animation. {UNTOLD}"
    )


def test_the_sentences_that_can_be_checked_are_counted(workshop):
    text = "Des rues calmes (n° 1). Tout le monde est d’accord. « Fermer la place » (n° 2)."
    question = workshop.questions.get(number=1)
    Summary.objects.update_or_create(report=workshop.report, question=question, defaults={"text": text})

    assert told(workshop).endswith("1 phrase sur 3 renvoie aux notes dont elle vient.")
