"""A workshop comes back from its JSON, whole or not at all; a second time, nothing changes."""

import hashlib
import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.boards.enums import Channel
from essaim.boards.models import Board, Idea, Note, Photo, Relay, Theme
from essaim.kit.refusal import Refused
from essaim.programmes.models import Gathering, Programme, Season
from essaim.reports.domain import exchange_fields as fields
from essaim.reports.domain.exchange_fields import back
from essaim.reports.domain.exchange_versions import OLDEST, upgraded
from essaim.reports.domain.exporting import content_of
from essaim.reports.domain.importing_checks import check_keys, check_values
from essaim.reports.domain.importing_photos import boards_in, photo_back, remake_photos, whole_or_nothing
from essaim.reports.domain.merging import merge
from essaim.reports.domain.merging_day import merge_people
from essaim.reports.domain.merging_more import count_came, phones_came
from essaim.reports.domain.merging_report import model_sentences_back
from essaim.reports.domain.merging_told import Outcome, told, what_came
from essaim.reports.models import Amendment, Arrival, Report, Summary
from essaim.territories.models import Territory
from essaim.workshops.domain.seating import MOST_SEATS
from essaim.workshops.models import Question, Rapporteur, Sequence, Table, Turn, Workshop


class DryRun(Exception):
    """Everything was tried; nothing is kept."""


def imported(text: str, *, dry_run: bool = False, erased: Collection[str] = (), now: datetime | None = None) -> str:
    """What this text says of a workshop is here; gives sentences saying what was done (or would be).

    `erased` are the keys of photos that were taken away here, and do not come back.
    """
    data = parsed(text)
    try:
        return arrived(data, text, dry_run=dry_run, erased=erased, now=now or timezone.now())
    except (KeyError, AttributeError, TypeError) as missing:
        raise Refused(_("Le fichier est incomplet : %(what)s manque.") % {"what": missing}) from missing
    except (IntegrityError, DataError, ValidationError, ValueError, OverflowError) as impossible:
        raise Refused(
            _(
                "Le fichier se contredit, ou reprend ce qu’un autre atelier d’ici contient déjà : rien n’a été "
                "importé. Exportez de nouveau l’atelier d’origine."
            ),
            code="contradicts",
        ) from impossible
    except OSError as full:
        raise Refused(
            _(
                "Les photos ne s’enregistrent pas (%(why)s) : vérifiez la place et les droits du dossier des données. "
                "Rien n’a été importé."
            )
            % {"why": full.strerror or full},
            code="no-room",
        ) from full


def arrived(data: dict[str, Any], text: str, *, dry_run: bool, erased: Collection[str], now: datetime) -> str:
    """The workshop is here, whole, or nothing is: neither a row nor a file."""
    known = Workshop.objects.filter(key=back(Workshop, data["workshop"], ["key"])["key"]).first()
    remake_photos(data)
    data = upgraded(data, known)
    check_values(data)
    try:
        with whole_or_nothing() as photos:
            if known:
                report = joined(known, data, photos, text=text, erased=erased, now=now)
            else:
                report = created(data, photos, text=text, now=now)
            if dry_run:
                raise DryRun
    except DryRun:
        return _("À blanc : %(report)s Rien n’a été enregistré.") % {"report": report}
    return report


def created(data: dict[str, Any], photos: list[Photo], *, text: str, now: datetime) -> str:
    workshop = create(data, photos)
    if content_of(workshop) != data:
        raise Refused(_("Le fichier contient des données qu’Essaim ne sait pas reprendre telles quelles."))
    report = summary_of(workshop)
    keys = [row["key"] for board in boards_in(data) for row in board["notes"]]
    record(workshop, report, Outcome(notes=keys), text=text, now=now)
    return report


def joined(
    known: Workshop, data: dict[str, Any], photos: list[Photo], *, text: str, erased: Collection[str], now: datetime
) -> str:
    """What the file says is with what was here."""
    outcome = merge(known, data, photos, erased=erased, now=now)
    first = (
        _("L’atelier %(code)s contient déjà tout ce que dit ce fichier : rien n’a changé.")
        if outcome.is_nothing
        else _("L’atelier %(code)s était déjà là : le fichier s’y est joint.")
    )
    if not outcome.is_nothing:
        record(known, "\n".join(what_came(outcome)), outcome, text=text, now=now)
    return "\n".join([first % {"code": known.code}, *told(outcome)])


