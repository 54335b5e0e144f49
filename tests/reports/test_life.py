"""From live to final: who presses what, twice or too early, and what readers then see."""

import uuid
from datetime import timedelta

import pytest

from essaim.boards.domain import contributing
from essaim.kit.refusal import NotForYou, Refused
from essaim.reports.domain import amending, drafting, exporting, publishing
from essaim.reports.domain.publishing import source_read
from essaim.reports.models import Report
from essaim.reports.queries import report_of
from tests.factories import NOON, make_person, make_workshop, organiser_of, write_note

from .arranging import BASE, amendment_on, drafted, held_workshop, opened, published, someone_there

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def test_a_report_is_live_until_somebody_drafts_it():
    workshop = held_workshop()

    live = report_of(workshop)
    drafted(workshop)

    assert (live.pk, live.state) == (None, "live")
    assert report_of(workshop).state == "draft"


def test_a_workshop_that_still_runs_has_no_draft():
    workshop = make_workshop()

    with pytest.raises(Refused, match="L’atelier n’est pas terminé"):
        drafting.draft(workshop=workshop, by=organiser_of(workshop), now=NOON)

    assert not Report.objects.filter(workshop=workshop, state="draft").exists()


@pytest.mark.parametrize(
    ("state", "act", "after"),
    [
        ("live", "draft", "draft"),
        ("live", "open", None),
        ("live", "final", None),
        ("draft", "draft", "draft"),
        ("draft", "open", "amendable"),
        ("draft", "final", "final"),
        ("draft", "reopen", "draft"),
        ("amendable", "draft", "draft"),
        ("amendable", "open", "amendable"),
        ("amendable", "final", "final"),
        ("amendable", "reopen", None),
        ("final", "draft", None),
        ("final", "open", None),
        ("final", "final", "final"),
        ("final", "reopen", "draft"),
        ("live", "reopen", None),
    ],
)
def test_what_may_follow_each_state(state, act, after):
    workshop = held_workshop(notes=1)
    by = organiser_of(workshop)
    {"live": report_of, "draft": drafted, "amendable": opened, "final": published}[state](workshop)
    verb = {
        "draft": lambda: drafting.draft(workshop=workshop, by=by, now=NOON),
        "open": lambda: publishing.open_amendments(workshop=workshop, until=NOON.date(), by=by, now=NOON),
        "final": lambda: publishing.finalise(workshop=workshop, base=BASE, by=by, now=NOON),
        "reopen": lambda: drafting.reopen(workshop=workshop, by=by, now=NOON),
    }[act]

    if after is None:
        with pytest.raises(Refused):
            verb()
    else:
        verb()

    assert report_of(workshop).state == (after or state)


def test_a_second_click_keeps_the_first_date():
    workshop = held_workshop(notes=1)
    published(workshop)

    again = publishing.finalise(workshop=workshop, base=BASE, by=organiser_of(workshop), now=LATER)

    assert again.final_at == NOON


def test_a_published_report_does_not_move_under_its_readers():
    workshop = held_workshop()
    report = published(workshop)
    before = source_read(report)

    write_note(workshop.questions.get(number=1).board, "Une note arrivée après la publication")
    workshop.title = "Un autre titre"
    workshop.save()

    assert source_read(report_of(workshop)) == before
    assert before.state == "final"


def test_a_reopened_report_says_what_the_boards_say():
    workshop = held_workshop()
    published(workshop)
    write_note(workshop.questions.get(number=1).board, "Une note oubliée")

    drafting.reopen(workshop=workshop, by=organiser_of(workshop), now=LATER)

    report = report_of(workshop)
    assert (report.state, report.content, report.final_at) == ("draft", None, None)
    assert source_read(report).coverage.outside == 2


def test_a_report_with_an_undecided_amendment_is_not_final():
    workshop = held_workshop(notes=1)
    opened(workshop)
    amendment = amendment_on(workshop)
    by = organiser_of(workshop)

    with pytest.raises(Refused, match="1 amendement"):
        publishing.finalise(workshop=workshop, base=BASE, by=by, now=NOON)
    amending.answer(workshop=workshop, key=amendment.key, state="declined", answer="C’est déjà dit.", by=by)
    report = publishing.finalise(workshop=workshop, base=BASE, by=by, now=NOON)

    (told,) = source_read(report).amendments
    assert (told.about, told.text, told.state, told.answer) == (
        "Question 1",
        "Il manque l’essentiel",
        "declined",
        "C’est déjà dit.",
    )


