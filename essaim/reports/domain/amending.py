"""Those who were there ask for changes; the team answers each with a sentence."""

import uuid
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.people.models import Person
from essaim.reports.access import check_is_open, check_may_amend, check_may_edit
from essaim.reports.domain.drafting import locked_report
from essaim.reports.enums import AmendmentState
from essaim.reports.models import Amendment
from essaim.reports.source import ReportSource
from essaim.reports.wording import anchor_of_note, anchor_of_theme
from essaim.workshops.models import Seat, Workshop

TEXT_LENGTH = 2000
PER_SEAT = 30  # somebody who checks every line of a day; above, it is a mistake or worse


def places(source: ReportSource) -> Iterator[tuple[str, str]]:
    """What an amendment may be about: the questions and their themes, by the anchor they have on the page."""
    for question in source.questions:
        yield f"q{question.number}", _("Question %(n)s") % {"n": question.number}
        for rank, theme in enumerate(question.themes, start=1):
            label = _("Question %(n)s, thème %(rank)s : %(title)s")
            yield (
                anchor_of_theme(question, theme),
                shortened(label % {"n": question.number, "rank": rank, "title": theme.title}),
            )


def notes_to_amend(source: ReportSource) -> Iterator[tuple[str, str]]:
    for question in source.questions:
        for note in question.all_notes():
            label = _("Question %(n)s, contribution n° %(note)s") % {"n": question.number, "note": note.number}
            yield anchor_of_note(question, note.number), label


def shortened(label: str) -> str:
    limit = Amendment._meta.get_field("about").max_length or 60
    return label if len(label) <= limit else label[: limit - 1] + "…"


def place_named(source: ReportSource, anchor: str) -> str:
    """The words for this anchor; refuses what is not in the report."""
    if not anchor:
        return ""
    named = {**dict(places(source)), **dict(notes_to_amend(source))}
    if anchor not in named:
        raise Refused(_("Cet endroit du compte rendu n’existe pas. Choisissez dans la liste."), status=422)
    return named[anchor]


@transaction.atomic
def propose(*, workshop: Workshop, seat: Seat, key: uuid.UUID, about: str, text: str, now: datetime) -> Amendment:
    """The amendment waits for the team's answer; sent twice with the same key, it stands once."""
    report = locked_report(workshop)
    check_may_amend(report, seat=seat, today=timezone.localdate(now))
    known = Amendment.objects.filter(key=key).first()
    if known:
        if known.seat_id != seat.pk:
            raise Refused(_("Cet amendement a déjà été envoyé par quelqu’un d’autre."), code="key-taken", status=403)
        return known
    if report.amendments.filter(seat=seat).count() >= PER_SEAT:
        raise Refused(_("Vous avez déjà proposé %(n)s amendements. Écrivez à l’équipe.") % {"n": PER_SEAT}, status=429)
    return Amendment.objects.create(
        key=key, report=report, seat=seat, about=about, text=asked_text(text), proposed_at=now
    )


def asked_text(text: str) -> str:
    text = cleaned(text)
    if not any(character.isalnum() for character in text):
        raise Refused(_("Dites en quelques mots ce qu’il faut corriger ou ajouter."), code="empty", status=422)
    if len(text) > TEXT_LENGTH:
        raise Refused(
            _("Votre texte compte %(length)s caractères ; le maximum est de %(limit)s.")
            % {"length": len(text), "limit": TEXT_LENGTH},
            code="too-long",
            status=422,
        )
    return text


@transaction.atomic
def answer(*, workshop: Workshop, key: uuid.UUID, state: str, answer: str, by: Person) -> Amendment:
    """The amendment is accepted or declined, with the sentence that everybody reads."""
    report = locked_report(workshop)
    check_may_edit(report, person=by)
    check_is_open(report)
    amendment = report.amendments.filter(key=key).first()
    if amendment is None:
        raise Refused(_("Cet amendement n’existe pas (ou plus)."), code="no-amendment", status=404)
    if state not in {AmendmentState.ACCEPTED, AmendmentState.DECLINED}:
        raise Refused(_("Choisissez : retenu ou non retenu."), status=422)
    sentence = cleaned(answer)[:TEXT_LENGTH]
    if not sentence:
        raise Refused(
            _("Répondez par une phrase : la personne qui a proposé l’amendement la lira."), code="empty", status=422
        )
    amendment.state, amendment.answer = state, sentence
    amendment.save(update_fields=["state", "answer"])
    return amendment
