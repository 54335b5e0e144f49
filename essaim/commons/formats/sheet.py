"""The sheet of a common: its fields, their types, and the one way in which they are written down.

A sheet is plain JSON: the same value is stored, compared between revisions, exported and imported, so that nothing
can be in one and not in the other. Fields without a value are not there.
"""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from essaim.commons.enums import Scheme

Sheet = dict[str, Any]

TITLE_LENGTH = 200
SUMMARY_LENGTH = 300


class Kind(StrEnum):
    """The type of a field; in brackets, what the sheet holds for it."""

    LINE = "line"  # words on one line
    PROSE = "prose"  # Markdown
    ADDRESS = "address"  # an http(s) address
    TERM = "term"  # the key of one term
    TERMS = "terms"  # keys of terms, in the order of their list
    TAGS = "tags"  # words
    LICENCE = "licence"  # an SPDX identifier
    ORGANISATIONS = "organisations"  # [{"name", "role"}]
    PEOPLE = "people"  # [{"name", "role"?}]
    PLACES = "places"  # [{"kind", "code"}] of territories
    POINT = "point"  # {"latitude", "longitude"}: degrees, as strings, so that no digit is lost
    FILES = "files"  # [{"address", "label"?, "licence"?, "size"?, "sha256"?}]
    KEPT = "kept"  # [{"name", "text"}]: what was read elsewhere and has no field here


@dataclass(frozen=True, slots=True)
class SheetField:
    """A field that a common may have."""

    name: str
    label: str | Promise
    kind: Kind
    scheme: Scheme | None = None
    longest: int = 0  # characters; 0 has no limit of its own


FIELDS = (
    SheetField("title", _("Titre"), Kind.LINE, longest=TITLE_LENGTH),
    SheetField("summary", _("En une phrase"), Kind.LINE, longest=SUMMARY_LENGTH),
    SheetField("description", _("Description"), Kind.PROSE),
    SheetField("kinds", _("Catégories"), Kind.TERMS, Scheme.KIND),
    SheetField("themes", _("Thèmes"), Kind.TERMS, Scheme.THEME),
    SheetField("challenges", _("Défis auxquels il répond"), Kind.TERMS, Scheme.CHALLENGE),
    SheetField("audiences", _("Publics"), Kind.TERMS, Scheme.AUDIENCE),
    SheetField("tags", _("Mots-clés"), Kind.TAGS),
    SheetField("maturity", _("Niveau de développement"), Kind.TERM, Scheme.MATURITY),
    SheetField("licence", _("Licence"), Kind.LICENCE),
    SheetField("licence_words", _("Licence, telle qu’elle était écrite"), Kind.LINE),
    SheetField("files", _("Fichiers"), Kind.FILES),
    SheetField("places", _("Territoires"), Kind.PLACES),
    SheetField("point", _("Lieu"), Kind.POINT),
    SheetField("organisations", _("Organisations"), Kind.ORGANISATIONS),
    SheetField("referent", _("Référente ou référent"), Kind.PEOPLE),
    SheetField("contributors", _("Contributrices et contributeurs"), Kind.PEOPLE),
    SheetField("needs", _("Richesses recherchées"), Kind.TERMS, Scheme.NEED),
    SheetField("skills", _("Compétences recherchées"), Kind.TERMS, Scheme.THEME),
    SheetField("community", _("Communauté d’intérêt"), Kind.PROSE),
    SheetField("complement", _("Complément"), Kind.PROSE),
    SheetField("discussion", _("Où en parler"), Kind.ADDRESS),
    SheetField("kept", _("Gardé tel quel"), Kind.KEPT),
)
BY_NAME = {field.name: field for field in FIELDS}


def written(sheet: Sheet) -> str:
    """The sheet as one text, always the same for the same sheet."""
    return json.dumps(sheet, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(sheet: Sheet) -> str:
    """What tells two sheets apart: 64 hexadecimal digits (SHA-256)."""
    return hashlib.sha256(written(sheet).encode()).hexdigest()


def without_blanks(sheet: Sheet) -> Sheet:
    """The same sheet in the order of its fields, without those that say nothing."""
    return {field.name: sheet[field.name] for field in FIELDS if sheet.get(field.name)}
