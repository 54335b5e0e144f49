"""Which sentences of a summary a language model wrote: labelled until somebody rewrites them, shown only if they hold.

Whatever became of the notes since, a sentence of the model that no longer rests on them is left out of what is read.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Protocol

from rapidfuzz import fuzz

from essaim.kit.likeness import plain
from essaim.reports.source import ModelSentencePart, QuestionPart
from essaim.reports.telling import Flaw, Sentence, flaws_of, outside, sentences_of
from essaim.reports.wording import model_label

SAME = 75.0  # a corrected word is still the model's sentence; below three quarters of its signs, it is the editor's


class Written(Protocol):
    """A sentence and the model that wrote it, stored or told."""

    @property
    def text(self) -> str: ...

    @property
    def writer(self) -> str: ...


def written_by_model(text: str, written: Collection[Written]) -> tuple[ModelSentencePart, ...]:
    """The sentences of this text that the model wrote, as they stand now."""
    found = ((one.text, writer_of(one, written)) for one in sentences_of(text)) if written else ()
    return tuple(ModelSentencePart(text=said, writer=writer) for said, writer in found if writer)


def writer_of(one: Sentence, written: Iterable[Written]) -> str:
    words = own_words(one.text)
    return next((known.writer for known in written if fuzz.ratio(words, own_words(known.text)) >= SAME), "")


def own_words(text: str) -> str:
    """Links and quotations aside: two people who quote the same note write two sentences."""
    return plain(outside(text)) or plain(text)


def unsupported(question: QuestionPart, written: Collection[ModelSentencePart]) -> list[tuple[Sentence, Flaw]]:
    """The sentences of its summary that the model wrote and that do not rest on their notes any more."""
    ours = {part.text for part in written_by_model(question.summary, written)}
    return [(one, flaw) for one, flaw in flaws_of(question.summary, question) if one.text in ours]


def attributed(question: QuestionPart, written: Collection[ModelSentencePart]) -> QuestionPart:
    """The same question; its summary says what the model wrote, and nothing of it that does not hold."""
    fallen = {one.text for one, _flaw in unsupported(question, written)}
    summary = without(question.summary, fallen)
    return replace(question, summary=summary, by_model=written_by_model(summary, written))


def without(text: str, sentences: Collection[str]) -> str:
    """The same text; the lines that hold none of these sentences are as they were."""
    lines = []
    for line in text.splitlines():
        kept = [one.text for one in sentences_of(line) if one.text not in sentences]
        if len(kept) == len(sentences_of(line)):
            lines.append(line)
        elif kept:
            lines.append(" ".join(kept))
    return "\n".join(lines)


def labelled(question: QuestionPart) -> str:
    """The summary as documents show it: each sentence of the model says so."""
    writers = {part.text: part.writer for part in question.by_model}
    if not writers:
        return question.summary
    lines = [[labelled_sentence(one, writers) for one in sentences_of(line)] for line in question.summary.splitlines()]
    return "\n".join(" ".join(line) for line in lines)


def labelled_sentence(one: Sentence, writers: dict[str, str]) -> str:
    return f"{one.text} {model_label(writers[one.text])}" if one.text in writers else one.text
