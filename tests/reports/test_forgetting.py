"""What is taken back after publication is stored nowhere; the report keeps its counts and says that it happened."""

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from essaim.boards.domain import contributing, deciding, illustrating, relaying
from essaim.boards.models import Event, Note, Relay
from essaim.reports.domain.publishing import source_read
from essaim.reports.queries import report_of
from essaim.reports.source import ErasedPart
from essaim.workshops.domain import listing
from essaim.workshops.models import Rapporteur, Seat, Workshop
from tests.factories import NOON, organiser_of, write_note

from .arranging import add_photo, held_workshop, published
from .reading import words_of

pytestmark = pytest.mark.django_db
WORDS = "Le goudron de la cour brûle les genoux"


def stored() -> str:
    """All that the database holds, as one text."""
    return "".join(str(list(model._default_manager.values_list())) for model in apps.get_models())


def note_of_hers(workshop: Workshop) -> Note:
    board = workshop.questions.get(number=1).board
    return write_note(board, WORDS, seat=workshop.seats.get(name="Inès"))


def held_with_her_note() -> tuple[Workshop, Note]:
    """Her note is the key quote of the theme and of the idea, stands in a relay, and was moved by the team."""
    workshop = held_workshop()
    by, note = organiser_of(workshop), note_of_hers(workshop)
    board = note.board
    theme = board.themes.get()
    deciding.move_note(board=board, note=note, theme=theme, by=by, now=NOON)
    deciding.quote_note(board=board, theme=theme, note=note, by=by, now=NOON)
    board.ideas.update(key_note=note)
    relaying.freeze(board=board, round=1, by=by, now=NOON)
    return workshop, note


def her(workshop: Workshop) -> str:
    return str(workshop.seats.get(name="Inès").key)


def test_words_taken_back_after_publication_are_stored_nowhere():
    workshop, note = held_with_her_note()
    published(workshop)
    before = source_read(report_of(workshop))

    contributing.withdraw_note(note=note, author=her(workshop), now=NOON)

    after = source_read(report_of(workshop))
    assert WORDS in str(before)
    assert WORDS not in stored()
    assert after.coverage == before.coverage
    assert (after.state, after.state_day) == (before.state, before.state_day)
    assert after.erased == ErasedPart(notes=1, day=NOON.date())
    told = after.questions[0].note(note.number).text
    assert told == "(retirée après publication par la personne qui l’avait écrite)"
    assert [theme.key_quote for theme in after.questions[0].themes] == [None]
    assert [idea.key_quote for idea in after.questions[0].strong_ideas] == [None]


def test_taken_back_twice_is_told_once():
    workshop, note = held_with_her_note()
    published(workshop)

    for _attempt in range(2):
        contributing.withdraw_note(note=note, author=her(workshop), now=NOON)

    assert source_read(report_of(workshop)).erased == ErasedPart(notes=1, day=NOON.date())


def test_the_reason_for_setting_a_note_aside_leaves_with_it():
    workshop = held_workshop()
    note = note_of_hers(workshop)
    deciding.set_aside(board=note.board, note=note, reason=f"Vise : {WORDS}", by=organiser_of(workshop), now=NOON)
    published(workshop)

    contributing.withdraw_note(note=note, author=her(workshop), now=NOON)

    source = source_read(report_of(workshop))
    assert WORDS not in stored()
    assert [part.reason for part in source.questions[0].set_aside if part.note.number == note.number] == [
        "(effacé avec la contribution)"
    ]


def test_a_reaction_taken_back_leaves_the_quotes_of_other_notes():
    workshop, note = held_with_her_note()
    for _rank in range(note.number):
        reaction = write_note(
            workshop.plenary,
            "Et la cantine ?",
            seat=workshop.seats.get(name="Inès"),
            about_id=note.board.ideas.get().pk,
        )
    published(workshop)
    assert reaction.number == note.number

    contributing.withdraw_note(note=reaction, author=her(workshop), now=NOON)

    (idea,) = source_read(report_of(workshop)).questions[0].strong_ideas
    assert idea.key_quote == note.number
    assert [part.text for part in idea.reactions].count("Et la cantine ?") == note.number - 1


def test_words_said_otherwise_after_publication_replace_the_former_ones():
    workshop, note = held_with_her_note()
    published(workshop)

    contributing.edit_note(note=note, text="La cour est trop chaude", author=her(workshop), now=NOON)

    source = source_read(report_of(workshop))
    assert WORDS not in stored()
    assert source.questions[0].note(note.number).text == "La cour est trop chaude"
    assert source.erased == ErasedPart(reworded=1, day=NOON.date())


