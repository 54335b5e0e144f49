import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from essaim.boards.domain import deciding
from essaim.boards.models import Idea, Note
from essaim.reports.models import Report
from essaim.workshops.domain import joining
from essaim.workshops.domain.joining import token_of
from essaim.workshops.models import Seat, Workshop
from essaim.workshops.picture import seat_cookie
from essaim.workshops.queries import question_at
from tests.factories import NOON, make_person, make_workshop, organiser_of, ring, seat_at_table, until, write_note

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def phone_of(seat: Seat, **options) -> Client:
    client = Client(**options)
    client.cookies[seat_cookie(seat.workshop)] = token_of(seat)
    return client


def running(workshop: Workshop, position: int = 1) -> Workshop:
    """The sequence at this position has just begun, by the clock on the wall."""
    while workshop.current < position:
        workshop = ring(workshop, now=timezone.now())
    return workshop


def bell_rang(workshop: Workshop) -> None:
    workshop.sequences.filter(position=workshop.current).update(ends_at=timezone.now() - timedelta(seconds=1))


def address(workshop: Workshop, rest: str = "") -> str:
    return f"/a/{workshop.code}/{rest}"


def test_a_code_typed_as_people_type_it_opens_the_door():
    workshop = make_workshop()
    typed = f" {workshop.code[:4].lower()}-{workshop.code[4:]} "

    answer = Client().post("/rejoindre/", {"code": typed})

    assert (answer.status_code, answer.url) == (303, address(workshop))


def test_a_wrong_code_is_told_in_one_sentence_and_the_typing_is_kept():
    answer = Client().post("/rejoindre/", {"code": "AAAA AAAA"})

    assert answer.status_code == 404
    assert "Ce code n’existe pas" in answer.text
    assert 'value="AAAA AAAA"' in answer.text


def test_who_tries_codes_is_slowed_down_and_who_has_the_right_one_is_not():
    workshop = make_workshop()
    client = Client()

    tries = [client.post("/rejoindre/", {"code": f"WRONG{number:03}"}).status_code for number in range(32)]

    assert tries == [404] * 30 + [429] * 2
    assert client.get(address(workshop)).status_code == 200
    assert client.post("/rejoindre/", {"code": workshop.code}).status_code == 303


@pytest.mark.parametrize("where", ["/a/{}/", "/a/{}/etat.json", "/comptes-rendus/{}/", "/a/{}/mur/", "/conduite/{}/"])
def test_codes_are_counted_wherever_one_is_read(where):
    client = Client()
    for number in range(30):
        client.post("/rejoindre/", {"code": f"WRONG{number:03}"})

    answers = [client.get(where.format(code)).status_code for code in ("WRONG999", make_workshop().code)]

    assert answers[0] == 429
    assert answers[1] != 429


def test_the_number_of_a_badge_whose_person_has_left_gives_nobody_their_seat():
    workshop = until(make_workshop(), 1)
    seat = seat_at_table(workshop, 1)
    Seat.objects.filter(pk=seat.pk).update(left_at=NOON)

    answer = Client().post(
        address(workshop, "rejoindre/"), {"key": str(uuid.uuid4()), "badge": seat.number}, headers=JSON
    )

    assert answer.status_code == 409
    assert "Ce badge est déjà utilisé" in answer.json()["error"]["sentence"]
    assert Seat.objects.get(pk=seat.pk).left_at == NOON


def test_nothing_is_asked_to_take_a_seat_and_the_cookie_is_out_of_reach_of_scripts():
    workshop = make_workshop()
    client = Client()

    door = client.get(address(workshop))
    answer = client.post(address(workshop, "rejoindre/"), {"key": str(uuid.uuid4())})

    assert "Écouter avec attention" in door.text
    cookie = answer.cookies[seat_cookie(workshop)]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert "Votre place" in client.get(address(workshop)).text


def test_once_it_is_over_nobody_becomes_a_participant_and_those_who_were_come_back():
    workshop = make_workshop()
    there, kept = seat_at_table(workshop, 1), str(uuid.uuid4())
    Client().post(address(workshop, "rejoindre/"), {"key": kept})
    running(workshop, 7)
    ring(workshop)
    before = workshop.seats.exclude(joined_at=None).count()
    stranger = Client()

    badge = workshop.seats.filter(joined_at=None).first().number
    answers = [
        stranger.post(address(workshop, "rejoindre/"), {"key": str(uuid.uuid4()), **more}, headers=JSON)
        for more in ({}, {"badge": badge})
    ]

    assert [(answer.status_code, answer.json()["error"]["code"]) for answer in answers] == [(409, "over")] * 2
    assert "on n’y prend plus place" in stranger.get(address(workshop)).text
    assert workshop.seats.exclude(joined_at=None).count() == before
    assert "Merci" in phone_of(there).get(address(workshop)).text
    assert Client().post(address(workshop, "rejoindre/"), {"key": kept}).status_code == 303


