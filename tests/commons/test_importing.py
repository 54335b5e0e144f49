"""Records become commons: told first, then done, and done again without changing anything."""

import pytest

from essaim.commons.domain import writing
from essaim.commons.domain.importing import import_commons
from essaim.commons.domain.reporting import as_json, as_table
from essaim.commons.domain.writing import Change
from essaim.commons.enums import Standing
from essaim.commons.models import Catalogue, Common
from essaim.commons.queries import reach_of
from essaim.kit.refusal import Refused
from essaim.territories.domain.loading import load_territories
from tests.commons.examples import FULL, LATER, NOON, a_field, a_page, everything, texts
from tests.territories.examples import small_country

pytestmark = pytest.mark.usefixtures("lists")


def imported(*pages, now=NOON, **more):
    return as_json(import_commons(records=lambda: iter(pages), by=None, now=now, **more))


def figures(report):
    return {name: report[name] for name in ("created", "changed", "unchanged", "redirects")}


def test_a_dry_run_tells_and_writes_nothing():
    report = imported(a_page("Compost de quartier", *FULL), is_dry_run=True)

    assert (report["dry_run"], figures(report)) == (
        True,
        {"created": 1, "changed": 0, "unchanged": 0, "redirects": 0},
    )
    assert everything() == [[], [], [], [], []]


def test_a_record_becomes_a_common_with_its_revision_its_facets_and_its_origin():
    report = imported(a_page("Compost de quartier", *FULL))

    common = Common.objects.get()
    assert figures(report) == {"created": 1, "changed": 0, "unchanged": 0, "redirects": 0}
    assert (common.slug, common.standing, common.title, common.revision) == (
        "compost-de-quartier",
        Standing.PROPOSED,
        "Compost de quartier",
        1,
    )
    assert [(one.number, one.sheet, one.at) for one in common.revisions.all()] == [(1, common.sheet, NOON)]
    assert sorted(common.facets.values_list("name", "value")) == [
        ("challenges", "c-alimentation"),
        ("needs", "mentorat"),
        ("tags", "compost"),
        ("tags", "quartier"),
        ("themes", "facteurs-de-resilience"),
        ("themes", "facteurs-de-resilience/agriculture"),
        ("themes", "general"),
        ("themes", "general/approches"),
    ]
    assert (common.origin.revision, common.origin.contributors, common.origin.read_at) == (
        "7",
        ["Amel B.", "Service Déchets"],
        NOON,
    )


def test_a_second_run_changes_nothing():
    pages = (
        a_page("Compost de quartier", *FULL),
        a_page("Prêt de vélos"),
        a_page("Ancien titre", redirects_to="Prêt de vélos"),
    )
    imported(*pages)
    before, told = everything(), Catalogue.told()

    report = imported(*pages, now=LATER)

    assert figures(report) == {"created": 0, "changed": 0, "unchanged": 2, "redirects": 0}
    assert everything() == before
    assert Catalogue.told() == told  # no process has anything to read again


def test_a_page_changed_where_it_was_written_is_changed_here():
    imported(a_page("Compost", a_field("resume", "Un bac"), raw="1"))

    report = imported(a_page("Compost", a_field("resume", "Deux bacs"), raw="2", revision="8"), now=LATER)

    common = Common.objects.get()
    assert figures(report) == {"created": 0, "changed": 1, "unchanged": 0, "redirects": 0}
    assert (common.summary, common.origin.revision, common.changed_at) == ("Deux bacs", "8", LATER)
    assert [one.sheet["summary"] for one in common.revisions.all()] == ["Un bac", "Deux bacs"]


def test_a_common_that_people_changed_here_is_left_to_them():
    imported(a_page("Compost", a_field("resume", "Un bac"), raw="1"))
    common = Common.objects.get()
    writing.change(changes=[Change(common, common.sheet | {"summary": "Notre bac"})], by=None, now=NOON)
    before = everything()

    report = imported(a_page("Compost", a_field("resume", "Deux bacs"), raw="2"), now=LATER)

    assert (figures(report)["changed"], report["left_to_people"]) == (0, ["Compost"])
    assert everything() == before


def test_what_is_refused_half_way_leaves_nothing():
    def torn():
        for number in range(450):
            yield a_page(f"Fiche {number}")
        raise Refused("Le fichier est coupé après 450 pages.")

    with pytest.raises(Refused):
        import_commons(records=torn, by=None, now=NOON)

    assert everything() == [[], [], [], [], []]


def test_two_pages_of_the_same_title_have_each_an_address():
    report = imported(a_page("Compost", key="1"), a_page("Compost", key="2"), a_page("Compost", key="3"))

    assert sorted(Common.objects.values_list("slug", flat=True)) == ["compost", "compost-2", "compost-3"]
    assert report["troubles"] == ["Compost : plusieurs pages portent ce titre ; chacune a son adresse."]


def test_a_page_that_is_twice_in_the_file_is_one_common():
    report = imported(a_page("Compost", key="1"), a_page("Compost bis", key="1"))

    assert (Common.objects.get().title, report["troubles"]) == (
        "Compost",
        ["Compost bis : cette page est deux fois dans le fichier ; la première est retenue."],
    )


def test_an_old_title_still_leads_to_the_common(client):
    imported(
        a_page("Accéler la transition", redirects_to="Accélérer la transition"),
        a_page("Accélérer la transition"),
        standing=Standing.PUBLISHED,
    )

    answer = client.get("/communs/acceler-la-transition/")

    assert (answer.status_code, answer["Location"]) == (301, "/communs/accelerer-la-transition/")


def test_pages_of_another_nature_are_counted_and_left_aside():
    report = imported(
        a_page("Modèle:Commun", namespace=10), a_page("Catégorie:Commun", namespace=14), a_page("Compost")
    )

    assert (report["aside"], Common.objects.count()) == ({10: 1, 14: 1}, 1)


@pytest.mark.parametrize("pages", [1, 3])
def test_as_many_queries_whatever_the_number_of_pages(pages, django_assert_max_num_queries):
    read = [a_page(f"Fiche {number}", *FULL) for number in range(pages)]

    with django_assert_max_num_queries(27):
        import_commons(records=lambda: iter(read), by=None, now=NOON)


def test_the_report_is_a_table_that_people_read():
    report = import_commons(
        records=lambda: iter([a_page("Compost", a_field("resume", "Un bac"), a_field("couleur", "vert"))]),
        by=None,
        now=NOON,
        is_dry_run=True,
    )

    assert as_table(report).split("\n") == [
        "1 communs nouveaux, 0 mis à jour, 0 sans changement, 0 anciennes adresses.",
        "",
        "Champ    Devient  Repris  Tel quel  Vides  Caractères  Perdus",
        "resume   summary       1         0      0           6       0",
        "couleur  —             0         1      0           4       0",
        "",
        "À blanc : rien n’a été enregistré.",
    ]


def test_a_common_is_where_its_organisations_are_when_their_names_say_one_place():
    load_territories(now=NOON, vintage=small_country("a common"))
    page = a_page(
        "Compost",
        a_field("from", "Commune d’Amont, Rivière, SDIS 31", *texts("Commune d’Amont", "Rivière", "SDIS 31")),
    )

    imported(page)

    common = Common.objects.get()
    assert common.sheet["places"] == [
        {"kind": "commune", "code": "D1001"},
        {"kind": "epci", "code": "200000001"},
    ]
    # Amont stands in the EPCI: it is counted once.
    reach = reach_of(common.sheet)
    assert (reach.communes, reach.people) == (2, 130)
