"""The cards of a question as they were printed, and the strips of its headings."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards import proposals
from essaim.boards.domain.announcing import locked
from essaim.boards.enums import NoteState
from essaim.boards.models import Board, Note, Theme
from essaim.boards.queries import Picture, grouped
from essaim.kit.refusal import Refused
from essaim.people.models import Person
from essaim.workshops.access import check_may_facilitate
from essaim.workshops.models import Printout, Question
from essaim.workshops.paper.moves import letter_at

BLANKS = 4  # strips without title: a table of eight seldom makes more new headings
MOST_PRINTOUTS = 99  # their number has two digits on paper
AGAIN = 1000  # a heading made and taken back as often was not made by hands


@dataclass(frozen=True)
class Strip:
    """A heading to cut out: its letter, and its theme; a blank one has none until somebody types its title."""

    letter: str
    key: uuid.UUID
    theme: Theme | None
    is_blank: bool

    @property
    def is_gone(self) -> bool:
        """The heading that was printed is on the board no more."""
        return not self.is_blank and (self.theme is None or self.theme.is_removed)

    @property
    def title(self) -> str:
        return self.theme.title if self.theme else ""


def print_cards(*, question: Question, with_sorted: bool, by: Person, now: datetime) -> Printout:
    """These cards are printed as they are now: what is typed of them later is compared with that."""
    check_may_facilitate(by, question.workshop)
    # Read before the notes, and outside the lock: nobody who writes waits for the machine to think.
    revision = Board.objects.values_list("revision", flat=True).get(pk=question.board_id)
    picture = grouped(question.board)
    headings = [[letter_at(place), str(group.theme.key)] for place, group in enumerate(picture.themes)]
    cards = cards_of(picture, {key: letter for letter, key in headings}, with_sorted=with_sorted)
    if not cards:
        raise Refused(_("Aucune note n’attend d’être rangée : il n’y a pas de carte à imprimer."), code="no-card")
    with transaction.atomic():
        locked(question.board)
        number = 1 + (question.printouts.order_by("-number").values_list("number", flat=True).first() or 0)
        if number > MOST_PRINTOUTS:
            raise Refused(_("Cette question a déjà %(most)s tirages : réimprimez l’un d’eux.") % {"most": number - 1})
        return Printout.objects.create(
            question=question, number=number, revision=revision, headings=headings, cards=cards, at=now, by=by
        )


def cards_of(picture: Picture, letters: dict[str, str], *, with_sorted: bool) -> list[list[object]]:
    """A card for each note that waits, with the machine's first heading; where asked, for those under a heading too."""
    offers = proposals.offers_of(picture).offers if picture.themes else []
    first = {offer.row.note.number: letters[str(offer.themes[0].key)] for offer in offers if offer.themes}
    cards: list[list[object]] = [[row.note.number, first.get(row.note.number, ""), True] for row in picture.unsorted]
    if with_sorted:
        cards += [
            [row.note.number, letters[str(group.theme.key)], False] for group in picture.themes for row in group.rows
        ]
    return sorted(cards, key=lambda card: int(str(card[0])))


def strips_of(printout: Printout) -> dict[str, Strip]:
    """The strips by their letter, with the themes as they are now."""
    made = {theme.key: theme for theme in Theme.objects.filter(board=printout.question.board_id)}
    strips = {}
    for letter, name in printout.headings:
        key = uuid.UUID(name)
        strips[letter] = Strip(letter, key, made.get(key), is_blank=False)
    for place in range(len(strips), len(strips) + BLANKS):
        key = key_of_blank(printout, letter_at(place), made)
        strips[letter_at(place)] = Strip(letter_at(place), key, made.get(key), is_blank=True)
    return strips


def key_of_blank(printout: Printout, letter: str, made: dict[uuid.UUID, Theme]) -> uuid.UUID:
    """Typed twice, a strip is one theme; taken back and typed again, it is another."""
    keys = (uuid.uuid5(printout.key, f"{letter}/{attempt}") for attempt in range(AGAIN))
    return next(key for key in keys if key not in made or not made[key].is_removed)


def notes_printed(printout: Printout) -> dict[int, Note]:
    """The notes of the cards, by number, as they are now; those taken back are not among them."""
    numbers = [number for number, _letter, _waits in printout.cards]
    notes = Note.objects.filter(board=printout.question.board_id, number__in=numbers)
    kept = notes.exclude(state=NoteState.WITHDRAWN).select_related("theme", "merged_into", "about")
    return {note.number: note for note in kept}


def printouts_of(question: Question) -> Sequence[Printout]:
    """The last printed first."""
    return list(question.printouts.select_related("by").order_by("-number"))
