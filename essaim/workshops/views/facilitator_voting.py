"""Dots: those of phones as they come, those of hands and stickers as the team counts them."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.boards.enums import Channel
from essaim.boards.models import Board, Dots, Theme
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.workshops.desk import Desk, Sitting, opening_of
from essaim.workshops.domain import polling
from essaim.workshops.enums import Act
from essaim.workshops.views.facilitator import shared, themes_of
from essaim.workshops.views.facilitator_doors import at_desk, decides, team_member, told
from essaim.workshops.views.typed_dots import dots_typed

COUNTED = (Channel.HANDS, Channel.PAPER)


@dataclass
class Line:
    """A theme on the voting sheet of one table."""

    theme: Theme
    phone: int = 0
    hands: int = 0
    paper: int = 0

    @property
    def total(self) -> int:
        return self.phone + self.hands + self.paper


def lines_of(themes: list[Theme], dots: list[Dots]) -> list[Line]:
    lines = {theme.pk: Line(theme) for theme in themes}
    for each in dots:
        if each.theme_id in lines:
            line = lines[each.theme_id]
            setattr(line, each.channel, getattr(line, each.channel) + each.count)
    return list(lines.values())


@reads_only
@at_desk
def votes(request: HttpRequest, desk: Desk) -> HttpResponse:
    return votes_screen(request, desk)


def votes_screen(request: HttpRequest, desk: Desk, refusal: Refused | None = None) -> HttpResponse:
    sitting = desk.sitting(request.POST.get("table") or request.GET.get("table"))
    revision = Board.objects.values_list("revision", flat=True).get(pk=desk.board.pk)
    dots = list(desk.board.dots.filter(group=sitting.table.number)) if sitting else []
    lines = lines_of(themes_of(desk), dots)
    people = people_in(request, sitting)
    context = {
        **shared(request, desk, refusal),
        "sitting": sitting,
        "people": people,
        "lines": lines,
        "was": ";".join(f"{line.theme.key}:{line.hands}:{line.paper}" for line in lines),
        "sums": Line(Theme(), *(sum(getattr(line, channel.value) for line in lines) for channel in Channel)),
        "most": max([line.total for line in lines], default=0) or 1,
        "allowed": people * desk.board.dots_each,
        "balance": balance(people * desk.board.dots_each, sum(line.total for line in lines)),
        "revision": revision,
        "waits": opening_of(desk.workshop, Act.VOTE, now=timezone.now()),
    }
    status = refusal.status if refusal else 200
    return render(request, "workshops/facilitator/votes.html", context, status=status)


def people_in(request: HttpRequest, sitting: Sitting | None) -> int:
    """How many people vote at this table: what the team typed, else those who sit there."""
    typed = (request.POST.get("people") or request.GET.get("personnes") or "").strip()
    if typed.isascii() and typed.isdigit() and len(typed) < 4:
        return int(typed)
    return sitting.people if sitting else 0


def balance(allowed: int, given: int) -> str:
    """What was counted against what was distributed, in a sentence."""
    figures = {"given": given, "allowed": allowed, "missing": allowed - given}
    if not given:
        sentence = _("Aucune gommette n’est encore comptée à cette table.")
    elif given == allowed:
        sentence = ngettext(
            "Le compte est bon : %(given)s gommette.", "Le compte est bon : %(given)s gommettes.", given
        )
    elif given > allowed:
        sentence = ngettext(
            "%(given)s gommette comptée pour %(allowed)s possible : corrigez le nombre de personnes.",
            "%(given)s gommettes comptées pour %(allowed)s possibles : corrigez le nombre de personnes.",
            given,
        )
    else:
        sentence = ngettext(
            "Il manque %(missing)s gommette sur %(allowed)s. Recomptez, ou laissez ainsi.",
            "Il manque %(missing)s gommettes sur %(allowed)s. Recomptez, ou laissez ainsi.",
            allowed - given,
        )
    return sentence % figures


@decides(votes_screen)
def count(request: HttpRequest, desk: Desk) -> HttpResponse:
    sitting = desk.sitting(request.POST.get("table"))
    if sitting is None:
        raise Refused(_("Aucune table ne travaille sur cette question en ce moment."), status=422)
    themes, people = themes_of(desk), people_in(request, sitting)
    polling.count_table(
        question=desk.question,
        table=sitting.table,
        people=people,
        counts=typed_counts(request, themes),
        was=seen_counts(request, themes),
        by=team_member(request),
        now=timezone.now(),
    )
    address = reverse("workshops:desk_votes", args=[desk.workshop.code, desk.question.number])
    sentence = _("Les gommettes de %(table)s sont enregistrées.") % {"table": sitting.table.name}
    return told(request, desk, sentence, f"{address}?table={sitting.table.number}&personnes={people}")


def typed_counts(request: HttpRequest, themes: list[Theme]) -> polling.Counts:
    return {
        (theme, channel): dots_typed(request.POST.get(f"{channel.value}-{theme.key}", "0"))
        for theme in themes
        for channel in COUNTED
        if f"{channel.value}-{theme.key}" in request.POST
    }


def seen_counts(request: HttpRequest, themes: list[Theme]) -> polling.Counts:
    """What the screen showed when the person began to type."""
    by_key = {str(theme.key): theme for theme in themes}
    seen = {}
    for entry in request.POST.get("was", "").split(";"):
        key, _colon, figures = entry.partition(":")
        if key in by_key:
            for channel, figure in zip(COUNTED, figures.split(":"), strict=False):
                seen[by_key[key], channel] = dots_typed(figure)
    return seen
