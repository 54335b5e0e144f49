from essaim.workshops.models.room import Facilitator, Question, Table
from essaim.workshops.models.saved_format import SavedFormat
from essaim.workshops.models.seat import Rapporteur, Seat, Turn
from essaim.workshops.models.sequence import Sequence
from essaim.workshops.models.workshop import Workshop

__all__ = ["Facilitator", "Question", "Rapporteur", "SavedFormat", "Seat", "Sequence", "Table", "Turn", "Workshop"]
