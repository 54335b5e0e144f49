"""What the machine proposes at a desk: seen, corrected, taken in one gesture, undone in one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.boards.domain.proposing import Kept, kept_of
from essaim.boards.queries import grouped
from essaim.workshops.domain.proposing import place_sure_everywhere
from tests.factories import NOON, make_facilitator, make_workshop, write_note

pytestmark = pytest.mark.django_db
SAID = [
    "Plus de bus le soir",
    "Des bus le dimanche",
    "Un bus pour le marché",
    "Des pistes cyclables",
    "Une piste cyclable vers la gare",
    "Des pistes cyclables éclairées",
]


def address(workshop, name="desk_proposals"):
    return reverse(f"workshops:{name}", args=[workshop.code, 1])


def headings(board):
    return {group.theme.title: [row.note.text for row in group.rows] for group in grouped(board).themes}


def sorted_by_people(client, workshop, board):
    """Two headings, each with two notes; the two others wait."""
    notes = [write_note(board, text, round=1) for text in SAID]
    for title, chosen in (("Le bus", notes[:2]), ("Le vélo", notes[3:5])):
        client.post(address(workshop, "desk_move"), {"note": [note.key for note in chosen], "new_theme": title})
    return notes, {group.theme.title: group.theme for group in grouped(board).themes}


def test_a_board_with_few_notes_says_from_how_many_it_helps(workshop, board, amel, client):
    write_note(board, SAID[0])

    page = client.get(address(workshop)).content.decode()

    assert "À partir de 6 notes à ranger, des thèmes vous seront proposés ici." in page


def test_themes_are_proposed_adopted_as_corrected_and_undone_in_one_gesture(workshop, board, amel, client):
    notes = [write_note(board, text) for text in SAID]

    answer = client.get(address(workshop), {"themes": "2"})

    assert [[row.note.text for row in theme.rows] for theme in answer.context["proposed"].themes] == [
        SAID[:3],
        SAID[3:],
    ]
    form = {
        "seen": answer.context["revision"],
        "take-1": "on",
        "title-1": "Les bus du soir",
        "note-1": [notes[0].key, notes[1].key],  # the third was unticked
        "title-2": "Le vélo",  # not taken
        "note-2": [note.key for note in notes[3:]],
    }
    client.post(address(workshop, "desk_adopt"), form)
    assert headings(board) == {"Les bus du soir": SAID[:2]}
    assert len(grouped(board).unsorted) == 4

    client.post(address(workshop, "desk_undo"))
    assert headings(board) == {}
    assert len(grouped(board).unsorted) == 6


@pytest.mark.parametrize(("asked", "given"), [("5", 5), ("1", 2), ("99", 6), ("x", 3), ("", 3)])
def test_fewer_or_more_themes_as_the_address_says(asked, given, workshop, board, amel, client):
    for text in SAID:
        write_note(board, text)

    found = client.get(address(workshop), {"themes": asked}).context

    assert (found["number"], len(found["proposed"].themes)) == (given, given)


def test_nothing_taken_is_refused_with_a_sentence_and_the_proposal_stays(workshop, board, amel, client):
    for text in SAID:
        write_note(board, text)

    answer = client.post(address(workshop, "desk_adopt"), {"title-1": "Les bus"})

    assert answer.status_code == 422
    assert "Retenez au moins un thème, avec une note." in answer.content.decode()
    assert answer.context["proposed"].themes != []


def test_once_people_gave_headings_each_waiting_note_comes_with_those_to_tap(workshop, board, amel, client):
    notes, themes = sorted_by_people(client, workshop, board)

    offers = client.get(address(workshop)).context["offers"]

    assert {offer.row.note.text: offer.themes[0].title for offer in offers.offers} == {
        SAID[2]: "Le bus",
        SAID[5]: "Le vélo",
    }
    assert headings(board) == {"Le bus": SAID[:2], "Le vélo": SAID[3:5]}  # nothing moved by looking

    client.post(
        address(workshop, "desk_place"), {"tap": f"{notes[2].key}:{themes['Le bus'].key}:{themes['Le bus'].key}"}
    )
    assert headings(board) == {"Le bus": SAID[:3], "Le vélo": SAID[3:5]}


def test_people_say_that_no_heading_fits_and_the_note_is_offered_none_until_somebody_moves_it(
    workshop, board, amel, client
):
    notes, themes = sorted_by_people(client, workshop, board)

    client.post(address(workshop, "desk_place"), {"none": notes[2].key})
    offers = client.get(address(workshop)).context["offers"]
    assert [offer.row.note.text for offer in offers.offers] == [SAID[5]]
    assert [row.note.text for row in offers.none_fits] == [SAID[2]]

    client.post(address(workshop, "desk_undo"))
    assert len(client.get(address(workshop)).context["offers"].offers) == 2

    client.post(address(workshop, "desk_place"), {"none": notes[2].key})
    client.post(address(workshop, "desk_move"), {"note": notes[2].key, "theme": themes["Le bus"].key})
    client.post(address(workshop, "desk_move"), {"note": notes[2].key, "theme": ""})
    assert len(client.get(address(workshop)).context["offers"].offers) == 2


def test_a_note_under_a_heading_cannot_fit_none(workshop, board, amel, client):
    notes, _themes = sorted_by_people(client, workshop, board)

    answer = client.post(address(workshop, "desk_place"), {"none": notes[0].key})

    assert "Cette note est déjà rangée" in answer.content.decode()
    assert headings(board)["Le bus"] == SAID[:2]


def test_several_ticked_notes_are_placed_and_undone_in_one_gesture(workshop, board, amel, client):
    notes, themes = sorted_by_people(client, workshop, board)
    bus, bike = themes["Le bus"].key, themes["Le vélo"].key
    pairs = [f"{notes[2].key}:{bike}:{bus}", f"{notes[5].key}:{bus}:{bike}"]

    client.post(address(workshop, "desk_place"), {"pair": pairs})
    assert headings(board) == {"Le bus": [*SAID[:2], SAID[5]], "Le vélo": [SAID[2], *SAID[3:5]]}

    client.post(address(workshop, "desk_undo"))
    assert headings(board) == {"Le bus": SAID[:2], "Le vélo": SAID[3:5]}


def test_a_note_that_somebody_else_placed_meanwhile_stays_where_it_was_put(workshop, board, amel, client):
    notes, themes = sorted_by_people(client, workshop, board)
    seen = client.get(address(workshop)).context["revision"]
    client.force_login(make_facilitator(workshop, 1, "Bilal"))
    client.post(address(workshop, "desk_move"), {"note": notes[2].key, "theme": themes["Le vélo"].key})
    client.force_login(amel)

    answer = client.post(
        address(workshop, "desk_place"),
        {"tap": f"{notes[2].key}:{themes['Le bus'].key}:{themes['Le bus'].key}", "seen": seen},
    )

    assert "Quelqu’un d’autre vient de changer cet élément." in answer.content.decode()
    assert headings(board)["Le vélo"] == [SAID[2], *SAID[3:5]]


@pytest.mark.parametrize("tap", ["", ":", "x:y:z", "00000000-0000-4000-8000-000000000000:x:x"])
def test_what_names_nothing_is_refused_and_changes_nothing(tap, workshop, board, amel, client):
    sorted_by_people(client, workshop, board)
    before = headings(board)

    answer = client.post(address(workshop, "desk_place"), {"tap": tap} if tap else {})

    assert answer.status_code in (404, 422)
    assert headings(board) == before


def test_before_sorting_opens_the_page_says_when(client):
    workshop = make_workshop()
    client.force_login(make_facilitator(workshop, 1))

    page = client.get(address(workshop)).content.decode()

    assert "Le rangement n’est pas encore ouvert." in page


def test_queries_do_not_grow_with_notes(workshop, board, amel, client):
    notes, _themes = sorted_by_people(client, workshop, board)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get(address(workshop))
        return len(seen)

    few = queries()
    for number in range(10):
        write_note(board, f"Une idée de plus, la {number}")
    assert queries() == few


def test_at_the_bell_one_button_makes_the_themes_and_freezes_the_relay(workshop, board, amel, client):
    notes = [write_note(board, text) for text in SAID]
    form = {"take-1": "on", "title-1": "Le bus", "note-1": [note.key for note in notes[:3]], "freeze": "1"}

    answer = client.post(address(workshop, "desk_adopt"), form)

    assert answer["Location"] == address(workshop, "desk_conclusion")
    [relay] = board.relays.all()
    assert [(theme["title"], theme["count"]) for theme in relay.content["themes"]] == [("Le bus", 3)]


def by_itself(workshop):
    """One round of the background work."""
    return place_sure_everywhere(now=NOON + timedelta(minutes=5))


def test_sure_notes_place_themselves_only_where_a_facilitator_let_them(workshop, board, amel, client):
    sorted_by_people(client, workshop, board)
    assert by_itself(workshop) == 0

    client.post(address(workshop, "desk_alone"), {"alone": "on"})
    assert by_itself(workshop) == 2
    assert headings(board) == {"Le bus": SAID[:3], "Le vélo": SAID[3:]}

    client.post(address(workshop, "desk_alone"), {"alone": "off"})
    write_note(board, "Un bus le soir aussi")
    assert by_itself(workshop) == 0


def test_what_placed_itself_says_so_until_somebody_decides(workshop, board, amel, client):
    notes, themes = sorted_by_people(client, workshop, board)
    client.post(address(workshop, "desk_alone"), {"alone": "on"})
    by_itself(workshop)
    told = board.events.filter(target=str(notes[2].key)).order_by("-revision").first()
    assert (told.by, told.payload["by_machine"]) == (None, True)
    assert client.get(address(workshop, "desk")).content.decode().count("rangée seule") == 3  # and the page's words

    client.post(address(workshop, "desk_move"), {"note": notes[2].key, "theme": themes["Le vélo"].key})

    assert client.get(address(workshop, "desk")).content.decode().count("rangée seule") == 2
    assert board.events.order_by("-revision").first().payload.get("by_machine") is None


def test_a_note_that_a_person_put_back_never_moves_by_itself(workshop, board, amel, client):
    notes, _themes = sorted_by_people(client, workshop, board)
    client.post(address(workshop, "desk_alone"), {"alone": "on"})
    by_itself(workshop)
    client.post(address(workshop, "desk_move"), {"note": [notes[2].key, notes[5].key], "theme": ""})

    assert by_itself(workshop) == 0
    assert headings(board) == {"Le bus": SAID[:2], "Le vélo": SAID[3:5]}


def test_how_many_proposals_were_kept_is_told(workshop, board, amel, client):
    notes, themes = sorted_by_people(client, workshop, board)
    bus, bike = themes["Le bus"].key, themes["Le vélo"].key
    client.post(address(workshop, "desk_place"), {"tap": f"{notes[2].key}:{bus}:{bus}"})
    client.post(address(workshop, "desk_place"), {"tap": f"{notes[5].key}:{bus}:{bike}"})

    assert kept_of([board]) == Kept(proposed=2, kept=1, alone=0)
    assert "Ici, 50 % de 2 propositions ont été gardées." in client.get(address(workshop)).content.decode()
