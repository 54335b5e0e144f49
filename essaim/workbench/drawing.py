"""The river as a drawing: three columns of bars, and between them ribbons as thick as they are many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from essaim.reports.river import BAR, LINE, Label, bar, flow
from essaim.workbench.river import River

WIDTH = 790
TALLEST = 300  # all the notes together
START, MIDDLE, NAMED, END = 190, 350, 560, 612  # where bars end, and how far the names of the middle go
LONGEST = 18, 22  # signs of a name, on the left and in the middle
LEFT = {"used": "flow", "outside": "outside", "aside": "aside"}  # what is shown of notes without strong idea


@dataclass(frozen=True)
class Drawing:
    """Paths to fill, by what they show."""

    width: int
    height: int
    flow: str
    used: str
    outside: str
    aside: str
    bars: str
    labels: tuple[Label, ...]


def drawn(river: River) -> Drawing:
    scale = TALLEST / river.notes
    starts, one = column([notes for _title, notes in river.sources], scale)
    middles, two = column([band.notes for band in river.bands], scale, above=LINE)
    ends, three = column([river.carried, river.left], scale)
    paths = {"flow": [*ribbons_in(river, starts, middles, scale)], "used": [], "outside": [], "aside": []}
    for kind, path in ribbons_out(river, middles, ends, scale):
        paths[kind].append(path)
    labels = [*left_labels(river, starts, scale), *middle_labels(river, middles), *right_labels(river, ends, scale)]
    return Drawing(
        width=WIDTH,
        height=round(max(one, two, three)),
        bars="".join(bars(river, starts, middles, ends, scale)),
        labels=tuple(labels),
        **{name: "".join(drawn) for name, drawn in paths.items()},
    )


def column(counts: Sequence[int], scale: float, *, above: int = 0) -> tuple[list[float], float]:
    """The top of each bar, and where the column ends; `above` leaves room for a name over each."""
    tops, y = [], float(LINE)
    for count in counts:
        tops.append(y)
        y += max(count * scale, LINE - above) + (above or LINE / 2)
    return tops, y


def ribbons_in(river: River, starts: Sequence[float], middles: Sequence[float], scale: float) -> Iterator[str]:
    """From the workshops to where their notes went."""
    leaving = list(starts)
    for band, into in zip(river.bands, middles, strict=True):
        for source, notes in enumerate(band.of):
            if notes:
                yield flow(START, START, MIDDLE - BAR, leaving[source], into, notes * scale)
            leaving[source] += notes * scale
            into += notes * scale  # noqa: PLW2901  the next one stands below


def ribbons_out(
    river: River, middles: Sequence[float], ends: Sequence[float], scale: float
) -> Iterator[tuple[str, str]]:
    """From there to a strong idea, or to none; with what each shows."""
    arriving = list(ends)
    for band, top in zip(river.bands, middles, strict=True):
        out = top
        for end, (kind, notes) in enumerate((("used", band.carried), (LEFT[band.kind], band.left))):
            if notes:
                yield kind, flow(MIDDLE, NAMED, END - BAR, out, arriving[end], notes * scale)
            arriving[end] += notes * scale
            out += notes * scale


def bars(
    river: River, starts: Sequence[float], middles: Sequence[float], ends: Sequence[float], scale: float
) -> Iterator[str]:
    for (_title, notes), top in zip(river.sources, starts, strict=True):
        yield bar(START, top, notes * scale)
    for band, top in zip(river.bands, middles, strict=True):
        yield bar(MIDDLE, top, band.notes * scale)
    for notes, top in zip((river.carried, river.left), ends, strict=True):
        if notes:
            yield bar(END, top, notes * scale)


def left_labels(river: River, tops: Sequence[float], scale: float) -> list[Label]:
    return [
        Label(0, f"{top + notes * scale / 2 + 5:.1f}", f"{both_ends(title, LONGEST[0])} {notes}")
        for (title, notes), top in zip(river.sources, tops, strict=True)
    ]


def middle_labels(river: River, tops: Sequence[float]) -> list[Label]:
    return [
        Label(MIDDLE - BAR, f"{top - 5:.1f}", f"{short(band.title, LONGEST[1])} {band.notes}")
        for band, top in zip(river.bands, tops, strict=True)
    ]


def right_labels(river: River, tops: Sequence[float], scale: float) -> list[Label]:
    sizes = (river.carried, river.left)
    words = (_("en idée forte : %(n)s"), _("sans idée forte : %(n)s"))
    return [
        Label(END + BAR, f"{top + notes * scale / 2 + 5:.1f}", said % {"n": notes})
        for said, notes, top in zip(words, sizes, tops, strict=True)
    ]


def short(title: str, most: int) -> str:
    return title if len(title) <= most else f"{title[: most - 1].rstrip()}…"


def both_ends(title: str, most: int) -> str:
    """Workshops of a season often begin alike: what tells them apart stands at the end."""
    if len(title) <= most:
        return title
    half = most // 2
    return f"{title[:half].rstrip()}…{title[-half:].lstrip()}"
