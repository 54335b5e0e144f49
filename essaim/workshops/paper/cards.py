"""The cards of a question, to cut out and move on a table: how to, the list, the strips of the headings, the cards."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from essaim.boards.models import Note
from essaim.boards.queries import grouped
from essaim.workshops.domain.printing_cards import Strip, strips_of
from essaim.workshops.models import Printout
from essaim.workshops.paper.kit import Cover
from essaim.workshops.paper.pages import Page, sliced
from essaim.workshops.paper.printing import LANGUAGE, bound
from essaim.workshops.paper.sheet_id import CARDS, SheetId

STRIPS = 6  # on a page: letters of two centimetres, room to write under each title
CARDS_EACH, WIDE_EACH = 8, 4
TWO_COLUMNS = 46  # more take three, so that the list stays on one page
# How much text is set in which size, so that the card holds it: tried with words that fill a card of each size.
LENGTHS = ((45, "shortest"), (85, "brief"), (140, "usual"), (240, "long"), (360, "wide"))
CAPITAL = 1.5  # a capital is that much wider than the other letters


@dataclass(frozen=True)
class Card:
    number: int
    text: str
    count: int
    strip: Strip | None
    waits: bool

    @property
    def length(self) -> str:
        width = sum(CAPITAL if sign.isupper() else 1 for sign in self.text)
        return next((name for most, name in LENGTHS if width <= most), "widest")

    @property
    def is_wide(self) -> bool:
        return self.length.startswith("wide")


def sheet_of(printout: Printout) -> SheetId:
    question = printout.question
    return SheetId(question.workshop.code, CARDS, question.number, 0, printout.number)


def cards_on(printout: Printout, strips: dict[str, Strip]) -> list[Card]:
    """With the words and counts of today; a note taken back since is on no card, one merged since is with its head."""
    picture = grouped(printout.question.board)
    rows = [*picture.unsorted, *(row for group in picture.themes for row in group.rows)]
    counts = {row.note.number: row.count for row in rows}
    notes: dict[int, Note] = {row.note.number: row.note for row in rows}
    return [
        Card(number, notes[number].text, counts[number], strips.get(letter), waits)
        for number, letter, waits in printout.cards
        if number in notes
    ]


def pages_of_cards(printout: Printout) -> list[Page]:
    strips = strips_of(printout)
    cards = cards_on(printout, strips)
    sheet, question = sheet_of(printout), printout.question
    says = {"question": question, "printout": printout, "strips": list(strips.values())}
    narrow, wide = ([card for card in cards if card.is_wide == is_wide] for is_wide in (False, True))
    return [
        Page(
            "card_list",
            sheet,
            {**says, "cards": cards, "columns": 2 if len(cards) <= TWO_COLUMNS else 3},
            flows=True,
            typed_back=True,
        ),
        *(Page("strips", sheet, {"strips": some}) for some in sliced(list(strips.values()), STRIPS)),
        *(Page("cards", sheet, {"cards": some}) for some in sliced(narrow, CARDS_EACH) + sliced(wide, WIDE_EACH)),
    ]


def printed_cards(printout: Printout, *, retype_address: str) -> bytes:
    """The whole printout as a PDF/UA-1 file; printed again, it has the same numbers and letters."""
    workshop = printout.question.workshop
    cover = Cover(workshop.title, workshop.programme.title, retype_address)
    with override(LANGUAGE):
        return bound(pages_of_cards(printout), cover, _("Cartes à ranger"))
