"""The published catalogue in the formats of others, read back by libraries that are not ours."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
import rdflib
import tablib
from rdflib import DCAT, DCTERMS, RDF, SKOS, Literal, URIRef
from referencing import Registry, Resource

from essaim.commons.domain import adapting, exporting, writing
from essaim.commons.domain.importing import import_commons
from essaim.commons.enums import Relation, Scheme, Standing
from essaim.commons.exports.site import write_site
from essaim.commons.exports.told import Export, published
from essaim.commons.models import Common, Term
from essaim.kit.refusal import Refused
from tests.commons.examples import FULL, LATER, NOON, a_field, a_page, a_sheet
from tests.commons.formats.exports import SAMPLES, needs_samples
from tests.factories import make_person

pytestmark = pytest.mark.usefixtures("lists")

SITE = "http://testserver"
SCHEMA = "https://schema.org/"
COMPOST = f"{SITE}/communs/compost-de-quartier/"


@pytest.fixture
def catalogue(db):
    """Two published commons, one of which has everything, and one that nobody may export yet."""
    import_commons(
        records=lambda: iter([a_page("Compost de quartier", *FULL, a_field("licence", "CC BY-SA 4.0"))]),
        by=None,
        now=NOON,
        standing=Standing.PUBLISHED,
    )
    lesson = a_sheet(
        "=Jeu de l’eau",
        summary="Comprendre & partager <l’eau>",
        kinds=["outil-pedagogique", "donnees"],
        licence="etalab-2.0",
        contributors=[{"name": "Amel B."}],
        audiences=["grand-public"],
        files=[{"address": "https://exemple.fr/jeu d’eau.pdf", "label": "Le jeu"}],
        maturity="prototype",
    )
    writing.add(sheets=[lesson], by=None, now=LATER, standing=Standing.PUBLISHED)
    writing.add(sheets=[a_sheet("Secret")], by=None, now=LATER)


@pytest.fixture
def adapted(catalogue):
    """A published version of the second common, drawn from a guide that stands elsewhere too, itself adapted again."""
    person = make_person("Amel", is_administrator=True)
    game = Common.objects.get(title="=Jeu de l’eau")
    child = adapting.adapt(parents=[(game, Relation.LOCAL)], title="Le jeu de la rivière", by=person, now=LATER)
    adapting.add_source(
        child=child,
        title="Guide des rivières",
        author="Une association",
        address="https://guide.example/rivieres",
        licence="CC0-1.0",
        relation=Relation.EXCERPT,
        by=person,
        now=LATER,
    )
    adapting.note_change(common=child, text="Cartes redessinées", by=person, now=LATER)
    grandchild = adapting.adapt(parents=[(child, Relation.LOCAL)], title="Le jeu du lac", by=person, now=LATER)
    Common.objects.filter(pk__in=[child.pk, grandchild.pk]).update(standing=Standing.PUBLISHED, published_at=LATER)
    return child


def got(client, kind, **asked):
    answer = client.get(f"/communs/exports/communs.{kind}", asked)
    assert answer.status_code == 200
    return answer.content.decode() if kind != "ods" else answer.content


def types_in(graph):
    return sorted(
        (graph.value(node, URIRef(SCHEMA + "name")).toPython(), str(kind).removeprefix(SCHEMA))
        for node, kind in graph.subject_objects(RDF.type)
        if str(node).startswith(SITE)
    )


def test_linked_data_is_read_without_network_by_another_library_with_the_types_expected(client, catalogue):
    graph = rdflib.Graph().parse(data=got(client, "jsonld"), format="json-ld")

    assert types_in(graph) == [
        ("=Jeu de l’eau", "CreativeWork"),
        ("=Jeu de l’eau", "Dataset"),
        ("=Jeu de l’eau", "LearningResource"),
        ("Compost de quartier", "CreativeWork"),
    ]
    licence = graph.value(URIRef(COMPOST), URIRef(SCHEMA + "license"))
    assert licence == URIRef("https://creativecommons.org/licenses/by-sa/4.0/")


def test_turtle_parses_and_holds_each_common_in_its_catalogue(client, catalogue):
    graph = rdflib.Graph().parse(data=got(client, "ttl"), format="turtle")
    home = URIRef(f"{SITE}/communs/")

    assert graph.value(home, RDF.type) == DCAT.Catalog
    assert {str(graph.value(one, DCTERMS.title)) for one in graph.objects(home, URIRef(f"{DCAT}resource"))} == {
        "Compost de quartier"
    }
    assert {str(graph.value(one, DCTERMS.title)) for one in graph.objects(home, DCAT.dataset)} == {"=Jeu de l’eau"}
    assert set(graph.objects(URIRef(COMPOST), DCAT.theme)) == {
        URIRef(f"{SITE}/communs/exports/listes.ttl#theme/{key}")
        for key in ("general/approches", "facteurs-de-resilience/agriculture")
    }
    [file] = graph.objects(URIRef(COMPOST), DCAT.distribution)
    assert graph.value(file, DCAT.accessURL) == URIRef("https://exemple.fr/guide.pdf")


def test_the_lists_of_terms_are_a_thesaurus(client, catalogue):
    graph = rdflib.Graph().parse(data=client.get("/communs/exports/listes.ttl").content, format="turtle")
    theme = URIRef(f"{SITE}/communs/exports/listes.ttl#theme")

    assert len(set(graph.subjects(RDF.type, SKOS.Concept))) == Term.objects.count()
    assert len(set(graph.subjects(SKOS.inScheme, theme))) == Term.objects.filter(scheme=Scheme.THEME).count() == 24
    social = next(graph.subjects(SKOS.prefLabel, Literal("Sociale", lang="fr")))
    assert [str(graph.value(above, SKOS.prefLabel)) for above in graph.objects(social, SKOS.broader)] == [
        "Vulnérabilités"
    ]


@needs_samples
def test_lessons_are_valid_for_the_catalogues_of_lessons(client, catalogue):
    """The schema points at others that stand elsewhere: those are taken as accepting anything."""
    schema = json.loads((SAMPLES / "amb" / "schema.json").read_text())
    anything = Registry(retrieve=lambda _uri: Resource.from_contents({"$schema": schema["$schema"]}))
    checker = jsonschema.Draft7Validator(schema, registry=anything)

    lessons = json.loads(got(client, "lrmi"))

    assert [list(checker.iter_errors(lesson)) for lesson in lessons] == [[]]
    assert set(lessons[0]) <= set(schema["properties"])
    assert list(checker.iter_errors({name: value for name, value in lessons[0].items() if name != "type"})) != []


def test_a_table_has_a_row_for_each_common_and_nothing_that_a_spreadsheet_would_run(client, catalogue):
    rows = list(csv.DictReader(io.StringIO(got(client, "csv").removeprefix("\ufeff"))))
    sheet = tablib.Dataset().load(got(client, "ods"), format="ods")

    assert [row["Titre"] for row in rows] == ["'=Jeu de l’eau", "Compost de quartier"]
    assert {name: text for name, text in rows[1].items() if text} == {
        "Adresse": COMPOST,
        "Titre": "Compost de quartier",
        "En une phrase": "Composter au pied des immeubles",
        "Description": "Il faut :\n* un **bac** ;\n* un lieu ([le plan](<https://exemple.fr/plan>)).",
        "Thèmes": "Général/Approches; Facteurs de résilience/Agriculture",
        "Défis auxquels il répond": "C- Alimentation",
        "Mots-clés": "compost; Quartier",
        "Licence": "CC BY-SA 4.0",
        "Licence, telle qu’elle était écrite": "CC BY-SA 4.0",
        "Fichiers": "https://exemple.fr/guide.pdf",
        "Lieu": "43.60, 3.88",
        "Organisations": "Commune de Val-Fleuri",
        "Richesses recherchées": "Mentorat",
        "Gardé tel quel": "challenge : Z- Inconnu\ncouleur : vert | tendre",
        "Publié le": "2026-05-04",
        "Modifié le": "2026-05-04",
        "Lu à l’adresse": "https://wiki.val-fleuri.example/wiki/Compost_de_quartier",
    }
    assert [[str(cell or "") for cell in row] for row in sheet] == [list(row.values()) for row in rows]


def test_a_map_has_points_with_the_longitude_first(client, catalogue):
    told = json.loads(got(client, "geojson"))

    assert [(one["properties"]["title"], one["geometry"]) for one in told["features"]] == [
        ("=Jeu de l’eau", None),
        ("Compost de quartier", {"type": "Point", "coordinates": [3.88, 43.6]}),
    ]


def test_a_feed_has_the_last_changed_first(client, catalogue):
    feed = ElementTree.fromstring(got(client, "atom"))  # noqa: S314  our own
    atom = "{http://www.w3.org/2005/Atom}"

    assert [
        (entry.findtext(f"{atom}title"), entry.findtext(f"{atom}updated"), entry.findtext(f"{atom}summary"))
        for entry in feed.iter(f"{atom}entry")
    ] == [
        ("=Jeu de l’eau", "2026-06-01T09:00:00+00:00", "Comprendre & partager <l’eau>"),
        ("Compost de quartier", "2026-05-04T12:00:00+00:00", "Composter au pied des immeubles"),
    ]
    keys = [f"urn:uuid:{common.key}" for common in Common.objects.filter(standing="published").order_by("-changed_at")]
    assert [entry.findtext(f"{atom}id") for entry in feed.iter(f"{atom}entry")] == keys


def test_a_common_reads_as_a_document(client, catalogue):
    answer = client.get("/communs/compost-de-quartier.md")

    assert answer["Content-Disposition"] == 'attachment; filename="compost-de-quartier.md"'
    assert answer.content.decode() == (
        "# Compost de quartier\n\n*Composter au pied des immeubles*\n\n"
        "- **Thèmes** : Général/Approches, Facteurs de résilience/Agriculture\n"
        "- **Défis auxquels il répond** : C- Alimentation\n"
        "- **Mots-clés** : compost, Quartier\n"
        "- **Licence** : CC BY-SA 4.0\n"
        "- **Licence, telle qu’elle était écrite** : CC BY-SA 4.0\n"
        "- **Fichiers** : https://exemple.fr/guide.pdf\n"
        "- **Lieu** : 43.60, 3.88\n"
        "- **Organisations** : Commune de Val-Fleuri\n"
        "- **Richesses recherchées** : Mentorat\n"
        "- https://creativecommons.org/licenses/by-sa/4.0/\n"
        f"- {COMPOST}\n"
        "- Lu à l’adresse : https://wiki.val-fleuri.example/wiki/Compost_de_quartier\n\n"
        "Il faut :\n* un **bac** ;\n* un lieu ([le plan](<https://exemple.fr/plan>)).\n\n"
        "## Repris tel quel\n\n- challenge : Z- Inconnu\n- couleur : vert | tendre\n"
    )


@pytest.mark.parametrize("kind", ["csv", "ods", "jsonld", "ttl", "geojson", "atom", "md", "lrmi"])
def test_nothing_leaves_that_is_not_published(client, catalogue, kind):
    content = got(client, kind)

    assert "Secret" not in (content if isinstance(content, str) else tablib.Dataset().load(content, "ods").csv)


def test_a_search_leaves_as_it_was_found(client, catalogue):
    rows = list(csv.DictReader(io.StringIO(got(client, "csv", q="composter", themes="general").removeprefix("\ufeff"))))

    assert [row["Titre"] for row in rows] == ["Compost de quartier"]


def test_what_is_no_format_is_nowhere(client, catalogue):
    addresses = ("/communs/exports/communs.exe", "/communs/compost-de-quartier.exe", "/communs/rien.jsonld")

    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


class Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in {"href", "src"} and value]


def test_a_site_opens_from_a_folder_each_of_its_links_leading_somewhere(catalogue, tmp_path):
    many = [a_sheet(f"Fiche {number:04}") for number in range(501)]
    writing.add(sheets=many, by=None, now=NOON, standing=Standing.PUBLISHED)

    count = write_site(tmp_path / "site")

    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert (count, len(pages)) == (503, 503 + 2)
    for page in pages:
        text = page.read_text()
        assert not re.search(r"<script|\son\w+=|src=", text)
        for link in Links(text).found:
            path, _hash, place = link.partition("#")
            if not re.match(r"https?://", link):
                target = page.parent / path if path else page
                assert target.is_file(), f"{page.name}: {link}"
                assert not place or f'id="{place}"' in target.read_text()


def test_a_site_comes_back_identical_without_what_its_commons_said_before(adapted, tmp_path):
    Common.objects.exclude(standing=Standing.PUBLISHED).delete()
    left = [json.loads(line) for line in exporting.exported()]
    for line in left:
        del line["revisions"]
    write_site(tmp_path / "site")

    told = [json.loads(line) for line in (tmp_path / "site" / "communs.jsonl").read_text().splitlines()]

    assert sorted(told, key=lambda line: line["key"]) == left
    assert "Cartes redessinées" in (tmp_path / "site" / "communs" / "le-jeu-du-lac.html").read_text()


def test_a_site_is_never_written_over_something(catalogue, tmp_path):
    (tmp_path / "notes.txt").write_text("à garder")

    with pytest.raises(Refused, match="n’est pas vide"):
        write_site(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    assert not Path(f"{tmp_path}.part").exists()


def test_whom_to_credit_leaves_in_every_format_that_can_say_it(client, adapted):
    river, lake = f"{SITE}/communs/le-jeu-de-la-riviere/", f"{SITE}/communs/le-jeu-du-lac/"
    game = f"{SITE}/communs/jeu-de-leau/"
    nodes = {node["@id"]: node for node in json.loads(got(client, "jsonld"))["@graph"]}
    graph = rdflib.Graph().parse(data=got(client, "ttl"), format="turtle")
    rows = {row["Adresse"]: row for row in csv.DictReader(io.StringIO(got(client, "csv").removeprefix("\ufeff")))}
    lessons = {one["id"]: one.get("isBasedOn") for one in json.loads(got(client, "lrmi"))}

    assert nodes[river]["isBasedOn"] == [game, "https://guide.example/rivieres"]
    assert nodes[lake]["isBasedOn"] == [river]
    credited = nodes[lake]["creditText"]
    assert [title in credited for title in ("jeu du lac", "jeu de la rivière", "=Jeu de l’eau", "Guide des")] == [
        True
    ] * 4
    assert "Cartes redessinées" in credited
    assert "creditText" not in nodes[game]
    derived = {str(one) for one in graph.objects(URIRef(river), URIRef("http://www.w3.org/ns/prov#wasDerivedFrom"))}
    assert derived == {game, "https://guide.example/rivieres"}
    assert rows[river]["D’après"] == "'=Jeu de l’eau; Guide des rivières"
    assert "## Qui citer" in got(client, "md")
    assert lessons[lake] == [{"id": river, "name": "Le jeu de la rivière"}]


@pytest.mark.parametrize("count", [1, 3])
def test_commons_that_come_from_others_leave_under_one_number_of_queries(
    client, adapted, django_assert_num_queries, count
):
    person = make_person("Bo", is_administrator=True)
    for number in range(count):
        one = adapting.adapt(parents=[(adapted, Relation.LOCAL)], title=f"Le jeu {number}", by=person, now=LATER)
        Common.objects.filter(pk=one.pk).update(standing=Standing.PUBLISHED, published_at=LATER)
    with django_assert_num_queries(4):
        list(Export(published(), SITE))
