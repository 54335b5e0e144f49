from essaim.boards.models.board import Board
from essaim.boards.models.event import Event
from essaim.boards.models.idea import Dots, Idea
from essaim.boards.models.note import Note, Theme
from essaim.boards.models.photo import Photo
from essaim.boards.models.relay import Relay

__all__ = ["Board", "Dots", "Event", "Idea", "Note", "Photo", "Relay", "Theme"]
