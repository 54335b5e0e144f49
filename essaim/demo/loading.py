"""The demonstration's programme and workshops, made through the same verbs as the screens use."""

import uuid
from datetime import datetime, timedelta

from essaim.boards.domain import contributing, deciding, retaining
from essaim.boards.domain.contributing import Entry
from essaim.boards.enums import Source
from essaim.boards.models import Board
from essaim.demo.content import (
    ACTORS,
    FACILITATORS,
    GATHERING,
    HARVEST,
    INTRODUCTION,
    PLACE,
    PROGRAMME,
    PURPOSE,
    QUESTIONS,
    ROOMS,
    SEASON,
    TITLE,
    WORKSHOP_PURPOSE,
    Asked,
    Said,
)
from essaim.people.domain import inviting
from essaim.people.models import Person
from essaim.programmes.enums import Visibility
from essaim.programmes.models import Gathering, Organiser, Programme, Season
from essaim.reports.domain import drafting, publishing
from essaim.workshops.domain import joining, plenary, preparing, running
from essaim.workshops.domain.joining import Newcomer
from essaim.workshops.models import Facilitator, Workshop
from essaim.workshops.queries import question_at, tables_of_question

PEOPLE = 24


def organiser() -> Person:
    return inviting.open_account(email="organisation@demo.essaim", name="Claire Aubert", is_administrator=True)


def programme() -> Programme:
    """The demonstration's programme, once."""
    made, created = Programme.objects.get_or_create(
        slug="etes-vivables", defaults={"title": PROGRAMME, "purpose": PURPOSE}
    )
    if created:
        Organiser.objects.create(programme=made, person=organiser())
    return made


def gathering(day: datetime) -> Gathering:
    season, _created = Season.objects.get_or_create(programme=programme(), title=SEASON)
    found, _created = Gathering.objects.get_or_create(
        season=season, title=GATHERING, day=day.date(), defaults={"place": PLACE}
    )
    return found


def workshop(*, title: str, day: datetime) -> Workshop:
    """A World Café with three questions, three rooms, three facilitators and doors open for 24 people."""
    by = organiser()
    made = preparing.create_workshop(gathering=gathering(day), title=title, by=by)
    made.purpose, made.harvest, made.headcount = WORKSHOP_PURPOSE, HARVEST, PEOPLE
    made.visibility = Visibility.PUBLIC
    made.save()
    preparing.set_questions(workshop=made, questions=[(asked.title, asked.text) for asked in QUESTIONS], by=by)
    preparing.set_tables(workshop=made, count=len(ROOMS), by=by)
    for table, (name, place, is_accessible) in zip(made.tables.all(), ROOMS, strict=True):
        table.name, table.place, table.is_accessible = name, place, is_accessible
        table.save()
    for question, name in zip(made.questions.all(), FACILITATORS, strict=True):
        email = f"{name.split()[0].lower().replace('è', 'e')}@demo.essaim"
        person = inviting.open_account(email=email, name=name)
        Facilitator.objects.create(workshop=made, person=person, question=question)
    preparing.open_doors(workshop=made, by=by, now=day)
    made.refresh_from_db()
    return made


def said_in(asked: Asked, round: int) -> list[Said]:
    """What this question hears in this round, headings mixed as people speak."""
    every = [note for heading in asked.headings for note in heading.notes]
    every += [*asked.outside, *(note for note, _reason in asked.aside)]
    chosen = [note for note in every if note.round == round]
    return chosen[::2] + chosen[1::2]


def heading_of(asked: Asked, text: str) -> str | None:
    return next((h.title for h in asked.headings if any(note.text == text for note in h.notes)), None)


def facilitate(board: Board, asked: Asked, *, by: Person, now: datetime) -> int:
    """The facilitator sorts what arrived: themes made when needed, one note set aside with its reason."""
    themes = {theme.title: theme for theme in board.themes.filter(is_removed=False)}
    reasons = {note.text: reason for note, reason in asked.aside}
    done = 0
    for note in board.notes.filter(state="kept", theme=None, merged_into=None).select_related("theme", "merged_into"):
        title = heading_of(asked, note.text)
        if title:
            if title not in themes:
                themes[title] = deciding.add_theme(board=board, title=title, by=by, now=now, round=note.round)
            deciding.move_note(board=board, note=note, theme=themes[title], by=by, now=now)
            done += 1
        elif note.text in reasons:
            deciding.set_aside(board=board, note=note, reason=reasons[note.text], by=by, now=now)
            done += 1
    return done


