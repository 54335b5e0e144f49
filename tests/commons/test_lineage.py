"""Commons are drawn from each other: credited whole, refused where a licence forbids it, and told what changed."""

import pytest

from essaim.commons.domain import adapting, editing, reviewing, writing
from essaim.commons.enums import Relation, Standing
from essaim.commons.lineage import LARGEST, family_of, verdict_on, work_of
from essaim.commons.models import ChangeNote, Common, Derivation
from essaim.kit.refusal import NotForYou, Refused
from essaim.licences.attributing import as_text, attribution
from essaim.licences.telling import sentence
from essaim.licences.values import Answer
from tests.commons.examples import LATER, NOON, a_sheet
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]

SHARED = {
    "summary": "Un bac.",
    "licence": "CC-BY-SA-4.0",
    "tags": ["eau"],
    "files": [{"address": "https://exemple.fr/guide.pdf"}],
}
OWN = {
    "places": [{"kind": "commune", "code": "01001"}],
    "organisations": [{"name": "Ville d’Amont"}],
    "contributors": [{"name": "Amel B."}],
    "point": {"latitude": "45", "longitude": "4"},
}


@pytest.fixture
def amel():
    return make_person("Amel")


def published(title, **fields):
    sheet = a_sheet(title, **(SHARED | fields))
    return writing.add(sheets=[sheet], by=None, now=NOON, standing=Standing.PUBLISHED)[0]


def adapted(by, title, *parents, changes=()):
    drawn = [(parent, Relation.LOCAL) for parent in parents]
    child = adapting.adapt(parents=drawn, title=title, by=by, now=LATER)
    for change in changes:
        adapting.note_change(common=child, text=change, by=by, now=LATER)
    Common.objects.filter(pk=child.pk).update(standing=Standing.PUBLISHED)
    return Common.objects.get(pk=child.pk)


def credits_of(common):
    return as_text(attribution(work_of(common, family_of(common), lambda one: f"https://e.fr/{one.slug}"))).splitlines()


def test_a_child_says_what_its_parent_does_apart_from_what_belongs_to_its_territory(amel):
    parent = published("Compost", **OWN)

    child = adapting.adapt(parents=[(parent, Relation.LOCAL)], title="Compost d’Aval", by=amel, now=LATER)

    assert (child.standing, child.sheet) == (
        Standing.DRAFT,
        a_sheet("Compost d’Aval", **SHARED),
    )
    assert list(Derivation.objects.values_list("child", "parent", "relation", "base", "author", "licence")) == [
        (child.pk, parent.pk, "local", 1, "Amel B.", "CC-BY-SA-4.0")
    ]
    assert [writer.person for writer in child.writers.all()] == [amel]


def test_three_levels_and_a_diamond_are_credited_whole_and_once(amel):
    root = published("Racine", contributors=[{"name": "Rosa R."}])
    left = adapted(amel, "Gauche", root, changes=["En gauche"])
    right = adapted(amel, "Droite", root, changes=["En droite", "Plus court"])
    child = adapted(amel, "Réunion", left, right, changes=["Réunies"])
    grand = adapted(amel, "Petite", child)

    credits = credits_of(grand)

    by_sa = "CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/)."
    nobody = "sans nom d’auteur ni d’autrice"
    assert sorted(credits) == sorted(
        [
            f"« Petite » (https://e.fr/petite), {nobody}, {by_sa}",
            f"D’après « Réunion » (https://e.fr/reunion), {nobody}, {by_sa} Modifications : Réunies.",
            f"D’après « Gauche » (https://e.fr/gauche), {nobody}, {by_sa} Modifications : En gauche.",
            f"D’après « Droite » (https://e.fr/droite), {nobody}, {by_sa} Modifications : En droite ; Plus court.",
            f"D’après « Racine » (https://e.fr/racine), par Rosa R., {by_sa}",
        ]
    )
    family = family_of(left)
    assert {one.title for one in family.commons.values()} == {"Racine", "Gauche", "Réunion", "Petite", "Droite"} - {
        "Droite"
    }


