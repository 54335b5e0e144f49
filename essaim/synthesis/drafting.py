"""The draft of a board: what the machine proposes, around what people decided."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from essaim.synthesis import grouping, lexicon, naming, nearness, placing, splitting
from essaim.synthesis.encoders import Encoder, usual
from essaim.synthesis.sense import Progress, Sense, sense_of, silent
from essaim.synthesis.values import Draft, Family, Note, Options, Outside, Quote, Split, Suggestion, Theme, Why
from essaim.synthesis.words import words_of


def draft(
    notes: Sequence[Note],
    options: Options | None = None,
    encoder: Encoder | None = None,
    progress: Progress = silent,
) -> Draft:
    """Every note is in exactly one theme or outside, and each that a person placed is where it was put.

    Without any heading of people, themes are proposed for all notes; with some, the other notes are compared to
    them: those that the machine is sure of are placed, the rest wait outside with three suggestions.

    `progress` is told how many notes were read of how many, again and again; what it raises stops the work.
    """
    board = read(notes, options or Options(), encoder or usual(), progress)
    out = left_out(board.notes)
    sorting = under_headings(board, out) if board.headings else proposed(board, out)
    return told(board, sorting)


@dataclass(frozen=True)
class Board:
    notes: Sequence[Note]
    options: Options
    headings: list[str]  # of people, those of notes first
    titles: list[str]  # of the same, as they read
    encoder: Encoder
    sense: Sense


@dataclass
class Sorting:
    """Places of notes by group; `suggestions` are pairs of a group and a score, the best first."""

    groups: list[list[int]]
    outside: dict[int, Why]
    suggestions: dict[int, list[tuple[int, float]]] = field(default_factory=dict)
    placed: list[int] = field(default_factory=list)


def read(notes: Sequence[Note], options: Options, encoder: Encoder, progress: Progress) -> Board:
    headings = list(dict.fromkeys([*(note.theme for note in notes if note.theme), *options.headings]))
    known = lexicon.with_more(lexicon.bundled(), options.lexicon)
    titles = [dict(options.titles).get(heading, heading) for heading in headings]
    sense = sense_of([note.text for note in notes], titles, encoder, known, progress)
    return Board(notes, options, headings, titles, encoder, sense)


def left_out(notes: Sequence[Note]) -> dict[int, Why]:
    """What nobody, or nothing, can put under a heading."""
    out = {}
    for place, note in enumerate(notes):
        if note.theme:
            continue
        if note.is_apart:
            out[place] = Why.NO_HEADING_FITS
        elif not words_of(note.text):
            out[place] = Why.NO_WORDS
    return out


def proposed(board: Board, outside: dict[int, Why]) -> Sorting:
    """Themes for all notes but those left out; each note told which two others it could be under."""
    places = [place for place in range(len(board.notes)) if place not in outside]
    if not places:
        return Sorting([], outside)
    rows = board.sense.notes[places]
    number = board.options.themes or grouping.usual_number(len(places))
    groups = grouping.groups_of(rows, number)
    sorting = Sorting([[] for _group in range(max(groups) + 1)], outside)
    for place, group in zip(places, groups, strict=True):
        sorting.groups[group].append(place)
    for place, row in zip(places, grouping.means_of(rows, np.array(groups)), strict=True):
        found = placing.ranked(row)
        sorting.suggestions[place] = list(zip(found.order, found.scores, strict=True))
    return sorting


def under_headings(board: Board, outside: dict[int, Why]) -> Sorting:
    """Notes where people put them; the others where the machine is sure, or waiting."""
    number = {heading: place for place, heading in enumerate(board.headings)}
    decided = [place for place, note in enumerate(board.notes) if note.theme]
    waiting = [place for place, note in enumerate(board.notes) if not note.theme and place not in outside]
    sorting = Sorting([[] for _heading in board.headings], dict(outside))
    rows = board.sense.notes
    groups = [number[board.notes[place].theme] for place in decided]
    found = placing.placements(rows[waiting], board.sense.headings, rows[decided], groups)
    for place, group in zip(decided, groups, strict=True):
        sorting.groups[group].append(place)
    for place, placement in zip(waiting, found, strict=True):
        sorting.suggestions[place] = list(zip(placement.order, placement.scores, strict=True))
        if placement.is_sure:
            sorting.groups[placement.order[0]].append(place)
            sorting.placed.append(place)
        else:
            sorting.outside[place] = Why.HESITATES
    return Sorting([sorted(group) for group in sorting.groups], sorting.outside, sorting.suggestions, sorting.placed)


def told(board: Board, sorting: Sorting) -> Draft:
    """The same with ids, headings and quotes."""
    id_of = [note.id for note in board.notes]
    repeats = nearness.gather_repeats(board.notes)
    themes = themes_of(board, sorting.groups)
    families = families_of(board, sorting.groups, themes)
    parents = {theme: family.id for family in families for theme in family.themes}
    return Draft(
        themes=tuple(replace(theme, parent=parents.get(theme.id, "")) for theme in themes),
        families=families,
        repeats=tuple(tuple(id_of[place] for place in places) for places in repeats),
        near=tuple(nearness.near_pairs(board.notes, board.sense.notes, repeats)),
        splits=splits_of(board.notes),
        suggestions={
            id_of[place]: tuple(Suggestion(themes[group].id, score) for group, score in found)
            for place, found in sorted(sorting.suggestions.items())
        },
        placed=tuple(id_of[place] for place in sorted(sorting.placed)),
        outside=tuple(Outside(id_of[place], why) for place, why in sorted(sorting.outside.items())),
        encoder=board.encoder.name,
    )


def themes_of(board: Board, groups: list[list[int]]) -> list[Theme]:
    vocabulary = naming.Vocabulary([note.text for note in board.notes], board.sense.language)
    group_of = {place: group for group, places in enumerate(groups) for place in places}
    words = naming.characteristic_words(
        vocabulary, [group_of.get(place, -1) for place in range(len(board.notes))], len(groups)
    )
    themes = []
    for group, places in enumerate(groups):
        by_people = group < len(board.headings)
        central = board.notes[grouping.most_central(board.sense.notes, places)] if places else None
        themes.append(
            Theme(
                id=f"t{group + 1}",
                heading=board.titles[group] if by_people else naming.heading_of(words[group], central),
                name=board.headings[group] if by_people else "",
                notes=tuple(board.notes[place].id for place in places),
                by_people=by_people,
                words=words[group],
                quote=Quote(central.id, central.text) if central else None,
            )
        )
    return themes


def families_of(board: Board, groups: list[list[int]], themes: list[Theme]) -> tuple[Family, ...]:
    """Only for proposed themes: people's headings are not put together behind their back."""
    if board.headings or len(groups) < grouping.ENOUGH_FOR_FAMILIES:
        return ()
    places = [place for group in groups for place in group]
    group_of = [number for number, group in enumerate(groups) for _place in group]
    found = grouping.families_of(board.sense.notes[places], group_of)
    return tuple(
        family(f"f{number + 1}", [theme for theme, own in zip(themes, found, strict=True) if own == number])
        for number in range(max(found) + 1)
    )


def family(key: str, themes: list[Theme]) -> Family:
    """Named by its largest theme."""
    largest = max(themes, key=lambda theme: len(theme.notes))
    return Family(key, largest.heading, tuple(theme.id for theme in themes))


def splits_of(notes: Sequence[Note]) -> tuple[Split, ...]:
    cuts = ((note, splitting.parts_of(note.text)) for note in notes)
    return tuple(Split(note.id, parts) for note, parts in cuts if parts)