def record(workshop: Workshop, came: str, outcome: Outcome, *, text: str, now: datetime) -> None:
    """The workshop remembers which notes came by which file, and what gave way."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    Arrival.objects.create(
        workshop=workshop, digest=digest, arrived_at=now, told=came, notes=outcome.notes, aside=outcome.aside
    )


def parsed(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text, parse_constant=refused_constant)
        written = json.dumps(data, ensure_ascii=False)
        written.encode()  # half a character, escaped, is valid JSON and no text
    except (ValueError, RecursionError) as wrong:
        raise Refused(_("Ce fichier n’est pas du JSON lisible (%(where)s).") % {"where": wrong}) from wrong
    if "\\u0000" in written.replace("\\\\", ""):
        raise Refused(_("Ce fichier contient un caractère nul, qu’aucun texte ne porte : il a été abîmé."))
    if not isinstance(data, dict) or data.get("format") != fields.FORMAT:
        raise Refused(_("Ce fichier n’est pas un atelier exporté d’Essaim."), code="not-ours")
    version = data.get("version")
    if not isinstance(version, int) or not OLDEST <= version <= fields.VERSION:
        raise Refused(
            _(
                "Cet export est d’une autre version du format (%(found)s ; lues ici : %(oldest)s à %(newest)s). "
                "S’il vient d’un Essaim plus récent, mettez cette instance à jour, puis recommencez."
            )
            % {"found": str(version)[:20], "oldest": OLDEST, "newest": fields.VERSION},
            code="version",
        )
    if "workshop" not in data:
        raise Refused(_("Le fichier est incomplet : « %(name)s » manque.") % {"name": "workshop"})
    return data


def refused_constant(word: str) -> Any:
    raise ValueError(word)


def summary_of(workshop: Workshop) -> str:
    notes = Note.objects.filter(board__asked_as__workshop=workshop).count()
    return _("Atelier %(code)s « %(title)s » : %(questions)s questions, %(notes)s notes, %(seats)s places.") % {
        "code": workshop.code,
        "title": workshop.title,
        "questions": workshop.questions.count(),
        "notes": notes,
        "seats": workshop.seats.count(),
    }


def create(data: dict[str, Any], photos: list[Photo]) -> Workshop:
    code = data["workshop"]["code"]
    if Workshop.objects.filter(code=code).exists():
        raise Refused(_("Un autre atelier porte déjà le code %(code)s.") % {"code": code}, code="code-taken")
    # Reactions of the plenary answer ideas that stand on the questions' boards: those come first.
    ideas: dict[str, Idea] = {}
    boards = [board_back(row["board"], ideas, photos) for row in data["questions"]]
    workshop = Workshop.objects.create(
        gathering=gathering_of(data),
        plenary=board_back(data["plenary"], ideas, photos),
        **back(Workshop, data["workshop"], fields.WORKSHOP),
    )
    for row in data["sequences"]:
        Sequence.objects.create(workshop=workshop, **back(Sequence, row, fields.SEQUENCE))
    tables = {}
    for row in data["tables"]:
        table = Table.objects.create(workshop=workshop, **back(Table, row, fields.TABLE))
        tables[table.number] = table
    attendance_back(workshop, data["attendance"])
    questions = {}
    for row, board in zip(data["questions"], boards, strict=True):
        question = Question.objects.create(workshop=workshop, board=board, **back(Question, row, fields.QUESTION))
        questions[question.number] = question
    for row in data["rapporteurs"]:
        Rapporteur.objects.create(
            workshop=workshop,
            table=tables[row["table"]],
            agrees_to_be_named=True,
            **back(Rapporteur, row, fields.RAPPORTEUR),
        )
    for row in data["turns"]:
        Turn.objects.create(workshop=workshop, table=tables[row["table"]], **back(Turn, row, fields.TURN))
    if data["report"]:
        report_back(workshop, data["report"], questions)
    return Workshop.objects.get(pk=workshop.pk)


def attendance_back(workshop: Workshop, rows: list[dict[str, Any]]) -> None:
    """As many seats as people came, which nobody holds any more: they count, and take no chair."""
    for row in rows:
        check_keys(row["keys"])
    if sum(len(row["keys"]) for row in rows) > MOST_SEATS:
        raise Refused(_("Ce fichier compte plus de %(limit)s personnes présentes.") % {"limit": MOST_SEATS})
    merge_people(workshop, rows, Outcome())


def report_back(workshop: Workshop, data: dict[str, Any], questions: dict[int, Question]) -> None:
    """The report has its words and what was asked to change in them."""
    report = Report.objects.create(workshop=workshop, **back(Report, data, fields.REPORT))
    for row in data["summaries"]:
        Summary.objects.create(report=report, question=questions[row["question"]], text=row["text"])
        model_sentences_back(questions[row["question"]], row["by_model"])
    for row in data["amendments"]:
        Amendment.objects.create(report=report, **back(Amendment, row, fields.AMENDMENT))


def gathering_of(data: dict[str, Any]) -> Gathering:
    programme_row = back(Programme, data["programme"], fields.PROGRAMME)
    programme, _created = Programme.objects.get_or_create(slug=programme_row["slug"], defaults=programme_row)
    season, _created = Season.objects.get_or_create(programme=programme, **back(Season, data["season"], fields.SEASON))
    named = data["gathering"]["territory"]
    territory = Territory.objects.filter(kind=named["kind"], code=named["code"]).first() if named else None
    found, _created = Gathering.objects.get_or_create(
        season=season, territory=territory, **back(Gathering, data["gathering"], fields.GATHERING)
    )
    return found


def board_back(data: dict[str, Any], ideas: dict[str, Idea], photos: list[Photo]) -> Board:
    """A board as it was; its log starts anew, since nobody has followed it here."""
    board = Board.objects.create(**back(Board, data, fields.BOARD))
    themes = {row["key"]: Theme.objects.create(board=board, **back(Theme, row, fields.THEME)) for row in data["themes"]}
    notes = {
        row["key"]: Note(
            board=board,
            theme=themes[row["theme"]] if row["theme"] else None,
            **back(Note, row, fields.NOTE),
        )
        for row in data["notes"]
    }
    Note.objects.bulk_create(notes.values())
    for row in data["ideas"]:
        ideas[row["key"]] = Idea.objects.create(
            board=board,
            theme=themes[row["theme"]] if row["theme"] else None,
            key_note=notes[row["key_note"]] if row["key_note"] else None,
            **back(Idea, row, fields.IDEA),
        )
    link(data, themes, notes, ideas)
    for row in data["dots"]:
        came = phones_came if row["channel"] == Channel.PHONE else count_came
        came(themes[row["theme"]], row)
    for row in data["relays"]:
        Relay.objects.create(board=board, **back(Relay, row, fields.RELAY))
    for row in data["photos"]:
        photo_back(board, row, themes, photos)
    board.last_number = max([note.number for note in notes.values()], default=0)
    board.save(update_fields=["last_number"])
    return board


def link(data: dict[str, Any], themes: dict[str, Theme], notes: dict[str, Note], ideas: dict[str, Idea]) -> None:
    """Merges, key quotes and reactions are tied once everything stands."""
    for row in data["notes"]:
        note = notes[row["key"]]
        if row["merged_into"]:
            note.merged_into = notes[row["merged_into"]]
        if row["cut_from"]:
            note.cut_from = notes[row["cut_from"]]
        if row["about"]:
            note.about = ideas[row["about"]]
    Note.objects.bulk_update(notes.values(), ["merged_into", "cut_from", "about"])
    for row in data["themes"]:
        if row["key_note"]:
            themes[row["key"]].key_note = notes[row["key_note"]]
            themes[row["key"]].save(update_fields=["key_note"])
