"""What organisers decide across boards: each gesture is one decision, and each can be undone as long as it stands.

A note never moves: on its board it stays under the theme where people put it.
"""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.kit.text import one_line
from essaim.people.models import Person
from essaim.programmes.models import Programme
from essaim.workbench.access import check_may_gather
from essaim.workbench.enums import Verb, Verdict
from essaim.workbench.ledger import (
    Changes,
    Ledger,
    changed,
    emptied,
    is_whole,
    pair_of,
    place_of,
    state_after,
    title_of,
    values_of,
)
from essaim.workbench.models import Decision
from essaim.workbench.queries import notes_called, standing, state_of, themes_called

TITLE_LENGTH = 200


@transaction.atomic
def gather(
    *, programme: Programme, themes: Collection[str], title: str, by: Person, now: datetime, into: str = ""
) -> str:
    """These themes stand in one common theme of this name, or in `into`, which exists; gives its key."""
    ours(programme, by)
    ledger = Ledger.of(state_of(programme))
    if len(themes_called(programme, themes)) != len(set(themes)):
        raise Refused(_("Un de ces thèmes n’est plus sur son panneau. Rechargez la page."), code="no-theme", status=404)
    if into and into not in ledger.titles:
        raise Refused(_("Ce thème commun n’existe plus. Rechargez la page."), code="no-common", status=404)
    if len(set(themes)) < (1 if into else 2):
        raise Refused(_("Cochez au moins deux thèmes à réunir."), code="too-few", status=422)
    common = into or str(uuid.uuid4())
    changes: dict[str, str | None] = {place_of(theme): common for theme in themes}
    if not into:
        changes[title_of(common)] = titled(title)
    decide(programme=programme, verb=Verb.GATHER, changes=changes, by=by, now=now)
    return common


@transaction.atomic
def merge(*, programme: Programme, common: str, into: str, by: Person, now: datetime) -> None:
    """All that stood in the first common theme stands in the second."""
    ours(programme, by)
    ledger = Ledger.of(state_of(programme))
    check_stands(ledger, common, into)
    moved = [theme for theme, place in ledger.commons.items() if place == common]
    decide(programme=programme, verb=Verb.GATHER, changes={place_of(theme): into for theme in moved}, by=by, now=now)


@transaction.atomic
def rename(*, programme: Programme, common: str, title: str, by: Person, now: datetime) -> None:
    """The common theme reads otherwise."""
    ours(programme, by)
    check_stands(Ledger.of(state_of(programme)), common)
    decide(programme=programme, verb=Verb.RENAME, changes={title_of(common): titled(title)}, by=by, now=now)


@transaction.atomic
def take_out(*, programme: Programme, theme: str, by: Person, now: datetime) -> None:
    """The theme stands in no common theme; one that is left without any is gone."""
    ours(programme, by)
    if theme not in Ledger.of(state_of(programme)).commons and not themes_called(programme, [theme]):
        raise Refused(_("Ce thème n’est plus sur son panneau. Rechargez la page."), code="no-theme", status=404)
    decide(programme=programme, verb=Verb.TAKE_OUT, changes={place_of(theme): None}, by=by, now=now)


@transaction.atomic
def judge(*, programme: Programme, one: str, other: str, verdict: Verdict, by: Person, now: datetime) -> None:
    """People said of these two notes that they say the same idea, or two."""
    ours(programme, by)
    if one == other or len(notes_called(programme, (one, other))) != 2:
        raise Refused(_("Une de ces notes n’est plus là. Rechargez la page."), code="no-note", status=404)
    decide(programme=programme, verb=Verb.JUDGE, changes={pair_of(one, other): verdict.value}, by=by, now=now)


@transaction.atomic
def undo(*, programme: Programme, number: int, by: Person, now: datetime) -> None:
    """This decision is as if it had not been, if nobody built on it since; undone twice, nothing changes."""
    ours(programme, by)
    decision = programme.decisions.filter(number=number).first()
    if decision is None:
        raise Refused(_("Cette décision n’existe pas."), code="no-decision", status=404)
    if decision.undone_at is not None:
        return
    if not can_undo(standing(programme), decision):
        raise Refused(
            _("Une décision plus récente s’appuie sur celle-ci : annulez d’abord la plus récente."),
            code="changed-since",
        )
    decision.undone_at, decision.undone_by = now, by
    decision.save(update_fields=["undone_at", "undone_by"])


def can_undo(standing: Iterable[Decision], decision: Decision) -> bool:
    """Without it everything would be as before it, and nothing would be left without its place."""
    rest = state_after(other.after for other in standing if other.pk != decision.pk)
    return values_of(rest, decision.before) == decision.before and is_whole(rest)


def ours(programme: Programme, by: Person) -> None:
    """One person decides at a time."""
    check_may_gather(by, programme)
    Programme.objects.select_for_update().get(pk=programme.pk)


def decide(*, programme: Programme, verb: Verb, changes: Changes, by: Person, now: datetime) -> None:
    """Written down with what was before; a gesture that changes nothing is none."""
    state = state_of(programme)
    left = emptied(changed(state, changes))
    changes = {**changes, **dict.fromkeys(left)}
    before = values_of(state, changes)
    if before == changes:
        return
    last = programme.decisions.order_by("-number").values_list("number", flat=True).first()
    Decision.objects.create(
        programme=programme, number=(last or 0) + 1, verb=verb, before=before, after=changes, at=now, by=by
    )


def check_stands(ledger: Ledger, *commons: str) -> None:
    if not set(commons) <= ledger.titles.keys():
        raise Refused(_("Ce thème commun n’existe plus. Rechargez la page."), code="no-common", status=404)


def titled(title: str) -> str:
    return one_line(
        title,
        TITLE_LENGTH,
        empty=_("Donnez un titre au thème commun."),
        too_long=_("Ce titre est trop long (%(limit)s caractères au plus)."),
        is_name=True,
    )
