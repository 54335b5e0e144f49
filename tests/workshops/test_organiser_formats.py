"""A timetable that worked is kept as a format of its programme, under a name, and starts other workshops."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from essaim.kit.refusal import NotForYou, Refused
from essaim.workshops.domain import keeping_formats, sequencing
from essaim.workshops.domain.duplicating import SCRIPT
from essaim.workshops.enums import Kind, Topology
from essaim.workshops.models import SavedFormat, Workshop
from tests.factories import NOON, make_gathering, make_person, make_programme, make_workshop, organiser_of, ring

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    """Edited: one sequence fewer, another with its own words, and a topology of its own."""
    made = make_workshop(is_open=False, topology=Topology.PARTICIPANTS_MOVE, seconds_per_group=420)
    sequencing.remove_sequence(workshop=made, position=2, by=organiser_of(made))
    first = made.sequences.get(position=1)
    first.title, first.say, first.seconds, first.icebreaker = "Dire bonjour", "Bienvenue à vous.", 13 * 60, "objet"
    first.save()
    return made


@pytest.fixture
def post(client, workshop):
    client.force_login(organiser_of(workshop))
    rows = {f"s{one.position}-{n}": getattr(one, n) for one in workshop.sequences.all() for n in ("title", "minutes")}
    return lambda act, name, **typed: client.post(
        f"/ateliers/{workshop.code}/deroule/", rows | {"act": act, "format-name": name} | typed
    )


def kept(workshop, name="Café court"):
    return keeping_formats.keep_format(workshop=workshop, name=name, by=organiser_of(workshop), now=NOON)


def scripts(workshop):
    return list(workshop.sequences.order_by("position").values(*SCRIPT))


def create(client, workshop, start, gathering=None):
    chosen = gathering or workshop.gathering
    return client.post("/ateliers/nouveau/", {"title": "Le suivant", "gathering": chosen.pk, "start": start})


# Keeping


def test_the_next_workshop_of_the_programme_starts_from_the_format(client, workshop, post):
    assert post("format", "Café court").status_code == 302
    saved = SavedFormat.objects.get()
    page = client.get("/ateliers/nouveau/")

    create(client, workshop, f"format-{saved.pk}")

    following = Workshop.objects.get(title="Le suivant")
    assert f'<optgroup label="Un format de « {workshop.programme.title} »">' in page.text
    assert f'<option value="format-{saved.pk}">Café court</option>' in page.text
    assert scripts(following) == scripts(workshop)
    assert (following.topology, following.seconds_per_group) == (Topology.PARTICIPANTS_MOVE, 420)


def test_what_is_typed_in_the_timetable_is_saved_first(post, workshop):
    post("format", "Café court", **{"s1-title": "Se saluer", "s1-minutes": "7"})

    first = SavedFormat.objects.get().sequences[0]
    assert (first["title"], first["seconds"]) == ("Se saluer", 7 * 60)
    assert workshop.sequences.get(position=1).title == "Se saluer"


def test_a_bad_duration_keeps_no_format_and_loses_nothing(post):
    page = post("format", "Café court", **{"s1-minutes": "-4"})

    assert page.status_code == 422
    assert 'value="Café court"' in page.text
    assert not SavedFormat.objects.exists()


def test_the_key_enter_keeps_the_format_where_a_name_is_typed(post):
    post("enter", "")
    assert not SavedFormat.objects.exists()

    post("enter", "Café court")

    assert SavedFormat.objects.get().name == "Café court"


def test_a_format_of_the_same_name_is_replaced_only_after_asking(post, workshop):
    saved = kept(workshop)
    before = saved.sequences

    page = post("format", " café  COURT ", **{"s1-title": "Changée"})

    assert page.status_code == 409
    assert "s’appelle déjà « Café court »" in page.text
    assert f'value="format-{saved.pk}"' in page.text
    saved.refresh_from_db()
    assert saved.sequences == before
    assert post(f"format-{saved.pk}", "Café court", **{"s1-title": "Changée"}).status_code == 302
    assert SavedFormat.objects.get().sequences[0]["title"] == "Changée"


def test_the_answer_for_one_name_does_not_replace_another(post, workshop):
    asked, other = kept(workshop), kept(workshop, "Café long")
    other.sequences = []
    other.save()

    page = post(f"format-{asked.pk}", "Café long")

    assert page.status_code == 409
    other.refresh_from_db()
    assert other.sequences == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("", "Donnez un nom au format"), ("🎉 …", "Donnez un nom au format"), ("a" * 500, "80 caractères au plus")],
)
def test_a_name_that_is_none_is_said_and_stays_typed(post, name, sentence):
    page = post("format", name)

    assert page.status_code == 422
    assert sentence in page.text
    assert f'value="{name}"' in page.text or not name
    assert not SavedFormat.objects.exists()


def test_the_format_does_not_follow_the_workshop_that_it_came_from(workshop):
    saved = kept(workshop)

    sequencing.remove_sequence(workshop=workshop, position=1, by=organiser_of(workshop))
    workshop.delete()

    saved.refresh_from_db()
    assert saved.sequences[0]["title"] == "Dire bonjour"


def test_a_workshop_that_ran_gives_what_was_planned_not_its_clock():
    workshop = ring(make_workshop(), times=2)

    saved = kept(workshop)

    assert saved.sequences[0].keys() == set(SCRIPT)
    assert [one["position"] for one in saved.sequences] == [1, 2, 3, 4, 5, 6, 7]


def test_an_act_that_is_no_longer_known_is_left_out(workshop, client):
    saved = kept(workshop)
    saved.sequences[0]["allows"].append("dance")
    saved.save()
    client.force_login(organiser_of(workshop))

    create(client, workshop, f"format-{saved.pk}")

    assert scripts(Workshop.objects.get(title="Le suivant")) == scripts(workshop)
    assert client.get(f"/programmes/{workshop.programme.slug}/formats/{saved.pk}/").status_code == 200


# Another programme


def test_a_format_is_not_proposed_outside_its_programme(workshop, client):
    saved = kept(workshop)
    elsewhere = make_person()
    theirs = make_gathering(make_programme(elsewhere))
    client.force_login(elsewhere)

    assert "Café court" not in client.get("/ateliers/nouveau/").text
    assert create(client, workshop, f"format-{saved.pk}", theirs).status_code == 422
    assert Workshop.objects.count() == 1


def test_who_organises_two_programmes_is_told_where_the_format_belongs(workshop, client):
    saved = kept(workshop)
    organiser = organiser_of(workshop)
    other = make_gathering(make_programme(organiser, title="Ailleurs"))
    client.force_login(organiser)

    page = create(client, workshop, f"format-{saved.pk}", other)

    assert page.status_code == 422
    assert "Ce format appartient à « Respirer ensemble »" in page.text
    assert 'value="Le suivant"' in page.text
    assert Workshop.objects.count() == 1


def test_strangers_keep_rename_remove_and_start_nothing(workshop):
    saved, stranger = kept(workshop), make_person()
    theirs = make_workshop(is_open=False)

    for act in (
        lambda: keeping_formats.keep_format(workshop=workshop, name="À moi", by=stranger, now=NOON),
        lambda: keeping_formats.rename_format(saved=saved, name="À moi", by=stranger),
        lambda: keeping_formats.remove_format(saved=saved, by=stranger),
        lambda: keeping_formats.start_from_format(workshop=workshop, saved=saved, by=stranger),
    ):
        with pytest.raises(NotForYou):
            act()
    with pytest.raises(Refused, match="autre programme"):
        keeping_formats.start_from_format(workshop=theirs, saved=saved, by=organiser_of(theirs))
    assert [one.name for one in SavedFormat.objects.all()] == ["Café court"]


# Looking, renaming, removing


def test_a_format_is_read_sequence_by_sequence(workshop, client):
    saved = kept(workshop)
    client.force_login(organiser_of(workshop))

    page = client.get(f"/programmes/{workshop.programme.slug}/formats/{saved.pk}/")

    assert "Dire bonjour" in page.text
    assert "13 min" in page.text
    assert str(Kind.PLENARY.label).capitalize() in page.text


def test_a_format_is_renamed_but_not_as_another(workshop, client):
    saved, other = kept(workshop), kept(workshop, "Café long")
    client.force_login(organiser_of(workshop))
    address = f"/programmes/{workshop.programme.slug}/formats/{saved.pk}/"

    refused = client.post(address, {"name": other.name.upper()})
    accepted = client.post(address, {"name": "CAFÉ court"})

    assert refused.status_code == 422
    assert "s’appelle déjà « Café long »" in refused.text
    assert 'value="CAFÉ LONG"' in refused.text
    assert "<h1>Café court</h1>" in refused.text
    assert accepted.status_code == 302
    saved.refresh_from_db()
    assert saved.name == "CAFÉ court"


def test_a_format_is_removed_after_asking_and_workshops_keep_their_sequences(workshop, client):
    saved = kept(workshop)
    client.force_login(organiser_of(workshop))
    create(client, workshop, f"format-{saved.pk}")
    address = f"/programmes/{workshop.programme.slug}/formats/{saved.pk}/supprimer/"

    assert "Supprimer le format « Café court » ?" in client.get(address).text
    assert SavedFormat.objects.exists()
    client.post(address)

    assert not SavedFormat.objects.exists()
    assert scripts(Workshop.objects.get(title="Le suivant")) == scripts(workshop)


def test_the_list_costs_the_same_for_one_format_and_three(workshop, client, django_assert_num_queries):
    client.force_login(organiser_of(workshop))
    address = f"/programmes/{workshop.programme.slug}/formats/"
    assert "Aucun format pour l’instant" in client.get(address).text
    kept(workshop)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    kept(workshop, "Deux")
    kept(workshop, "Trois")

    with django_assert_num_queries(len(one)):
        client.get(address)
