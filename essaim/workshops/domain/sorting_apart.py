"""A facilitator's own sorting of a question, beside its board; what the team adopts of it is a decision there."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.domain import deciding
from essaim.boards.models import Board, Theme
from essaim.boards.queries import grouped
from essaim.kit.refusal import Refused
from essaim.people.models import Person
from essaim.workshops.access import check_may_facilitate
from essaim.workshops.comparing import rows_of, side_of_board
from essaim.workshops.domain.sorting import notes_asked, ready, uuid_of
from essaim.workshops.models import Grouping, Question
from essaim.workshops.queries import round_at

MOST_HEADINGS = 60  # more than anybody reads in a list


def begin(*, question: Question, by: Person, now: datetime) -> Grouping:
    """This person's own sorting is the board's as it is now; an earlier one is gone."""
    check_may_facilitate(by, question.workshop)
    board = side_of_board(grouped(question.board))
    headings = [[key, title] for key, title in board.titles.items()]
    fields = {"headings": headings, "places": dict(board.places), "at": now}
    return Grouping.objects.update_or_create(question=question, by=by, defaults=fields)[0]


@transaction.atomic
def sort_apart(*, question: Question, places: Mapping[str, str], title: str, by: Person, now: datetime) -> Grouping:
    """These notes stand there in this person's own sorting, which has one more heading where a title is given."""
    check_may_facilitate(by, question.workshop)
    grouping = Grouping.objects.select_for_update().filter(question=question, by=by).first()
    if grouping is None:
        raise Refused(
            _("Vous n’avez pas de rangement à part sur cette question : commencez-en un."), code="no-grouping"
        )
    if title:
        add_heading(grouping, deciding.titled(title))
    known = {key for key, _title in grouping.headings}
    notes = {str(row.note.key) for row in rows_of(grouped(question.board))}
    for note, heading in places.items():
        if note not in notes or heading and heading not in known:
            continue  # taken back, or merged, while this page was open
        grouping.places.pop(note, None)
        if heading:
            grouping.places[note] = heading
    grouping.at = now
    grouping.save(update_fields=["headings", "places", "at"])
    return grouping


def add_heading(grouping: Grouping, title: str) -> None:
    if title.casefold() in {known.casefold() for _key, known in grouping.headings}:
        raise Refused(_("Vous avez déjà ce titre."), code="known-title", status=422)
    if len(grouping.headings) >= MOST_HEADINGS:
        raise Refused(_("Un rangement compte au plus %(most)s titres.") % {"most": MOST_HEADINGS}, status=422)
    grouping.headings.append([str(uuid.uuid4()), title])


@transaction.atomic
def adopt_place(
    *, question: Question, note: str, heading: str, by: Person, now: datetime, seen: int = 0
) -> Theme | None:
    """On the board, the note stands under this heading of somebody's sorting (made if it has none of that name)."""
    board = ready(question, [note], by=by, seen=seen)
    [chosen] = notes_asked(board, [note])
    theme = heading_on_board(question=question, board=board, heading=heading, by=by, now=now) if heading else None
    deciding.move_note(board=board, note=chosen, theme=theme, by=by, now=now)
    return theme


def heading_on_board(*, question: Question, board: Board, heading: str, by: Person, now: datetime) -> Theme:
    """The board has this heading: the same one, else one of that name, else a new one."""
    titles = {key: title for grouping in question.groupings.all() for key, title in grouping.headings}
    standing = Theme.objects.filter(board=board, is_removed=False)
    if theme := standing.filter(key=uuid_of(heading)).first():
        return theme
    if heading not in titles:
        raise Refused(_("Ce titre n’est plus dans aucun rangement de cette question."), code="no-heading", status=404)
    same = [theme for theme in standing if theme.title.casefold() == titles[heading].casefold()]
    if same:
        return same[0]
    round = round_at(question.workshop)
    return deciding.add_theme(board=board, title=titles[heading], by=by, now=now, round=round)
