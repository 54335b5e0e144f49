"""The exports of other systems that stand beside the project: at least 99 % of what their templates say is kept."""

import io
import json
from datetime import date
from decimal import Decimal

import pytest

from essaim.commons.formats.ask_tables import read_table
from essaim.commons.formats.found import Contributor, Day, Field, Flag, Found, Group, Link, Number, Origin, Point, Text
from essaim.commons.formats.wiki_answers import read_answers
from essaim.commons.formats.wiki_export import read_export
from essaim.commons.formats.yeswiki import read_entries
from essaim.kit.refusal import Refused
from tests.commons.formats.exports import needs_samples, sample
from tests.commons.formats.scanner import share_kept, texts_of, values_in

pytestmark = needs_samples

EXPORTS = {
    "smw/01-special-export-template-calls.mw-0.6.xml": 160,
    "smw/03-special-export-mw-0.10.xml": 880,
    "smw/14-special-export-real-article-templates.xml": 0,
    "smw/20-ademe-commun.SYNTHETIC.xml": 900,
}


@pytest.mark.parametrize("name", EXPORTS)
def test_what_templates_say_is_kept(name):
    texts = texts_of(sample(name))

    kept, total = share_kept(texts, list(read_export(io.BytesIO(sample(name)))))

    assert total >= EXPORTS[name]
    assert kept >= total * 0.99


def test_the_measure_sees_what_is_lost():
    [text] = texts_of(sample("smw/20-ademe-commun.SYNTHETIC.xml"))
    nothing = Found("", Origin(system="mediawiki"))

    assert len(values_in(text)) == 14
    assert share_kept([text], [nothing])[0] == 0


def texts(*words: str) -> tuple[Text, ...]:
    return tuple(Text(word) for word in words)


def a_text(name: str, raw: str) -> Field:
    return Field(name, raw, (Text(raw),))


def a_list(name: str, raw: str) -> Field:
    return Field(name, raw, texts(*raw.split(", ")))


def test_the_page_of_a_common_is_read_whole():
    [found] = read_export(io.BytesIO(sample("smw/20-ademe-commun.SYNTHETIC.xml")))
    address = "https://wiki.example.org/images/presentation.pdf"

    assert found == Found(
        title="Partage d'outils et de formations",
        origin=Origin(
            system="mediawiki",
            site="https://wiki.example.org/wiki/",
            key="Partage d'outils et de formations",
            address="https://wiki.example.org/wiki/Partage_d'outils_et_de_formations",
            revision="90010",
            written_at="2024-05-02T10:00:00Z",
            contributors=(Contributor("Exemple"),),
        ),
        kind="Commun",
        fields=(
            a_text(
                "shortDescription",
                "Travailler sur les modalités de diffusion d'outils pédagogiques et de formations à destination des "
                "agents, des élus, des acteurs et du grand public",
            ),
            Field("Main_Picture", "No-image-yet.jpg"),
            a_text(
                "description",
                "Pour inciter tout le monde à s'engager rapidement :\n\n"
                "* Le jeu prise de conscience (1h30-2h) = comprendre l'accélération ;\n"
                "* Les cartes leviers d'actions (5') : voir [[Fichier:Cartes.pdf|les cartes]] et {{Note|adaptables}}.",
            ),
            a_list("from", "Montpellier Méditerranée Métropole, Toulouse Métropole, Le Grand Narbonne"),
            a_list(
                "challenge",
                "1- Connaissances - Ressources, 2- Mise en récits, 4- Modèle économique, "
                "A- Ecosystèmes et gestion des ressources naturelles",
            ),
            a_list("needs", "Mentorat, Financement, Conseil Expertise, Contributeur - Communauté"),
            a_list(
                "Theme",
                "Général, Général/Approches, Vulnérabilités/Ecosystémique, Facteurs de résilience/Gouvernance",
            ),
            a_list("Tags", "Formation, changement climatique, jeu"),
            a_list("commonscategorie", "Connaissance, Matériel, Licence"),
            Field("location", "43.6119, 3.8772", (Point(Decimal("43.6119"), Decimal("3.8772")),)),
            a_text("referent", "Exemple Référente"),
            a_text("complement", "Texte libre de complément."),
            Field("url", address, (Link(address, address=address),)),
        ),
        categories=("Commun",),
        raw=texts_of(sample("smw/20-ademe-commun.SYNTHETIC.xml"))[0],
        others=(Group("Tuto Status", (Field("Complete", "Non", (Flag(False),)),)),),
    )


