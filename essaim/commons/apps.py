"""The catalogue: commons that territories share, find and adapt."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CommonsConfig(AppConfig):
    name = "essaim.commons"
    verbose_name = _("Communs")

    def ready(self) -> None:
        from essaim.commons.finding.engines import prepare

        post_migrate.connect(prepare, sender=self)
