"""What a workshop is made of on its way out and in: the same list of fields reads and writes it.

No database number travels: things are named by their keys and numbers, so that a second import changes nothing.
Nobody's seat travels either: neither a key nor a number says that two notes, or two dots, come from one person. Each
dot and each person present has a name made for the journey, so that what arrives twice counts once.
"""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from essaim.boards.domain.announcing import stamp
from essaim.kit.refusal import Refused

FORMAT = "essaim.workshop"
MOST = 5000  # people present, or dots on a theme: above, a file was made up
VERSION = 4

PROGRAMME = ("slug", "title", "purpose", "licence")
SEASON = ("title", "starts_on", "ends_on")
GATHERING = ("title", "day", "place")
WORKSHOP = (
    "key",
    "code",
    "title",
    "purpose",
    "harvest",
    "rules",
    "format_key",
    "topology",
    "state",
    "headcount",
    "per_organisation",
    "per_territory",
    "seconds_per_group",
    "visibility",
    "licence",
    "current",
    "paused_at",
)
SEQUENCE = (
    "key",
    "position",
    "title",
    "kind",
    "round",
    "seconds",
    "allows",
    "say",
    "do",
    "ask",
    "icebreaker",
    "started_at",
    "ends_at",
    "ended_at",
)
TABLE = (
    "key",
    "number",
    "name",
    "place",
    "is_accessible",
    "capacity",
    "video_url",
)
QUESTION = ("number", "title")
BOARD = ("key", "question", "dots_each")
THEME = ("key", "title", "position", "round", "is_removed", "decided_at")
NOTE = (
    "key",
    "number",
    "text",
    "count",
    "group",
    "round",
    "source",
    "stance",
    "state",
    "reason",
    "fits_none",
    "written_at",
    "edited_at",
    "decided_at",
)
IDEA = (
    "key",
    "group",
    "text",
    "reason",
    "conditions",
    "position",
    "is_removed",
    "decided_at",
)
DOTS = ("channel", "group", "count", "given_at")
RELAY = ("round", "version", "content", "frozen_at")
PHOTO = (
    "key",
    "width",
    "height",
    "digest",
    "caption",
    "added_at",
)
TURN = ("position", "started_at", "ends_at", "ended_at")
RAPPORTEUR = ("name",)  # only of people who agree to be named
REPORT = (
    "state",
    "introduction",
    "drafted_at",
    "opened_at",
    "amend_until",
    "final_at",
    "content",
)
AMENDMENT = ("key", "about", "text", "state", "answer", "proposed_at")


def out(thing: models.Model, names: Any) -> dict[str, Any]:
    """The fields of a thing as JSON."""
    return {name: plain(getattr(thing, name)) for name in names}


def plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, (str, int, bool, float, list, dict)):
        return value
    return str(value)


def back(model: type[models.Model], data: Any, names: Any) -> dict[str, Any]:
    """The values of a thing read back, each checked as its field would; refuses with the name of what is wrong."""
    if not isinstance(data, dict):
        raise Refused(_("Le fichier est abîmé : un objet est attendu pour « %(what)s ».") % {"what": model.__name__})
    values = {}
    for name in names:
        if name not in data:
            raise Refused(
                _("Le fichier est incomplet : « %(name)s » manque dans « %(what)s ».")
                % {"name": name, "what": model.__name__}
            )
        values[name] = read(model, name, data[name])
    return values


def read(model: type[models.Model], name: str, value: Any) -> Any:
    field: Any = model._meta.get_field(name)
    try:
        if isinstance(field, models.DateTimeField):
            return None if value is None else moment(parse_datetime(value))
        if isinstance(field, models.DateField):
            return None if value is None else moment(parse_date(value))
        if isinstance(field, models.JSONField):
            return value
        value = field.to_python(value)
        if value not in field.empty_values:
            field.run_validators(value)
            if field.choices and value not in dict(field.flatchoices):
                raise ValueError(value)
        elif value is None and not field.null:
            raise ValueError(value)
        return value
    except (ValueError, TypeError, ValidationError) as wrong:
        raise Refused(
            _("La valeur de « %(name)s » dans « %(what)s » ne convient pas : %(value)s.")
            % {"name": name, "what": model.__name__, "value": repr(value)[:60]}
        ) from wrong


def check_count(count: Any, least: int = 1) -> None:
    """A number of people or of dots, before that many rows are made of it."""
    if not isinstance(count, int) or not least <= count <= MOST:
        raise Refused(
            _("La valeur de « %(name)s » dans « %(what)s » ne convient pas : %(value)s.")
            % {"name": "count", "what": "attendance", "value": repr(count)[:60]}
        )


def moment(value: Any) -> Any:
    if value is None:
        raise ValueError("not a date")
    return value
