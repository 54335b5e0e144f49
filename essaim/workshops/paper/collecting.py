"""Reads the workshop once for all its sheets."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.urls import reverse

from essaim.boards.models import Relay, Theme
from essaim.workshops.domain.joining import token_of
from essaim.workshops.domain.seating import people_of, plan_of, present
from essaim.workshops.enums import Act, Topology
from essaim.workshops.formats.icebreakers import BY_KEY
from essaim.workshops.models import Seat, Workshop
from essaim.workshops.paper.kit import Badge, Kit, Moment, Place, Question, Step
from essaim.workshops.queries import last_round, question_number
from essaim.workshops.rotation import badge_rule
from essaim.workshops.rotation.picture import svg

Absolute = Callable[[str], str]  # a path as the whole address printed on paper


def kit_of(workshop: Workshop, *, absolute: Absolute) -> Kit:
    """The kit of this workshop, as it is prepared now."""
    rounds = last_round(workshop)
    seats = [seat for seat in present(workshop) if rounds and len(seat.path) == rounds]
    questions = questions_of(workshop)
    places = places_of(workshop, questions, seats, rounds)
    gathering = workshop.gathering
    join = absolute(reverse("workshops:join"))
    return Kit(
        title=workshop.title,
        code=workshop.code,
        programme=workshop.programme.title,
        gathering=gathering.title,
        day=gathering.day,
        where=gathering.place,
        purpose=workshop.purpose,
        harvest=workshop.harvest,
        topology=str(Topology(workshop.topology).label),
        rules=tuple(workshop.rules_list),
        rounds=rounds,
        vote_rounds=vote_rounds(workshop),
        questions=tuple(questions),
        places=tuple(places),
        badges=tuple(badges_of(workshop, seats, places, absolute)) if places else (),
        moments=tuple(moments_of(workshop)),
        people=max(len(seats), workshop.headcount),
        join_address=absolute(reverse("workshops:seat", args=[workshop.code])),
        join_typed=join.split("://", 1)[-1].rstrip("/"),
        retype_address=absolute(reverse("workshops:retype", args=[workshop.code])),
        rotation=svg(plan_of(workshop, seats), people_of(seats)) if seats and places and rounds > 1 else "",
    )


def questions_of(workshop: Workshop) -> list[Question]:
    """The questions with what stands on their boards: themes, and the relays that were frozen."""
    themes: dict[int, list[str]] = defaultdict(list)
    for theme in Theme.objects.filter(board__asked_as__workshop=workshop, is_removed=False):
        themes[theme.board_id].append(theme.title)
    relays: dict[int, dict[int, Any]] = defaultdict(dict)
    for relay in Relay.objects.filter(board__asked_as__workshop=workshop).order_by("version"):
        relays[relay.board_id][relay.round] = relay.content
    names: dict[int | None, list[str]] = defaultdict(list)
    for facilitator in workshop.facilitators.select_related("person").order_by("pk"):
        names[facilitator.question_id].append(str(facilitator.person))
    return [
        Question(
            number=question.number,
            title=question.title,
            text=question.text,
            themes=tuple(themes[question.board_id]),
            facilitators=tuple(names[question.pk]),
            relays=relays[question.board_id],
            dots_each=question.board.dots_each,
        )
        for question in workshop.questions.select_related("board")
    ]


def places_of(workshop: Workshop, questions: list[Question], seats: list[Seat], rounds: int) -> list[Place]:
    """Tables with their questions; before there is a plan, everybody is shared out evenly."""
    tables = list(workshop.tables.order_by("number"))
    if not questions:
        return []
    even = -(-workshop.headcount // max(len(tables), 1))
    seated: dict[tuple[int, int], int] = defaultdict(int)
    for seat in seats:
        for round, table in enumerate(seat.path, start=1):
            seated[table, round] += 1
    turns = range(1, rounds + 1)
    return [
        Place(
            number=table.number,
            name=table.name,
            where=table.place,
            is_accessible=table.is_accessible,
            questions=tuple(
                questions[question_number(workshop.topology, table.number, round, len(questions)) - 1]
                for round in turns
            ),
            people=tuple(seated[table.number, round] if seats else even for round in turns),
        )
        for table in tables
    ]


def badges_of(workshop: Workshop, seats: list[Seat], places: list[Place], absolute: Absolute) -> list[Badge]:
    by_number = {place.number: place for place in places}
    plan = plan_of(workshop, seats) if seats else None
    return [
        Badge(
            number=seat.number,
            name=seat.name,
            rule=badge_rule(plan, place),
            steps=tuple(
                Step(round, table, by_number[table].name, by_number[table].questions[round - 1].number)
                for round, table in enumerate(seat.path, start=1)
                if table in by_number
            ),
            link=absolute(reverse("workshops:seat_link", args=[token_of(seat)])),
        )
        for place, seat in enumerate(seats)
        if plan is not None
    ]


def moments_of(workshop: Workshop) -> list[Moment]:
    moments, starts = [], 0
    for sequence in workshop.sequences.all():
        icebreaker = BY_KEY.get(sequence.icebreaker)
        moments.append(
            Moment(
                title=sequence.title,
                minutes=sequence.minutes,
                starts=starts,
                round=sequence.round,
                say=sequence.say,
                do=sequence.do,
                ask=sequence.ask,
                icebreaker=f"{icebreaker.title} : {icebreaker.how}" if icebreaker else "",
            )
        )
        starts += sequence.minutes
    return moments


def vote_rounds(workshop: Workshop) -> tuple[int, ...]:
    """The turns at which dots are given; the last one where the format says nothing."""
    rounds = sorted({each.round for each in workshop.sequences.all() if each.round and each.permits(Act.VOTE)})
    return tuple(rounds) or ((last_round(workshop),) if last_round(workshop) else ())