def test_what_stands_elsewhere_or_is_gone_is_credited_as_it_was_told(amel):
    parent = published("Compost", contributors=[{"name": "Rosa R."}])
    child = adapted(amel, "Compost d’Aval", parent)
    adapting.add_source(
        child=child,
        title=" Un manuel ",
        author="Collectif",
        address="https://exemple.fr/manuel",
        licence="CC0-1.0",
        relation=Relation.EXCERPT,
        by=amel,
        now=LATER,
    )
    parent.delete()

    assert credits_of(child)[1:] == [
        "D’après « Compost », par Rosa R., CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/).",
        "D’après « Un manuel » (https://exemple.fr/manuel), par Collectif, "
        "CC0 1.0 (https://creativecommons.org/publicdomain/zero/1.0/).",
    ]


def test_nothing_comes_from_itself(amel):
    root = published("Racine")
    child = adapted(amel, "Fille", root)
    grand = adapted(amel, "Petite", child)
    writing_too = make_person("Admin", is_administrator=True)

    for parent in (child, grand):
        with pytest.raises(Refused, match="dans les deux sens"):
            adapting.add_parent(child=root, parent=parent, relation=Relation.REMIX, by=writing_too, now=LATER)
    with pytest.raises(Refused, match="dans les deux sens"):
        adapting.add_parent(child=root, parent=root, relation=Relation.REMIX, by=writing_too, now=LATER)

    adapting.add_parent(child=grand, parent=root, relation=Relation.REMIX, by=amel, now=LATER)
    adapting.add_parent(child=grand, parent=root, relation=Relation.REMIX, by=amel, now=LATER)
    assert Derivation.objects.count() == 3


@pytest.mark.parametrize(
    ("source", "target", "answer", "words"),
    [
        ("CC-BY-4.0", "CC-BY-SA-4.0", Answer.YES, "citez son titre"),
        ("CC-BY-SA-4.0", "CC-BY-4.0", Answer.NO, "garde la même licence"),
        ("CC-BY-ND-4.0", "CC-BY-ND-4.0", Answer.NO, "interdit de partager une adaptation"),
        ("CC-BY-NC-4.0", "CC-BY-4.0", Answer.ASK, ""),
        ("une licence maison", "CC-BY-4.0", Answer.ASK, ""),
        ("", "CC-BY-4.0", Answer.NO, "ne dit pas sa licence"),
    ],
)
def test_a_licence_bears_what_the_common_was_drawn_from_or_says_why_not(amel, source, target, answer, words):
    parent = published("Compost", licence=source)
    child = adapting.adapt(parents=[(parent, Relation.LOCAL)], title="Autre", by=amel, now=LATER)

    found = verdict_on(child.sheet | {"licence": target}, Derivation.objects.filter(child=child))

    assert found.answer == answer
    assert words in " ".join(sentence(reason) for reason in found.reasons)


def test_a_deck_with_a_part_for_no_commerce_in_a_whole_that_shares_alike_says_why_it_cannot_be_published():
    files = [
        {"address": "https://exemple.fr/1.pdf", "label": "Carte 1", "licence": "CC-BY-SA-4.0"},
        {"address": "https://exemple.fr/2.pdf", "label": "Carte 2", "licence": "CC-BY-NC-4.0"},
    ]
    deck = a_sheet("Jeu", kinds=["outil-pedagogique"], licence="CC-BY-SA-4.0", files=files)

    found = verdict_on(deck, [])

    assert found.answer == Answer.NO
    [told] = [sentence(reason) for reason in found.reasons]
    assert "Carte 2" in told


