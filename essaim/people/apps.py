from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "essaim.people"
    verbose_name = "personnes"
