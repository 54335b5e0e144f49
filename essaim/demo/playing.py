"""The demonstration plays a World Café in front of whoever looks: phones by the protocol, the team by its verbs."""

import argparse
import json
import sys
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from django.conf import settings
from django.db import connections
from django.utils import timezone

from essaim.boards.domain import relaying
from essaim.demo import loading
from essaim.demo.commons import fill_catalogue
from essaim.demo.content import ACTORS, QUESTIONS
from essaim.demo.phone import Phone
from essaim.people.domain import inviting
from essaim.workshops.domain import plenary, running, writing
from essaim.workshops.models import Sequence, Workshop
from essaim.workshops.queries import question_at

log = structlog.get_logger("essaim.demo")
# What a sequence of the format lasts here: a round by `--seconds`, the rest in proportion to what is to be seen.
TRANSITION, TURN = 0.15, 0.2


def run(options: argparse.Namespace, *, prepare: Callable, listen: Callable) -> int:
    prepare(options)
    now = timezone.now()
    base = settings.BASE_URL or f"http://{options.host}:{options.port}"
    if not loading.programme().seasons.filter(gatherings__workshops__state="closed").exists():
        loading.past_workshop(base=base, now=now)
    fill_catalogue(programme=loading.programme(), by=loading.organiser(), now=now)
    workshop = loading.workshop(title=loading.TITLE, day=now)
    if options.load_only:
        running.next_sequence(workshop=workshop, seen=0, by=loading.organiser(), now=now)
        show(workshop, base, options)
        return 0
    hasten(workshop, options.seconds)
    show(workshop, base, options)
    threading.Thread(target=play, args=(workshop.pk, options.host, options.port, base), daemon=True).start()
    listen(options)
    return 0


def hasten(workshop: Workshop, seconds: float) -> None:
    """The clock of the day is compressed; nothing else changes."""
    share = {"round": 1.0, "transition": TRANSITION, "plenary": 3 * TURN}
    for sequence in workshop.sequences.all():
        Sequence.objects.filter(pk=sequence.pk).update(seconds=max(1, round(seconds * share[sequence.kind])))
    workshop.seconds_per_group = max(1, round(seconds * TURN))
    workshop.save(update_fields=["seconds_per_group"])


def addresses(workshop: Workshop, base: str) -> dict[str, str]:
    """Where to look; the first three open an account once each, for a week."""
    now = timezone.now()
    people = {
        "organiser": (loading.organiser(), f"/ateliers/{workshop.code}/"),
        "conductor": (loading.organiser(), f"/conduite/{workshop.code}/"),
        "facilitator": (
            workshop.facilitators.select_related("person").order_by("pk")[0].person,
            f"/animation/{workshop.code}/1/",
        ),
    }
    links = {
        role: f"{base}/entrer/{inviting.make_link(person=person, goes_to=goes_to, now=now, uses=20)}/"
        for role, (person, goes_to) in people.items()
    }
    past = Workshop.objects.filter(gathering__season__programme=workshop.programme, state="closed").first()
    return {
        "visitor": f"{base}/",
        **links,
        "wall": f"{base}/mur/{workshop.wall_key}/",
        "phone": f"{base}/a/{workshop.code}/",
        "commons": f"{base}/communs/",
        "report": f"{base}/comptes-rendus/{workshop.code}/",
        **({"past_report": f"{base}/comptes-rendus/{past.code}/"} if past else {}),
    }


LABELS = {
    "visitor": "Accueil, sans compte",
    "organiser": "Organisation",
    "conductor": "Conduite de la journée",
    "facilitator": "Animation d’une question",
    "wall": "Mur pour le vidéoprojecteur",
    "phone": "Téléphone : rejoindre l’atelier",
    "commons": "Catalogue des communs",
    "report": "Compte rendu en direct, une fois entré·e",
    "past_report": "Compte rendu d’un atelier passé",
}


def show(workshop: Workshop, base: str, options: argparse.Namespace) -> None:
    """The addresses, for a person or for a program."""
    links = addresses(workshop, base)
    if options.json:
        questions = [str(question.board.key) for question in workshop.questions.select_related("board")]
        print(json.dumps({"workshop": workshop.code, "questions": questions, "addresses": links}), flush=True)
        return
    width = max(len(label) for label in LABELS.values())
    print(f"\nEssaim, démonstration : « {workshop.title} », code {workshop.code}\n", file=sys.stdout)
    for name, address in links.items():
        print(f"  {LABELS[name]:<{width}}  {address}")
    print(
        "\nL’organisation, la conduite et l’animation ouvrent chacune un compte : un seul à la fois par navigateur."
        "\nVingt-quatre téléphones arrivent, la journée se joue toute seule ; relancez la commande pour la rejouer."
        "\nCtrl+C pour arrêter.\n",
        flush=True,
    )


def play(pk: int, host: str, port: int, base: str) -> None:
    """The day goes by: people join, write, change rooms, conclude, report back."""
    try:
        Day(Workshop.objects.get(pk=pk), host, port, base).run()
    finally:
        connections.close_all()


