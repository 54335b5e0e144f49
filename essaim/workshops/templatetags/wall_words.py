"""Words and numbers of the screens that are read from afar."""

from datetime import datetime

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.boards.domain.announcing import stamp as stamped
from essaim.boards.enums import Stance
from essaim.boards.queries import Row
from essaim.kit.codes import shown_code
from essaim.kit.hours import hour

register = template.Library()
register.filter("hour", hour)
TINTS = 6
register.filter("shown_code", shown_code)


@register.filter
def tint(number: int) -> int:
    """One of six papers, the same one for a table all day long."""
    return (max(int(number or 1), 1) - 1) % TINTS + 1


@register.filter
def stamp(moment: datetime | None) -> str:
    return stamped(moment) or ""


@register.filter
def label(row: Row) -> str:
    """The first line of a note: the table, how many said it, how it relates to the relay."""
    note = row.note
    parts = [_("Table %(number)s") % {"number": note.group} if note.group else _("Note %(n)s") % {"n": note.number}]
    if row.count > 1:
        parts.append(f"×{row.count}")
    if note.stance and note.stance != Stance.NEW:
        parts.append(str(Stance(note.stance).label))
    return " · ".join(parts)


@register.filter
def face(seconds: int | None) -> str:
    """The face of a clock where no script counts: 12:40, or −0:24 when time is over."""
    if seconds is None:
        return "–:––"
    minutes, rest = divmod(abs(int(seconds)), 60)
    return f"{'−' if seconds < 0 else ''}{minutes}:{rest:02d}"


@register.filter
def lasting(seconds: int | None) -> str:
    """A duration in words: "45 s", "2 min", "2 min 35"."""
    if seconds is None:
        return ""
    minutes, rest = divmod(abs(int(seconds)), 60)
    if not minutes:
        return f"{rest}\u00a0s"
    return f"{minutes}\u00a0min" if not rest else f"{minutes}\u00a0min\u00a0{rest:02d}"


@register.filter
def drift_words(seconds: int) -> str:
    """How late the day is, in words: under half a minute nobody is late."""
    if abs(seconds) < 30:
        return _("à l’heure")
    minutes = max(1, round(abs(seconds) / 60))
    if seconds > 0:
        return ngettext("%(n)s minute de retard", "%(n)s minutes de retard", minutes) % {"n": minutes}
    return ngettext("%(n)s minute d’avance", "%(n)s minutes d’avance", minutes) % {"n": minutes}


@register.filter
def ago(moment: datetime | None, now: datetime) -> str:
    """How long since the last note: a silent room is seen at once."""
    if moment is None:
        return _("aucune encore")
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return _("la dernière à l’instant")
    return _("la dernière il y a %(n)s min") % {"n": minutes}
