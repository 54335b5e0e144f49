"""The river of a workshop: from its notes, through the questions, to what became of them. A table says the same.

Every height is a number of notes at one scale, and every note received is in it; texts stand beside the bands.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.reports.source import QuestionPart, ReportSource

THICKEST = 120  # all the notes together
LINE = 22  # a line of text, with its air
HEADING = 30  # above each question, where its name stands
START, QUESTION, ENDS = 48, 158, 348  # where the bars end, from left to right
BAR = 8
NAMED = 240  # the bands of a question run straight up to here: its name stands above them, on nothing


@dataclass(frozen=True, slots=True)
class Band:
    """Notes that go one way: `kind` is used, outside or aside."""

    kind: str
    count: int
    words: str


@dataclass(frozen=True, slots=True)
class Label:
    x: int
    y: str
    text: str


@dataclass(frozen=True, slots=True)
class River:
    """Paths to fill, by what they show: one element each, however many bands there are."""

    height: int
    scale: float
    flow: str
    bars: str
    used: str
    outside: str
    aside: str
    labels: tuple[Label, ...]


def river_of(source: ReportSource) -> River | None:
    """One branch for each question, one band for what was taken up, what is in no theme, what was set aside."""
    total = source.coverage.received
    if not total:
        return None
    scale = THICKEST / total
    paths: dict[str, list[str]] = {name: [] for name in ("flow", "bars", "used", "outside", "aside")}
    labels: list[Label] = []
    height = sum(HEADING + room_of(question, scale) for question in source.questions)
    start = (height - THICKEST) / 2 if height > THICKEST else 0.0
    paths["bars"].append(bar(START, start, THICKEST))
    labels.append(Label(0, f"{start + THICKEST / 2 + 5:.1f}", str(total)))
    y = 0.0
    for question in source.questions:
        room, wide = room_of(question, scale), question.coverage.received * scale
        top = y + HEADING + (room - wide) / 2
        if wide:
            paths["flow"].append(flow(START, START, QUESTION - BAR, start, top, wide))
            paths["bars"].append(bar(QUESTION, top, wide))
        named = _("Question %(n)s") % {"n": question.number}
        labels.append(Label(QUESTION - BAR, f"{top - 7:.1f}", named))
        labels += ends_of(question, scale, y + HEADING, top, paths)
        start, y = start + wide, y + HEADING + room
    return River(
        height=round(max(y, THICKEST)) + 4,
        scale=scale,
        labels=tuple(labels),
        **{name: "".join(drawn) for name, drawn in paths.items()},
    )


def ends_of(question: QuestionPart, scale: float, y: float, top: float, paths: dict[str, list[str]]) -> Iterator[Label]:
    """Where the notes of a question go: each band with its words on its right."""
    for band in bands_of(question):
        wide = band.count * scale
        room = max(LINE, wide)
        if wide:
            end = y + (room - wide) / 2
            paths[band.kind].append(flow(QUESTION, NAMED, ENDS - BAR, top, end, wide))
            paths["bars"].append(bar(ENDS, end, wide))
        yield Label(ENDS + BAR, f"{y + room / 2 + 5:.1f}", band.words)
        y, top = y + room, top + wide


def bands_of(question: QuestionPart) -> list[Band]:
    coverage = question.coverage
    bands = [Band("used", coverage.used, words_of_used(question))]
    if coverage.outside:
        words = ngettext("%(n)s hors thème", "%(n)s hors thème", coverage.outside) % {"n": coverage.outside}
        bands.append(Band("outside", coverage.outside, words))
    if coverage.set_aside:
        words = ngettext("%(n)s écartée", "%(n)s écartées", coverage.set_aside) % {"n": coverage.set_aside}
        bands.append(Band("aside", coverage.set_aside, words))
    return bands


def words_of_used(question: QuestionPart) -> str:
    """« 12 reprises, 3 thèmes, 2 idées fortes »"""
    used, themes, ideas = question.coverage.used, len(question.themes), len(question.strong_ideas)
    said = [
        ngettext("%(n)s reprise", "%(n)s reprises", used) % {"n": used} if used else _("aucune reprise"),
        ngettext("%(n)s thème", "%(n)s thèmes", themes) % {"n": themes} if themes else "",
        ngettext("%(n)s idée forte", "%(n)s idées fortes", ideas) % {"n": ideas} if ideas else "",
    ]
    return ", ".join(words for words in said if words)


def room_of(question: QuestionPart, scale: float) -> float:
    """The height that its ends take, a line of text each at least."""
    return sum(max(LINE, band.count * scale) for band in bands_of(question))


def bar(right: int, y: float, wide: float) -> str:
    return f"M{right - BAR} {y:.1f}h{BAR}v{wide:.1f}h-{BAR}z"


def flow(left: int, bends: int, right: int, y: float, end: float, wide: float) -> str:
    """A band as thick at its end as at its start, straight until `bends`."""
    low, low_end, turn = y + wide, end + wide, (bends + right) // 2
    return (
        f"M{left} {y:.1f}H{bends}C{turn} {y:.1f} {turn} {end:.1f} {right} {end:.1f}"
        f"V{low_end:.1f}C{turn} {low_end:.1f} {turn} {low:.1f} {bends} {low:.1f}H{left}z"
    )
