"""The words of the facilitator's console."""

import json
from datetime import datetime

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.boards.domain.announcing import stamp
from essaim.boards.enums import Stance
from essaim.boards.models import Note
from essaim.boards.queries import Row
from essaim.kit.codes import shown_code as grouped_code
from essaim.kit.hours import hour

register = template.Library()
register.filter("clock_time", hour)
TINTS = 6


@register.filter
def tint(number: int) -> int:
    """Six colours of paper, one after the other."""
    return (number - 1) % TINTS + 1


@register.filter
def stamped(moment: datetime) -> str:
    return stamp(moment) or ""


@register.filter
def remaining(ends_at: datetime, paused_at: datetime | None) -> str:
    """Minutes and seconds left, for a page without script."""
    seconds = round((ends_at - (paused_at or timezone.now())).total_seconds())
    return f"{'−' if seconds < 0 else ''}{abs(seconds) // 60}:{abs(seconds) % 60:02d}"


@register.filter
def shown_code(code: str) -> str:
    return grouped_code(code)


def words() -> dict[str, str]:
    """The words of a note's label, given to the page's script so that it writes the same ones."""
    return {
        "table": _("Table {}"),
        "number": _("n° {}"),
        "round": _("séq. {}"),
        Stance.ENRICHES: _("enrichit"),
        Stance.NUANCES: _("nuance"),
        Stance.OPPOSES: _("s’oppose"),
        "machine": _("rangée seule"),
        "note": _("{} note"),
        "notes": _("{} notes"),
        "aside": _("« {} »{} : {}"),
        "restore": _("Reprendre la note « {} »"),
        "arrived": _("{} nouvelle note."),
        "arrivals": _("{} nouvelles notes."),
        "live": _("En direct."),
        "polling": _("Réseau lent : mise à jour toutes les trois secondes."),
        "offline": _("Réseau coupé : vos notes attendent ici et partiront au retour du réseau."),
        "unsent": _("{} note attend le réseau."),
        "unsents": _("{} notes attendent le réseau."),
        "sent": _("Noté : « {} »"),
        "failed": _("Le réseau ne répond pas : rien n’a changé, recommencez."),
        "minutes": _("Il reste {} minutes."),
        "minute": _("Il reste une minute."),
        "bell": _("C’est l’heure : pensez à figer le passage de témoin."),
    }


@register.simple_tag
def console_words() -> str:
    return json.dumps(words(), ensure_ascii=False)


def label_parts(note: Note, count: int, by_sequence: bool) -> str:
    said = words()
    parts = [said["table"].format(note.group) if note.group else said["number"].format(note.number)]
    if by_sequence and note.round:
        parts.append(said["round"].format(note.round))
    if note.stance in said:
        parts.append(said[note.stance])
    if count > 1:
        parts.append(f"×{count}")
    return " · ".join(parts)


@register.simple_tag
def note_label(row: Row, by_sequence: bool) -> str:
    return label_parts(row.note, row.count, by_sequence)


@register.simple_tag
def handed_label(note: Note) -> str:
    return label_parts(note, note.count, False)


@register.simple_tag
def notes_count(rows: list[Row]) -> str:
    return ngettext("%(count)s note", "%(count)s notes", len(rows)) % {"count": len(rows)}


@register.simple_tag(takes_context=True)
def desk_tabs(context: Context) -> SafeString:
    """The screens of a desk, and its wall."""
    arguments = [context["workshop"].code, context["question"].number]
    titles = {"desk": _("Écouter et ranger"), "desk_votes": _("Voter"), "desk_conclusion": _("Conclure")}
    addresses = {name: reverse(f"workshops:{name}", args=arguments) for name in titles}
    # A refused form answers at its own address, below that of its tab.
    here = max((one for one in addresses.values() if context["request"].path.startswith(one)), key=len, default="")
    tabs = [(addresses[name], addresses[name] == here, title) for name, title in titles.items()]
    tabs += [
        (reverse("workshops:wall", args=arguments[:1]), False, _("Mur")),
        (reverse("workshops:desks", args=arguments[:1]), False, _("Autres questions")),
    ]
    return format_html_join(
        "\n",
        '<a href="{}"{}>{}</a>',
        ((address, SafeString(' aria-current="page"') if is_here else "", title) for address, is_here, title in tabs),
    )


@register.simple_tag(takes_context=True)
def workshop_link(context: Context, name: str, text: str) -> SafeString | str:
    """A link to another team's page of this workshop, where the instance has it."""
    try:
        address = reverse(f"workshops:{name}", args=[context["workshop"].code])
    except NoReverseMatch:
        return ""
    return format_html('<p><a href="{}">{}</a></p>', address, text)


@register.simple_tag
def typed_or(typed, channel: str, line) -> str:
    """What the person typed when it was refused, else what is counted."""
    return typed.get(f"{channel}-{line.theme.key}", getattr(line, channel))
