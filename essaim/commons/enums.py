from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    """Who may read a common: its first publication is decided by somebody who reviewed it."""

    DRAFT = "draft", _("brouillon")
    PROPOSED = "proposed", _("proposé")
    PUBLISHED = "published", _("publié")


class Step(models.TextChoices):
    """What happens to a common on its way to everybody's eyes."""

    PROPOSED = "proposed", _("proposé à la relecture")
    RETURNED = "returned", _("rendu pour être complété")
    PUBLISHED = "published", _("publié")


class Relation(models.TextChoices):
    """What a common is to the one that it was drawn from."""

    LOCAL = "local", _("version d’un autre territoire")
    TRANSLATION = "translation", _("traduction")
    EXCERPT = "excerpt", _("extrait")
    REMIX = "remix", _("réunion de plusieurs")
    VERSION = "version", _("nouvelle version")


class Scheme(models.TextChoices):
    """A list of terms that an administrator keeps; the thesaurus is the one that has branches."""

    THEME = "theme", _("thèmes et compétences")
    CHALLENGE = "challenge", _("défis")
    KIND = "kind", _("catégories")
    NEED = "need", _("richesses recherchées")
    MATURITY = "maturity", _("niveaux de développement")
    AUDIENCE = "audience", _("publics")


class Became(models.TextChoices):
    """What became of a field that was read elsewhere."""

    MAPPED = "mapped", _("repris")
    RAW = "raw", _("gardé tel quel")
    EMPTY = "empty", _("vide")
