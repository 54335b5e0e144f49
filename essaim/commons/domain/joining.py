"""Who writes a common: whoever began it, and those whom its writers ask to join."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.commons.access import check_may_write
from essaim.commons.enums import Standing
from essaim.commons.models import Common, Writer
from essaim.kit.refusal import Refused
from essaim.people.domain import inviting
from essaim.people.domain.limiting import is_too_often
from essaim.people.models import Person

INVITATIONS = 20  # a day and a person: anybody with an account may ask anybody to join
A_DAY = timedelta(days=1)


@transaction.atomic
def join(*, common: Common, email: str, by: Person, now: datetime, name: str = "") -> Writer:
    """The person at this address may write the common; asked again, nothing changes."""
    check_may_write(by, common)
    if is_too_often(what=f"commons.join:{by.pk}", most=INVITATIONS, within=A_DAY, now=now):
        sentence = _("Vous avez invité %(count)s personnes aujourd’hui : reprenez demain.") % {"count": INVITATIONS}
        raise Refused(sentence, code="too-many", status=429)
    person = inviting.open_account(email=email, name=name)
    return Writer.objects.get_or_create(common=common, person=person, defaults={"since": now})[0]


@transaction.atomic
def leave(*, writer: Writer, by: Person) -> None:
    """This person no longer writes the common; a draft keeps one writer, or nobody would see it any more."""
    check_may_write(by, writer.common)
    common = Common.objects.select_for_update().get(pk=writer.common_id)
    others = Writer.objects.filter(common=common).exclude(pk=writer.pk)
    if common.standing == Standing.DRAFT and not others.exists():
        sentence = _("Ce brouillon n’a plus que cette personne : ajoutez quelqu’un avant de la retirer.")
        raise Refused(sentence, code="last-writer", status=409)
    writer.delete()
