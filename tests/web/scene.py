"""Two programmes of the same shape, and somebody of each role at the door of the first one."""

import io
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone
from PIL import Image

from essaim.boards.domain import deciding, illustrating, retaining
from essaim.boards.models import Idea, Note, Photo, Theme
from essaim.commons.domain import writing
from essaim.commons.models import Common, Writer
from essaim.people.models import Person
from essaim.programmes.domain import drawing
from essaim.programmes.models import Organiser, Perimeter
from essaim.reports.domain import amending, drafting, publishing
from essaim.reports.models import Amendment
from essaim.territories.models import Territory
from essaim.workbench.domain import deciding as gathering
from essaim.workshops.domain import (
    joining,
    keeping_formats,
    preparing,
    printing_cards,
    running,
    staging_notes,
    wall,
)
from essaim.workshops.models import Facilitator, NoteImport, Printout, SavedFormat, Seat, Workshop
from essaim.workshops.queries import question_at
from tests.factories import (
    make_facilitator,
    make_person,
    make_reading,
    make_workshop,
    organiser_of,
    ring,
    seat_at_table,
    write_note,
)

VISITOR = "visitor"
SEAT = "seat"
SEAT_ELSEWHERE = "seat of another workshop"
WALL = "wall"
FACILITATOR = "facilitator"
FACILITATOR_ELSEWHERE = "facilitator of another workshop"
ORGANISER = "organiser"
ORGANISER_ELSEWHERE = "organiser of another programme"
ADMINISTRATOR = "administrator"
ROLES = (
    VISITOR,
    SEAT,
    SEAT_ELSEWHERE,
    WALL,
    FACILITATOR,
    FACILITATOR_ELSEWHERE,
    ORGANISER,
    ORGANISER_ELSEWHERE,
    ADMINISTRATOR,
)


@dataclass
class Place:
    """A programme whose workshop is concluding its questions, and one of its workshops that is over."""

    running: Workshop
    over: Workshop
    draft: Workshop
    organiser: Person
    facilitator: Person
    seat: Seat
    seat_after: Seat
    note: Note
    theme: Theme
    idea: Idea
    amendment: Amendment
    photo: Photo
    photo_after: Photo
    other_organiser: Organiser
    other_facilitator: Facilitator
    perimeter: Perimeter
    saved_format: SavedFormat
    printout: Printout  # of cards, on the question of the note
    note_import: NoteImport  # a file that waits to be confirmed, on the same question
    common: str
    proposed: Common  # to the catalogue, by the programme

    @property
    def number(self) -> int:
        """The question where the note and the theme stand."""
        return self.note.board.asked_as.number

    @property
    def note_after(self) -> Note:
        return self.over.questions.get(number=1).board.notes.get()

    @property
    def season(self) -> Any:
        return self.running.gathering.season


@dataclass
class Scene:
    here: Place
    elsewhere: Place
    administrator: Person

    def client(self, role: str, **options: Any) -> Client:
        """A browser of somebody with this role."""
        client = Client(**options)
        place = self.elsewhere if role in (SEAT_ELSEWHERE, FACILITATOR_ELSEWHERE, ORGANISER_ELSEWHERE) else self.here
        if role in (SEAT, SEAT_ELSEWHERE):
            for seat in (place.seat, place.seat_after):
                client.cookies[f"seat-{seat.workshop.code}"] = joining.token_of(seat)
        elif role == WALL:
            for workshop in (place.running, place.over):
                client.cookies[wall.wall_cookie(workshop)] = wall.wall_token(workshop)
        elif role != VISITOR:
            person = {
                FACILITATOR: place.facilitator,
                FACILITATOR_ELSEWHERE: place.facilitator,
                ORGANISER: place.organiser,
                ORGANISER_ELSEWHERE: place.organiser,
                ADMINISTRATOR: self.administrator,
            }[role]
            client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client


