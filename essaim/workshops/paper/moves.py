"""What somebody types of the cards that people moved: "A : 3 8 12", "E = De l’ombre", "aucun : 14", "- 7"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

NONE, WAITS = "0", "-"  # no heading fits; back among those to sort
LINES = 300  # more is a file, not what a table moved
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # neither I nor O, which hands write like 1 and 0
ARROWS = re.compile(r"->|=>|[→:=,;./()]|\bn°|#", re.IGNORECASE)
DASHES = re.compile(r"^\s*[-–—−]|(?<=\s)[-–—−]\s*$")  # noqa: RUF001 - as keyboards write them
HEADING = re.compile(r"\s*([A-Za-z]{1,2})\s*=\s*(.*\S)\s*")
QUOTED = re.compile(r"[«\"“]\s*(.*?)\s*[»\"”]")
SEVERAL_NUMBERS = re.compile(r"\d+[\s,;.]+\d+")
FILLERS = {"et", "and", "und", "note", "notes", "carte", "cartes", "card", "cards"}
NONES = {"0", "aucun", "aucune", "none", "rien"}


@dataclass(frozen=True)
class Move:
    line: int
    number: int
    to: str


@dataclass(frozen=True)
class Heading:
    line: int
    letter: str
    title: str


@dataclass(frozen=True)
class Puzzle:
    """A line that cannot be followed, and what to do about it; line 0 is the whole."""

    line: int
    typed: str
    what: str


@dataclass
class Said:
    """What was typed, line after line."""

    moves: list[Move] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    puzzles: list[Puzzle] = field(default_factory=list)


def letter_at(place: int) -> str:
    """The name of a strip: A, B… Z, AA, AB…"""
    before, here = divmod(place, len(LETTERS))
    return (letter_at(before - 1) if before else "") + LETTERS[here]


def lines_said(text: str) -> Said:
    """Everything that can be followed, and a puzzle for each line that cannot."""
    said = Said()
    lines = text.replace("\r", "").split("\n")
    for line, typed in enumerate(lines[:LINES], start=1):
        if typed.strip():
            take(said, line, typed)
    if len(lines) > LINES:
        said.puzzles.append(Puzzle(0, "", _("Tapez au plus %(most)s lignes à la fois.") % {"most": LINES}))
    said.puzzles += contradictions(said)
    return said


def take(said: Said, line: int, typed: str) -> None:
    found = HEADING.fullmatch(typed)
    if found and not only_numbers(found[2]):
        quoted = QUOTED.fullmatch(found[2])
        if quoted or not SEVERAL_NUMBERS.match(found[2]):
            title = quoted[1] if quoted else found[2]
            said.headings.append(Heading(line, found[1].upper(), title))
        else:
            what = _("Si c’est un titre, mettez-le entre guillemets ; sinon, corrigez le numéro mal tapé.")
            said.puzzles.append(Puzzle(line, typed, what))
        return
    try:
        said.moves += [Move(line, number, to) for to, numbers in [moved(typed)] for number in numbers]
    except ValueError as why:
        said.puzzles.append(Puzzle(line, typed, str(why)))


def only_numbers(rest: str) -> bool:
    return all(word.isdigit() or word.lower() in FILLERS for word in ARROWS.sub(" ", rest).split())


def moved(typed: str) -> tuple[str, list[int]]:
    """Where the cards of a line go, and their numbers; a `ValueError` says what to correct."""
    words = ARROWS.sub(" ", DASHES.sub(f" {WAITS} ", typed)).split()
    if words and (glued := re.fullmatch(r"([A-Za-z]{1,2})(\d+)", words[0])):
        words[:1] = glued.groups()
    words = [word for word in words if word.lower() not in FILLERS]
    targets = [target for word in words if (target := target_of(word))]
    numbers = [int(word) for word in words if is_number(word)]
    strange = [word for word in words if not is_number(word) and not target_of(word)]
    if strange:
        raise ValueError(
            _("« %(word)s » n’est ni un numéro ni une lettre de bande. On écrit « A : 3 8 12 », ou « E = Un titre ».")
            % {"word": strange[0][:40]}
        )
    if not numbers:
        raise ValueError(_("Ajoutez les numéros des cartes, ou un titre : « A : 3 8 » ou « E = De l’ombre »."))
    if not targets:
        raise ValueError(_("Dites où vont ces cartes : la lettre d’une bande, « aucun », ou un tiret au début."))
    if len(targets) > 1 or target_of(words[0]) is None and target_of(words[-1]) is None:
        raise ValueError(_("Une seule bande par ligne, au début : « A : 3 8 », puis « B : 12 » à la ligne."))
    return targets[0], list(dict.fromkeys(numbers))


def is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and word.strip("0") != "" and len(word) < 7


def target_of(word: str) -> str | None:
    if word == WAITS:
        return WAITS
    if word.lower() in NONES:
        return NONE
    return word.upper() if re.fullmatch(r"[A-Za-z]{1,2}", word) else None


def contradictions(said: Said) -> Iterator[Puzzle]:
    """A card at two places, a strip with two titles: nobody can tell which one is meant."""
    first: dict[int, Move] = {}
    for move in said.moves:
        earlier = first.setdefault(move.number, move)
        if earlier.to != move.to:
            what = _("La carte %(number)s est aussi à la ligne %(line)s, ailleurs. Gardez une seule des deux.")
            yield Puzzle(move.line, str(move.number), what % {"number": move.number, "line": earlier.line})
    titles: dict[str, Heading] = {}
    for heading in said.headings:
        named = titles.setdefault(heading.letter, heading)
        if named.title != heading.title:
            what = _("La bande %(letter)s a déjà un autre titre à la ligne %(line)s. Gardez un seul des deux.")
            yield Puzzle(heading.line, heading.title, what % {"letter": heading.letter, "line": named.line})
