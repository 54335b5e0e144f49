"""The catalogue: commons that territories share, find and adapt."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommonsConfig(AppConfig):
    name = "essaim.commons"
    verbose_name = _("Communs")
