"""How long ago, and why a note was refused, in words."""

from collections import Counter
from datetime import datetime

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

register = template.Library()
REASONS = {
    "bell": gettext_lazy("après la cloche"),
    "not-now": gettext_lazy("hors du temps d’écriture"),
    "other-table": gettext_lazy("panneau d’une autre table"),
    "no-seat": gettext_lazy("sans place"),
    "left": gettext_lazy("place libérée"),
    "slow-down": gettext_lazy("trop d’un coup, à renvoyer"),
    "later": gettext_lazy("serveur occupé, à renvoyer"),
    "too-long": gettext_lazy("trop longue"),
    "empty": gettext_lazy("vide"),
    "no-words": gettext_lazy("sans mot"),
    "withdrawn": gettext_lazy("déjà retirée"),
}


@register.filter
def since(moment: datetime | None, now: datetime) -> str:
    """« il y a 2 s », « il y a 4 min », « il y a 3 h », « il y a 2 jours »."""
    if moment is None:
        return ""
    seconds = max(0, int((now - moment).total_seconds()))
    if seconds < 60:
        return _("il y a %(n)s s") % {"n": seconds}
    if seconds < 3600:
        return _("il y a %(n)s min") % {"n": seconds // 60}
    if seconds < 48 * 3600:
        return _("il y a %(n)s h") % {"n": seconds // 3600}
    return ngettext("il y a %(n)s jour", "il y a %(n)s jours", seconds // 86400) % {"n": seconds // 86400}


@register.filter
def reasons(refused: Counter[str]) -> str:
    """« 3 : après la cloche (2), trop longue (1) »."""
    told = [f"{REASONS.get(code, _('autre'))} ({count})" for code, count in refused.most_common()]
    return f"{refused.total()}\u00a0: {', '.join(told)}"
