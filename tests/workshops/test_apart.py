"""Two facilitators sort the same notes, see where they differ, and the board takes what they adopt."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.boards.models import Theme
from essaim.boards.queries import grouped
from essaim.workshops.models import Grouping
from tests.factories import make_facilitator, write_note

pytestmark = pytest.mark.django_db
SAID = ["Plus de bus le soir", "Des bus le dimanche", "Des pistes cyclables", "Une piste vers la gare", "Des bancs"]


def address(workshop, name):
    return reverse(f"workshops:{name}", args=[workshop.code, 1])


@pytest.fixture
def notes(workshop, board, amel, client):
    """Two headings with two notes each; the last one waits."""
    notes = [write_note(board, text, round=1) for text in SAID]
    for title, chosen in (("Le bus", notes[:2]), ("Le vélo", notes[2:4])):
        client.post(address(workshop, "desk_move"), {"note": [note.key for note in chosen], "new_theme": title})
    return notes


@pytest.fixture
def bilal(workshop):
    return make_facilitator(workshop, 1, "Bilal")


def on_board(board):
    return {group.theme.title: [row.note.number for row in group.rows] for group in grouped(board).themes}


def begin(client, workshop, person):
    client.force_login(person)
    client.post(address(workshop, "desk_apart_begin"))
    return Grouping.objects.get(by=person)


def keep(client, workshop, places, title=""):
    form = {f"note-{note.key}": heading for note, heading in places.items()}
    return client.post(address(workshop, "desk_apart_keep"), {**form, "title": title})


def heading(grouping, title):
    grouping.refresh_from_db()
    return next(key for key, known in grouping.headings if known == title)


def compared(client, workshop, one="", other=""):
    return client.get(address(workshop, "desk_differences"), {"un": one, "autre": other})


def differing(answer):
    return [(each.row.note.number, *each.titles) for each in answer.context["comparison"].differences]


@pytest.fixture
def two(workshop, notes, amel, bilal, client):
    """Amel puts note 4 with a heading of her own and the bench under it; Bilal puts note 2 under the bike."""
    hers = begin(client, workshop, amel)
    keep(client, workshop, {}, title="La gare")
    keep(client, workshop, {notes[3]: heading(hers, "La gare"), notes[4]: heading(hers, "La gare")})
    his = begin(client, workshop, bilal)
    keep(client, workshop, {notes[1]: heading(his, "Le vélo")})
    return hers, his


def test_sorting_apart_begins_as_the_board_and_moves_nothing_there(workshop, board, notes, amel, client):
    events = board.events.count()

    hers = begin(client, workshop, amel)
    assert differing(compared(client, workshop)) == []
    keep(client, workshop, {notes[0]: "", notes[4]: heading(hers, "Le bus")}, title="La gare")

    assert differing(compared(client, workshop)) == [(1, "Le bus", ""), (5, "", "Le bus")]
    assert (on_board(board), board.events.count()) == ({"Le bus": [1, 2], "Le vélo": [3, 4]}, events)


def test_two_people_see_how_far_they_agree_and_on_which_notes_they_do_not(workshop, two, client):
    hers, his = two

    answer = compared(client, workshop, str(hers.pk), str(his.pk))

    assert differing(answer) == [
        (2, "Le bus", "Le vélo"),
        (4, "La gare", "Le vélo"),
        (5, "La gare", ""),
    ]
    agreement = answer.context["comparison"].agreement
    # Hers: 1 2 | 3 | 4 5. His: 1 | 2 3 4 | 5. Together for one of them only: 1-2, 4-5, 2-3, 2-4, 3-4.
    assert (agreement.pairs, agreement.alike, agreement.percent) == (10, 5, 50)
    assert "D’accord sur 50\xa0% des paires de notes" in answer.content.decode()


def test_without_a_choice_the_board_is_compared_with_the_first_who_sorted_apart(workshop, two, client):
    answer = compared(client, workshop)

    assert (answer.context["comparison"].one.who, answer.context["comparison"].other.who) == ("Le panneau", "Amel")
    assert differing(answer) == [(4, "Le vélo", "La gare"), (5, "", "La gare")]


def test_one_tap_puts_either_heading_on_the_board_as_a_decision_undone_as_one(
    workshop, board, notes, two, bilal, client
):
    hers, his = two
    page = compared(client, workshop, str(hers.pk), str(his.pk))
    form = {"seen": page.context["revision"], "un": hers.pk, "autre": his.pk}

    answer = client.post(
        address(workshop, "desk_differences_adopt"), {**form, "adopt": f"{notes[3].key}:{heading(hers, 'La gare')}"}
    )

    assert answer["Location"] == f"{address(workshop, 'desk_differences')}?un={hers.pk}&autre={his.pk}"
    assert on_board(board) == {"Le bus": [1, 2], "Le vélo": [3], "La gare": [4]}
    assert board.events.order_by("-revision").first().by == bilal
    client.post(address(workshop, "desk_differences_adopt"), {"adopt": f"{notes[4].key}:{heading(hers, 'La gare')}"})
    assert on_board(board)["La gare"] == [4, 5]  # made once, taken again by its name
    client.post(address(workshop, "desk_differences_adopt"), {"adopt": f"{notes[1].key}:{heading(his, 'Le vélo')}"})
    client.post(address(workshop, "desk_differences_adopt"), {"adopt": f"{notes[0].key}:"})
    assert on_board(board) == {"Le bus": [], "Le vélo": [2, 3], "La gare": [4, 5]}

    for _gesture in range(4):
        client.post(address(workshop, "desk_undo"))
    assert on_board(board) == {"Le bus": [1, 2], "Le vélo": [3, 4]}


def test_a_heading_taken_off_the_board_and_adopted_stands_again(workshop, board, notes, two, client):
    hers, _his = two
    bike = Theme.objects.get(board=board, title="Le vélo")
    client.post(reverse("workshops:theme_remove", args=[workshop.code, 1, bike.key]))

    client.post(address(workshop, "desk_differences_adopt"), {"adopt": f"{notes[2].key}:{bike.key}"})

    assert on_board(board) == {"Le bus": [1, 2], "Le vélo": [3]}


def test_a_note_that_somebody_else_moved_meanwhile_stays(workshop, board, notes, two, amel, client):
    hers, his = two
    seen = compared(client, workshop).context["revision"]
    client.force_login(amel)
    bike = Theme.objects.get(board=board, title="Le vélo")
    client.post(address(workshop, "desk_move"), {"note": notes[4].key, "theme": bike.key})
    client.force_login(his.by)

    form = {"seen": seen, "adopt": f"{notes[4].key}:{heading(hers, 'La gare')}"}
    answer = client.post(address(workshop, "desk_differences_adopt"), form)

    assert "Quelqu’un d’autre vient de changer cet élément." in answer.content.decode()
    assert on_board(board)["Le vélo"] == [3, 4, 5]


def test_a_heading_renamed_on_the_board_is_no_difference_and_two_of_one_name_are_one(
    workshop, board, notes, two, amel, bilal, client
):
    hers, his = two
    keep(client, workshop, {}, title="la gare")
    keep(
        client,
        workshop,
        {notes[3]: heading(his, "la gare"), notes[4]: heading(his, "la gare"), notes[1]: heading(his, "Le bus")},
    )
    bus = Theme.objects.get(board=board, title="Le bus")
    client.post(reverse("workshops:theme_rename", args=[workshop.code, 1, bus.key]), {"title": "Les cars"})

    answer = compared(client, workshop, str(hers.pk), str(his.pk))

    assert differing(answer) == []
    assert answer.context["comparison"].agreement.percent == 100
    assert "Aucune différence" in answer.content.decode()
    assert differing(compared(client, workshop)) == [(4, "Le vélo", "La gare"), (5, "", "La gare")]


def test_a_note_written_since_waits_in_every_sorting_and_one_merged_is_with_its_head(
    workshop, board, notes, two, client
):
    hers, his = two
    late = write_note(board, "Un abri vélo", round=1)
    client.post(address(workshop, "desk_join"), {"note": [notes[0].key, notes[1].key]})

    answer = compared(client, workshop, str(hers.pk), str(his.pk))

    assert differing(answer) == [(4, "La gare", "Le vélo"), (5, "La gare", "")]
    keep(client, workshop, {notes[1]: heading(his, "Le vélo"), late: heading(his, "Le vélo")})
    assert differing(compared(client, workshop, str(hers.pk), str(his.pk)))[-1] == (6, "", "Le vélo")


def test_notes_that_wait_are_not_together(workshop, board, notes, amel, client):
    late = write_note(board, "Un abri vélo", round=1)
    hers = begin(client, workshop, amel)
    keep(
        client,
        workshop,
        {notes[0]: "", notes[1]: "", notes[4]: heading(hers, "Le vélo"), late: heading(hers, "Le vélo")},
    )

    agreement = compared(client, workshop).context["comparison"].agreement

    # The board: 1 2 | 3 4 | 5 | 6. Hers: 1 | 2 | 3 4 5 6. Only hers: 3-5, 3-6, 4-5, 4-6, 5-6; only the board: 1-2.
    assert (agreement.pairs, agreement.alike) == (15, 9)


def test_starting_again_forgets_ones_own_sorting_and_nobody_elses(workshop, notes, two, bilal, client):
    hers, his = two

    begin(client, workshop, bilal)

    assert differing(compared(client, workshop, "panneau", str(his.pk))) == []
    assert differing(compared(client, workshop, "panneau", str(hers.pk))) != []


@pytest.mark.parametrize(
    ("title", "sentence"), [("le BUS", "Vous avez déjà ce titre."), ("x" * 201, "Ce titre est trop long")]
)
def test_a_title_that_cannot_be_kept_is_refused_with_a_sentence(title, sentence, workshop, notes, two, client):
    answer = keep(client, workshop, {}, title=title)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_what_names_nothing_changes_nothing(workshop, board, notes, two, client):
    _hers, his = two
    before, places = on_board(board), his.places
    stranger = "00000000-0000-4000-8000-000000000000"

    for adopt in ("", ":", "x:y", f"{stranger}:", f"{notes[0].key}:{stranger}", f"{notes[0].key}:x"):
        assert client.post(address(workshop, "desk_differences_adopt"), {"adopt": adopt}).status_code in (404, 422)
    bike = heading(his, "Le vélo")
    client.post(address(workshop, "desk_apart_keep"), {f"note-{stranger}": bike, f"note-{notes[0].key}": stranger})

    his.refresh_from_db()
    assert (on_board(board), his.places) == (before, {**places, str(notes[1].key): bike})
    assert differing(compared(client, workshop, "rien", "rien")) == differing(compared(client, workshop))


def test_nobody_sorts_apart_in_anothers_name_nor_before_they_began(workshop, notes, bilal, client):
    client.force_login(bilal)

    answer = keep(client, workshop, {notes[0]: ""})

    assert "Vous n’avez pas de rangement à part sur cette question" in answer.content.decode()
    assert "Il n’y a que le panneau" in compared(client, workshop).content.decode()


def test_queries_grow_neither_with_notes_nor_with_sortings(workshop, board, notes, two, client):
    def queries():
        found = []
        for name in ("desk_apart", "desk_differences"):
            with CaptureQueriesContext(connection) as seen:
                client.get(address(workshop, name))
            found.append(len(seen))
        return found

    few = queries()
    for number in range(5):
        write_note(board, f"Une idée de plus, la {number}", round=1)
    third = make_facilitator(workshop, 1, "Chloé")
    begin(client, workshop, third)

    assert queries() == few
