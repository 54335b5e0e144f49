"""What cannot be followed in what somebody typed of the cards, each with what to do about it."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from essaim.boards.domain import deciding
from essaim.boards.enums import NoteState
from essaim.boards.models import Note, Theme
from essaim.kit.refusal import Refused
from essaim.workshops.domain.printing_cards import Strip
from essaim.workshops.models import Printout
from essaim.workshops.paper.moves import NONE, WAITS, Heading, Move, Puzzle, Said


def puzzles_of(printout: Printout, strips: Mapping[str, Strip], notes: Mapping[int, Note], said: Said) -> list[Puzzle]:
    """In the order of the lines: what was not understood, then what names nothing that was printed."""
    titles = {
        theme.title.casefold(): theme.key
        for theme in Theme.objects.filter(board=printout.question.board_id, is_removed=False)
    }
    titled = {heading.letter for heading in said.headings}
    printed = {number for number, _letter, _waits in printout.cards}
    puzzles = list(said.puzzles)
    for heading in said.headings:
        if what := wrong_with_heading(heading, strips, titles, said):
            puzzles.append(Puzzle(heading.line, f"{heading.letter} = {heading.title}", what))
    for move in said.moves:
        what = wrong_with_strip(move, strips, titled) or wrong_with_card(move.number, printed, notes)
        if what:
            puzzles.append(Puzzle(move.line, str(move.number), what))
    return sorted(once(puzzles), key=lambda puzzle: puzzle.line)


def once(puzzles: list[Puzzle]) -> Iterator[Puzzle]:
    """A letter that was not printed is said once for its line, not once for each card."""
    told = set()
    for puzzle in puzzles:
        if (puzzle.line, puzzle.what) not in told:
            told.add((puzzle.line, puzzle.what))
            yield puzzle


def wrong_with_heading(heading: Heading, strips: Mapping[str, Strip], titles: Mapping[str, object], said: Said) -> str:
    strip = strips.get(heading.letter)
    if strip is None or strip.is_gone:
        return wrong_letter(heading.letter, strips)
    try:
        words = deciding.titled(heading.title).casefold()
    except Refused as refusal:
        return str(refusal)
    same = [each.letter for each in said.headings if each.title.casefold() == words and each.letter != heading.letter]
    if same or titles.get(words, strip.key) != strip.key:
        return _(
            "Ce titre est déjà celui d’une autre bande ou d’un thème du panneau : rangez les cartes sous celui-là."
        )
    return ""


def wrong_with_strip(move: Move, strips: Mapping[str, Strip], titled: set[str]) -> str:
    if move.to in (NONE, WAITS):
        return ""
    strip = strips.get(move.to)
    if strip is None or strip.is_gone:
        return wrong_letter(move.to, strips)
    if strip.theme is None and strip.letter not in titled:
        return _("La bande %(letter)s est vierge : ajoutez une ligne « %(letter)s = son titre ».") % {"letter": move.to}
    return ""


def wrong_letter(letter: str, strips: Mapping[str, Strip]) -> str:
    if letter in strips:
        return _(
            "Le titre de la bande %(letter)s a été retiré du panneau depuis l’impression : donnez un titre à une bande "
            "vierge, et rangez-y ces cartes."
        ) % {"letter": letter}
    return _("Ce tirage n’a pas de bande %(letter)s : ses bandes vont de %(first)s à %(last)s.") % {
        "letter": letter,
        "first": next(iter(strips)),
        "last": list(strips)[-1],
    }


def wrong_with_card(number: int, printed: set[int], notes: Mapping[int, Note]) -> str:
    if number not in printed:
        return _("La carte %(number)s n’est pas de ce tirage : relisez son numéro, ou ôtez-le.") % {"number": number}
    note = notes.get(number)
    if note is None:
        return _("La note %(number)s a été reprise par qui l’a écrite : ôtez son numéro.") % {"number": number}
    if note.merged_into:
        return _("La note %(number)s est maintenant réunie avec la %(head)s : ôtez-la, ou tapez la %(head)s.") % {
            "number": number,
            "head": note.merged_into.number,
        }
    if note.state != NoteState.KEPT:
        return _("La note %(number)s est mise de côté : reprenez-la d’abord au pupitre, ou ôtez son numéro.") % {
            "number": number
        }
    return ""
