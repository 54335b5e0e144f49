from essaim.commons.models.catalogue import Catalogue
from essaim.commons.models.common import Common, OldName, Origin, Revision
from essaim.commons.models.facet import Facet
from essaim.commons.models.term import Term

__all__ = ["Catalogue", "Common", "Facet", "OldName", "Origin", "Revision", "Term"]
