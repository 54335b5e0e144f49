"""The team has a large board read apart, stops it, and takes what it wants of what was found."""

from collections.abc import Sequence
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.domain import deciding
from essaim.boards.domain import proposing as machine
from essaim.boards.domain import reading as boards
from essaim.boards.domain.placing import place_many, still_waiting
from essaim.boards.models import Reading, Theme
from essaim.boards.proposals import ENOUGH
from essaim.kit.refusal import Refused
from essaim.people.models import Person
from essaim.workshops.access import check_may_facilitate
from essaim.workshops.domain.sorting import check_may_sort
from essaim.workshops.models import Question
from essaim.workshops.queries import round_at

MOST_THEMES = 99  # of a whole consultation
PART = 1000  # notes under their heading in one transaction: half a second


def ask(*, question: Question, number: int | None, by: Person, now: datetime) -> Reading:
    """The question's notes will be read, under its headings or for as many themes as asked."""
    check_may_facilitate(by, question.workshop)
    if number is not None and not 2 <= number <= MOST_THEMES:
        raise Refused(
            _("Demandez de 2 à %(most)s thèmes, ou laissez la case vide.") % {"most": MOST_THEMES},
            code="bad-number",
            status=422,
        )
    if boards.readable(question.board).count() < ENOUGH:
        raise Refused(_("Il y a trop peu de notes à lire sur ce panneau."), code="too-few")
    return boards.ask(board=question.board, number=number, by=by, now=now)


def stop(*, question: Question, by: Person) -> bool:
    """Nobody reads it any more; whether somebody did."""
    check_may_facilitate(by, question.workshop)
    return boards.stop(board=question.board)


def adopt(*, question: Question, place: int, title: str, of: str, by: Person, now: datetime) -> tuple[Theme, int]:
    """What the reading put at this place stands under its heading; gives it and how many notes moved.

    `of` is when the reading ended, as the page said: another one may have come since. Notes about which somebody
    decided meanwhile stay where they are. Between two parts phones write; all of them are one gesture, by its instant.
    """
    check_may_sort(by, question)
    found = read_theme(question, place, of)
    left = still_waiting(board=question.board, numbers=found["notes"])
    if not left:
        raise Refused(_("Ces notes sont déjà rangées : il n’en reste aucune à mettre ici."), code="nothing-left")
    theme = heading_of(question=question, key=found["key"], title=title, by=by, now=now)
    return theme, sum(
        put(question=question, numbers=numbers, theme=theme, by=by, now=now) for numbers in batched(left, PART)
    )


def heading_of(*, question: Question, key: str, title: str, by: Person, now: datetime) -> Theme:
    """The heading that people made, or a new one with the title that they chose."""
    if key:
        return deciding.theme_on(question.board, key)
    return deciding.add_theme(board=question.board, title=title, by=by, now=now, round=round_at(question.workshop))


@transaction.atomic
def put(*, question: Question, numbers: Sequence[int], theme: Theme, by: Person, now: datetime) -> int:
    """These notes stand under the heading, where nobody decided meanwhile; gives how many moved."""
    moved = place_many(board=question.board, numbers=numbers, theme=theme, by=by, now=now)
    machine.remember([(note, theme) for note in moved], now=now)
    return len(moved)


def read_theme(question: Question, place: int, of: str) -> dict:
    reading = Reading.objects.filter(board=question.board).first()
    if reading is None or reading.found is None or told_when(reading) != of:
        raise Refused(_("Ce panneau a été relu depuis : voici ce qui a été trouvé."), code="read-again")
    if not 0 <= place < len(reading.found["themes"]):
        raise Refused(_("Ce thème n’est pas dans la lecture."), code="no-theme", status=404)
    return reading.found["themes"][place]


def told_when(reading: Reading) -> str:
    """Which reading this is, for a form that comes back."""
    return reading.ended_at.isoformat() if reading.ended_at else ""
