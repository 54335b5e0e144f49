"""What people typed, kept as they meant it: composed accents, no invisible control characters."""

import re
import unicodedata

from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused

NOTE_LENGTH = 600  # Klaxoon stops at 500; a spoken idea taken by a scribe is under 90 words

# Direction overrides and zero-width signs can make a text read otherwise than it is stored (CVE-2021-42574).
INVISIBLE = {0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def cleaned(text: str, *, lines: bool = True) -> str:
    """The text in NFC, without control characters, spaces put together; line ends kept where `lines`."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = text if text.isprintable() else "".join(character for character in text if is_kept(character))
    rows = [re.sub(r"[ \t]+", " ", row).strip() for row in kept.split("\n")]
    if not lines:
        return " ".join(row for row in rows if row)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip()


def is_kept(character: str) -> bool:
    if character in "\n\t":
        return True
    return unicodedata.category(character) not in {"Cc", "Cs", "Cn", "Co"} and ord(character) not in INVISIBLE


def said_text(text: str, *, limit: int = NOTE_LENGTH) -> str:
    """What somebody says on a note; refuses with a sentence what nobody could read aloud."""
    text = cleaned(text)
    if not text:
        raise Refused(_("La note est vide. Écrivez quelques mots, puis envoyez."), code="empty", status=422)
    if len(text) > limit:
        raise Refused(
            _("Votre note compte %(length)s caractères ; le maximum est de %(limit)s. Coupez-la en plusieurs notes.")
            % {"length": len(text), "limit": limit},
            code="too-long",
            status=422,
        )
    if not any(character.isalnum() for character in text):
        raise Refused(
            _("Votre note ne contient que des symboles. Ajoutez quelques mots pour qu’on puisse la lire à voix haute."),
            code="no-words",
            status=422,
        )
    return text


def one_line(text: str, limit: int, *, empty: str, too_long: str, code: str = "empty", is_name: bool = False) -> str:
    """What was typed, on one line; refused with these sentences when it is empty, or over `limit` characters.

    A name is also empty without any letter or digit: nobody could find it again.
    """
    line = cleaned(text, lines=False)
    if not line or (is_name and not any(character.isalnum() for character in line)):
        raise Refused(empty, code=code, status=422)
    if len(line) > limit:
        raise Refused(too_long % {"limit": limit}, code="too-long", status=422)
    return line
