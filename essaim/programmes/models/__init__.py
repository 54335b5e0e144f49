from essaim.programmes.models.gathering import Gathering, Season
from essaim.programmes.models.perimeter import Perimeter
from essaim.programmes.models.programme import Organiser, Programme

__all__ = ["Gathering", "Organiser", "Perimeter", "Programme", "Season"]
