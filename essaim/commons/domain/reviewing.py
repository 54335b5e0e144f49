"""A common is proposed, completed, published by somebody who reviewed it; its writers change it freely afterwards."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.commons.access import check_may_review, check_may_write
from essaim.commons.enums import Standing, Step
from essaim.commons.formats.sheet import BY_NAME
from essaim.commons.lineage import verdict_on
from essaim.commons.models import Catalogue, Common, Derivation, Review
from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.licences.telling import sentence
from essaim.licences.values import Answer
from essaim.people.models import Person

MESSAGE_LENGTH = 1000
NEEDED = ("summary", "description", "licence")  # without which nobody could use it


@transaction.atomic
def propose(*, common: Common, by: Person, now: datetime, message: str = "") -> Common:
    """Who reviews is asked to publish it. What a reader could not do without must be there."""
    check_may_write(by, common)
    missing = [name for name in NEEDED if not (common.sheet.get(name) or (name == "licence" and worded(common)))]
    if missing:
        labels = ", ".join(f"« {BY_NAME[name].label} »" for name in missing)
        raise Refused(
            _("Complétez d’abord %(fields)s : on en a besoin pour s’en servir.") % {"fields": labels},
            code="incomplete",
            status=422,
        )
    return move(common=common, come_from={Standing.DRAFT}, step=Step.PROPOSED, by=by, now=now, message=message)


def worded(common: Common) -> bool:
    return bool(common.sheet.get("licence_words"))


@transaction.atomic
def send_back(*, common: Common, by: Person, now: datetime, message: str) -> Common:
    """Its writers complete it, and read why."""
    check_may_review(by, common)
    if not cleaned(message):
        sentence = _("Dites ce qui manque : c’est ce que liront les personnes qui l’écrivent.")
        raise Refused(sentence, code="message", status=422)
    return move(common=common, come_from={Standing.PROPOSED}, step=Step.RETURNED, by=by, now=now, message=message)


@transaction.atomic
def publish(
    *, common: Common, by: Person, now: datetime, message: str = "", is_licence_checked: bool = False
) -> Common:
    """Everybody reads it, and finds it.

    A licence that does not bear what the common was drawn from, or what it holds, is refused; where licences alone do
    not settle it, somebody says that they have looked (`is_licence_checked`).
    """
    check_may_review(by, common)
    check_licence(common, is_licence_checked=is_licence_checked)
    before = {Standing.DRAFT, Standing.PROPOSED}
    return move(common=common, come_from=before, step=Step.PUBLISHED, by=by, now=now, message=message)


def check_licence(common: Common, *, is_licence_checked: bool = False) -> None:
    """Refuses with every reason, in the words of whoever has to do something about it."""
    verdict = verdict_on(common.sheet, Derivation.objects.filter(child=common).select_related("parent"))
    why = " ".join(sentence(reason, _) for reason in verdict.reasons)
    if verdict.answer is Answer.NO:
        told = _("Cette fiche ne peut pas être publiée sous cette licence. %(why)s") % {"why": why}
        raise Refused(told, code="licence", status=422)
    if verdict.answer is Answer.ASK and not is_licence_checked:
        told = _("Vérifiez la licence, puis cochez la case qui le dit. %(why)s") % {"why": why}
        raise Refused(told, code="licence-to-check", status=422)


def doubts_about(common: Common) -> str:
    """What somebody has to look at before the common is published; "" where licences settle it."""
    verdict = verdict_on(common.sheet, Derivation.objects.filter(child=common).select_related("parent"))
    return " ".join(sentence(reason, _) for reason in verdict.reasons) if verdict.answer is Answer.ASK else ""


STANDINGS = {Step.PROPOSED: Standing.PROPOSED, Step.RETURNED: Standing.DRAFT, Step.PUBLISHED: Standing.PUBLISHED}


@transaction.atomic
def move(*, common: Common, come_from: set[Standing], step: Step, by: Person, now: datetime, message: str) -> Common:
    """The common stands there; pressed twice, it is done once."""
    locked = Common.objects.select_for_update().get(pk=common.pk)
    wanted = STANDINGS[step]
    if locked.standing == wanted:
        return locked
    if locked.standing not in come_from:
        raise Refused(_("Ce commun n’en est plus là : rechargez la page."), code="moved-on")
    locked.standing = wanted
    locked.generation = Catalogue.advance()
    if wanted is Standing.PUBLISHED:
        locked.published_at = locked.published_at or now
    locked.save(update_fields=["standing", "generation", "published_at"])
    Review.objects.create(common=locked, step=step, by=by, at=now, message=cleaned(message)[:MESSAGE_LENGTH])
    return locked
