"""The abbreviations of the trade that this instance knows, besides those that come with Essaim."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from essaim.boards.models import Abbreviations
from essaim.kit.refusal import NotForYou, Refused
from essaim.people.models import Person

MOST = 500  # lines: more than any trade has
SHORT_LENGTH, WORDS_LENGTH = 30, 200

Pairs = tuple[tuple[str, str], ...]  # short, words


@dataclass(frozen=True)
class Puzzle:
    """A line that says no abbreviation, and what to do about it."""

    line: int
    text: str
    what: str


def check_may_abbreviate(person: object) -> None:
    if not (isinstance(person, Person) and person.is_administrator):
        raise NotForYou(_("Seule l’administration de l’instance peut changer le lexique des sigles."))


def read(text: str) -> tuple[Pairs, Sequence[Puzzle]]:
    """One `SIGLE = words` a line; empty lines and those that begin with # say nothing."""
    pairs: dict[str, tuple[str, str]] = {}  # by what makes two of them the same
    puzzles = []
    for number, line in enumerate(text.splitlines(), start=1):
        said = " ".join(line.split())
        if not said or said.startswith("#"):
            continue
        short, _equal, words = (part.strip() for part in said.partition("="))
        if what := wrong_with(short, words, pairs):
            puzzles.append(Puzzle(number, said, what))
        else:
            pairs[short.casefold()] = short, words
    return tuple(pairs.values()), puzzles


def wrong_with(short: str, words: str, known: Collection[str]) -> str:
    if not short or not words:
        return _("Écrivez le sigle, le signe =, puis ce qu’il veut dire.")
    if not short.isalnum():
        return _("Un sigle est d’un seul mot, fait de lettres et de chiffres.")
    if len(short) > SHORT_LENGTH or len(words) > WORDS_LENGTH:
        return _("C’est trop long : %(short)s signes au plus pour le sigle, %(words)s pour ce qu’il veut dire.") % {
            "short": SHORT_LENGTH,
            "words": WORDS_LENGTH,
        }
    if short.casefold() in known:
        return _("Ce sigle est déjà plus haut : gardez une seule ligne.")
    if len(known) >= MOST:
        return _("Le lexique compte au plus %(most)s sigles.") % {"most": MOST}
    return ""


def keep(*, text: str, by: Person, now: datetime) -> int:
    """These are the abbreviations of the instance, all of them or none; gives how many. Unchanged, nothing is kept."""
    check_may_abbreviate(by)
    pairs, puzzles = read(text)
    if puzzles:
        raise Refused(_("Rien n’a été enregistré : corrigez d’abord ces lignes."), code="puzzles", status=422)
    text = "\n".join(line.rstrip() for line in text.splitlines()).strip()
    if text != written():
        Abbreviations.objects.create(text=text, at=now, by=by)
    return len(pairs)


def written() -> str:
    """As administrators wrote them."""
    return Abbreviations.objects.order_by("-pk").values_list("text", flat=True).first() or ""


def pairs_now() -> Pairs:
    return read(written())[0]
