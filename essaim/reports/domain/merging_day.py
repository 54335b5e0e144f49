"""The day itself, played elsewhere: rooms, questions, the sequences as they went, who came and who spoke."""

from datetime import datetime, time
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.boards.models import Board
from essaim.reports.domain import exchange_fields as fields
from essaim.reports.domain.exchange_fields import back
from essaim.reports.domain.exporting import presence
from essaim.reports.domain.importing_checks import check_keys
from essaim.reports.domain.merging_told import Outcome
from essaim.workshops.enums import State
from essaim.workshops.models import Question, Rapporteur, Seat, Sequence, Table, Turn, Workshop

WORDS = ("title", "purpose", "harvest", "rules", "topology", "licence", "visibility")
RUN = ("started_at", "ends_at", "ended_at")
AFAR = 1000  # positions are unique: those that move first step out of the way
ORDER = list(State.values)


def merge_words(workshop: Workshop, data: dict[str, Any], outcome: Outcome) -> None:
    """What was prepared here stays as it is here; the person hears what the file says otherwise."""
    values = back(Workshop, data["workshop"], WORDS)
    others = [name for name in WORDS if values[name] != getattr(workshop, name)]
    names = [str(field.verbose_name) for field in Workshop._meta.fields if field.name in others]
    if names:
        outcome.kept_here.append(_("Autrement dans le fichier, gardé d’ici : %(names)s.") % {"names": ", ".join(names)})


def merge_tables(workshop: Workshop, rows: list[dict[str, Any]], outcome: Outcome) -> dict[int, Table]:
    """Each table of the file, by its number there, with the table that it is here."""
    here = {str(table.key): table for table in workshop.tables.all()}
    taken = {table.number for table in here.values()}
    found = {}
    for row in rows:
        if row["key"] not in here:
            values = back(Table, row, fields.TABLE)
            values["number"] = free_number(values["number"], taken)
            here[row["key"]] = Table.objects.create(workshop=workshop, **values)
            outcome.added["tables"] += 1
        found[row["number"]] = here[row["key"]]
    return found


def free_number(number: int, taken: set[int]) -> int:
    free = number if number not in taken else max(taken) + 1
    taken.add(free)
    return free


def merge_questions(workshop: Workshop, rows: list[dict[str, Any]], outcome: Outcome) -> dict[int, Question]:
    """Each question of the file, by its number there; one that was added in the room is asked here too."""
    here = {str(question.board.key): question for question in workshop.questions.all()}
    taken = {question.number for question in here.values()}
    found = {}
    for row in rows:
        key = row["board"]["key"]
        if key not in here:
            values = back(Question, row, fields.QUESTION)
            values["number"] = free_number(values["number"], taken)
            board = Board.objects.create(**back(Board, row["board"], fields.BOARD))
            here[key] = Question.objects.create(workshop=workshop, board=board, **values)
            outcome.added["questions"] += 1
        elif row["board"]["question"] != here[key].text:
            outcome.kept_here.append(
                _("Question %(number)s : la formulation d’ici est gardée ; le fichier dit « %(text)s ».")
                % {"number": here[key].number, "text": row["board"]["question"]}
            )
        found[row["number"]] = here[key]
    return found


