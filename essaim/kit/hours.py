"""The time of day, as people say it in the language of the page."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language


def hour(moment: datetime | None) -> str:
    """« 14 h 05 » in French, unbroken; 14:05 elsewhere."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    if (get_language() or "fr").startswith("fr"):
        return f"{local.hour}\u00a0h\u00a0{local.minute:02d}"
    return f"{local.hour}:{local.minute:02d}"