def make_place() -> Place:
    now = timezone.now()
    workshop = ring(make_workshop(), times=5, now=now)
    organiser, facilitator = organiser_of(workshop), make_facilitator(workshop)
    board = question_at(workshop, 1, 3).board
    seat = seat_at_table(workshop, 1, round=3)
    note = write_note(board, "Une cour ombragée", seat=seat, group=1, round=3, now=now)
    theme = deciding.add_theme(board=board, title="Ombre", by=organiser, now=now)
    deciding.move_note(board=board, note=note, theme=theme, by=organiser, now=now)
    over, seat_after = make_workshop_over(workshop, organiser, facilitator)
    helper = make_facilitator(workshop)
    make_reading(board, now=now)
    return Place(
        running=workshop,
        over=over,
        draft=preparing.create_workshop(gathering=workshop.gathering, title="Plus tard", by=organiser),
        organiser=organiser,
        facilitator=facilitator,
        seat=seat,
        seat_after=seat_after,
        note=note,
        theme=theme,
        idea=retaining.retain(board=board, group=1, text="Planter", by=organiser, now=now),
        amendment=amending.propose(
            workshop=over, seat=seat_after, key=uuid.uuid4(), about="", text="Il manque une idée", now=now
        ),
        photo=make_photo(board),
        photo_after=make_photo(over.questions.get(number=1).board),
        other_organiser=Organiser.objects.create(programme=workshop.programme, person=make_person()),
        other_facilitator=Facilitator.objects.get(workshop=workshop, person=helper),
        perimeter=make_perimeter(workshop, organiser),
        saved_format=keeping_formats.keep_format(workshop=workshop, name="Café court", by=organiser, now=now),
        printout=printing_cards.print_cards(question=board.asked_as, with_sorted=True, by=organiser, now=now),
        note_import=make_import(board.asked_as, organiser),
        common=make_common_theme(theme, over, organiser),
        proposed=make_proposed(workshop, organiser),
    )


def make_proposed(workshop: Workshop, organiser: Person) -> Common:
    sheet = {"title": f"Compost de quartier {workshop.code}", "description": "Un bac, un référent."}
    [made] = writing.add(sheets=[sheet], by=organiser, now=timezone.now(), programme=workshop.programme)
    Writer.objects.create(common=made, person=make_person("Bruno"), since=timezone.now())
    return made


def make_common_theme(theme: Theme, over: Workshop, organiser: Person) -> str:
    other = over.questions.get(number=1).board.themes.get()
    keys = [str(theme.key), str(other.key)]
    return gathering.gather(programme=over.programme, themes=keys, title="De l’ombre", by=organiser, now=timezone.now())


def make_import(question: Any, organiser: Person) -> NoteImport:
    file = io.BytesIO(b"texte\nUn banc\n")
    return staging_notes.stage(
        question=question, file=file, name="enquete.csv", size=14, by=organiser, now=timezone.now()
    )


def make_perimeter(workshop: Workshop, organiser: Person) -> Perimeter:
    name = f"Vallée {workshop.code}"
    commune = Territory.objects.create(kind="commune", code=workshop.code, name=name)
    return drawing.draw(programme=workshop.programme, name=name, members=[commune], by=organiser)


def make_workshop_over(workshop: Workshop, organiser: Person, facilitator: Person) -> tuple[Workshop, Seat]:
    """It has ended, and its report is open to amendments."""
    now = timezone.now()
    over = make_workshop(organiser=organiser)
    over.gathering = workshop.gathering
    over.save(update_fields=["gathering"])
    Facilitator.objects.create(workshop=over, person=facilitator)
    seat = seat_at_table(over, 1)
    ring(over, now=now)
    for question in over.questions.all():
        theme = deciding.add_theme(board=question.board, title="Ombre", by=organiser, now=now)
        note = write_note(question.board, "Planter des arbres", now=now)
        deciding.move_note(board=question.board, note=note, theme=theme, by=organiser, now=now)
    running.finish(workshop=over, by=organiser, now=now)
    over.refresh_from_db()
    drafting.draft(workshop=over, by=organiser, now=now)
    publishing.open_amendments(workshop=over, until=timezone.localdate(now) + timedelta(days=7), by=organiser, now=now)
    return over, seat


def make_photo(board: Any) -> Photo:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "JPEG")
    return illustrating.add_photo(
        board=board, theme=None, data=picture.getvalue(), caption="Le paperboard", now=timezone.now()
    )


def make_scene() -> Scene:
    return Scene(make_place(), make_place(), make_person(is_administrator=True))
