"""What the machine proposes for a board as it stands. Read, never written: people decide (`domain/deciding.py`)."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from essaim.boards.domain.abbreviating import pairs_now
from essaim.boards.models import Theme
from essaim.boards.queries import Picture, Row
from essaim.synthesis import Draft, Encoder, Note, Options, Why, draft
from essaim.synthesis.encoders import usual
from essaim.synthesis.grouping import usual_number
from essaim.synthesis.memory import remembering
from essaim.synthesis.splitting import parts_of

ENOUGH = 6  # notes: fewer are read at a glance
DRAFTS = 64  # boards that somebody looks at now
MOST_THEMES = 20  # to name in one sitting
READ_AT_ONCE = 1500  # notes: six seconds; a page does not make people wait longer


@dataclass(frozen=True)
class Offer:
    """A note that waits, and the headings it could go under, the likeliest first."""

    row: Row
    themes: list[Theme]
    is_sure: bool


@dataclass(frozen=True)
class Offers:
    """For each note that waits; `apart` have nothing to read in them, `none_fits` are those of which people said it."""

    offers: list[Offer]
    none_fits: list[Row]
    apart: list[Row]
    is_stems_alone: bool

    @property
    def sure(self) -> list[Offer]:
        return [offer for offer in self.offers if offer.is_sure]

    @property
    def unsure(self) -> list[Offer]:
        return [offer for offer in self.offers if not offer.is_sure]


@dataclass(frozen=True)
class Proposed:
    """A theme that people may adopt, with its notes; `quote` is the most central one."""

    heading: str
    quote: str
    rows: list[Row]


@dataclass(frozen=True)
class Themes:
    themes: list[Proposed]
    apart: list[Row]
    is_stems_alone: bool


def offers_of(picture: Picture) -> Offers:
    """Where each note that waits could go, under the headings of this board, which has one at least."""
    themes = {str(group.theme.key): group.theme for group in picture.themes}
    rows = {str(row.note.key): row for row in picture.unsorted}
    placed = [said(row, name) for group, name in zip(picture.themes, themes, strict=True) for row in group.rows]
    waiting = [said(row) for row in picture.unsorted]
    titles = tuple((name, theme.title) for name, theme in themes.items())
    found = drafted((*placed, *waiting), Options(headings=tuple(themes), titles=titles, lexicon=pairs_now()))
    theme_of = {theme.id: themes[theme.name] for theme in found.themes if theme.name}
    offers = [
        Offer(rows[note], [theme_of[one.theme] for one in suggestions], note in found.placed)
        for note, suggestions in found.suggestions.items()
    ]
    none_fits = [row for row in picture.unsorted if row.note.fits_none]
    return Offers(offers, none_fits, without_words(found, rows), found.is_stems_alone)


def themes_for(picture: Picture, number: int) -> Themes:
    """Themes for the notes that wait: so many of them."""
    rows = {str(row.note.key): row for row in picture.unsorted}
    found = drafted(tuple(said(row) for row in picture.unsorted), Options(themes=number, lexicon=pairs_now()))
    themes = [
        Proposed(theme.heading, theme.quote.text if theme.quote else "", [rows[note] for note in theme.notes])
        for theme in found.themes
    ]
    themes.sort(key=lambda theme: -sum(row.count for row in theme.rows))
    return Themes(themes, without_words(found, rows), found.is_stems_alone)


def splits_of(picture: Picture) -> list[tuple[Row, tuple[str, ...]]]:
    """The notes that may say several things, and where each could be cut; those merged with others are left whole."""
    alone = [row for group in picture.themes for row in group.rows if not row.members]
    rows = [row for row in picture.unsorted if not row.members] + alone
    return [(row, parts) for row in rows if (parts := parts_of(row.note.text))]


def near_in(picture: Picture, settled: Collection[str]) -> list[tuple[Row, Row, int]]:
    """Pairs that may say the same with other words, the likeliest first, each with its score out of 100.

    Each note is in one pair at most, and those of `settled` (keys of notes) in none: another pair shows them already.
    """
    rows = {
        str(row.note.key): row for row in (*picture.unsorted, *(row for each in picture.themes for row in each.rows))
    }
    if len(rows) > READ_AT_ONCE:
        return []
    used, pairs = set(settled), []
    for near in drafted(tuple(said(row) for row in rows.values()), Options(lexicon=pairs_now())).near:
        if not used & {near.one, near.other}:
            used |= {near.one, near.other}
            pairs.append((rows[near.one], rows[near.other], round(near.score * 100)))
    return pairs


def usual_number_for(picture: Picture) -> int:
    return usual_number(len(picture.unsorted))


def without_words(found: Draft, rows: dict[str, Row]) -> list[Row]:
    return [rows[outside.note] for outside in found.outside if outside.why == Why.NO_WORDS]


def said(row: Row, theme: str = "") -> Note:
    return Note(str(row.note.key), row.note.text, row.count, theme=theme, is_apart=row.note.fits_none)


@lru_cache(maxsize=DRAFTS)
def drafted(notes: tuple[Note, ...], options: Options) -> Draft:
    return draft(notes, options, encoder())


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """Loaded by the first who asks: a second, and 160 MB from then on."""
    return remembering(usual())
