from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "essaim.reports"
    verbose_name = "comptes rendus"

    def ready(self) -> None:
        """What is erased below leaves the published reports."""
        from essaim.boards.models import Note, Photo
        from essaim.kit.forgetting import keeps
        from essaim.reports.domain import forgetting
        from essaim.workshops.models import Seat

        keeps(Note, forgetting.forget_note, of_many=forgetting.forget_notes)
        keeps(Photo, forgetting.forget_photo)
        keeps(Seat, forgetting.forget_seat)
