from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "essaim.boards"
    verbose_name = "panneaux"