def test_what_a_parent_says_since_is_proposed_field_by_field_and_overwrites_nothing(amel):
    parent = published("Compost", maturity="prototype")
    child = adapted(amel, "Compost d’Aval", parent)
    editing.change(common=child, sheet=child.sheet | {"summary": "Le nôtre."}, by=amel, now=LATER)
    newer = parent.sheet | {
        "summary": "Deux bacs.",
        "description": "Mieux dit.",
        "tags": ["eau", "haie"],
        "maturity": "concept",
    }
    editing.change(common=parent, sheet=newer, by=amel, now=LATER)
    child.refresh_from_db()

    [news] = adapting.news_of(child)
    assert (news.news, [clash.field.name for clash in news.clashes]) == (("description", "tags"), ["summary"])

    taken = adapting.take_news(child=child, derivation=news.derivation, taken=frozenset({"tags"}), by=amel, now=LATER)
    assert taken.sheet == child.sheet | {"tags": ["eau", "haie"]}
    assert adapting.news_of(taken) == []
    assert taken.revisions.last().reason == "Repris de « Compost »"


def test_nobody_else_draws_links_notes_or_takes(amel):
    parent = published("Compost")
    child = adapted(amel, "Compost d’Aval", parent)
    [link] = Derivation.objects.all()
    other = make_person("Bruno")
    acts = [
        lambda: adapting.add_parent(child=child, parent=parent, relation=Relation.REMIX, by=other, now=LATER),
        lambda: adapting.note_change(common=child, text="Non", by=other, now=LATER),
        lambda: adapting.take_news(child=child, derivation=link, taken=frozenset(), by=other, now=LATER),
    ]

    for act in acts:
        with pytest.raises(NotForYou):
            act()
    with pytest.raises(NotForYou):
        draft = writing.add(sheets=[a_sheet("Secret")], by=None, now=NOON, standing=Standing.DRAFT)[0]
        adapting.adapt(parents=[(draft, Relation.LOCAL)], title="Vol", by=other, now=LATER)
    assert ChangeNote.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_a_family_takes_as_many_queries_whatever_its_width(amel, count, django_assert_num_queries):
    root = published("Racine")
    for number in range(count):
        adapted(amel, f"Fille {number}", root)

    with django_assert_num_queries(5):
        assert len(family_of(root).commons) == count + 1


def test_a_family_that_is_too_large_says_that_it_goes_on(amel):
    root = published("Racine")
    many = writing.add(sheets=[a_sheet(f"Fille {number}") for number in range(LARGEST)], by=None, now=NOON)
    Derivation.objects.bulk_create(
        Derivation(child=one, parent=root, relation=Relation.LOCAL, title="Racine", since=NOON) for one in many
    )

    family = family_of(root)

    assert (family.goes_on, len(family.commons)) == (True, 1)


def test_a_licence_that_forbids_it_keeps_a_common_from_being_published_until_it_is_another(amel):
    parent = published("Compost", licence="CC-BY-SA-4.0")
    child = adapting.adapt(parents=[(parent, Relation.LOCAL)], title="Autre", by=amel, now=LATER)
    admin = make_person("Admin", is_administrator=True)
    editing.change(common=child, sheet=child.sheet | {"licence": "CC-BY-4.0"}, by=amel, now=LATER)
    child.refresh_from_db()

    with pytest.raises(Refused, match="« Compost » est sous CC BY-SA 4.0"):
        reviewing.publish(common=child, by=admin, now=LATER, is_licence_checked=True)
    editing.change(common=child, sheet=child.sheet | {"licence": "CC-BY-SA-4.0"}, by=amel, now=LATER)
    child.refresh_from_db()

    assert reviewing.publish(common=child, by=admin, now=LATER).standing == Standing.PUBLISHED


def test_a_doubt_about_a_licence_is_settled_by_somebody_who_says_so(amel):
    parent = published("Compost", licence="une licence maison")
    child = adapting.adapt(parents=[(parent, Relation.LOCAL)], title="Autre", by=amel, now=LATER)
    admin = make_person("Admin", is_administrator=True)
    editing.change(common=child, sheet=child.sheet | {"licence": "CC-BY-4.0"}, by=amel, now=LATER)
    child.refresh_from_db()

    with pytest.raises(Refused, match="Vérifiez la licence"):
        reviewing.publish(common=child, by=admin, now=LATER)

    assert reviewing.publish(common=child, by=admin, now=LATER, is_licence_checked=True).standing == Standing.PUBLISHED