def test_a_form_sent_twice_takes_one_seat():
    workshop = make_workshop()
    key = str(uuid.uuid4())

    for _ in range(2):
        Client().post(address(workshop, "rejoindre/"), {"key": key})

    assert workshop.seats.filter(joined_at__isnull=False).count() == 1


def test_a_link_previewed_by_a_robot_takes_no_seat_and_a_press_does():
    workshop = make_workshop()
    seat = workshop.seats.first()
    link = f"/p/{token_of(seat)}/"
    client = Client()

    assert client.get(link).status_code == 200
    assert workshop.seats.get(pk=seat.pk).joined_at is None
    answer = client.post(link)

    assert (answer.status_code, answer.url) == (303, address(workshop))
    assert workshop.seats.get(pk=seat.pk).joined_at is not None


@pytest.mark.parametrize("link", ["/p/abc/", "/p/" + "0" * 32 + ":zz/"])
def test_a_link_that_is_not_ours_says_so(link):
    answer = Client().get(link)

    assert answer.status_code == 404
    assert "Ce lien ne mène plus à une place" in answer.text


def test_a_note_is_written_without_javascript():
    workshop = running(make_workshop())
    seat = seat_at_table(workshop, 1)
    client = phone_of(seat)

    answer = client.post(address(workshop, "notes/"), {"key": str(uuid.uuid4()), "text": "Aérer <b>les</b> classes"})

    assert (answer.status_code, answer.url) == (303, address(workshop))
    note = Note.objects.get()
    assert (note.text, note.author, note.group, note.round) == ("Aérer <b>les</b> classes", str(seat.key), 1, 1)
    assert "Aérer &lt;b&gt;les&lt;/b&gt; classes" in client.get(address(workshop)).text


def test_a_refused_note_stays_in_the_field():
    workshop = running(make_workshop())
    client = phone_of(seat_at_table(workshop, 1))

    answer = client.post(address(workshop, "notes/"), {"key": str(uuid.uuid4()), "text": "🎉🎉"})

    assert answer.status_code == 422
    assert "que des symboles" in answer.text
    assert ">🎉🎉</textarea>" in answer.text


def test_after_the_bell_the_text_is_kept_and_can_be_handed_over():
    workshop = running(make_workshop())
    client = phone_of(seat_at_table(workshop, 1))
    bell_rang(workshop)
    form = {"key": str(uuid.uuid4()), "text": "Une idée de plus", "question": "1"}

    refused = client.post(address(workshop, "notes/"), form)
    client.post(address(workshop, "notes/"), {**form, "late": "true"})

    assert refused.status_code == 409
    assert ">Une idée de plus</textarea>" in refused.text
    assert "Remettre à l’animation" in refused.text
    assert Note.objects.get().state == "handed"


def test_an_old_page_sent_again_with_other_words_loses_none():
    workshop = running(make_workshop())
    client = phone_of(seat_at_table(workshop, 1))
    key = str(uuid.uuid4())
    client.post(address(workshop, "notes/"), {"key": key, "text": "La première"})

    answer = client.post(address(workshop, "notes/"), {"key": key, "text": "La seconde"})

    assert answer.status_code == 409
    assert ">La seconde</textarea>" in answer.text
    assert f'value="{key}"' not in answer.text


def test_the_table_reads_its_own_turn_and_nobody_else_s():
    workshop = running(make_workshop())
    here, elsewhere = seat_at_table(workshop, 1), seat_at_table(workshop, 2)
    board = question_at(workshop, 1, 1).board
    write_note(board, "À notre table", group=1, round=1, author="somebody")
    write_note(board, "Dite à un autre tour", group=1, round=2, author="somebody")
    write_note(board, "Écartée", group=1, round=1, author="somebody", state="handed")

    page = phone_of(here).get(address(workshop)).text

    assert "À notre table" in page
    assert "Dite à un autre tour" not in page
    assert "Écartée" not in page
    assert "À notre table" not in phone_of(elsewhere).get(address(workshop)).text


