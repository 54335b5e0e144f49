from essaim.territories.queries.containment import (
    communes_of,
    containers_of,
    contents_of,
    current_territories,
)
from essaim.territories.queries.search import search_territories

__all__ = ["communes_of", "containers_of", "contents_of", "current_territories", "search_territories"]