def test_an_export_of_a_redirect_has_all_who_wrote_it():
    [found] = read_export(io.BytesIO(sample("smw/14-special-export-real-article-templates.xml")))

    assert (found.title, found.namespace, found.redirects_to, found.origin.revision) == (
        "Pyrus",
        0,
        "Pear",
        "238392911",
    )
    assert [one.name for one in found.origin.contributors] == [
        *("Melburnian", "Jkokemueller", "IceCreamAntisocial", "Cottonapple4", "Rkitko")
    ]


def test_an_annotated_page_has_each_of_its_annotations():
    pages = {one.title: one for one in read_export(io.BytesIO(sample("smw/03-special-export-mw-0.10.xml")))}

    found = pages["GBIFID:2706490"]

    assert len(pages) == 12
    assert [(field.name, field.raw) for field in found.fields] == [
        ("dwc:scientificName", "Agrostis capillaris L."),
        ("dwc:kingdom", "Plantea"),
        ("dwc:phylum", "Magnoliophyta"),
        ("dwc:class", "Liliopsida"),
        ("dwc:order", "Poales"),
        ("dwc:family", "Poaceae"),
        ("dwc:genus", "Agrostis"),
        ("dwc:vernacularName", "Gewoon struisgras@en"),
        ("dwc:vernacularName", "Rotes Straußgras@de"),
        ("dwc:vernacularName", "Agrostis commun@fr"),
        ("dwc:vernacularName", "Agrostis capillaris@es"),
        ("dwc:taxonID", "1365"),
    ]
    assert (found.categories, found.kind) == (("Dwc import",), "Dwc import")


def answers(name: str) -> list[tuple[str, tuple[Field, ...]]]:
    return [(found.title, found.fields) for found in read_answers(sample(name))]


def test_an_answer_with_types_is_read_as_they_say():
    assert answers("smw/05-special-ask-format-json-v2.json") == [
        ("Example/SA0007/1", (a_text("Has text", "Some example"), Field("Has number", ""))),
        (
            "Example/SA0007/2",
            (
                Field("Has text", ""),
                Field("Has number", "123, 345", (Number(Decimal(123)), Number(Decimal(345)))),
            ),
        ),
    ]


def test_an_answer_of_the_first_version_is_read():
    day = date(2017, 10, 21)

    assert answers("smw/10-api-ask-v0.5-list-printouts.json") == [
        ("Indeks (bibliotekfag)", (Field("Endringsdato", "1508611329", (Day("1508611329", day, day),)),)),
        ("Serendipitet", (Field("Endringsdato", "1508611394", (Day("1508611394", day, day),)),)),
    ]


def test_an_answer_of_the_second_version_is_read():
    raw = "1/2017/10/17/22/50/4/0"
    field = Field("Endringsdato", raw, (Day(raw, date(2017, 10, 17), date(2017, 10, 17)),))

    assert answers("smw/11-api-ask-v2-dates.json") == [("Indeks (bibliotekfag)", (field,)), ("Serendipitet", (field,))]


def test_an_answer_of_the_third_version_is_read_once_it_is_json():
    content = sample("smw/07-api-ask-v3-list.template.json")

    with pytest.raises(Refused, match="n’est pas du JSON"):
        read_answers(content)

    [found] = read_answers(content.replace(b'"meta":.*}', b'"meta":{}}}'))
    assert found.fields == (Field("API test page", "123", (Link("123", title="123", address=".*/123"),)),)


