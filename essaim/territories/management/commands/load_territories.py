"""`load_territories`: the official territories of the vintage in the wheel are in the database."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from essaim.territories.domain.loading import load_territories


class Command(BaseCommand):
    help = "Charge les communes, EPCI, EPT, départements et régions livrés avec Essaim."

    def handle(self, *args, **options):
        report = load_territories(now=timezone.now())
        if not options["verbosity"]:
            return
        counts = ", ".join(f"{kind} : {count}" for kind, count in report.counts.items())
        if report.was_loaded:
            self.stdout.write(f"Territoires {report.version} : déjà à jour ({counts}).")
            return
        self.stdout.write(
            f"Territoires {report.version} : {report.added} ajoutés, {report.changed} modifiés, "
            f"{report.removed} retirés ({counts})."
        )