@pytest.mark.parametrize(
    ("position", "title"),
    [
        (0, "Votre place"),
        (1, "Question 1 : que faire ?"),
        (2, "Votre groupe ne bouge pas"),
        (3, "Question 3 : que faire ?"),
        (5, "Question 2 : que faire ?"),
        (6, "On se retrouve en plénière"),
        (7, "La plénière"),
        (8, "Merci, l’atelier est terminé"),
    ],
)
def test_each_moment_has_its_screen(position, title):
    workshop = make_workshop()
    seat = seat_at_table(workshop, 1)
    for _ in range(position):
        ring(workshop, now=timezone.now())

    page = phone_of(seat).get(address(workshop))

    assert page.status_code == 200
    assert title in page.text


def test_people_who_move_are_told_where_to_go():
    workshop = make_workshop(topology="participants-move", seats=12)
    seat = seat_at_table(workshop, 1)
    for _ in range(2):
        ring(workshop, now=timezone.now())

    page = phone_of(seat).get(address(workshop)).text

    assert "On change de table" in page
    assert f"Rejoignez <strong>Table {seat.path[1]}</strong>" in page


def test_a_report_that_is_out_is_one_press_away():
    workshop = running(make_workshop(), 7)
    seat = seat_at_table(workshop, 1)
    ring(workshop, now=timezone.now())
    client = phone_of(seat)
    link = f'href="/comptes-rendus/{workshop.code}/"'

    before = client.get(address(workshop)).text
    Report.objects.update_or_create(workshop=workshop, defaults={"state": "amendable"})
    after = client.get(address(workshop)).text

    assert (link in before, link in after) == (False, True)


def test_the_report_is_offered_by_mail_where_mail_can_leave(settings):
    workshop = running(make_workshop(), 7)
    seat = seat_at_table(workshop, 1)
    ring(workshop, now=timezone.now())
    client = phone_of(seat)
    sending = f"/comptes-rendus/{workshop.code}/recevoir/"

    settings.EMAIL_URL = ""
    without = client.get(address(workshop)).text
    settings.EMAIL_URL = "smtp://mail.exemple.fr"
    offered = client.get(address(workshop)).text
    answer = client.post(sending, {"email": "ana@exemple.fr"}, follow=True)

    assert (sending in without, sending in offered) == (False, True)
    assert "C’est noté" in answer.text


def test_a_note_tells_its_fate():
    workshop = running(make_workshop())
    seat, by = seat_at_table(workshop, 1), organiser_of(workshop)
    board = question_at(workshop, 1, 1).board
    kept, merged, aside, waiting = (write_note(board, f"Idée {n}", seat=seat) for n in range(1, 5))
    theme = deciding.add_theme(board=board, title="Respirer", by=by, now=NOON)
    deciding.move_note(board=board, note=kept, theme=theme, by=by, now=NOON)
    deciding.merge_note(board=board, note=merged, into=kept, by=by, now=NOON)
    deciding.set_aside(board=board, note=aside, reason="déjà fait", by=by, now=NOON)

    answer = phone_of(seat).get(address(workshop, "mes-notes/"), headers=JSON).json()

    assert [(note["number"], note["fate"]) for note in answer["notes"]] == [
        (1, "Gardée dans le thème « Respirer »"),
        (2, "Réunie avec la note n° 1"),
        (3, "Mise de côté : déjà fait"),
        (4, "Reçue, pas encore rangée dans un thème"),
    ]
    assert waiting.number == 4


def test_dots_are_given_all_at_once_and_changed_at_will():
    workshop = running(make_workshop(), 5)
    seat, by = seat_at_table(workshop, 1), organiser_of(workshop)
    board = question_at(workshop, 1, 3).board
    themes = [deciding.add_theme(board=board, title=f"Thème {n}", by=by, now=NOON) for n in range(1, 5)]
    client = phone_of(seat)

    def given(*chosen):
        sent = {"theme": [str(themes[n - 1].key) for n in chosen]}
        answer = client.post(address(workshop, "votes/"), sent)
        standing = board.dots.filter(count__gt=0).order_by("theme__position")
        return answer.status_code, list(standing.values_list("theme__title", "count"))

    assert given(1, 2, 3) == (303, [("Thème 1", 1), ("Thème 2", 1), ("Thème 3", 1)])
    assert given(4) == (303, [("Thème 4", 1)])
    assert given(1, 2, 3, 4) == (409, [("Thème 4", 1)])
    assert given() == (303, [])


