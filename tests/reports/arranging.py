"""A workshop that was held, ready for its report: through the product's own verbs."""

import io
import uuid

from django.test import Client
from PIL import Image

from essaim.boards.domain import deciding, illustrating, retaining
from essaim.boards.models import Photo
from essaim.people.models import Person
from essaim.reports.domain import amending, drafting, publishing
from essaim.reports.models import Amendment, Report
from essaim.workshops.domain.joining import token_of
from essaim.workshops.models import Seat, Workshop
from essaim.workshops.picture import seat_cookie
from tests.factories import NOON, make_seat, make_workshop, organiser_of, write_note

BASE = "http://testserver"


def held_workshop(*, notes: int = 4, filled: int = 1, **fields) -> Workshop:
    """Notes under a theme, one merged, one set aside, one outside, a strong idea; the day is over."""
    workshop = make_workshop(**fields)
    by = organiser_of(workshop)
    make_seat(workshop, "Inès")
    for question in workshop.questions.select_related("board")[:filled]:
        board = question.board
        theme = deciding.add_theme(board=board, title="Des rues calmes", by=by, now=NOON)
        written = [write_note(board, f"Fermer la rue de l’école numéro {rank}", group=1) for rank in range(notes)]
        for note in written:
            deciding.move_note(board=board, note=deciding.note_on(board, note.key), theme=theme, by=by, now=NOON)
        same = deciding.note_on(board, write_note(board, "fermer la rue").key)
        deciding.merge_note(board=board, note=same, into=deciding.note_on(board, written[0].key), by=by, now=NOON)
        aside = deciding.note_on(board, write_note(board, "Voir avec la mairie").key)
        deciding.set_aside(board=board, note=aside, reason="Trop court pour être compris", by=by, now=NOON)
        write_note(board, "Et le stade ?")
        retain_idea(question.board, theme, by)
    Workshop.objects.filter(pk=workshop.pk).update(state="closed")
    workshop.refresh_from_db()
    return workshop


def retain_idea(board, theme, by: Person) -> None:
    retaining.retain(
        board=board,
        group=1,
        text="Une rue calme devant chaque école",
        reason="Tout le monde s’y croise",
        conditions="",
        theme=theme,
        key_note=None,
        by=by,
        now=NOON,
    )


def drafted(workshop: Workshop) -> Report:
    return drafting.draft(workshop=workshop, by=organiser_of(workshop), now=NOON)


def opened(workshop: Workshop) -> Report:
    drafted(workshop)
    return publishing.open_amendments(workshop=workshop, until=NOON.date(), by=organiser_of(workshop), now=NOON)


def published(workshop: Workshop, visibility: str = "public") -> Report:
    Workshop.objects.filter(pk=workshop.pk).update(visibility=visibility)
    workshop.refresh_from_db()
    drafted(workshop)
    return publishing.finalise(workshop=workshop, base=BASE, by=organiser_of(workshop), now=NOON)


def someone_there(workshop: Workshop) -> Seat:
    return workshop.seats.exclude(joined_at=None).select_related("workshop").first()


def amendment_on(workshop: Workshop, text: str = "Il manque l’essentiel") -> Amendment:
    return amending.propose(
        workshop=workshop, seat=someone_there(workshop), key=uuid.uuid4(), about="Question 1", text=text, now=NOON
    )


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def seated(seat: Seat) -> Client:
    client = Client()
    client.cookies[seat_cookie(seat.workshop)] = token_of(seat)
    return client


def add_photo(workshop, settings, tmp_path) -> Photo:
    settings.MEDIA_ROOT = tmp_path
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "#fcefb4").save(file, "JPEG")
    return illustrating.add_photo(
        board=workshop.questions.get(number=1).board,
        theme=None,
        data=file.getvalue(),
        caption="Le panneau de la table 1",
        now=NOON,
    )
