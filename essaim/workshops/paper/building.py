"""From the kit to its pages: one function for each piece."""

from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.workshops.enums import ActorKind
from essaim.workshops.paper import sheet_id
from essaim.workshops.paper.kit import Kit, Place, Question
from essaim.workshops.paper.material import material_of
from essaim.workshops.paper.pages import Options, Page, sliced
from essaim.workshops.paper.sheet_id import SheetId

NOTES_EACH = 2  # notes that a person writes on paper in a sequence; a spare sheet costs less than a missing one
LINES, LINES_LARGE = 12, 7
BADGES, BADGES_LARGE = 8, 4
PRESENCES, PRESENCES_LARGE = 60, 36
DOT_ROWS, DOT_ROWS_LARGE = 8, 6
RELAY_ROWS = 5
MOMENTS, MOMENTS_LARGE = 5, 2
TABLES_DRAWN = 12  # more would be too small to read: the table of questions says the same
BOXES_IN_ROW = 15


def posters(kit: Kit, options: Options) -> list[Page]:
    """How to join, then one poster for each question."""
    paper = "a3" if options.is_a3 else "a4"
    welcome = Page("welcome", SheetId(kit.code, sheet_id.POSTER), {}, paper)
    return [
        welcome,
        *(
            Page(
                "poster",
                SheetId(kit.code, sheet_id.POSTER, question.number),
                {"question": question, "length": length_of(question.text)},
                paper,
            )
            for question in kit.questions
        ),
    ]


def length_of(text: str) -> str:
    """How big the words may be for the sheet to hold them."""
    return "brief" if len(text) <= 80 else "usual" if len(text) <= 180 else "long"


def tables(kit: Kit, options: Options) -> list[Page]:
    """For each table its sign, then lines for the notes of each sequence."""
    return [page for place in kit.places for page in (table_sign(kit, place), *note_sheets(kit, place, options))]


def table_sign(kit: Kit, place: Place) -> Page:
    return Page("sign", SheetId(kit.code, sheet_id.TABLE, place.number), {"place": place})


