from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NoteState(TextChoices):
    KEPT = "kept", _("retenue")
    SET_ASIDE = "set-aside", _("écartée")
    HANDED = "handed", _("remise après la cloche")
    WITHDRAWN = "withdrawn", _("retirée par son auteur ou son autrice")


class Stance(TextChoices):
    """How a note relates to the relay that opened its sequence."""

    NEW = "new", _("idée nouvelle")
    ENRICHES = "enriches", _("enrichit")
    NUANCES = "nuances", _("nuance")
    OPPOSES = "opposes", _("s’oppose")


class Source(TextChoices):
    """The hand that wrote the note down."""

    PHONE = "phone", _("téléphone")
    SCRIBE = "scribe", _("prise de notes")
    PAPER = "paper", _("papier")
    IMPORT = "import", _("import")


class ReadingState(TextChoices):
    """How far the machine has got with a large board."""

    WAITING = "waiting", _("en attente")
    WORKING = "working", _("en cours")
    DONE = "done", _("terminée")
    STOPPED = "stopped", _("arrêtée")
    FAILED = "failed", _("échouée")


class Channel(TextChoices):
    """How dots were given; the three are added up and shown apart."""

    PHONE = "phone", _("téléphones")
    HANDS = "hands", _("mains levées")
    PAPER = "paper", _("gommettes")


class Kind(TextChoices):
    """What an event of the log carries: always the whole public state of the thing, to put in place of the former."""

    NOTE = "note", _("note")
    THEME = "theme", _("thème")
    RELAY = "relay", _("passage de témoin")
    IDEA = "idea", _("idée forte")
    DOTS = "dots", _("gommettes")
    MOMENT = "moment", _("moment")
