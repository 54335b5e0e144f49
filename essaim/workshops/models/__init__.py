from essaim.workshops.models.grouping import Grouping
from essaim.workshops.models.note_import import NoteImport, NoteImportPart
from essaim.workshops.models.printout import Printout
from essaim.workshops.models.room import Facilitator, Question, Table
from essaim.workshops.models.saved_format import SavedFormat
from essaim.workshops.models.seat import Rapporteur, Seat, Turn
from essaim.workshops.models.sequence import Sequence
from essaim.workshops.models.workshop import Workshop

__all__ = [
    "Facilitator",
    "Grouping",
    "NoteImport",
    "NoteImportPart",
    "Printout",
    "Question",
    "Rapporteur",
    "SavedFormat",
    "Seat",
    "Sequence",
    "Table",
    "Turn",
    "Workshop",
]
