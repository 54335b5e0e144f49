from essaim.commons.models.catalogue import Catalogue
from essaim.commons.models.common import Common, OldName, Origin, Revision
from essaim.commons.models.facet import Facet
from essaim.commons.models.lineage import ChangeNote, Derivation
from essaim.commons.models.term import Term
from essaim.commons.models.writing import Draft, Review, Writer

__all__ = [
    "Catalogue",
    "ChangeNote",
    "Common",
    "Derivation",
    "Draft",
    "Facet",
    "OldName",
    "Origin",
    "Review",
    "Revision",
    "Term",
    "Writer",
]