def test_an_answer_as_a_table_is_read():
    found = read_table(sample("smw/08-special-ask.csv"))

    assert [(one.title, one.fields) for one in found] == [
        ("Example/SA0009/1", (a_text("Has text", "Some example"), Field("Has number", ""))),
        (
            "Example/SA0009/2",
            (Field("Has text", ""), Field("Has number", "123,345", (Number(Decimal(123)), Number(Decimal(345))))),
        ),
        ("Example/SA0009/3", (a_text("Has text", "ABC"), Field("Has number", "123", (Number(Decimal(123)),)))),
        ("Example/SA0009/4", (a_text("Has text", "DEF"), Field("Has number", "123", (Number(Decimal(123)),)))),
    ]


def entries() -> list[Found]:
    return read_entries(
        sample("yeswiki/bazar-entries-default.json"),
        forms=sample("yeswiki/bazar-forms-default.json"),
        lists=sample("yeswiki/bazar-lists-default.json"),
        site="https://yeswiki.example/",
    )


def test_an_event_of_a_yeswiki_is_read_whole():
    found = next(one for one in entries() if one.origin.key == "TesT2")
    site = "https://www.yeswiki.net"
    picture = "TesT2_presence-photo.png"
    start, end, made = "2024-05-30T18:00:00+02:00", "2024-05-30T20:00:00+02:00", "2024-04-02 16:25:51"
    day = date(2024, 5, 30)

    assert found == Found(
        title="Sortie Culturelle",
        origin=Origin(
            system="yeswiki",
            site="https://yeswiki.example/",
            key="TesT2",
            address="https://yeswiki.example/?TesT2",
            written_at="2024-04-02T16:48:20",
        ),
        kind="Agenda",
        fields=(
            Field("bf_titre", "Sortie Culturelle", texts("Sortie Culturelle"), "Nom de l'événement"),
            Field(
                "bf_description",
                "La culture, moins on en a, plus on l'étale!",
                texts("La culture, moins on en a, plus on l'étale!"),
                "Description",
            ),
            Field("bf_date_debut_evenement", start, (Day(start, day, day),), "Début de l'événement"),
            Field("bf_date_fin_evenement", end, (Day(end, day, day),), "Fin de l'événement"),
            Field("bf_site_internet", site, (Link(site, address=site),), "Adresse url"),
            Field("bf_adresse", "Avenue des Champs Elysées", texts("Avenue des Champs Elysées"), "Adresse"),
            Field("bf_code_postal", "75000", texts("75000"), "Code postal"),
            Field("bf_ville", "Paris", texts("Paris"), "Ville"),
            Field("bf_latitude", "48.8659085", (Number(Decimal("48.8659085")),)),
            Field("bf_longitude", "2.3197651", (Number(Decimal("2.3197651")),)),
            Field(
                "imagebf_image",
                picture,
                (Link(picture, address=f"https://yeswiki.example/files/{picture}"),),
                "Image (facultatif)",
            ),
            Field("fichierfichier", "", (), "Documents"),
            Field("geolocation", "48.8659085, 2.3197651", (Point(Decimal("48.8659085"), Decimal("2.3197651")),)),
            Field("date_creation_fiche", made, (Day(made, date(2024, 4, 2), date(2024, 4, 2)),)),
            Field("statut_fiche", "1", (Flag(True),)),
        ),
        raw=found.raw,
    )


def test_codes_of_lists_have_their_labels_and_nothing_of_an_entry_is_lost():
    found = entries()

    coded = [field for one in found for field in one.fields if field.name == "checkboxListeType"]

    assert coded == [
        Field("checkboxListeType", "1", texts("Site web ressource"), "Type de ressource"),
        Field("checkboxListeType", "3", texts("Partenaire ressource"), "Type de ressource"),
    ]
    assert [one.troubles for one in found] == [()] * 8


def test_every_value_of_every_entry_is_kept():
    told = json.loads(sample("yeswiki/bazar-entries-default.json"))
    elsewhere = {"id_fiche", "id_typeannonce", "date_maj_fiche", "geolocation"}

    for entry, found in zip(told, entries(), strict=True):
        kept = {field.name: field.raw for field in found.fields}
        assert kept | {"geolocation": ""} == {
            name: value or "" for name, value in entry.items() if name not in elsewhere
        } | {"geolocation": ""}
