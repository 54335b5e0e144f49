"""Where a page shows what was measured: the words between two marks are written anew, the rest stays."""

from pathlib import Path


def french(value: float, digits: int = 2) -> str:
    """0,58 for 0.58."""
    return f"{value:.{digits}f}".replace(".", ",")


def write_between(page: Path, marks: tuple[str, str], text: str) -> None:
    before, _mark, rest = page.read_text("utf-8").partition(marks[0])
    after = rest.partition(marks[1])[2]
    page.write_text(f"{before}{marks[0]}\n{text}\n{marks[1]}{after}", "utf-8")
