"""What hands will write on: places for dots, lines for notes. Drawings, since nobody needs to hear them read."""

from essaim.workshops.paper.building import BOXES_IN_ROW, LINES, LINES_LARGE

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{marks}</svg>'
CIRCLE = '<circle cx="{x}" cy="3" r="2.6" fill="none" stroke="#4e5b5a" stroke-width=".3"/>'
LINE = (
    '<text x="0" y="{top}" font-size="{size}" fill="#4e5b5a">{rank}</text>'
    '<path d="M0 {bottom}H178" fill="none" stroke="#a9a28f" stroke-width=".35"/>'
    '<rect x="162.8" y="{box}" width="15" height="9" rx="1.5" fill="none" stroke="#a9a28f" stroke-width=".35"/>'
    '<path d="M165 {sign}l{arm} {arm}m-{arm} 0l{arm} -{arm}" fill="none" stroke="#1d2829" stroke-width=".45"/>'
)
WIDTH = 178  # millimetres: an A4 page without its margins


def boxes(count: int) -> str:
    """Places for dots, side by side."""
    marks = "".join(CIRCLE.format(x=3 + 6 * place) for place in range(count))
    return SVG.format(width=count * 6, height=6, marks=marks)


def boxes_style() -> str:
    """One class for each number of places."""
    return "".join(
        f".w{count} {{ width: {count * 6}mm; background-image: url(essaim:boxes-{count}.svg) }}"
        for count in range(1, BOXES_IN_ROW + 1)
    )


def lines(count: int, height: float, size: float) -> str:
    """Numbered lines, each with a box for how many people said it; `height` and `size` in millimetres."""
    marks = "".join(
        LINE.format(
            rank=rank,
            size=size,
            top=round(height * (rank - 1) + 1.5 + size, 2),
            bottom=round(height * rank - 0.3, 2),
            box=round(height * rank - 11.5, 2),
            sign=round(height * rank - 7 - size / 4, 2),
            arm=round(size / 2 + 0.3, 2),
        )
        for rank in range(1, count + 1)
    )
    return SVG.format(width=WIDTH, height=round(count * height, 2), marks=marks)


PICTURES = {
    **{f"essaim:boxes-{count}.svg": boxes(count).encode() for count in range(1, BOXES_IN_ROW + 1)},
    "essaim:lines.svg": lines(LINES, 17.2, 2.8).encode(),
    "essaim:large-lines.svg": lines(LINES_LARGE, 25, 6.35).encode(),
}
