"""The river of a workshop: from its notes, through the questions, to what was retained. A table says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from essaim.reports.source import QuestionPart, ReportSource

HEIGHT = 190
THICKEST = 96  # all the notes together
GAP = 14


@dataclass(frozen=True, slots=True)
class Bend:
    """One branch: `used` of `received` notes go to a question's themes, and `ideas` come out."""

    question: QuestionPart
    source_y: float
    y: float
    width: float
    ideas: int

    @property
    def curve(self) -> str:
        return f"M60 {self.source_y:.0f}C200 {self.source_y:.0f} 200 {self.y:.0f} 330 {self.y:.0f}"

    @property
    def out(self) -> str:
        return f"M338 {self.y:.0f}H600"

    @property
    def top(self) -> str:
        return f"{self.y - self.width / 2:.1f}"

    @property
    def stroke(self) -> str:
        return f"{self.width:.1f}"

    @property
    def out_stroke(self) -> str:
        return f"{min(self.width, 4 + 4 * self.ideas):.1f}"

    @property
    def text_y(self) -> str:
        return f"{self.y + 5:.0f}"


@dataclass(frozen=True, slots=True)
class River:
    bends: Sequence[Bend]
    height: int
    top: str
    thickness: str


def river_of(source: ReportSource) -> River | None:
    """One branch for each question that received notes, as thick as its notes are many."""
    heard = [question for question in source.questions if question.coverage.used]
    total = sum(question.coverage.used for question in heard)
    if not total:
        return None
    step = max(30, (HEIGHT - 20) / len(heard))
    height = round(20 + step * len(heard))
    at = (height - THICKEST) / 2
    bends = []
    for rank, question in enumerate(heard):
        width = max(2.0, THICKEST * question.coverage.used / total)
        bends.append(Bend(question, at + width / 2, 10 + step * (rank + 0.5), width, len(question.strong_ideas)))
        at += width
    return River(bends, height, f"{(height - THICKEST) / 2:.1f}", str(THICKEST))
