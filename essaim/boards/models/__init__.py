from essaim.boards.models.abbreviations import Abbreviations
from essaim.boards.models.board import Board
from essaim.boards.models.event import Event
from essaim.boards.models.idea import Dots, Idea
from essaim.boards.models.note import PARTS_GONE, Note, Theme
from essaim.boards.models.photo import Photo
from essaim.boards.models.proposal import Proposal
from essaim.boards.models.reading import Reading
from essaim.boards.models.relay import Relay

__all__ = [
    "PARTS_GONE",
    "Abbreviations",
    "Board",
    "Dots",
    "Event",
    "Idea",
    "Note",
    "Photo",
    "Proposal",
    "Reading",
    "Relay",
    "Theme",
]
