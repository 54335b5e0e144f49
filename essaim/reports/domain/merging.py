"""A workshop that was here meets itself, played elsewhere. What is here stays; what it said there comes once."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from essaim.boards.models import Board, Idea, Photo
from essaim.kit.refusal import Refused
from essaim.reports.domain.merging_boards import BoardMerge
from essaim.reports.domain.merging_day import (
    merge_people,
    merge_questions,
    merge_sequences,
    merge_speakers,
    merge_tables,
    merge_words,
)
from essaim.reports.domain.merging_more import merge_dots, merge_photos, merge_relays
from essaim.reports.domain.merging_report import merge_report
from essaim.reports.domain.merging_told import Outcome
from essaim.reports.enums import ReportState
from essaim.reports.models import Report
from essaim.workshops.domain.moments import lock_boards, tell_everybody
from essaim.workshops.domain.running import locked
from essaim.workshops.models import Table, Workshop


def merge(
    known: Workshop, data: dict[str, Any], photos: list[Photo], *, erased: Collection[str], now: datetime
) -> Outcome:
    """Part of an import, in its transaction: gives what came and what gave way."""
    workshop, outcome = locked(known), Outcome()
    was_final = Report.objects.filter(workshop=workshop, state=ReportState.FINAL).exists()
    merge_words(workshop, data, outcome)
    tables = merge_tables(workshop, data["tables"], outcome)
    questions = merge_questions(workshop, data["questions"], outcome)
    boards = {str(board.key): board for board in lock_boards(workshop)}
    ideas: dict[str, Idea] = {}
    places = [(row["board"], questions[row["number"]].number) for row in data["questions"]]
    for row, number in [*places, (data["plenary"], 0)]:
        where = _("Question %(number)s") % {"number": number} if number else _("Plénière")
        seated(row, tables)
        merge_board(boards[row["key"]], row, where, ideas, photos, outcome, erased=erased, now=now)
    merge_people(workshop, data["attendance"], outcome)
    merge_speakers(workshop, data, tables, outcome)
    merge_sequences(workshop, data, outcome)
    merge_report(workshop, data["report"], questions, outcome)
    if was_final and not (outcome.is_nothing or outcome.only_takes_back):
        raise Refused(
            _("Le compte rendu est déjà définitif ici : rouvrez-le, importez, puis publiez-le de nouveau."),
            code="final",
        )
    if outcome.changed["clock"]:
        tell_everybody(workshop, now=now)
    return outcome


def merge_board(
    board: Board,
    row: dict[str, Any],
    where: str,
    ideas: dict[str, Idea],
    photos: list[Photo],
    outcome: Outcome,
    *,
    erased: Collection[str],
    now: datetime,
) -> None:
    BoardMerge(board, row, where, outcome, now=now).run(ideas)
    merge_dots(board, row["dots"], outcome, now=now)
    merge_relays(board, row["relays"], outcome, now=now)
    merge_photos(board, row["photos"], photos, outcome, erased=erased)


def seated(row: dict[str, Any], tables: dict[int, Table]) -> None:
    """What was said at a table there was said at the same table here, whatever its number."""
    for thing in [*row["notes"], *row["ideas"], *(dots for dots in row["dots"] if "group" in dots)]:
        if thing["group"] in tables:
            thing["group"] = tables[thing["group"]].number