def merge_sequences(workshop: Workshop, data: dict[str, Any], outcome: Outcome) -> None:
    """The day that was played stands; a day played on both sides stays that of here."""
    rows = [back(Sequence, row, fields.SEQUENCE) for row in data["sequences"]]
    there = back(Workshop, data["workshop"], ("state", "current", "paused_at"))
    here = {sequence.key: sequence for sequence in workshop.sequences.all()}
    if not there["current"] or is_behind(workshop, there) or is_same_day(workshop, here, rows, there):
        return
    if workshop.current and not is_same_run(here, rows):
        outcome.kept_here.append(_("L’atelier a aussi été joué ici : le déroulé et l’horloge d’ici sont gardés."))
        return
    for sequence in here.values():
        Sequence.objects.filter(pk=sequence.pk).update(position=sequence.position + AFAR)
    for row in rows:
        _sequence, is_new = Sequence.objects.update_or_create(key=row["key"], defaults={"workshop": workshop, **row})
        outcome.added["sequences"] += is_new
    last = max(row["position"] for row in rows)
    for rank, sequence in enumerate(workshop.sequences.filter(position__gt=AFAR).order_by("position"), start=1):
        Sequence.objects.filter(pk=sequence.pk).update(position=last + rank)
    for name, value in there.items():
        setattr(workshop, name, value)
    workshop.save(update_fields=list(there))
    outcome.changed["clock"] += 1


def is_behind(workshop: Workshop, there: dict[str, Any]) -> bool:
    """The day went further here: an older file does not turn the clock back."""
    return (workshop.current, ORDER.index(workshop.state)) > (there["current"], ORDER.index(there["state"]))


def is_same_day(
    workshop: Workshop, here: dict[Any, Sequence], rows: list[dict[str, Any]], there: dict[str, Any]
) -> bool:
    ours = {name: fields.plain(getattr(workshop, name)) for name in there}
    return ours == {name: fields.plain(value) for name, value in there.items()} and all(
        row["key"] in here and fields.out(here[row["key"]], RUN) == {name: fields.plain(row[name]) for name in RUN}
        for row in rows
    )


def is_same_run(here: dict[Any, Sequence], rows: list[dict[str, Any]]) -> bool:
    """What began here began at the same moments there: the file goes on from where an earlier one stopped."""
    starts = {row["key"]: fields.plain(row["started_at"]) for row in rows}
    return all(
        starts.get(sequence.key) == fields.plain(sequence.started_at)
        for sequence in here.values()
        if sequence.started_at
    )


def merge_people(workshop: Workshop, rows: list[dict[str, Any]], outcome: Outcome) -> None:
    """Each person who came counts once, wherever they sat."""
    day = datetime.combine(workshop.gathering.day, time(), timezone.get_current_timezone())
    here = {presence(str(key)) for key in workshop.seats.exclude(joined_at=None).values_list("key", flat=True)}
    number = workshop.seats.aggregate(last=Max("number"))["last"] or 0
    seats = []
    for row in rows:
        check_keys(row["keys"])
        actor = back(Seat, row, ["actor"])["actor"]
        for key in row["keys"]:
            if key not in here:
                number += 1
                seats.append(Seat(key=key, workshop=workshop, number=number, actor=actor, joined_at=day, left_at=day))
    Seat.objects.bulk_create(seats)
    if seats:
        outcome.added["people"] += len(seats)


def merge_speakers(workshop: Workshop, data: dict[str, Any], tables: dict[int, Table], outcome: Outcome) -> None:
    """Who spoke for a table, where nobody was chosen here; turns that were not taken here."""
    for row in data["rapporteurs"]:
        values = back(Rapporteur, row, fields.RAPPORTEUR)
        _rapporteur, is_new = Rapporteur.objects.get_or_create(
            table=tables[row["table"]], defaults={"workshop": workshop, "agrees_to_be_named": True, **values}
        )
        outcome.added["rapporteurs"] += is_new
    for row in data["turns"]:
        values = back(Turn, row, fields.TURN)
        turn = Turn.objects.filter(table=tables[row["table"]]).first()
        if turn is None:
            Turn.objects.create(workshop=workshop, table=tables[row["table"]], **values)
            outcome.added["turns"] += 1
        elif turn.started_at is None and values["started_at"]:
            Turn.objects.filter(pk=turn.pk).update(**values)
            outcome.changed["turns"] += 1
    # A Counter keeps what was counted as nothing: it would be told.
    for counted in (outcome.added, outcome.changed):
        for name in [name for name, count in counted.items() if not count]:
            del counted[name]
