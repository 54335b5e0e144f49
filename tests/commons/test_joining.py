"""Those whom the writers of a common ask to join."""

import pytest

from essaim.commons.access import may_write
from essaim.commons.domain import editing, joining, writing
from essaim.commons.enums import Standing
from essaim.commons.models import Writer
from essaim.kit.refusal import NotForYou, Refused
from essaim.people.models import Person
from tests.commons.examples import LATER, NOON, a_sheet
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]


@pytest.fixture
def amel():
    return make_person("Amel")


@pytest.fixture
def common(amel):
    return editing.begin(title="Compost", by=amel, now=NOON)


def names_of(common):
    return list(Writer.objects.filter(common=common).values_list("person__email", flat=True))


def test_somebody_may_write_from_the_moment_they_join_to_the_moment_they_leave(common, amel):
    bo = make_person("Bo")
    assert not may_write(bo, common)

    writer = joining.join(common=common, email=f" {bo.email.upper()}", by=amel, now=LATER)
    joining.join(common=common, email=bo.email, by=amel, now=LATER)
    assert (may_write(bo, common), names_of(common)) == (True, [amel.email, bo.email])

    joining.leave(writer=writer, by=bo)
    assert (may_write(bo, common), names_of(common)) == (False, [amel.email])


def test_nobody_else_asks_nor_takes_away(common, amel):
    zoe, [writer] = make_person("Zoé"), Writer.objects.filter(common=common)

    with pytest.raises(NotForYou):
        joining.join(common=common, email="zoe@exemple.fr", by=zoe, now=LATER)
    with pytest.raises(NotForYou):
        joining.leave(writer=writer, by=zoe)

    assert names_of(common) == [amel.email]


def test_a_draft_keeps_somebody_who_sees_it_and_a_published_common_needs_nobody(common, amel):
    [last] = Writer.objects.filter(common=common)
    with pytest.raises(Refused, match="ajoutez quelqu’un"):
        joining.leave(writer=last, by=amel)
    assert names_of(common) == [amel.email]

    [published] = writing.add(sheets=[a_sheet("Vélos")], by=None, now=NOON, standing=Standing.PUBLISHED)
    alone = Writer.objects.create(common=published, person=amel, since=NOON)
    joining.leave(writer=alone, by=amel)

    assert names_of(published) == []


def test_one_person_asks_twenty_others_a_day(common, amel):
    for number in range(joining.INVITATIONS):
        joining.join(common=common, email=f"p{number}@exemple.fr", by=amel, now=NOON)

    with pytest.raises(Refused, match="reprenez demain"):
        joining.join(common=common, email="de-trop@exemple.fr", by=amel, now=NOON)

    assert not Person.objects.filter(email="de-trop@exemple.fr").exists()


def test_the_page_shows_a_link_that_opens_the_form(client, common, amel):
    client.force_login(amel)
    page = client.post("/communs/compost/equipe/", {"email": "bo@exemple.fr", "name": "Bo"}).text
    link = page.partition('readonly value="http://testserver')[2].partition('"')[0]
    client.logout()

    client.get(link)
    answer = client.post(link)

    assert answer.headers["Location"] == "/communs/compost/modifier/"
    assert client.get("/communs/compost/modifier/").status_code == 200


def test_a_wrong_address_is_said_and_adds_nobody(client, common, amel):
    client.force_login(amel)

    answer = client.post("/communs/compost/equipe/", {"email": "bo", "name": "Bo"})

    assert (answer.status_code, 'aria-invalid="true"' in answer.text) == (422, True)
    assert names_of(common) == [amel.email]


def test_who_leaves_of_themselves_is_shown_the_catalogue(client, common, amel):
    bo = make_person("Bo")
    writer = joining.join(common=common, email=bo.email, by=amel, now=NOON)
    client.force_login(bo)

    answer = client.post(f"/communs/compost/equipe/{writer.pk}/retirer/")

    assert (answer.headers["Location"], names_of(common)) == ("/communs/", [amel.email])
