from essaim.territories.queries.containment import (
    communes_of,
    containers_of,
    contents_of,
    current_territories,
    overlap,
    territories_coded,
    territories_in_order,
)
from essaim.territories.queries.naming import territories_named
from essaim.territories.queries.search import search_territories, unknown_names

__all__ = [
    "communes_of",
    "containers_of",
    "contents_of",
    "current_territories",
    "overlap",
    "search_territories",
    "territories_coded",
    "territories_in_order",
    "territories_named",
    "unknown_names",
]
