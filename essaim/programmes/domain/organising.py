"""Who organises a programme: named by their e-mail address, thanked the same way."""

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.people.domain import inviting
from essaim.people.models import Person
from essaim.programmes.access import check_may_organise_programme
from essaim.programmes.models import Organiser, Programme


@transaction.atomic
def name_organiser(*, programme: Programme, email: str, name: str = "", by: Person) -> Organiser:
    """This person organises the programme; named twice, nothing changes."""
    check_may_organise_programme(by, programme)
    person = inviting.open_account(email=email, name=name)
    return Organiser.objects.get_or_create(programme=programme, person=person)[0]


@transaction.atomic
def remove_organiser(*, organiser: Organiser, by: Person) -> None:
    """This person no longer organises the programme; somebody always does."""
    check_may_organise_programme(by, organiser.programme)
    standing = Programme.objects.select_for_update().get(pk=organiser.programme_id).organisers
    if not standing.exclude(pk=organiser.pk).exists():
        raise Refused(_("Nommez d’abord une autre personne : un programme garde toujours une organisation."))
    organiser.delete()