def merge_repeats(board: Board, *, by: Person, now: datetime) -> None:
    """What was said twice is counted twice: the shorter wording joins the fuller one."""
    notes = list(board.notes.filter(merged_into=None).exclude(theme=None))
    for note in notes:
        for other in notes:
            words, others = set(note.text.lower().split()), set(other.text.lower().split())
            if note.pk != other.pk and len(words & others) >= 5 and len(note.text) < len(other.text):
                deciding.merge_note(
                    board=board,
                    note=deciding.note_on(board, note.key),
                    into=deciding.note_on(board, other.key),
                    by=by,
                    now=now,
                )


def conclude(workshop: Workshop, *, by: Person, now: datetime) -> None:
    """In the last round each group names who will speak and retains its strong ideas."""
    for question, asked in zip(workshop.questions.select_related("board"), QUESTIONS, strict=True):
        (table, *_others) = tables_of_question(workshop, question, 3)
        seat = next(
            (seat for seat in workshop.seats.filter(left_at=None) if seat.path and seat.path[2] == table.number), None
        )
        name = (seat.name if seat else "") or "Camille"
        plenary.choose_rapporteur(workshop=workshop, table=table, by=by, seat=seat, name=name, agrees_to_be_named=True)
        themes = {theme.title: theme for theme in question.board.themes.filter(is_removed=False)}
        for strong in asked.strong:
            theme = themes.get(asked.headings[strong.heading].title)
            quote = theme.notes.filter(merged_into=None).order_by("-count", "number").first() if theme else None
            retaining.retain(
                board=question.board,
                group=table.number,
                text=strong.text,
                reason=strong.reason,
                conditions=strong.conditions,
                theme=theme,
                key_note=quote,
                by=by,
                now=now,
            )


def reactions_of(text: str) -> tuple[str, ...]:
    return next((strong.reactions for asked in QUESTIONS for strong in asked.strong if strong.text == text), ())


def publish(made: Workshop, *, base: str, now: datetime) -> None:
    """The report is written, then final: whoever has the address reads it."""
    by = organiser()
    drafting.draft(workshop=made, by=by, now=now)
    summaries = {
        question.number: asked.summary for question, asked in zip(made.questions.all(), QUESTIONS, strict=True)
    }
    drafting.introduce(workshop=made, introduction=INTRODUCTION, summaries=summaries, by=by)
    publishing.finalise(workshop=made, base=base, by=by, now=now)


def past_workshop(*, base: str, now: datetime) -> Workshop:
    """A workshop of last month, run from end to end, so that there is something to read."""
    start = now - timedelta(days=30)
    made = workshop(title=f"{TITLE} (répétition)", day=start)
    by, clock = organiser(), start
    seats = [
        joining.join(workshop=made, key=uuid.uuid4(), newcomer=Newcomer(actor=ACTORS[number % len(ACTORS)]), now=start)
        for number in range(PEOPLE)
    ]
    while made.state != "closed":
        made = running.next_sequence(workshop=made, seen=made.current, by=by, now=clock)
        sequence = made.sequences.filter(position=made.current).first()
        if made.state == "closed" or sequence is None:
            break
        clock += timedelta(seconds=sequence.seconds)
        if sequence.round:
            write_round(made, sequence.round, seats, now=clock - timedelta(minutes=5))
        if sequence.round == 3:
            conclude(made, by=by, now=clock)
        if sequence.kind == "plenary":
            hold_plenary(made, by=by, now=clock)
    publish(made, base=base, now=clock)
    return made


def write_round(made: Workshop, round: int, seats: list, *, now: datetime) -> None:
    for question, asked in zip(made.questions.select_related("board"), QUESTIONS, strict=True):
        group = next(t.number for t in made.tables.all() if question_at(made, t.number, round) == question)
        writers = [seat for seat in seats if seat.path[round - 1] == group]
        for place, said in enumerate(said_in(asked, round)):
            contributing.add_note(
                entry=Entry(
                    key=uuid.uuid4(),
                    board_id=question.board_id,
                    text=said.text,
                    author="" if said.count > 1 else str(writers[place % len(writers)].key),
                    count=said.count,
                    group=group,
                    round=round,
                    source=Source.SCRIBE if said.count > 1 else Source.PHONE,
                    stance=said.stance,
                ),
                now=now,
            )
        by = question.facilitators.select_related("person").get().person
        facilitate(question.board, asked, by=by, now=now)
        merge_repeats(question.board, by=by, now=now)


def hold_plenary(made: Workshop, *, by: Person, now: datetime) -> None:
    for turn in made.turns.select_related("table"):
        plenary.call(workshop=made, table=turn.table, by=by, now=now)
        for question in made.questions.select_related("board"):
            for idea in question.board.ideas.filter(group=turn.table.number, is_removed=False):
                for text in reactions_of(idea.text):
                    plenary.react(workshop=made, idea=idea, text=text, key=uuid.uuid4(), by=by, now=now)
    plenary.end_turn(workshop=made, by=by, now=now)
