from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "essaim.care"
    verbose_name = "entretien"

    def ready(self) -> None:
        """What is erased is written in the journal that a restored backup reads."""
        from essaim.boards.models import Note, Photo
        from essaim.care import journal
        from essaim.kit.forgetting import keeps
        from essaim.reports.models import Recipient
        from essaim.workshops.models import Seat

        keeps(Note, journal.note_forgotten, of_many=journal.notes_forgotten)
        keeps(Photo, journal.photo_forgotten)
        keeps(Seat, journal.seat_forgotten)
        keeps(Recipient, journal.recipient_forgotten)
