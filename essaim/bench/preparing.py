"""Workshops to be measured: as many as needed for so many boards, in a sequence where people write.

`python -m essaim.bench.preparing BOARDS PHONES` makes them in the database of this environment.
"""

import json
import sys
from datetime import datetime

BOARDS_EACH = 9  # the most questions that a workshop has


def shares(total: int, parts: int) -> list[int]:
    """The total in parts that differ by one at most."""
    return [total // parts + (1 if part < total % parts else 0) for part in range(parts)]


def prepared(boards: int, phones: int, *, now: datetime) -> list[tuple[str, int]]:
    """The workshops run their first sequence; gives the code of each and how many phones it takes."""
    from essaim.people.domain import inviting
    from essaim.programmes.models import Gathering, Organiser, Programme, Season

    by = inviting.open_account(email="banc@exemple.invalid", name="Banc de mesure")
    programme, _created = Programme.objects.get_or_create(
        slug="banc-de-mesure", defaults={"title": "Banc de mesure", "is_public": False}
    )
    Organiser.objects.get_or_create(programme=programme, person=by)
    season, _created = Season.objects.get_or_create(programme=programme, title="Mesures")
    gathering, _created = Gathering.objects.get_or_create(season=season, title="Mesures", day=now.date())
    questions = shares(boards, -(-boards // BOARDS_EACH))
    people = [shares(phones, boards)[sum(questions[:i]) : sum(questions[: i + 1])] for i in range(len(questions))]
    return [
        (started(gathering, count, sum(seated), by=by, now=now), sum(seated))
        for count, seated in zip(questions, people, strict=True)
    ]


def started(gathering, questions: int, phones: int, *, by, now: datetime) -> str:
    from essaim.workshops.domain import preparing, running
    from essaim.workshops.enums import Topology

    # With fewer questions than turns, only a free remix may run.
    topology = Topology.FACILITATORS_MOVE if questions >= 3 else Topology.FREE_REMIX
    workshop = preparing.create_workshop(gathering=gathering, title="Banc de mesure", by=by, topology=topology)
    workshop.headcount = phones
    workshop.save(update_fields=["headcount"])
    asked = [(f"Axe {number}", f"Question {number} : que faire ?") for number in range(1, questions + 1)]
    preparing.set_questions(workshop=workshop, questions=asked, by=by)
    preparing.set_tables(workshop=workshop, count=questions, by=by)
    preparing.open_doors(workshop=workshop, by=by, now=now)
    workshop.refresh_from_db()
    running.next_sequence(workshop=workshop, seen=0, by=by, now=now)
    return workshop.code


def main(boards: int, phones: int) -> None:
    import django

    django.setup()
    from django.utils import timezone

    sys.stdout.write(json.dumps(prepared(boards, phones, now=timezone.now())) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
