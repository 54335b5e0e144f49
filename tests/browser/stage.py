"""One workshop, its team and one of its seats, brought through its day by the product's own verbs."""

import io
import uuid
from datetime import datetime
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from PIL import Image

from essaim.boards.domain import deciding, illustrating
from essaim.boards.enums import ReadingState
from essaim.boards.models import Idea, Note, Reading
from essaim.people.models import Person
from essaim.workshops.domain import (
    concluding,
    joining,
    plenary,
    printing_cards,
    running,
    sorting_apart,
    staging_notes,
    voting,
    wall,
)
from essaim.workshops.models import Facilitator, Question, Seat, Workshop
from essaim.workshops.paper.cards import sheet_of
from essaim.workshops.queries import question_at, round_at, table_number
from tests.factories import make_reading, ring, seat_at_table, write_note

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SAID = (
    "Ouvrir les fenêtres cinq minutes à chaque récréation",
    "Fermer la rue de l’école aux voitures à 8 h et à 16 h",
    "Des arbres dans la cour",
    "Un capteur de CO2 par classe, relevé par les enfants eux-mêmes, et affiché à la porte",
    "Un pédibus tenu par les parents du quartier",
    "Aérer pendant la cantine",
    "Contrôler la ventilation chaque année",
    "Le stade est trop loin",
)


def session_of(person: Person) -> str:
    """A session of this person, as if they had signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return session.session_key


class Stage:
    """One workshop, its team and one of its seats; each step brings it a little further in its day."""

    def __init__(self, workshop: Workshop, *, by: Person, facilitator: Person, now: datetime):
        self.workshop, self.by, self.now = workshop, by, now
        self.things: dict[str, Any] = {}
        self.seat: Seat | None = None
        question = workshop.questions.filter(number=1).first()
        Facilitator.objects.create(workshop=workshop, person=facilitator, question=question)

    @property
    def question(self) -> Question:
        """The question in front of our seat, or of table 1."""
        round = round_at(self.workshop)
        here = question_at(self.workshop, table_number(self.seat, round) if self.seat else 1, round)
        return self.workshop.questions.select_related("board", "workshop").get(pk=here.pk if here else None)

    def sit(self) -> None:
        self.seat = seat_at_table(self.workshop, 1)

    def ring(self, times: int = 1) -> None:
        self.workshop = ring(self.workshop, times, now=self.now)
        self.seat = self.workshop.seats.select_related("workshop").filter(joined_at__isnull=False).first()

    def hear(self) -> None:
        """Notes in every state that a note can have, two themes, a photo, cards, a sorting apart: on each question."""
        for question in self.workshop.questions.select_related("board"):
            self.hear_about(question)

    def hear_about(self, question: Question) -> None:
        board, by, now, round = question.board, self.by, self.now, round_at(self.workshop)
        is_ours = question == self.question
        notes = [
            write_note(board, text, group=place % 3 + 1, round=round, count=3 if place == 1 else 1, now=now)
            for place, text in enumerate(SAID)
        ]
        own = write_note(board, "Une note à moi", seat=self.seat if is_ours else None, group=1, round=round, now=now)
        write_note(board, "Trop tard", group=2, round=round, state="handed", now=now)
        first = deciding.add_theme(board=board, title="L’air des classes", by=by, now=now)
        other = deciding.add_theme(board=board, title="Autour de l’école", by=by, now=now)
        for note, theme in zip(notes[:5], (first, other, other, first, other), strict=True):
            deciding.move_note(board=board, note=note, theme=theme, by=by, now=now)
        whole = deciding.note_on(board, notes[0].key)
        deciding.merge_note(board=board, note=notes[5], into=whole, by=by, now=now)
        deciding.set_aside(board=board, note=notes[7], reason="hors de la question", by=by, now=now)
        photo = illustrating.add_photo(board=board, theme=first, data=picture(), caption="Le paperboard", now=now)
        cards = printing_cards.print_cards(question=question, with_sorted=True, by=by, now=now)
        sorting_apart.begin(question=question, by=by, now=now)
        make_reading(board, now=now)
        if is_ours:
            self.bring()
            self.things |= {"cards": str(sheet_of(cards))}
            self.things |= {"own": str(own.key), "theme": str(first.key), "photo": str(photo.key)}

    def bring(self) -> None:
        """A file of notes waits to be confirmed."""
        content = "texte;thème;âge\nUn banc à l’ombre;L’été;12\n".encode()
        found = staging_notes.stage(
            question=self.question,
            file=io.BytesIO(content),
            name="enquete.csv",
            size=len(content),
            by=self.by,
            now=self.now,
        )
        self.things |= {"import": str(found.key)}

    def conclude(self) -> None:
        """Dots, a rapporteur at each table, strong ideas on each question."""
        workshop, by, now = self.workshop, self.by, self.now
        Reading.objects.filter(board=self.question.board).update(state=ReadingState.WORKING)
        themes = list(self.question.board.themes.all())
        assert self.seat is not None
        voting.vote(seat=self.seat, question=self.question, ballot={themes[0].key: 2, themes[1].key: 1}, now=now)
        for table in workshop.tables.all():
            plenary.choose_rapporteur(workshop=workshop, table=table, by=by, name=f"Alix {table.number}")
            here = question_at(workshop, table.number, 3)
            question = workshop.questions.select_related("board", "workshop").get(pk=here.pk if here else None)
            for text in ("Aérer à chaque récréation", "Fermer la rue devant l’école"):
                idea = concluding.Said(key="", text=text, reason="C’est gratuit", conditions="Que chacun s’y tienne")
                concluding.retain(question=question, table=table, idea=idea, by=by, now=now)

    def speak(self) -> None:
        """A group speaks, and two people answer it."""
        table = self.workshop.tables.get(number=1)
        plenary.call(workshop=self.workshop, table=table, by=self.by, now=self.now)
        idea = Idea.objects.filter(board__asked_as__workshop=self.workshop, group=1).first()
        assert idea is not None
        for text in ("Chez nous, la porte suffit", "Et l’hiver ?"):
            plenary.react(workshop=self.workshop, idea=idea, text=text, key=uuid.uuid4(), by=self.by, now=self.now)

    def accept_late(self) -> None:
        """The team takes in what was handed over after the bell."""
        waiting = Note.objects.filter(board__asked_as__workshop=self.workshop, state="handed")
        for note in waiting.select_related("board"):
            deciding.accept_handed(board=note.board, note=note, by=self.by, now=self.now)

    def finish(self) -> None:
        self.workshop = running.finish(workshop=self.workshop, by=self.by, now=self.now)

    def told(self) -> dict[str, Any]:
        """What a browser needs to come in by every door of this workshop."""
        gathering = self.workshop.gathering
        last = self.workshop.seats.last()
        helper = Facilitator.objects.filter(workshop=self.workshop).values_list("pk", flat=True).first()
        return {
            "cards": "",
            **self.things,
            "code": self.workshop.code,
            "wall_key": self.workshop.wall_key,
            "wall": wall.wall_token(self.workshop),
            "token": joining.token_of(self.seat) if self.seat else "",
            "free": joining.token_of(last) if last else "",
            "number": self.question.number if self.workshop.questions.exists() else 1,
            "slug": self.workshop.programme.slug,
            "season": gathering.season_id,
            "gathering": gathering.pk,
            "helper": helper,
        }


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(made, "JPEG")
    return made.getvalue()