class Day:
    """One World Café played from the first arrival to the report."""

    def __init__(self, workshop: Workshop, host: str, port: int, base: str):
        self.workshop, self.base = workshop, base
        self.by = loading.organiser()
        self.phones = [
            Phone("127.0.0.1" if host == "0.0.0.0" else host, port, workshop.code, ACTORS[place % len(ACTORS)])  # noqa: S104
            for place in range(loading.PEOPLE)
        ]
        self.pool = ThreadPoolExecutor(4)

    def run(self) -> None:
        self.wait_for_server()
        for phone in self.phones:
            phone.join()
            time.sleep(0.15)
        while True:
            self.workshop = running.next_sequence(
                workshop=self.workshop, seen=self.workshop.current, by=self.by, now=timezone.now()
            )
            if self.workshop.state == "closed":
                break
            sequence = self.workshop.sequences.get(position=self.workshop.current)
            if sequence.round:
                self.talk(sequence)
            elif sequence.kind == "plenary":
                self.report_back(sequence)
            self.wait_until(sequence)
        loading.publish(self.workshop, base=self.base, now=timezone.now())
        log.info("demo played", notes=sum(len(phone.acknowledged) for phone in self.phones))

    def wait_for_server(self) -> None:
        while True:
            try:
                if self.phones[0].ask("GET", "/sante/")[0] == 200:
                    return
            except OSError:
                time.sleep(0.2)

    def wait_until(self, sequence: Sequence) -> None:
        """The bell, wherever a person at the conductor's console has moved it meanwhile."""
        while True:
            self.workshop.refresh_from_db()
            sequence.refresh_from_db()
            moved_on = self.workshop.current != sequence.position or self.workshop.state != "running"
            paused = self.workshop.paused_at is not None
            if moved_on or (not paused and sequence.ends_at and timezone.now() >= sequence.ends_at):
                return
            time.sleep(0.25)

    def talk(self, sequence: Sequence) -> None:
        """Each table writes what it says, its facilitator sorts as it comes, then freezes the relay."""
        boards = [phone.state()["board"]["key"] for phone in self.phones]
        questions = list(self.workshop.questions.select_related("board"))
        queues: dict[str, list[Any]] = {
            str(question.board.key): loading.said_in(asked, sequence.round)
            for question, asked in zip(questions, QUESTIONS, strict=True)
        }
        total = sum(map(len, queues.values()))
        pause = 0.62 * sequence.seconds / max(1, total)
        turn = 0
        while any(queues.values()):
            turn += 1
            for place, phone in enumerate(self.phones):
                queue = queues.get(boards[place])
                if queue and (place + turn) % 3 == 0:
                    self.say(phone, boards[place], queue.pop(0), sequence)
                    time.sleep(pause)
            self.sort(questions)
        self.sort(questions)
        if sequence.round == 3:
            loading.conclude(self.workshop, by=self.by, now=timezone.now())
        for question in questions:
            person = question.facilitators.select_related("person").get().person
            relaying.freeze(board=question.board, round=sequence.round, by=person, now=timezone.now())

    def say(self, phone: Phone, board: str, said: Any, sequence: Sequence) -> None:
        """One person types; when several said it together, the facilitator takes it down with its count."""
        if said.count == 1:
            self.pool.submit(phone.write, board, said.text, said.stance)
            return
        question = self.workshop.questions.select_related("board", "workshop").get(board__key=board)
        tables = self.workshop.tables.all()
        group = next(t.number for t in tables if question_at(self.workshop, t.number, sequence.round) == question)
        writing.scribe(
            question=question,
            by=self.by,
            key=uuid.uuid4(),
            text=said.text,
            count=said.count,
            group=group,
            stance=said.stance,
            now=timezone.now(),
        )

    def sort(self, questions: list[Any]) -> None:
        for question, asked in zip(questions, QUESTIONS, strict=True):
            person = question.facilitators.select_related("person").get().person
            loading.facilitate(question.board, asked, by=person, now=timezone.now())
            loading.merge_repeats(question.board, by=person, now=timezone.now())

    def report_back(self, sequence: Sequence) -> None:
        """Each group in turn; the room answers."""
        for turn in self.workshop.turns.select_related("table"):
            plenary.call(workshop=self.workshop, table=turn.table, by=self.by, now=timezone.now())
            time.sleep(0.3 * self.workshop.seconds_per_group)
            for question in self.workshop.questions.select_related("board"):
                for idea in question.board.ideas.filter(group=turn.table.number, is_removed=False):
                    for text in loading.reactions_of(idea.text):
                        plenary.react(
                            workshop=self.workshop,
                            idea=idea,
                            text=text,
                            key=uuid.uuid4(),
                            by=self.by,
                            now=timezone.now(),
                        )
                        time.sleep(0.1 * self.workshop.seconds_per_group)
            time.sleep(0.3 * self.workshop.seconds_per_group)
        plenary.end_turn(workshop=self.workshop, by=self.by, now=timezone.now())
