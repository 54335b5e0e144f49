import re
import uuid

import pytest
from django.urls import reverse

from essaim.boards.models import Idea, Relay
from essaim.workshops.domain.joining import token_of
from essaim.workshops.domain.wall import wall_cookie, wall_token
from essaim.workshops.models import Rapporteur
from essaim.workshops.picture import seat_cookie
from tests.factories import make_facilitator, make_person, make_workshop, ring, seat_at_table, until, write_note

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


def at(workshop, name, *more):
    return reverse(f"workshops:{name}", args=[workshop.code, 1, *more])


def starting(client, position):
    workshop = until(make_workshop(), position)
    client.force_login(make_facilitator(workshop, 1))
    return workshop, workshop.questions.get(number=1).board


def test_the_relay_is_frozen_once_and_again_only_when_the_board_moved(client):
    workshop, board = starting(client, 1)
    note = write_note(board, "Aérer")
    client.post(at(workshop, "desk_move"), {"note": note.key, "new_theme": "L’air"})

    for _press in range(2):
        client.post(at(workshop, "desk_freeze"))
    write_note(board, "Planter")
    moved = client.get(at(workshop, "desk_conclusion")).content.decode()
    client.post(at(workshop, "desk_freeze"))

    assert list(Relay.objects.values_list("round", "version")) == [(1, 1), (1, 2)]
    assert "Le panneau a changé depuis" in moved


@pytest.mark.parametrize(
    ("position", "said", "unsaid"),
    [
        (1, "passe au groupe suivant", "dernier tour"),
        (5, "vos idées fortes sont présentées en plénière", "groupe suivant"),
        (7, "vos idées fortes sont présentées en plénière", "groupe suivant"),
    ],
)
def test_the_desk_says_what_follows_this_turn(client, position, said, unsaid):
    workshop, board = starting(client, position)
    client.post(at(workshop, "desk_freeze"))
    write_note(board, "Planter")

    page = client.get(at(workshop, "desk_conclusion")).content.decode()

    assert said in page
    assert unsaid not in page
    assert ("pour transmettre" in page) == (position == 1)


def test_without_a_plenary_the_last_turn_leads_to_the_report(client):
    workshop, _board = starting(client, 5)
    workshop.sequences.filter(kind="plenary").delete()

    page = client.get(at(workshop, "desk_conclusion")).content.decode()

    assert "C’est le dernier tour : tout ce qui est rangé ici entre dans le compte rendu." in page


def test_while_people_walk_the_relay_is_that_of_the_turn_they_leave(client):
    workshop, board = starting(client, 1)
    ring(workshop)
    write_note(board, "Arrivée pendant le déplacement")

    client.post(at(workshop, "desk_freeze"))

    assert list(Relay.objects.filter(board=board).values_list("round", "version")) == [(1, 1), (1, 2)]


def test_nothing_is_frozen_before_the_start(client):
    workshop = make_workshop()
    client.force_login(make_facilitator(workshop, 1))

    answer = client.post(at(workshop, "desk_freeze"))

    assert (answer.status_code, Relay.objects.count()) == (409, 0)


def test_the_relay_sheet_shows_what_was_frozen_whatever_came_after(client):
    workshop, board = starting(client, 1)
    note = write_note(board, "Ouvrir les fenêtres")
    client.post(at(workshop, "desk_move"), {"note": note.key, "new_theme": "L’air"})
    client.post(at(workshop, "desk_freeze"))
    write_note(board, "Venue après la cloche")

    page = client.get(at(workshop, "relay_sheet", 1)).content.decode()

    assert 'L’air</strong> <span class="count">×1' in page
    assert "« Ouvrir les fenêtres »" in page
    assert "Venue après" not in page


def test_the_projector_and_the_team_read_the_relay_and_nobody_else(client):
    workshop, _board = starting(client, 1)
    client.post(at(workshop, "desk_freeze"))
    client.logout()
    seat = seat_at_table(workshop, 1)
    client.cookies[seat_cookie(workshop)] = token_of(seat)
    sheet = at(workshop, "relay_sheet", 1)

    before = client.get(sheet, **JSON).status_code
    client.cookies[wall_cookie(workshop)] = wall_token(make_workshop())
    forged = client.get(sheet, **JSON).status_code
    client.cookies[wall_cookie(workshop)] = wall_token(workshop)

    assert (before, forged, client.get(sheet).status_code) == (403, 403, 200)
    assert "Retour au pupitre" not in client.get(sheet).content.decode()


def test_a_relay_that_is_not_frozen_is_said_so(client):
    workshop, _board = starting(client, 1)

    answer = client.get(at(workshop, "relay_sheet", 2), **JSON)

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no-relay")


def speaker(workshop, **more):
    return {"table": "3", **more}


def test_a_group_chooses_one_speaker_and_a_second_only_to_replace(client):
    workshop, _board = starting(client, 5)
    seat = seat_at_table(workshop, 3, round=3)

    client.post(at(workshop, "desk_rapporteur"), speaker(workshop, seat=seat.key, agrees="on"))
    second = client.post(at(workshop, "desk_rapporteur"), speaker(workshop, name="Jean-Marc"))
    chosen = Rapporteur.objects.get()

    assert (second.status_code, chosen.seat, chosen.agrees_to_be_named) == (409, seat, True)
    assert "Cochez « remplacer »" in second.content.decode()
    assert 'value="Jean-Marc"' in second.content.decode()

    client.post(at(workshop, "desk_rapporteur"), speaker(workshop, name="Jean-Marc", replaces="on"))
    chosen.refresh_from_db()
    assert (str(chosen), chosen.agrees_to_be_named) == ("Jean-Marc", False)


