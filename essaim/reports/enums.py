from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportState(TextChoices):
    LIVE = "live", _("en direct")
    DRAFT = "draft", _("brouillon")
    AMENDABLE = "amendable", _("ouvert aux amendements")
    FINAL = "final", _("définitif")


class AmendmentState(TextChoices):
    PROPOSED = "proposed", _("proposé")
    ACCEPTED = "accepted", _("accepté")
    DECLINED = "declined", _("non retenu")
