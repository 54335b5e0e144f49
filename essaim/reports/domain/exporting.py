"""A workshop as one JSON text: complete enough to give the identical report elsewhere, without anybody's name."""

import base64
import json
from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from essaim.boards.domain.unsigning import dot_keys, is_unsigned, unsigned
from essaim.boards.enums import Channel
from essaim.boards.models import Board, Photo
from essaim.kit.codes import typed_code
from essaim.kit.refusal import Refused
from essaim.reports.attributing import written_by_model
from essaim.reports.domain import exchange_fields as fields
from essaim.reports.domain.building import by_models
from essaim.reports.domain.exchange_fields import out
from essaim.reports.domain.picturing import bytes_of
from essaim.reports.models import Report
from essaim.reports.source import ModelSentencePart
from essaim.workshops.models import Workshop
from essaim.workshops.queries import workshop_by_code


def workshop_named(code: str) -> Workshop:
    """The workshop with this code, as people type it."""
    workshop = workshop_by_code(typed_code(code))
    if workshop is None:
        raise Refused(
            _("Aucun atelier ne porte le code « %(code)s ».") % {"code": code}, code="no-workshop", status=404
        )
    return workshop


def exported(workshop: Workshop) -> str:
    """The same workshop always gives the same text."""
    return json.dumps(content_of(workshop), ensure_ascii=False, indent=1) + "\n"


def content_of(workshop: Workshop) -> dict[str, Any]:
    gathering = workshop.gathering
    return {
        "format": fields.FORMAT,
        "version": fields.VERSION,
        "programme": out(gathering.programme, fields.PROGRAMME),
        "season": out(gathering.season, fields.SEASON),
        "gathering": {
            **out(gathering, fields.GATHERING),
            "territory": {"kind": gathering.territory.kind, "code": gathering.territory.code}
            if gathering.territory
            else None,
        },
        "workshop": out(workshop, fields.WORKSHOP),
        "sequences": [out(sequence, fields.SEQUENCE) for sequence in workshop.sequences.all()],
        "tables": [out(table, fields.TABLE) for table in workshop.tables.all()],
        "attendance": attendance_out(workshop),
        "questions": [
            {**out(question, fields.QUESTION), "board": board_out(question.board)}
            for question in workshop.questions.select_related("board")
        ],
        "plenary": board_out(workshop.plenary),
        "rapporteurs": [
            {**out(rapporteur, fields.RAPPORTEUR), "table": rapporteur.table.number}
            for rapporteur in workshop.rapporteurs.select_related("table").order_by("table__number")
            if rapporteur.agrees_to_be_named and rapporteur.name
        ],
        "turns": [
            {**out(turn, fields.TURN), "table": turn.table.number} for turn in workshop.turns.select_related("table")
        ],
        "report": report_out(workshop),
    }


def attendance_out(workshop: Workshop) -> list[dict[str, Any]]:
    """How many came from each type of organisation: what the report says of people, and nothing more."""
    present: dict[str, list[str]] = defaultdict(list)
    for actor, key in workshop.seats.exclude(joined_at=None).values_list("actor", "key"):
        present[actor].append(presence(str(key)))
    return [{"actor": actor, "keys": sorted(keys)} for actor, keys in sorted(present.items())]


def presence(seat: str) -> str:
    """A name for somebody who came, which no note and no dot bears."""
    return seat if is_unsigned(seat) else unsigned(f"presence:{seat}")


def dots_out(board: Board) -> list[dict[str, Any]]:
    """The dots of all phones together; those that the team counted, table by table."""
    phones: dict[str, list[str]] = defaultdict(list)
    counted = []
    for dots in board.dots.select_related("theme"):
        theme = str(dots.theme.key)
        if dots.channel == Channel.PHONE:
            phones[theme] += dot_keys(theme, dots.voter, dots.count)
        else:
            counted.append({"theme": theme, **out(dots, fields.DOTS)})
    together = [
        {"theme": theme, "channel": Channel.PHONE.value, "keys": sorted(keys)} for theme, keys in phones.items() if keys
    ]
    return sorted([*together, *counted], key=lambda row: (row["theme"], row["channel"], row.get("group", 0)))


def board_out(board: Board) -> dict[str, Any]:
    notes = board.notes.select_related("theme", "merged_into", "cut_from", "about").order_by("number")
    return {
        **out(board, fields.BOARD),
        "themes": [
            {**out(theme, fields.THEME), "key_note": key_of(theme.key_note)}
            for theme in board.themes.select_related("key_note").order_by("position", "key")
        ],
        "notes": [
            {
                **out(note, fields.NOTE),
                "theme": key_of(note.theme),
                "merged_into": key_of(note.merged_into),
                "cut_from": key_of(note.cut_from),
                "about": key_of(note.about),
            }
            for note in notes
        ],
        "ideas": [
            {**out(idea, fields.IDEA), "theme": key_of(idea.theme), "key_note": key_of(idea.key_note)}
            for idea in board.ideas.select_related("theme", "key_note").order_by("group", "position", "key")
        ],
        "dots": dots_out(board),
        "relays": [out(relay, fields.RELAY) for relay in board.relays.all()],
        "photos": [photo_out(photo) for photo in board.photos.select_related("theme").order_by("added_at", "key")],
    }


def photo_out(photo: Photo) -> dict[str, Any]:
    data = bytes_of(photo)
    image = base64.b64encode(data).decode() if data else None
    return {**out(photo, fields.PHOTO), "theme": key_of(photo.theme), "image": image}


def key_of(thing: Any) -> str | None:
    return str(thing.key) if thing else None


def report_out(workshop: Workshop) -> dict[str, Any] | None:
    report = Report.objects.filter(workshop=workshop).first()
    if report is None:
        return None
    written = by_models(workshop)
    return {
        **out(report, fields.REPORT),
        "summaries": [
            {
                "question": summary.question.number,
                "text": summary.text,
                "by_model": model_sentences_out(summary.text, written[summary.question.number]),
            }
            for summary in report.summaries.select_related("question").order_by("question__number")
        ],
        "amendments": [out(amendment, fields.AMENDMENT) for amendment in report.amendments.all()],
    }


def model_sentences_out(text: str, written: list[ModelSentencePart]) -> list[dict[str, str]]:
    """What the summary says in a model's words, so that it is labelled wherever it arrives."""
    return [{"text": part.text, "writer": part.writer} for part in written_by_model(text, written)]
