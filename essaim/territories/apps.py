"""Where: the territories of France, and the organisations that act there."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoriesConfig(AppConfig):
    name = "essaim.territories"
    verbose_name = _("Territoires")
