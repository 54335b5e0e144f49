"""Who runs the workshop: named by their e-mail address, each with a question or wherever help is needed."""

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.people.domain import inviting
from essaim.people.models import Person
from essaim.workshops.access import check_may_organise
from essaim.workshops.models import Facilitator, Question, Workshop


@transaction.atomic
def name_facilitator(
    *, workshop: Workshop, email: str, by: Person, name: str = "", question: Question | None = None
) -> Facilitator:
    """This person runs the workshop; named again, a question replaces theirs and none leaves it."""
    check_may_organise(by, workshop)
    check_is_asked_here(question, workshop)
    person = inviting.open_account(email=email, name=name)
    defaults = {"question": question} if question else {}
    return Facilitator.objects.update_or_create(workshop=workshop, person=person, defaults=defaults)[0]


@transaction.atomic
def assign(*, facilitator: Facilitator, question: Question | None, by: Person) -> None:
    """This person runs this question, or helps wherever needed."""
    check_may_organise(by, facilitator.workshop)
    check_is_asked_here(question, facilitator.workshop)
    facilitator.question = question
    facilitator.save(update_fields=["question"])


@transaction.atomic
def remove_facilitator(*, facilitator: Facilitator, by: Person) -> None:
    """This person no longer runs the workshop."""
    check_may_organise(by, facilitator.workshop)
    facilitator.delete()


def check_is_asked_here(question: Question | None, workshop: Workshop) -> None:
    if question is not None and question.workshop_id != workshop.pk:
        raise Refused(_("Cette question n’est pas posée dans cet atelier."), status=422)
