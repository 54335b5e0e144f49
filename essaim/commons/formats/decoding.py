"""The bytes of a file become text, or what its JSON says; refused with a sentence where they are neither."""

import json
from typing import Any

from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused

MOST_BYTES = 50 * 2**20  # read whole: five or six times as much in memory
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def check_size(size: int) -> None:
    """Refuses what is too large to be held whole, before or after it is read."""
    if size > MOST_BYTES:
        raise Refused(_("Ce fichier dépasse 50 Mo. Exportez-le en plusieurs parties."), code="too-large", status=413)


def decoded(content: bytes) -> str:
    """The text, whichever usual program saved it."""
    check_size(len(content))
    for encoding in ("utf-16",) if content.startswith(UTF_16) else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise unreadable(_("Ce fichier n’est pas un texte lisible. Enregistrez-le en UTF-8, ou exportez-le à nouveau."))


def read_json(content: bytes) -> Any:
    """What the JSON says."""
    text = decoded(content)
    try:
        return json.loads(text)
    except RecursionError as deep:
        raise unreadable(_("Ce JSON a trop de niveaux emboîtés : il n’a pas été lu.")) from deep
    except json.JSONDecodeError as wrong:
        if text.lstrip()[:1] == "<":
            sentence = _(
                "Ce fichier est une page web, pas du JSON. Enregistrez la réponse elle-même, avec format=json."
            )
            raise unreadable(sentence) from wrong
        sentence = _("Ce fichier n’est pas du JSON : il cesse d’en être à la ligne %(line)s. Exportez-le à nouveau.")
        raise unreadable(sentence % {"line": wrong.lineno}) from wrong
    except ValueError as wrong:  # a number of thousands of figures
        raise unreadable(_("Ce JSON contient un nombre trop long pour être lu.")) from wrong


def unreadable(sentence: str) -> Refused:
    return Refused(sentence, code="unreadable", status=422)
