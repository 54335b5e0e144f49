"""Dots on themes, from three channels that are never mixed up: phones, hands, paper."""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from essaim.boards.domain.announcing import announce, locked
from essaim.boards.enums import Channel, Kind
from essaim.boards.models import Board, Dots, Event, Theme
from essaim.kit.refusal import Refused


@transaction.atomic
def give_dots(*, board: Board, theme: Theme, voter: str, group: int, count: int, now: datetime) -> int:
    """This phone gives `count` dots to the theme, within what one person has; gives what remains."""
    board = locked(board)
    given = total(board.dots.filter(channel=Channel.PHONE, voter=voter).exclude(theme=theme))
    if count < 0 or given + count > board.dots_each:
        raise Refused(
            _("Vous avez %(each)s gommettes : retirez-en d’un autre thème avant d’en poser ici.")
            % {"each": board.dots_each},
            code="no-dots-left",
        )
    put(board, theme, Channel.PHONE, voter, group, count, now=now)
    return board.dots_each - given - count


@transaction.atomic
def place_dots(*, board: Board, ballot: dict[Theme, int], voter: str, group: int, now: datetime) -> int:
    """This phone's dots are exactly these, all at once; gives what remains."""
    board = locked(board)
    given = sum(ballot.values())
    if given > board.dots_each or any(count < 0 for count in ballot.values()):
        raise Refused(
            _("Vous avez %(each)s gommettes et vous en avez posé %(given)s : retirez-en, puis enregistrez.")
            % {"each": board.dots_each, "given": given},
            code="no-dots-left",
        )
    before = dict(board.dots.filter(channel=Channel.PHONE, voter=voter, count__gt=0).values_list("theme_id", "count"))
    for theme in board.themes.all():
        count = ballot.get(theme, 0)
        if count != before.get(theme.pk, 0):
            put(board, theme, Channel.PHONE, voter, group, count, now=now)
    return board.dots_each - given


@transaction.atomic
def count_dots(
    *, board: Board, theme: Theme, channel: Channel, group: int, count: int, people: int, now: datetime
) -> int:
    """The table gave these dots by hands or on paper; refuses more than its people can have. Gives what remains."""
    board = locked(board)
    others = total(board.dots.filter(group=group).exclude(theme=theme, channel=channel))
    allowed = people * board.dots_each
    if count < 0 or others + count > allowed:
        raise Refused(
            _(
                "Cette table compte %(people)s personnes, soit %(allowed)s gommettes ; %(others)s sont déjà posées. "
                "Recomptez, ou corrigez le nombre de personnes."
            )
            % {"people": people, "allowed": allowed, "others": others},
            code="too-many-dots",
            status=422,
        )
    put(board, theme, channel, "", group, count, now=now)
    return allowed - others - count


def total(dots) -> int:
    return dots.aggregate(total=Sum("count"))["total"] or 0


def put(board: Board, theme: Theme, channel: Channel, voter: str, group: int, count: int, *, now: datetime) -> None:
    Dots.objects.filter(theme=theme, channel=channel, voter=voter).exclude(group=group).delete()
    Dots.objects.update_or_create(
        theme=theme,
        channel=channel,
        voter=voter,
        group=group,
        defaults={"board": board, "count": count},
    )
    by_channel = {each.value: total(Dots.objects.filter(theme=theme, channel=each)) for each in Channel}
    payload = {"theme": str(theme.key), **by_channel, "total": sum(by_channel.values())}
    announce(board, [Event(kind=Kind.DOTS, payload=payload, at=now, target=str(theme.key))])