def test_an_amendment_sent_twice_stands_once():
    workshop = held_workshop(notes=1)
    opened(workshop)
    key, seat = uuid.uuid4(), someone_there(workshop)

    for _attempt in range(2):
        amending.propose(workshop=workshop, seat=seat, key=key, about="", text="Une coquille", now=NOON)

    assert report_of(workshop).amendments.count() == 1


@pytest.mark.parametrize(
    ("days", "is_accepted"),
    [(0, True), (1, False)],
)
def test_amendments_are_open_through_their_last_day(days, is_accepted):
    workshop = held_workshop(notes=1)
    opened(workshop)
    moment = NOON + timedelta(days=days)
    send = lambda: amending.propose(  # noqa: E731
        workshop=workshop, seat=someone_there(workshop), key=uuid.uuid4(), about="", text="Une coquille", now=moment
    )

    if is_accepted:
        send()
    else:
        with pytest.raises(Refused, match="jusqu’au 12 mars 2026"):
            send()

    assert report_of(workshop).amendments.count() == int(is_accepted)


def test_a_seat_that_nobody_took_proposes_nothing():
    workshop = held_workshop(notes=1)
    opened(workshop)
    empty = workshop.seats.filter(joined_at=None).first()

    with pytest.raises(NotForYou):
        amending.propose(workshop=workshop, seat=empty, key=uuid.uuid4(), about="", text="Une coquille", now=NOON)


@pytest.mark.parametrize("answer", ["", "  \n "])
def test_an_answer_is_a_sentence(answer):
    workshop = held_workshop(notes=1)
    opened(workshop)
    amendment = amendment_on(workshop)

    with pytest.raises(Refused, match="Répondez par une phrase"):
        amending.answer(
            workshop=workshop, key=amendment.key, state="accepted", answer=answer, by=organiser_of(workshop)
        )

    amendment.refresh_from_db()
    assert amendment.state == "proposed"


def test_the_words_of_the_team_open_the_report_and_each_question():
    workshop = held_workshop(notes=1, filled=2)
    drafted(workshop)

    drafting.introduce(
        workshop=workshop, introduction="Une belle journée.", summaries={2: "On y tient."}, by=organiser_of(workshop)
    )

    source = source_read(report_of(workshop))
    assert source.introduction == "Une belle journée."
    assert [question.summary for question in source.questions] == ["", "On y tient.", ""]


def test_final_words_are_no_longer_written():
    workshop = held_workshop(notes=1)
    published(workshop)

    with pytest.raises(Refused, match="définitif"):
        drafting.introduce(workshop=workshop, introduction="Encore", summaries={}, by=organiser_of(workshop))


def test_the_licence_of_a_published_report_stays_but_its_readers_may_change():
    workshop = held_workshop(notes=1)
    published(workshop)
    by = organiser_of(workshop)

    drafting.share(workshop=workshop, visibility="private", licence=workshop.licence, by=by)
    with pytest.raises(Refused, match="définitif"):
        drafting.share(workshop=workshop, visibility="public", licence="CC0-1.0", by=by)

    workshop.refresh_from_db()
    assert (workshop.visibility, workshop.licence) == ("private", "CC-BY-SA-4.0")


def test_a_stranger_moves_nothing():
    workshop = held_workshop(notes=1)
    stranger = make_person()

    for verb in (
        lambda: drafting.draft(workshop=workshop, by=stranger, now=NOON),
        lambda: publishing.open_amendments(workshop=workshop, until=NOON.date(), by=stranger, now=NOON),
        lambda: publishing.finalise(workshop=workshop, base=BASE, by=stranger, now=NOON),
        lambda: drafting.introduce(workshop=workshop, introduction="x", summaries={}, by=stranger),
        lambda: drafting.share(workshop=workshop, visibility="public", licence="CC0-1.0", by=stranger),
    ):
        with pytest.raises(NotForYou):
            verb()

    assert not Report.objects.exists()


def test_words_withdrawn_after_publication_are_read_no_more_and_counts_stay():
    workshop = held_workshop()
    note = workshop.questions.first().board.notes.filter(state="kept").first()
    note.author = "seat-1"
    note.save()
    published(workshop)
    before = source_read(report_of(workshop))

    contributing.withdraw_note(note=note, author="seat-1", now=NOON)

    after = source_read(report_of(workshop))
    exported_text = exporting.exported(workshop)
    assert note.text in str(before)
    assert (note.text in str(after), note.text in exported_text) == (False, False)
    assert after.coverage == before.coverage
