"""A question's summary told from its notes, and what each of its sentences rests on.

Plain text throughout: "(n° 12, 14)" after a sentence is its link to those notes, which an editor keeps, moves or
removes like any other words. What the machine tells is made of people's headings, counts and quotations, nothing else.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.reports.source import NotePart, QuestionPart, StrongIdeaPart, ThemePart

QUOTES = 3  # two or three voices tell a theme; the others are under it
QUOTED_SIGNS = 160  # of a long note; the rest is one click away
NUMBERS = r"\(n°\s?\d+(?:\s?,\s?\d+)*\)"
QUOTATION = re.compile(r"«\s*(.+?)\s*»|“(.+?)”", re.S)  # as French and English write them
# A sentence ends at a mark that is not inside a quotation, with the links that follow it.
SENTENCE = re.compile(rf"(?:«.*?»|“.*?”|{NUMBERS}|[^.!?…])+(?:[.!?…]+(?:\s*{NUMBERS})*\.?|$)", re.S)


class Flaw(Enum):
    NO_LINK = "no-link"  # rests on no note
    NO_NOTE = "no-note"  # names a note that is not in this synthesis
    ALTERED = "altered"  # quotes words that are in none of the notes that it names
    # What a language model's sentence is refused for besides (model_writing.py).
    SHAPE = "shape"  # not a text with numbers
    SEVERAL = "several"  # would be read as several sentences, or as half of one
    MARKS = "marks"  # signs that could pass for a quotation, a link or markup
    TOO_LONG = "too-long"
    LANGUAGE = "language"
    NO_WORD = "no-word"  # has no word of the notes that it names


@dataclass(frozen=True)
class Sentence:
    text: str
    notes: tuple[int, ...]
    quotes: tuple[str, ...]


def sentences_of(text: str) -> list[Sentence]:
    """In order; each line ends a sentence."""
    return [sentence(found) for line in text.splitlines() for found in SENTENCE.findall(line) if found.strip()]


def sentence(text: str) -> Sentence:
    numbers = [int(number) for group in re.findall(NUMBERS, text) for number in re.findall(r"\d+", group)]
    return Sentence(
        text.strip(), tuple(numbers), tuple(french or english for french, english in QUOTATION.findall(text))
    )


def flaws_of(text: str, question: QuestionPart) -> list[tuple[Sentence, Flaw]]:
    """The sentences that a reader could not check, and why; nothing where each rests on its notes."""
    texts = {note.number: note.text for note in standing(question)}
    found = ((one, flaw_of(one, texts)) for one in sentences_of(text))
    return [(one, flaw) for one, flaw in found if flaw is not None]


def flaw_of(one: Sentence, texts: dict[int, str]) -> Flaw | None:
    if not one.notes:
        return Flaw.NO_LINK
    if any(number not in texts for number in one.notes):
        return Flaw.NO_NOTE
    said = [plain(texts[number]) for number in one.notes]
    if any(not any(plain(quote) in text for text in said) for quote in one.quotes):
        return Flaw.ALTERED
    return None


def outside(text: str) -> str:
    """What a sentence says in its own words: neither quotations nor links."""
    return re.sub(NUMBERS, " ", QUOTATION.sub(" ", text))


def plain(text: str) -> str:
    """Spaces and the dots of a cut quotation aside."""
    return " ".join(text.split()).rstrip("…").rstrip()


def standing(question: QuestionPart) -> Iterator[NotePart]:
    """The notes that a synthesis may rest on: neither set aside nor waiting for a decision."""
    for theme in question.themes:
        yield from theme.all_notes()
    for note in (*question.quoted, *question.outside):
        yield from note.all()


def told(question: QuestionPart, written: Mapping[str, str] | None = None) -> str:
    """A draft of the summary: a line for each theme, the largest first, the strong ideas, what stands alone.

    `written` has other lines, by the key of their theme.
    """
    lines = [(written or {}).get(theme.key) or theme_told(theme) for theme in by_size(question)]
    lines += [idea_told(idea) for idea in question.strong_ideas]
    if question.outside:
        lines.append(_("Contributions isolées : %(quotes)s.") % {"quotes": quoted(question.outside)})
    return "\n".join(lines)


def by_size(question: QuestionPart) -> list[ThemePart]:
    return sorted((theme for theme in question.themes if theme.notes), key=lambda theme: -theme.count)


def theme_told(theme: ThemePart) -> str:
    notes = list(theme.all_notes())
    tables = {note.table for note in notes if note.table}
    counts = [ngettext("%(n)s contribution", "%(n)s contributions", len(notes)) % {"n": len(notes)}]
    if theme.count > len(notes):
        counts.append(ngettext("%(n)s personne", "%(n)s personnes", theme.count) % {"n": theme.count})
    if len(tables) > 1:
        counts.append(ngettext("%(n)s table", "%(n)s tables", len(tables)) % {"n": len(tables)})
    return f"{theme.title} ({', '.join(counts)}) : {quoted(voices(theme))}."


def voices(theme: ThemePart) -> list[NotePart]:
    """The key quote, then what most people said."""
    ranked = sorted(theme.notes, key=lambda note: (note.number != theme.key_quote, -note.count, note.number))
    return ranked[:QUOTES]


def idea_told(idea: StrongIdeaPart) -> str:
    numbers = tuple(dict.fromkeys([*([idea.key_quote] if idea.key_quote else []), *idea.sources]))
    text = idea.text.rstrip(" .")
    said = _("Idée forte, %(table)s : %(text)s") % {"table": idea.table, "text": text} if idea.table else text
    return f"{said} {linked(numbers)}." if numbers else f"{said}."


def quoted(notes: list[NotePart] | tuple[NotePart, ...]) -> str:
    return ", ".join(f"« {cut(note.text)} » {linked((note.number,))}" for note in notes)


def linked(numbers: tuple[int, ...]) -> str:
    return f"(n° {', '.join(str(number) for number in numbers)})"


def cut(text: str) -> str:
    """The first words of a note, on one line, as they were written."""
    line = " ".join(text.split())
    if len(line) <= QUOTED_SIGNS:
        return line
    return line[:QUOTED_SIGNS].rsplit(" ", 1)[0] + "…"
