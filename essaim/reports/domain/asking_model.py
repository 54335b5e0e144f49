"""A question's summary written by the language model that an administrator named, as far as its sentences hold."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kit.language_model import NoAnswer, Server, Why, ask
from essaim.kit.refusal import Refused
from essaim.people.models import Person
from essaim.reports.access import check_is_open, check_may_edit
from essaim.reports.attributing import written_by_model
from essaim.reports.domain.building import source_of
from essaim.reports.domain.drafting import TEXT_LENGTH, locked_report
from essaim.reports.model_writing import Refusal, checked, claims_of, is_too_long, messages_about
from essaim.reports.models import ModelSentence, Report
from essaim.reports.source import QuestionPart, ReportSource, ThemePart
from essaim.reports.telling import Sentence, by_size, flaw_of, standing, told
from essaim.workshops.models import Question, Workshop

log = structlog.get_logger()
LATEST = 200  # sentences remembered for a question; those of its summary stay whatever their age
STOPS = {Why.UNREACHABLE, Why.REFUSED}  # the next theme would hear the same
one_at_a_time = threading.BoundedSemaphore(1)  # a question holds a thread for as long as the administrator allowed


@dataclass(frozen=True)
class ThemeWritten:
    """What became of a theme; with neither sentences nor a reason, all that the model wrote was refused."""

    theme: ThemePart
    kept: tuple[Sentence, ...] = ()
    refused: tuple[Refusal, ...] = ()
    why: Why | None = None
    was_asked: bool = True


@dataclass(frozen=True)
class Writing:
    """A text to put before an editor; nothing of it is in the report until they save it."""

    number: int
    text: str
    writer: str
    themes: tuple[ThemeWritten, ...]

    @property
    def kept(self) -> int:
        return sum(len(one.kept) for one in self.themes)

    @property
    def refused(self) -> tuple[Refusal, ...]:
        return tuple(refusal for one in self.themes for refusal in one.refused)


def server_here() -> Server | None:
    return settings.LANGUAGE_MODEL


def write_summary(*, workshop: Workshop, number: int, by: Person) -> Writing:
    """The editor has a text for this question, and the instance knows which sentences of it the model wrote."""
    server = server_here()
    report = Report.objects.filter(workshop=workshop).first() or Report(workshop=workshop)
    check_may_edit(report, person=by)
    check_is_open(report)
    if server is None:
        raise Refused(_("Aucun modèle de langue n’est réglé sur cette instance."), code="no-model", status=404)
    source = source_of(workshop)
    question = question_of(source, number)
    if not by_size(question):
        raise Refused(_("Aucune note de cette question n’est sous un thème."), code="no-theme", status=422)
    if not one_at_a_time.acquire(blocking=False):
        raise Refused(
            _("Le modèle de langue rédige déjà pour quelqu’un. Réessayez dans une minute."), code="busy", status=503
        )
    try:
        themes = list(write_themes(question, server, source.language))
    finally:
        one_at_a_time.release()
    writing = remember(workshop=workshop, number=number, themes=themes, writer=server.name, by=by)
    log.info("language model asked", themes=len(themes), kept=writing.kept, refused=len(writing.refused))
    return writing


def question_of(source: ReportSource, number: int) -> QuestionPart:
    found = next((question for question in source.questions if question.number == number), None)
    if found is None:
        raise Refused(_("Cette question n’existe pas (ou plus)."), code="no-question", status=404)
    return found


def write_themes(question: QuestionPart, server: Server, language: str) -> Iterator[ThemeWritten]:
    """One theme after the other, while there is time and somebody answers."""
    end = time.monotonic() + server.seconds_in_all
    stopped: Why | None = None
    for theme in by_size(question):
        left = end - time.monotonic()
        if stopped is None and left <= 0:
            stopped = Why.LATE
        if stopped is not None or is_too_long(theme):
            yield ThemeWritten(theme, why=stopped or Why.TOO_MUCH, was_asked=False)
            continue
        one = write_theme(theme, server, language, seconds=min(server.seconds, left))
        stopped = one.why if one.why in STOPS else None
        yield one


def write_theme(theme: ThemePart, server: Server, language: str, *, seconds: float) -> ThemeWritten:
    try:
        answer = ask(server, messages_about(theme, language), seconds=seconds)
        found = checked(claims_of(answer), theme, language)
    except NoAnswer as none:
        return ThemeWritten(theme, why=none.why)
    return ThemeWritten(theme, kept=found.kept, refused=found.refused)


@transaction.atomic
def remember(*, workshop: Workshop, number: int, themes: list[ThemeWritten], writer: str, by: Person) -> Writing:
    """The sentences that rest on the notes of this very moment are known as the model's, whoever saves them."""
    report = locked_report(workshop)
    check_may_edit(report, person=by)
    check_is_open(report)
    question = question_of(source_of(workshop, report=report), number)
    texts = {note.number: note.text for note in standing(question)}
    themes = [replace(one, kept=tuple(s for s in one.kept if flaw_of(s, texts) is None)) for one in themes]
    asked = Question.objects.get(workshop=workshop, number=number)
    forget_older(asked, question)
    ModelSentence.objects.bulk_create(
        ModelSentence(question=asked, text=one.text, writer=writer) for theme in themes for one in theme.kept
    )
    written = {one.theme.key: " ".join(s.text for s in one.kept) for one in themes if one.kept}
    return Writing(number, fitting(told(question, written)), writer, tuple(themes))


def forget_older(asked: Question, question: QuestionPart) -> None:
    """Asking again and again stores no more than so many sentences."""
    older = [
        row.pk
        for row in asked.model_sentences.order_by("-pk")[LATEST:]
        if not written_by_model(question.summary, [row])
    ]
    asked.model_sentences.filter(pk__in=older).delete()


def fitting(text: str) -> str:
    """Whole lines, as many as a summary may hold: a line cut in two would lose its links."""
    kept: list[str] = []
    for line in text.split("\n"):
        if len("\n".join([*kept, line])) <= TEXT_LENGTH:
            kept.append(line)
    return "\n".join(kept)