def note_sheets(kit: Kit, place: Place, options: Options) -> list[Page]:
    lines = LINES_LARGE if options.is_large else LINES
    return [
        Page(
            "notes",
            SheetId(kit.code, sheet_id.TABLE, place.number, round, page),
            {
                "place": place,
                "round": round,
                "question": question,
                "page": page,
                "pages": pages,
                "length": length_of(question.text),
            },
            typed_back=True,
        )
        for round, question in place.steps
        for pages in [max(1, -(-place.people[round - 1] * NOTES_EACH // lines))]
        for page in range(1, pages + 1)
    ]


def relays(kit: Kit, options: Options) -> list[Page]:
    """What a question hands over after each sequence: as it was frozen, or blank to be written by hand."""
    return [
        Page(
            "relay",
            SheetId(kit.code, sheet_id.RELAY, question.number, round),
            {
                "question": question,
                "round": round,
                "is_last": round == kit.rounds,
                "content": question.relays.get(round),
                "rows": range(1, RELAY_ROWS + 1),
                "length": length_of(question.text),
            },
            paper="a5",
            flows=round in question.relays,
            typed_back=round not in question.relays,
        )
        for question in kit.questions
        for round in range(1, kit.rounds + 1)
    ]


def badges(kit: Kit, options: Options) -> list[Page]:
    """One badge each, to be cut out; refuses while nobody has a path."""
    chosen = [badge for badge in kit.badges if options.badge in (None, badge.number)]
    if options.badge is not None and not chosen:
        raise Refused(
            _("Aucune place ne porte le numéro %(number)s, ou elle n’a pas encore de parcours.")
            % {"number": options.badge},
            code="no-badge",
            status=404,
        )
    if not chosen:
        raise Refused(
            _("Les badges disent le parcours de chaque personne : calculez d’abord la rotation, puis revenez ici."),
            code="no-plan",
        )
    size = BADGES_LARGE if options.is_large else BADGES
    return [
        Page("badges", SheetId(kit.code, sheet_id.BADGES, 0, 0, page), {"badges": some})
        for page, some in enumerate(sliced(chosen, size), start=1)
    ]


def dots(kit: Kit, options: Options) -> list[Page]:
    """One sheet for each table and vote: a row for each theme, a box for each dot that may be stuck."""
    least = DOT_ROWS_LARGE if options.is_large else DOT_ROWS
    return [
        Page(
            "dots",
            SheetId(kit.code, sheet_id.DOTS, place.number, round),
            {
                "place": place,
                "round": round,
                "question": question,
                "people": people,
                "boxes": people * question.dots_each,
                "row_widths": row_widths(people * question.dots_each),
                "themes": question.themes,
                "blank": range(len(question.themes) + 1, max(least, len(question.themes) + 2) + 1),
            },
            flows=True,
            typed_back=True,
        )
        for place in kit.places
        for round in kit.vote_rounds
        for question, people in [(place.questions[round - 1], max(1, place.people[round - 1]))]
    ]


def row_widths(boxes: int) -> list[int]:
    """So many boxes in rows that are easy to count."""
    full, rest = divmod(boxes, BOXES_IN_ROW)
    return [BOXES_IN_ROW] * full + ([rest] if rest else [])


def rules(kit: Kit, options: Options) -> list[Page]:
    paper = "a3" if options.is_a3 else "a4"
    return [Page("rules", SheetId(kit.code, sheet_id.RULES), {}, paper)]


def script(kit: Kit, options: Options) -> list[Page]:
    """The day for those who run it."""
    grid = [
        (question, [tables_at(kit, question, round) for round in range(1, kit.rounds + 1)])
        for question in kit.questions
    ]
    says = {"grid": grid, "turns": range(1, kit.rounds + 1), "minutes": sum(each.minutes for each in kit.moments)}
    pages = [("script", says)]
    if kit.rotation and len(kit.places) <= TABLES_DRAWN:
        pages.append(("plan", {}))
    slices = sliced(list(kit.moments), MOMENTS_LARGE if options.is_large else MOMENTS)
    pages += [("moments", {"moments": some, "is_last": some is slices[-1]}) for some in slices]
    return [
        Page(template, SheetId(kit.code, sheet_id.SCRIPT, page=rank), says, flows=True)
        for rank, (template, says) in enumerate(pages, start=1)
    ]


def tables_at(kit: Kit, question: Question, round: int) -> list[Place]:
    return [place for place in kit.places if place.questions[round - 1].number == question.number]


def material(kit: Kit, options: Options) -> list[Page]:
    return [Page("material", SheetId(kit.code, sheet_id.MATERIAL), {"supplies": material_of(kit)}, flows=True)]


def presence(kit: Kit, options: Options) -> list[Page]:
    """Numbers to tick: no name and no signature, since attendance is counted and never listed by name."""
    size = PRESENCES_LARGE if options.is_large else PRESENCES
    expected = [badge.number for badge in kit.badges] or list(range(1, kit.people + 1))
    extra = range(max(expected, default=0) + 1, max(expected, default=0) + 1 + max(3, len(expected) // 10))
    pages = sliced([*expected, *extra], size)
    return [
        Page(
            "presence",
            SheetId(kit.code, sheet_id.PRESENCE, 0, 0, page),
            {
                "rows": columns(numbers, 3),
                "expected": len(expected),
                "kinds": [str(kind.label) for kind in ActorKind] if page == len(pages) else [],
                "first": page == 1,
            },
            flows=True,
        )
        for page, numbers in enumerate(pages, start=1)
    ]


def columns(numbers: list[int], count: int) -> list[list[int | None]]:
    """Numbers run down the columns, as people look for theirs."""
    height = -(-len(numbers) // count)
    padded = [*numbers, *([None] * (height * count - len(numbers)))]
    return [[padded[row + height * column] for column in range(count)] for row in range(height)]