def test_a_speaker_who_is_nobody_is_refused(client):
    workshop, _board = starting(client, 5)

    assert client.post(at(workshop, "desk_rapporteur"), speaker(workshop)).status_code == 422


def test_a_speaker_may_still_be_replaced_while_people_walk_to_the_plenary(client):
    workshop, _board = starting(client, 6)

    assert client.post(at(workshop, "desk_rapporteur"), speaker(workshop, name="Amel")).status_code == 303


def idea(**fields):
    return {"table": "3", "idea": uuid.uuid4(), "text": "Une rue calme devant chaque école", **fields}


def test_a_strong_idea_carries_its_reason_conditions_theme_and_words(client):
    workshop, board = starting(client, 5)
    note = write_note(board, "Fermer la rue")
    client.post(at(workshop, "desk_move"), {"note": note.key, "new_theme": "La rue"})
    theme = board.themes.get()

    client.post(
        at(workshop, "desk_idea"),
        idea(reason="Cela se voit", conditions="Un essai", theme=theme.key, quote=f"{note.number}. Fermer la rue"),
    )

    kept = Idea.objects.get()
    assert (kept.group, kept.text, kept.reason, kept.conditions, kept.theme, kept.key_note) == (
        3,
        "Une rue calme devant chaque école",
        "Cela se voit",
        "Un essai",
        theme,
        note,
    )


def test_a_group_retains_two_ideas_edits_and_drops_them(client):
    workshop, board = starting(client, 5)
    first, second, third = idea(), idea(text="Un référent air"), idea(text="Une de trop")
    for each in (first, first, second):
        client.post(at(workshop, "desk_idea"), each)

    refused = client.post(at(workshop, "desk_idea"), third)
    client.post(at(workshop, "desk_idea"), {**first, "text": "Une rue vraiment calme"})
    client.post(at(workshop, "desk_drop"), {"table": "3", "idea": second["idea"]})

    assert (refused.status_code, "déjà retenu 2 idées fortes" in refused.content.decode()) == (409, True)
    assert list(board.ideas.filter(is_removed=False).values_list("text", flat=True)) == ["Une rue vraiment calme"]


def test_an_idea_that_is_refused_stays_in_its_form(client):
    workshop, _board = starting(client, 5)

    answer = client.post(at(workshop, "desk_idea"), idea(reason="Parce que", quote="999. Note inconnue"))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Aucune note ne porte ces mots ou ce numéro" in page
    assert ("Une rue calme" in page, "Parce que</textarea>" in page) == (True, True)


def test_ideas_wait_for_the_last_sequence_and_say_when(client):
    workshop, _board = starting(client, 1)

    answer = client.post(at(workshop, "desk_idea"), {**idea(), "table": "1"})

    assert answer.status_code == 409
    assert "à partir de la séquence « Conclure »" in answer.content.decode()


def test_the_card_holds_the_ideas_and_is_read_by_the_team_and_its_speaker(client):
    workshop, board = starting(client, 5)
    client.post(at(workshop, "desk_idea"), idea(reason="Cela se voit"))
    seat, other = seat_at_table(workshop, 3, round=3), seat_at_table(workshop, 1, round=3)
    client.post(at(workshop, "desk_rapporteur"), speaker(workshop, seat=seat.key))
    card = reverse("workshops:rapporteur_card", args=[workshop.code, 3])
    assert re.search("Une rue calme.*Cela se voit", client.get(card).content.decode(), re.DOTALL)

    client.force_login(make_person())
    answers = [client.get(card, **JSON).status_code]
    for each in (other, seat):
        client.cookies[seat_cookie(workshop)] = token_of(each)
        answers.append(client.get(card, **JSON).status_code)

    assert answers == [403, 403, 200]


def test_the_words_of_a_note_are_enough_to_quote_it(client):
    workshop, board = starting(client, 5)
    note = write_note(board, "Fermer la rue aux voitures")

    client.post(at(workshop, "desk_idea"), idea(quote="fermer la rue"))

    assert Idea.objects.get().key_note == note


def test_a_refused_idea_keeps_its_tab(client):
    workshop, _board = starting(client, 5)

    page = client.post(at(workshop, "desk_idea"), idea(quote="Note inconnue")).content.decode()

    assert f'<a href="{at(workshop, "desk_conclusion")}" aria-current="page">' in page


def test_the_bell_says_where_a_facilitator_goes_next(client):
    workshop, _board = starting(client, 2)
    workshop.tables.update(place="Premier étage")
    address = at(workshop, "desk")
    walking = client.get(address).content.decode()

    at_work = client.get(at(starting(client, 3)[0], "desk")).content.decode()

    assert ("Rejoignez maintenant" in walking, "(Premier étage)" in walking) == (True, True)
    assert "Rejoignez maintenant" not in at_work
