"""What a report must never claim: each fault is a sentence that says where."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from warnings import catch_warnings, simplefilter

from django.utils.translation import gettext as _

from essaim.reports.source import PhotoPart, QuestionPart, ReportSource, ThemePart

TITLE_LENGTH = 400  # the longest strong idea that a workshop accepts
ADDRESS = re.compile(r"(https?://|/(?!/))[^\s\\]*", re.IGNORECASE)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


def faults(source: ReportSource) -> tuple[str, ...]:
    """Nothing when every reference leads somewhere, every note stands once, and every link is a link."""
    found = [*_faults_of_whole(source)]
    for question in source.questions:
        place = _("Question %(n)s") % {"n": question.number}
        found += [f"{place} : {fault}" for fault in _faults_of_question(question)]
    return tuple(found)


def _faults_of_whole(source: ReportSource) -> Iterator[str]:
    if not source.title.strip():
        yield _("Le titre est vide.")
    if len(source.title) > TITLE_LENGTH:
        yield _("Le titre dépasse %(n)s caractères.") % {"n": TITLE_LENGTH}
    if not LANGUAGE.fullmatch(source.language):
        yield _("La langue « %(code)s » n’est pas un code de langue.") % {"code": source.language[:20]}
    for address in (source.address, source.licence.url if source.licence else ""):
        yield from _fault_of_address(address)
    if _twice(question.number for question in source.questions):
        yield _("Deux questions portent le même numéro.")
    keys = [idea.key for question in source.questions for idea in question.strong_ideas]
    if _twice(keys):
        yield _("Deux idées fortes portent le même identifiant.")
    if twice := _twice(note.number for note in source.all_reactions()):
        yield _("la réaction n° %(n)s figure deux fois.") % {"n": twice[0]}
    if lost := {key for part in source.plenary for key in part.ideas} - set(keys):
        yield _("La plénière cite une idée forte absente (« %(key)s »).") % {"key": min(lost)[:80]}


def _faults_of_question(question: QuestionPart) -> Iterator[str]:
    notes = list(question.all_notes())
    numbers = {note.number for note in notes}
    if twice := _twice(note.number for note in notes):
        yield _("la contribution n° %(n)s figure deux fois.") % {"n": twice[0]}
    # 0 is somebody who said it twice: merged, the second note adds nobody.
    if any(note.voices < 0 for note in notes):
        yield _("une contribution doit être dite par au moins une personne.")
    if any(not part.reason.strip() for part in question.set_aside):
        yield _("une contribution est écartée sans motif.")
    yield from _fault_of_address(question.address)
    for photo in question.photos:
        yield from _faults_of_photo(photo)
    themes = {theme.key for theme in question.themes}
    for idea in question.strong_ideas:
        quoted = () if idea.key_quote is None else (idea.key_quote,)
        if lost := {*idea.sources, *quoted} - numbers:
            yield _("une idée forte cite la contribution n° %(n)s, absente.") % {"n": min(lost)}
        if idea.theme and idea.theme not in themes:
            yield _("une idée forte cite un thème absent (« %(key)s »).") % {"key": idea.theme[:80]}
    if _twice(theme.key for theme in question.themes):
        yield _("deux thèmes portent le même identifiant.")
    for theme in question.themes:
        yield from _faults_of_theme(theme)


def _faults_of_theme(theme: ThemePart) -> Iterator[str]:
    if len(theme.title) > TITLE_LENGTH:
        yield _("un titre de thème dépasse %(n)s caractères.") % {"n": TITLE_LENGTH}
    if theme.key_quote is not None and theme.key_quote not in {note.number for note in theme.all_notes()}:
        yield _("un thème met en avant la contribution n° %(n)s, qu’il ne contient pas.") % {"n": theme.key_quote}
    yield from _fault_of_address(theme.address)
    for photo in theme.photos:
        yield from _faults_of_photo(photo)


def _faults_of_photo(photo: PhotoPart) -> Iterator[str]:
    yield from _fault_of_address(photo.address)
    if not photo.alt.strip():
        yield _("une photo n’a pas de description.")
    if photo.data and not _is_picture(photo.data):
        yield _("une photo n’est ni un JPEG ni un PNG lisible.")


def _is_picture(data: bytes) -> bool:
    from PIL import Image, UnidentifiedImageError

    with catch_warnings():
        simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
                image.load()
        except (
            OSError,
            SyntaxError,
            ValueError,
            UnidentifiedImageError,
            Image.DecompressionBombError,
            Image.DecompressionBombWarning,
        ):
            return False
    return True


def _fault_of_address(address: str) -> Iterator[str]:
    if address and not ADDRESS.fullmatch(address):
        yield _("l’adresse « %(address)s » n’est pas une adresse web.") % {"address": address[:80]}


def _twice(values) -> list:
    return sorted(value for value, times in Counter(values).items() if times > 1)