def test_all_dots_can_be_put_on_the_only_theme_and_what_is_refused_stays_typed():
    workshop = running(make_workshop(), 5)
    seat, by = seat_at_table(workshop, 1), organiser_of(workshop)
    board = question_at(workshop, 1, 3).board
    gone, theme = (deciding.add_theme(board=board, title=title, by=by, now=NOON) for title in ("Ôté", "Arbres"))
    client = phone_of(seat)
    votes = address(workshop, "votes/")
    client.post(votes, {f"dots-{gone.key}": "1", f"dots-{theme.key}": ""})
    deciding.remove_theme(board=board, theme=gone, by=by, now=NOON)

    assert "Il vous reste 3 sur 3." in client.get(votes).content.decode()
    client.post(votes, {f"dots-{theme.key}": "3"})
    assert "Il vous reste 0 sur 3." in client.get(votes).content.decode()

    refused = client.post(votes, {f"dots-{theme.key}": "4"})
    assert (refused.status_code, 'value="4"' in refused.content.decode()) == (409, True)
    assert client.post(votes, {f"dots-{theme.key}": "-1"}).status_code == 422
    assert list(board.dots.filter(theme=theme).values_list("count", flat=True)) == [3]


@pytest.mark.parametrize("position", [0, 1, 2, 7, 8])
def test_nobody_votes_when_the_sequence_does_not_allow_it(position):
    workshop = make_workshop()
    seat = seat_at_table(workshop, 1)
    for _ in range(position):
        ring(workshop, now=timezone.now())

    answer = phone_of(seat).post(address(workshop, "votes/"), {"theme": []}, headers=JSON)

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "not-now")


def test_a_reaction_is_kept_on_the_idea_that_it_answers():
    workshop = running(make_workshop(), 7)
    seat = seat_at_table(workshop, 1)
    idea = Idea.objects.create(board=question_at(workshop, 1, 3).board, group=1, text="Fermer la rue")
    client = phone_of(seat)
    form = {"key": str(uuid.uuid4()), "text": "Et les livraisons ?", "about": str(idea.key)}

    answer = client.post(address(workshop, "reactions/"), form)
    unknown = client.post(address(workshop, "reactions/"), {**form, "key": str(uuid.uuid4()), "about": str(seat.key)})

    assert answer.status_code == 303
    assert list(workshop.plenary.notes.values_list("text", "about__text")) == [("Et les livraisons ?", "Fermer la rue")]
    assert unknown.status_code == 422
    assert ">Et les livraisons ?</textarea>" in unknown.text


def test_a_reaction_stands_under_its_idea_on_the_phone_that_wrote_it():
    workshop = running(make_workshop(), 7)
    seat = seat_at_table(workshop, 1)
    board = question_at(workshop, 1, 3).board
    ideas = [Idea.objects.create(board=board, group=1, text=text) for text in ("Fermer la rue", "Planter")]
    client = phone_of(seat)
    for text, about in (("Et les livraisons ?", str(ideas[0].key)), ("Merci", "")):
        client.post(address(workshop, "reactions/"), {"key": str(uuid.uuid4()), "text": text, "about": about})

    def under(page):
        lists = re.findall(r'data-about="([^"]*)"[^>]*>(.*?)</ul>', page, re.DOTALL)
        return {about: re.findall(r">Vous\n(.*?) <a", found) for about, found in lists}

    assert under(client.get(address(workshop)).text) == {
        str(ideas[0].key): ["Et les livraisons ?"],
        str(ideas[1].key): [],
        "": ["Merci"],
    }
    workshop.turns.filter(table__number=2).update(started_at=timezone.now())
    Idea.objects.create(board=board, group=2, text="Chaque mois")
    assert "Vous, à propos de « Fermer la rue »\nEt les livraisons ?" in client.get(address(workshop)).text


