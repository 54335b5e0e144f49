"""Summaries forget with the notes: no sentence repeats words that its notes do not say any more."""

from collections.abc import Collection, Mapping
from re import Match
from typing import Any

from django.utils.translation import gettext as _

from essaim.boards.enums import NoteState
from essaim.boards.models import Note
from essaim.reports.attributing import written_by_model
from essaim.reports.models import ModelSentence, Report, Summary
from essaim.reports.telling import QUOTATION, Sentence, plain, sentences_of


def forget_told(note: Note) -> None:
    """Neither the summary of its question nor what the model wrote there says this note's words of yesterday."""
    # Whoever saves a summary, or has one written, holds the same row.
    Report.objects.select_for_update(of=("self",)).filter(workshop__questions__board=note.board_id).first()
    rows = list(ModelSentence.objects.filter(question__board=note.board_id))
    summaries = list(Summary.objects.filter(question__board=note.board_id))
    said = [*(row.text for row in rows), *(summary.text for summary in summaries)]
    if not any(note.number in one.notes for text in said for one in sentences_of(text)):
        return  # the texts of a large board are not read for nothing
    texts = texts_of_today(note)
    for summary in summaries:
        ours = {part.text for part in written_by_model(summary.text, rows)}
        text = unsaid(summary.text, note.number, texts, ours)
        if text != summary.text:
            summary.text = text
            summary.save(update_fields=["text"])
    fallen = [row.pk for row in rows if unsaid(row.text, note.number, texts, {row.text}) != row.text]
    ModelSentence.objects.filter(pk__in=fallen).delete()


def texts_of_today(note: Note) -> dict[int, str]:
    others = Note.objects.filter(board=note.board_id).exclude(state=NoteState.WITHDRAWN).exclude(pk=note.pk)
    texts = dict(others.values_list("number", "text"))
    return texts if note.state == NoteState.WITHDRAWN else {**texts, note.number: note.text}


def unsay(question: dict[str, Any], number: int, texts: Mapping[int, str]) -> None:
    """The same for a question of a published report."""
    parts = question.get("by_model") or []
    text = unsaid(question.get("summary", ""), number, texts, {part["text"] for part in parts})
    question["summary"] = text
    if parts:
        standing = {one.text for one in sentences_of(text)}
        question["by_model"] = [part for part in parts if part["text"] in standing]


def unsaid(text: str, number: int, texts: Mapping[int, str], by_model: Collection[str]) -> str:
    """The same text where nothing changed; lines that do not link to this note are as they were."""
    lines = []
    for line in text.splitlines():
        said = sentences_of(line)
        kept = [sentence_today(one, number, texts, one.text in by_model) for one in said]
        if kept == [one.text for one in said]:
            lines.append(line)
        elif any(kept):
            lines.append(" ".join(filter(None, kept)))
    return "\n".join(lines)


def sentence_today(one: Sentence, number: int, texts: Mapping[int, str], is_by_model: bool) -> str:
    if number not in one.notes:
        return one.text
    said = [plain(texts[other]) for other in one.notes if other in texts]
    lost = {quote for quote in one.quotes if not any(plain(quote) in words for words in said)}
    # What the model made of a note goes with it; the team's own words are the team's, without the quotation.
    if is_by_model and (lost or number not in texts):
        return ""

    def quotation(found: Match[str]) -> str:
        return _("(effacé avec la contribution)") if (found[1] or found[2]) in lost else found[0]

    return QUOTATION.sub(quotation, one.text)
