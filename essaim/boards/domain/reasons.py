"""Why a note is set aside, in words that its author will read."""

from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned

REASON_LENGTH = 300


def reason_given(reason: str) -> str:
    """The reason on one line; without one, or over the limit, a sentence says what to do."""
    reason = cleaned(reason, lines=False)
    if not reason:
        raise Refused(
            _("Dites en quelques mots pourquoi cette note est écartée : son auteur ou son autrice le lira."),
            code="reason-needed",
            status=422,
        )
    if len(reason) > REASON_LENGTH:
        raise Refused(
            _("Ce motif est trop long (%(limit)s caractères au plus).") % {"limit": REASON_LENGTH},
            code="too-long",
            status=422,
        )
    return reason
