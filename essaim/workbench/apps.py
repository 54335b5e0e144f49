from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "essaim.workbench"
    verbose_name = "établi"
