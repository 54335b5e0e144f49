from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "essaim.workshops"
    verbose_name = "ateliers"
