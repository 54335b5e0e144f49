"""Dots on themes, from three channels that are never mixed up: phones, hands, paper."""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.boards.domain.announcing import announce, locked
from essaim.boards.domain.deciding import theme_on
from essaim.boards.enums import Channel, Kind
from essaim.boards.models import Board, Dots, Event, Theme
from essaim.kit.refusal import Refused

MOST_PEOPLE = 500  # a full hall; above it is a typing error


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
def count_table(
    *,
    board: Board,
    group: int,
    people: int,
    counts: dict[tuple[Theme, Channel], int],
    was: dict[tuple[Theme, Channel], int],
    now: datetime,
) -> int:
    """All that a table gave by hands and on paper is written down at once; gives how many dots are missing.

    `was` is what the person saw: refused when somebody else has counted since. Above what the table can have, refused.
    """
    board = locked(board)
    # Dots on a heading that was taken away are in the hands of people again.
    given_here = board.dots.filter(group=group, theme__is_removed=False)
    counted = given_here.exclude(channel=Channel.PHONE)
    standing = {(dots.theme_id, dots.channel): dots.count for dots in counted}
    if any(standing.get((theme.pk, channel.value), 0) != seen for (theme, channel), seen in was.items()):
        raise Refused(
            _("Quelqu’un d’autre vient de compter cette table. Voici ses chiffres : corrigez-les si c’est utile."),
            code="changed-since",
        )
    asked = {(theme_on(board, theme.key).pk, channel.value) for theme, channel in counts}
    others = total(given_here.filter(channel=Channel.PHONE))
    others += sum(count for key, count in standing.items() if key not in asked)
    missing = check_balance(people, board.dots_each, [others, *counts.values()])
    for (theme, channel), count in counts.items():
        if standing.get((theme.pk, channel.value), 0) != count:
            put(board, theme, channel, "", group, count, now=now)
    return missing


def check_balance(people: int, each: int, counts: list[int]) -> int:
    """What this many people still have in hand; refuses more than they can have."""
    if not 0 <= people <= MOST_PEOPLE:
        raise Refused(
            _("Indiquez un nombre de personnes entre 0 et %(limit)s.") % {"limit": MOST_PEOPLE},
            code="count",
            status=422,
        )
    allowed, given = people * each, sum(counts)
    if given > allowed or min(counts) < 0:
        raise Refused(
            ngettext(
                "Cette table compte %(people)s personne. Gommettes possibles : %(allowed)s ; comptées : %(given)s. "
                "Recomptez, ou corrigez le nombre de personnes.",
                "Cette table compte %(people)s personnes. Gommettes possibles : %(allowed)s ; comptées : %(given)s. "
                "Recomptez, ou corrigez le nombre de personnes.",
                people,
            )
            % {"people": people, "allowed": allowed, "given": given},
            code="too-many-dots",
            status=422,
        )
    return allowed - given


def total(dots) -> int:
    return dots.aggregate(total=Sum("count"))["total"] or 0


def put(board: Board, theme: Theme, channel: Channel, voter: str, group: int, count: int, *, now: datetime) -> None:
    if voter:  # a phone that changed tables has one row; tables counted by hand keep one each
        Dots.objects.filter(theme=theme, channel=channel, voter=voter).exclude(group=group).delete()
    Dots.objects.update_or_create(
        theme=theme,
        channel=channel,
        voter=voter,
        group=group,
        defaults={"board": board, "count": count, "given_at": now},
    )
    announce(board, [tally(theme, now=now)])


def tally(theme: Theme, *, now: datetime) -> Event:
    """The event that says how many dots this theme has, channel by channel."""
    by_channel = {each.value: total(Dots.objects.filter(theme=theme, channel=each)) for each in Channel}
    payload = {"theme": str(theme.key), **by_channel, "total": sum(by_channel.values())}
    return Event(kind=Kind.DOTS, payload=payload, at=now, target=str(theme.key))
