from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportState(TextChoices):
    LIVE = "live", _("en direct")
    DRAFT = "draft", _("brouillon")
    AMENDABLE = "amendable", _("ouvert aux amendements")
    FINAL = "final", _("définitif")


# Each state and those that may follow. A published report is corrected by reopening it, never under its readers.
NEXT_STATES = {
    ReportState.LIVE: {ReportState.DRAFT},
    ReportState.DRAFT: {ReportState.AMENDABLE, ReportState.FINAL},
    ReportState.AMENDABLE: {ReportState.DRAFT, ReportState.FINAL},
    ReportState.FINAL: {ReportState.DRAFT},
}


class AmendmentState(TextChoices):
    PROPOSED = "proposed", _("proposé")
    ACCEPTED = "accepted", _("retenu")
    DECLINED = "declined", _("non retenu")
