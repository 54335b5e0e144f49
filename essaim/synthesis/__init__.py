"""The engine that helps people read what was said: notes in, draft out. Pure: no Django, clock, chance or network.

`draft(notes, options, encoder)` proposes; people decide. The same notes give the same draft, byte for byte, on any
number of threads (decision 0011).
"""

from essaim.synthesis.drafting import draft
from essaim.synthesis.encoders import Encoder, named
from essaim.synthesis.values import Draft, Note, Options, Outside, Theme, Why

__all__ = ["Draft", "Encoder", "Note", "Options", "Outside", "Theme", "Why", "draft", "named"]