def test_a_reaction_is_named_after_its_idea_among_one_s_notes():
    workshop = running(make_workshop(), 1)
    seat = seat_at_table(workshop, 1)
    board = question_at(workshop, 1, 1).board
    write_note(board, "Aérer", seat=seat, group=1, round=1)
    running(workshop, 7)
    idea = Idea.objects.create(board=board, group=1, text="Fermer la rue")
    client = phone_of(seat)
    for text, about in (("Et les livraisons ?", str(idea.key)), ("Merci", "")):
        client.post(address(workshop, "reactions/"), {"key": str(uuid.uuid4()), "text": text, "about": about})

    page = client.get(address(workshop, "mes-notes/")).text
    reaction = client.get(address(workshop, f"notes/{workshop.plenary.notes.get(number=1).key}/")).text

    titles = re.findall(r'<li class="note is-own">(.*)', page)
    assert sorted(titles) == ["Note 1", "Votre réaction en plénière", "Votre réaction à une idée forte"]
    assert re.findall(r"<strong>(Gardée[^<]*)", page) == [
        "Gardée avec l’idée forte « Fermer la rue »",
        "Gardée avec les réactions de la plénière",
    ]
    assert ("Votre réaction</h1>" in reaction, "Retirer la réaction" in reaction) == (True, True)


def test_the_path_and_the_badge_are_shown_while_there_are_tables_to_go_to():
    workshop = make_workshop(seats=6)
    seat = seat_at_table(workshop, 1)
    shown = []
    for _ in range(4):
        page = phone_of(seat).get(address(workshop)).text
        shown.append(("Votre parcours" in page, "La règle de votre badge" in page, "salle commune" in page))
        ring(workshop, 2, now=timezone.now())

    assert shown == [(True, True, False), (True, True, False), (True, True, False), (False, False, True)]


PAGES = ["", "etat.json", "votes/", "relais/", "mes-notes/"]
POSTS = ["notes/", "votes/", "reactions/"]


@pytest.mark.parametrize("position", [0, 1, 5, 7, 8])
def test_without_a_seat_here_one_is_shown_the_door_whatever_the_moment(position):
    workshop, elsewhere = make_workshop(), make_workshop()
    foreign = seat_at_table(elsewhere, 1)
    for _ in range(position):
        ring(workshop, now=timezone.now())
    thief = Client()
    thief.cookies[seat_cookie(workshop)] = token_of(foreign)
    signed_in = Client()
    signed_in.force_login(make_person(), backend="allauth.account.auth_backends.AuthenticationBackend")

    for client in (Client(), thief, signed_in):
        pages = {client.get(address(workshop, page), headers=JSON).status_code for page in PAGES if page}
        posts = {client.post(address(workshop, page), {"text": "x"}, headers=JSON).status_code for page in POSTS}
        assert (pages, posts) == ({401}, {401})
        assert "Entre nous, aujourd’hui" in client.get(address(workshop)).text


def test_somebody_else_s_note_does_not_exist():
    workshop = running(make_workshop())
    mine, theirs = seat_at_table(workshop, 1), seat_at_table(workshop, 2)
    note = write_note(question_at(workshop, 1, 1).board, "La mienne", seat=mine)
    path = address(workshop, f"notes/{note.key}/")
    client = phone_of(theirs)

    statuses = [
        client.get(path, headers=JSON).status_code,
        client.post(path, {"text": "La leur"}, headers=JSON).status_code,
        client.post(path, {"act": "withdraw"}, headers=JSON).status_code,
    ]

    assert statuses == [404] * 3
    assert Note.objects.get().text == "La mienne"


def somebody_with_a_note() -> tuple[Workshop, Client, str]:
    """The workshop, the phone of who wrote "Un banc", and the address of that note."""
    workshop = running(make_workshop())
    seat = seat_at_table(workshop, 1)
    note = write_note(question_at(workshop, 1, 1).board, "Un banc", seat=seat)
    return workshop, phone_of(seat), address(workshop, f"notes/{note.key}/")


def test_one_changes_one_s_words_until_the_bell_and_takes_them_back_whenever():
    workshop, client, path = somebody_with_a_note()

    before = client.post(path, {"text": "Deux bancs"})
    bell_rang(workshop)
    after = client.post(path, {"text": "Trois bancs"})
    page = client.get(path).text
    taken = client.post(path, {"act": "withdraw"})

    assert (before.status_code, after.status_code, taken.status_code) == (303, 409, 303)
    assert "Enregistrer" not in page
    assert Note.objects.get().state == "withdrawn"


