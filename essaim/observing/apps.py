from django.apps import AppConfig


class ObservingConfig(AppConfig):
    name = "essaim.observing"
    verbose_name = "supervision"
