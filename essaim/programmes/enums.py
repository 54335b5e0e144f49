from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Licence(TextChoices):
    """Under which conditions what a workshop produced may be used again."""

    CC_BY_SA = "CC-BY-SA-4.0", _("Creative Commons Attribution – Partage dans les mêmes conditions 4.0")
    CC_BY = "CC-BY-4.0", _("Creative Commons Attribution 4.0")
    CC0 = "CC0-1.0", _("Creative Commons Zéro 1.0 (domaine public)")
    ETALAB = "etalab-2.0", _("Licence Ouverte 2.0 (Etalab)")
    RESERVED = "reserved", _("Tous droits réservés")


LICENCE_ADDRESSES = {
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/deed.fr",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/deed.fr",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/deed.fr",
    Licence.ETALAB: "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
    Licence.RESERVED: "",
}


class Visibility(TextChoices):
    """Who may read what came out of a workshop."""

    PRIVATE = "private", _("l’équipe d’animation")
    PARTICIPANTS = "participants", _("les personnes qui ont participé")
    PUBLIC = "public", _("tout le monde")
