from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    """What somebody decided at the workbench."""

    GATHER = "gather", _("réunir des thèmes")
    RENAME = "rename", _("renommer un thème commun")
    TAKE_OUT = "take-out", _("sortir un thème d’un thème commun")
    JUDGE = "judge", _("dire si deux notes disent la même idée")


class Verdict(TextChoices):
    """What people say of two notes of different boards."""

    SAME = "same", _("la même idée")
    APART = "apart", _("deux idées")
