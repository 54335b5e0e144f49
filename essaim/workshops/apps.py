from django.apps import AppConfig
from django.utils.translation import gettext, ngettext

from essaim.workshops.rotation.speaking import speak_with


class WorkshopsConfig(AppConfig):
    name = "essaim.workshops"
    verbose_name = "ateliers"

    def ready(self) -> None:
        """The planner, which may not know Django, says its sentences in the language of each request."""
        speak_with(gettext, ngettext)
