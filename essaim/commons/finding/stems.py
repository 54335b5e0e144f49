"""The words of a common and those of a search, under the form in which they are compared."""

from essaim.commons.formats.sheet import FIELDS, Kind, Sheet
from essaim.synthesis.words import SMALL, without_accents, words_of
from essaim.synthesis.words import stems_of as french_stems

SAYING_NOTHING = frozenset(without_accents(word) for word in SMALL["fr"])
# Snowball has no rule for plurals in -os and the like without their accents, as telephones write them.
SAME = {"velos": "velo", "metros": "metro", "videos": "video", "depots": "depot"}


def stems_of(text: str) -> list[str]:
    """The stems of the words that say something, each once: accents, capitals and endings aside, in French."""
    words = [without_accents(word) for word in words_of(text)]
    telling = [SAME.get(word, word) for word in words if word not in SAYING_NOTHING] or words
    return list(dict.fromkeys(french_stems(telling, "fr")))


def text_of(sheet: Sheet) -> str:
    """Everything that a sheet says in words."""
    said: list[str] = []
    for field in FIELDS:
        value = sheet.get(field.name)
        match value:
            case str() if field.kind in {Kind.LINE, Kind.PROSE}:
                said.append(value)
            case list():
                said += [one if isinstance(one, str) else " ".join(map(str, one.values())) for one in value]
    return "\n".join(said)


def indexed(text: str) -> str:
    """The stems of a text, each between two spaces, so that `ecol` is not found in `ecolog`."""
    return f" {' '.join(stems_of(text))} "