def test_two_screens_of_one_person_do_not_overwrite_each_other_unseen():
    _workshop, client, path = somebody_with_a_note()

    def base_on(page: str) -> str:
        return re.search(r'name="base" value="([^"]*)"', page)[1]

    opened = base_on(client.get(path).text)
    client.post(path, {"text": "Deux bancs", "base": opened})
    refused = client.post(path, {"text": "Trois bancs", "base": opened})
    between = Note.objects.get().text
    empty = client.post(path, {"text": " ", "base": opened})
    client.post(path, {"text": "Trois bancs", "base": base_on(refused.text)})

    assert (refused.status_code, between) == (409, "Deux bancs")
    assert "Cette note a changé entre-temps" in refused.text
    assert '<p class="quote">Deux bancs</p>' in refused.text
    assert re.search(r"<textarea[^>]*>\s*Trois bancs</textarea>", refused.text)
    assert (empty.status_code, base_on(empty.text)) == (422, opened)
    assert Note.objects.get().text == "Trois bancs"
    base = client.get(path, headers=JSON).json()["base"]
    assert base == Note.objects.get().edited_at.isoformat()
    answers = [client.post(path, {"text": "Un banc", "base": base}, headers=JSON).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert (answers[0]["was"], answers[0]["base"]) == (base, Note.objects.get().edited_at.isoformat())


def test_a_seat_that_was_freed_may_be_taken_again():
    workshop = running(make_workshop())
    seat = seat_at_table(workshop, 1)
    client = phone_of(seat)
    joining.leave(seat=seat, now=NOON)

    page = client.get(address(workshop))
    refused = client.post(address(workshop, "notes/"), {"key": str(uuid.uuid4()), "text": "Encore"}, headers=JSON)
    client.post(address(workshop, "rejoindre/"), {"key": str(uuid.uuid4())})

    assert "Cette place a été libérée" in page.text
    assert refused.json()["error"]["code"] == "left"
    assert "Votre idée" in client.get(address(workshop)).text


def test_cookies_need_the_token_of_the_form_and_a_bearer_needs_none():
    workshop = running(make_workshop())
    seat = seat_at_table(workshop, 1)
    note = {"key": str(uuid.uuid4()), "text": "Bonjour"}

    forged = phone_of(seat, enforce_csrf_checks=True).post(address(workshop, "notes/"), note)
    honest = Client(enforce_csrf_checks=True).post(
        address(workshop, "notes/"), note, headers={**JSON, "Authorization": f"Bearer {token_of(seat)}"}
    )

    assert (forged.status_code, honest.status_code) == (403, 200)
    assert Note.objects.count() == 1


def test_a_program_joins_without_cookie_and_a_foreign_page_does_not():
    workshop = make_workshop()
    path, sent = address(workshop, "rejoindre/"), {"key": str(uuid.uuid4())}
    program = Client(enforce_csrf_checks=True)

    foreign = program.post(path, sent, headers={**JSON, "Origin": "https://ailleurs.exemple"})
    answer = program.post(path, sent, headers=JSON)

    assert (foreign.status_code, answer.status_code) == (403, 200)
    assert not answer.cookies
    assert answer.json()["state_url"] == address(workshop, "etat.json")


@pytest.mark.parametrize("path", ["", "etat.json", "mes-notes/"])
def test_a_page_asks_as_much_of_the_database_with_one_note_as_with_three(path):
    workshop = running(make_workshop())
    seat = seat_at_table(workshop, 1)
    board = question_at(workshop, 1, 1).board
    client = phone_of(seat)
    asked = []

    for written in (1, 2):
        for number in range(written):
            write_note(board, f"Idée {written} {number}", seat=seat, group=1, round=1)
            write_note(board, f"Autre {written} {number}", author="x", group=1, round=1)
        with CaptureQueriesContext(connection) as queries:
            client.get(address(workshop, path), headers=JSON if path else {})
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_the_door_asks_for_the_badge_first_while_somebody_of_the_list_is_awaited():
    workshop = make_workshop()
    seat = workshop.seats.order_by("number").first()
    Seat.objects.filter(pk=seat.pk).update(name="Amina", joined_at=None, is_expected=True)

    awaited = Client().get(address(workshop)).content.decode()
    Seat.objects.filter(pk=seat.pk).update(joined_at=NOON)
    arrived = Client().get(address(workshop)).content.decode()

    assert (awaited.index('name="badge"') < awaited.index('type="submit"'), awaited.count('name="badge"')) == (True, 1)
    assert (arrived.index('name="badge"') < arrived.index('type="submit"'), arrived.count('name="badge"')) == (False, 1)