def speaker(workshop: Workshop, number: int, seat: Seat | None, name: str) -> None:
    table = workshop.tables.get(number=number)
    Rapporteur.objects.create(workshop=workshop, table=table, seat=seat, name=name, agrees_to_be_named=True)


def test_nobody_reads_or_stores_the_name_of_a_rapporteur_who_was_erased():
    workshop = held_workshop()
    ines = workshop.seats.get(name="Inès")
    speaker(workshop, 1, ines, "Inès Aubrac")
    note = note_of_hers(workshop)
    published(workshop)
    before = source_read(report_of(workshop))
    key = str(ines.key)

    listing.erase(seat=ines, by=organiser_of(workshop), now=NOON)

    after = source_read(report_of(workshop))
    held = stored()
    assert "Inès Aubrac" in str(before)
    assert [word for word in ("Inès", "Aubrac", key) if word in held] == []
    assert after.erased == ErasedPart(names=1, day=NOON.date())
    assert after.coverage == before.coverage
    assert after.headcount == before.headcount
    assert after.questions[0].note(note.number).text == WORDS


def test_another_rapporteur_of_the_same_name_stays_named():
    workshop = held_workshop()
    first, second = workshop.seats.get(name="Inès"), make_second(workshop)
    speaker(workshop, 1, first, "Inès")
    speaker(workshop, 2, second, "Inès")
    workshop.questions.get(number=1).board.ideas.update(group=2)
    published(workshop)

    listing.erase(seat=first, by=organiser_of(workshop), now=NOON)

    source = source_read(report_of(workshop))
    assert [idea.rapporteur for idea in source.questions[0].strong_ideas] == ["Inès"]
    assert source.erased is None


def make_second(workshop: Workshop) -> Seat:
    seat = workshop.seats.exclude(name="Inès").first()
    seat.name = "Inès"
    seat.save()
    return seat


def test_the_dots_of_somebody_erased_count_and_are_nobodys():
    workshop = held_workshop()
    board, ines = workshop.questions.get(number=1).board, workshop.seats.get(name="Inès")
    theme = board.themes.get()
    board.dots.create(theme=theme, channel="phone", voter=str(ines.key), group=1, count=2)
    key = str(ines.key)

    listing.erase(seat=ines, by=organiser_of(workshop), now=NOON)

    assert key not in stored()
    assert source_read(report_of(workshop)).questions[0].themes[0].votes.phones == 2


def test_a_photo_removed_after_publication_leaves_the_report(settings, tmp_path):
    workshop = held_workshop()
    photo = add_photo(workshop, settings, tmp_path)
    published(workshop)
    assert source_read(report_of(workshop)).questions[0].photos

    illustrating.remove_photo(photo=photo, now=NOON)

    source = source_read(report_of(workshop))
    assert photo.caption not in stored()
    assert source.questions[0].photos == ()
    assert source.erased == ErasedPart(photos=1, day=NOON.date())


@pytest.mark.parametrize("extension", ["html", "md", "odt", "docx", "json", "pdf"])
def test_a_document_asked_again_no_longer_holds_the_words(extension):
    workshop, note = held_with_her_note()
    published(workshop)
    address = reverse("reports:download", args=[workshop.code, extension])
    assert WORDS in words_of(Client().get(address).content, extension)

    contributing.withdraw_note(note=note, author=her(workshop), now=NOON)

    assert WORDS not in words_of(Client().get(address).content, extension)


def test_the_page_says_that_something_was_taken_back():
    workshop, note = held_with_her_note()
    published(workshop)

    contributing.withdraw_note(note=note, author=her(workshop), now=NOON)

    page = Client().get(reverse("reports:report", args=[workshop.code])).text
    assert "à la demande de personnes concernées : 1 contribution retirée (dernière fois le 12 mars 2026)." in page


def test_a_draft_follows_its_boards_and_tells_nothing():
    workshop = held_workshop()
    note = note_of_hers(workshop)

    contributing.withdraw_note(note=note, author=her(workshop), now=NOON)

    assert WORDS not in stored()
    assert source_read(report_of(workshop)).erased is None


def test_words_that_an_earlier_version_only_hid_are_erased_by_its_update():
    workshop, note = held_with_her_note()
    published(workshop)
    Note.objects.filter(pk=note.pk).update(state="withdrawn", text="", theme=None)
    Event.objects.all().delete()
    Relay.objects.all().delete()
    assert WORDS in stored()

    import_module("essaim.reports.migrations.0002_forget_withdrawn_words").forget(apps, None)

    assert WORDS not in stored()
    assert "retirée après publication" in source_read(report_of(workshop)).questions[0].note(note.number).text
