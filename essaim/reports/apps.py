from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "essaim.reports"
    verbose_name = "comptes rendus"
