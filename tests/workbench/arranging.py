"""A season of workshops whose boards were sorted, through the product's own verbs."""

from collections.abc import Mapping, Sequence

from django.test import Client

from essaim.boards.domain import deciding
from essaim.people.models import Person
from essaim.programmes.models import Programme
from essaim.workbench.queries import Bench, bench_of, comparable
from essaim.workshops.models import Seat, Workshop
from tests.factories import NOON, make_person, make_workshop, organiser_of, write_note

Board = Mapping[str, Sequence[str]]  # the notes under each heading


def held(*boards: Board, title: str = "Atelier", beside: Workshop | None = None) -> Workshop:
    """A workshop whose first questions have these boards; beside another one, or in a programme of its own."""
    organiser = organiser_of(beside) if beside else make_person("Claire")
    workshop = make_workshop(organiser=organiser, questions=3, tables=3, title=title)
    if beside:
        workshop.gathering = beside.gathering
        workshop.save(update_fields=["gathering"])
    for question, board in zip(workshop.questions.all(), boards, strict=False):
        for heading, texts in board.items():
            theme = deciding.add_theme(board=question.board, title=heading, by=organiser, now=NOON)
            for group, text in enumerate(texts, start=1):
                said(question.board, text, theme, organiser, group=min(group, 3))
    return workshop


def said(board, text: str, theme, by: Person, *, seat: Seat | None = None, group: int = 1):
    note = write_note(board, text, seat=seat, group=group)
    deciding.move_note(board=board, note=deciding.note_on(board, note.key), theme=theme, by=by, now=NOON)
    return deciding.note_on(board, note.key)


def theme_of(workshop: Workshop, title: str, question: int = 1):
    return workshop.questions.get(number=question).board.themes.get(title=title)


def keys_of(*themes) -> list[str]:
    return [str(theme.key) for theme in themes]


def bench_for(programme: Programme, person: Person) -> Bench:
    return bench_of(programme, comparable(programme, person))


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
