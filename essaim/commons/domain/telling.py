"""Those whom a step of a review concerns hear of it by e-mail, where mail can leave."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from essaim.commons.enums import Step
from essaim.commons.models import Review
from essaim.kit.text import cleaned
from essaim.people.models import Person


def concerned(review: Review) -> QuerySet[Person]:
    """Who reviews hears of what is proposed, who writes hears of the rest; whoever took the step knows."""
    common = review.common
    if review.step != Step.PROPOSED:
        people = Person.objects.filter(pk__in=common.writers.values("person"))
    elif common.programme is not None:
        people = Person.objects.filter(pk__in=common.programme.organisers.values("person"))
    else:
        people = Person.objects.filter(is_administrator=True)
    return people.filter(is_active=True).exclude(pk=review.by_id or 0).order_by("pk")


def tell(*, review: Review, base: str) -> int:
    """Each was written to; gives how many messages left. One that cannot stops nothing: the pages say the same."""
    subjects = {
        Step.PROPOSED: _("À relire : %(title)s"),
        Step.RETURNED: _("À compléter : %(title)s"),
        Step.PUBLISHED: _("Publié : %(title)s"),
    }
    subject = cleaned(subjects[Step(review.step)] % {"title": review.common.title}, lines=False)
    context = {"review": review, "address": base.rstrip("/") + review.common.get_absolute_url()}
    text = render_to_string("commons/review.txt", context)
    left = 0
    for person in concerned(review):
        message = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [person.email])
        message.extra_headers["Auto-Submitted"] = "auto-generated"  # RFC 3834: no automatic answer
        try:
            left += message.send()
        except (SMTPException, OSError):
            continue
    return left
