"""A report read from JSON that somebody brings: whole, exact, or refused with the place of the fault."""

import base64
import binascii
import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.reports.consistency import faults
from essaim.reports.source import ReportSource

FORMAT, VERSION = "essaim/report", 1
DEEPEST_MERGE = 20  # a chain of merges longer than this was not made by people


def from_json(text: str | bytes) -> ReportSource:
    """The report that `to_json` wrote; `Refused` says what is wrong and where."""
    document = _loaded(text)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _refused(_("Ce fichier n’est pas un compte rendu d’Essaim. Choisissez un export JSON de compte rendu."))
    if document.get("version") != VERSION or set(document) != {"format", "version", "report"}:
        raise _refused(
            _("Ce compte rendu vient d’une autre version d’Essaim (attendu : version %(n)s du format).")
            % {"n": VERSION}
        )
    source = _read(ReportSource, document["report"], _("compte rendu"), 0)
    if found := faults(source):
        raise _refused(found[0])
    return source


def _loaded(text: str | bytes) -> Any:
    try:
        text = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        text.encode()
        return json.loads(text, object_pairs_hook=_once, parse_constant=_not_a_number)
    except (ValueError, RecursionError) as error:
        place = getattr(error, "lineno", None)
        sentence = (
            _("Ce fichier n’est pas du JSON lisible (ligne %(line)s).") % {"line": place}
            if place
            else _("Ce fichier n’est pas du JSON lisible : vérifiez qu’il est entier et en UTF-8.")
        )
        raise _refused(sentence) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _refused(_("Le champ « %(name)s » est écrit deux fois.") % {"name": twice[:80]})
    return found


def _not_a_number(word: str) -> Any:
    raise _refused(_("« %(word)s » n’est pas un nombre.") % {"word": word})


def _read(kind: Any, value: Any, place: str, depth: int) -> Any:
    """The value as the type wants it, or the place where it is not so."""
    if is_dataclass(kind):
        return _read_part(kind, value, place, depth)
    origin = get_origin(kind)
    if origin is tuple:
        if not isinstance(value, list):
            raise _expected(_("une liste"), place)
        item = get_args(kind)[0]
        return tuple(_read(item, one, f"{place}[{rank}]", depth) for rank, one in enumerate(value))
    if origin is UnionType:
        if value is None:
            return None
        return _read(next(one for one in get_args(kind) if one is not NoneType), value, place, depth)
    if origin is Literal:
        if value not in get_args(kind):
            choices = ", ".join(f"« {choice} »" for choice in get_args(kind))
            raise _expected(_("une valeur parmi %(choices)s") % {"choices": choices}, place)
        return value
    return _read_plain(kind, value, place)


def _read_part(kind: Any, value: Any, place: str, depth: int) -> Any:
    if not isinstance(value, dict):
        raise _expected(_("un objet"), place)
    if depth > DEEPEST_MERGE:
        raise _refused(_("%(place)s : trop d’éléments emboîtés.") % {"place": place[:80]})
    hints = get_type_hints(kind)
    names = {field.name for field in fields(kind)}
    needed = {field.name for field in fields(kind) if field.default is MISSING}
    if unknown := sorted(set(value) - names):
        raise _refused(_("%(place)s : le champ « %(name)s » est inconnu.") % {"place": place, "name": unknown[0][:80]})
    if missing := sorted(needed - set(value)):
        raise _refused(_("%(place)s : le champ « %(name)s » manque.") % {"place": place, "name": missing[0]})
    return kind(**{name: _read(hints[name], value[name], f"{place}.{name}", depth + 1) for name in value})


def _read_plain(kind: Any, value: Any, place: str) -> Any:
    if kind is date:
        return _read_day(value, place)
    if kind is bytes:
        return _read_bytes(value, place)
    if kind is int:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
            raise _expected(_("un nombre entier positif"), place)
        return value
    if not isinstance(value, str):
        raise _expected(_("un texte"), place)
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise _expected(_("un texte Unicode valide"), place)
    return value


def _read_day(value: Any, place: str) -> date:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _expected(_("une date comme 2026-10-14"), place) from None
    if day.isoformat() != value:
        raise _expected(_("une date comme 2026-10-14"), place)
    return day


def _read_bytes(value: Any, place: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise _expected(_("des octets en base64"), place) from None


def _expected(what: str, place: str) -> Refused:
    return _refused(_("%(place)s : on attend ici %(what)s.") % {"place": place, "what": what})


def _refused(sentence: str) -> Refused:
    return Refused(sentence, code="report-json", status=422)
