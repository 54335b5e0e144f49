"""Dots as fields bring them, on phones and at the desk."""

from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused


def dots_typed(text: str) -> int:
    """This many dots; an empty field is none."""
    text = text.strip() or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise Refused(
            _("« %(typed)s » n’est pas un nombre de gommettes.") % {"typed": text[:20]}, code="count", status=422
        )
    return int(text)
