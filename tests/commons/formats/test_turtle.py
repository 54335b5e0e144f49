"""Linked data of a semantic wiki gives the same pages as its export, without their text."""

from datetime import date
from decimal import Decimal

import pytest

from essaim.commons.formats.found import Day, Field, Flag, Group, Link, Number, Origin, Point, Text
from essaim.commons.formats.turtle import read_turtle
from essaim.kit.refusal import Refused

WIKI = "https://wiki.val-fleuri.example/wiki/"
HEAD = f"""
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix swivt: <http://semantic-mediawiki.org/swivt/1.0#> .
@prefix wiki: <{WIKI}Special:URIResolver/> .
@prefix category: <{WIKI}Special:URIResolver/Category-3A> .
@prefix property: <{WIKI}Special:URIResolver/Property-3A> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
FOUR = f"""
<{WIKI}Special:URIResolver/Four_-C3-A0_pain_-2D_Lens>
    rdf:type swivt:Subject , category:Commun ;
    rdfs:label "Four à pain - Lens" ;
    rdfs:isDefinedBy <{WIKI}Special:ExportRDF/Four> ;
    swivt:page <{WIKI}Four_%C3%A0_pain_-_Lens> ;
    swivt:wikiNamespace "0"^^xsd:integer ;
    swivt:wikiPageModificationDate "2024-05-02T10:00:00Z"^^xsd:dateTime ;
    swivt:wikiPageSortKey "Four" ;
    property:D-C3-A9fi "Récits" , "Eau \\"vive\\", sols"@fr ;
    property:Prix "12.50"^^xsd:double ;
    property:Ouverture "2013-10"^^xsd:gYearMonth ;
    property:Ouverture-23aux "2456567"^^xsd:double ;
    property:Ouvert "true"^^xsd:boolean ;
    property:Lieu "43.6119,3.8772" ;
    property:Site <https://four.example/> ;
    property:Porteur wiki:Ville_de_Lens ;
    property:Lot [ property:Nom "Lame" ; property:Nombre "3"^^xsd:integer ] .

<{WIKI}Special:URIResolver/Four_-C3-A0_pain_-2D_Lens-23Tarif>
    rdf:type swivt:Subject ;
    swivt:masterPage <{WIKI}Special:URIResolver/Four_-C3-A0_pain_-2D_Lens> ;
    property:Montant "41320"^^xsd:double .

wiki:Ville_de_Lens rdf:type swivt:Subject ; rdfs:label "Ville de Lens" ; swivt:page <{WIKI}Ville_de_Lens> .
property:Prix rdf:type owl:DatatypeProperty .
"""


def test_a_page_has_its_properties_under_their_own_names():
    [found] = read_turtle((HEAD + FOUR).encode())

    assert found.fields == (
        Field("Défi", 'Récits, Eau "vive", sols@fr', (Text("Récits"), Text('Eau "vive", sols'))),
        Field("Prix", "12.50", (Number(Decimal("12.50")),)),
        Field("Ouverture", "2013-10", (Day("2013-10", date(2013, 10, 1), date(2013, 10, 31)),)),
        Field("Ouvert", "true", (Flag(True),)),
        Field("Lieu", "43.6119,3.8772", (Point(Decimal("43.6119"), Decimal("3.8772")),)),
        Field("Site", "https://four.example/", (Link("https://four.example/", address="https://four.example/"),)),
        Field(
            "Porteur", "Ville de Lens", (Link("Ville de Lens", title="Ville de Lens", address=WIKI + "Ville_de_Lens"),)
        ),
        Field(
            "Lot",
            "Nom: Lame; Nombre: 3",
            (Group("Lot", (Field("Nom", "Lame", (Text("Lame"),)), Field("Nombre", "3", (Number(Decimal(3)),)))),),
        ),
    )
    assert found.others == (Group("#subobject:Tarif", (Field("Montant", "41320", (Number(Decimal(41320)),)),)),)
    assert (found.title, found.kind, found.categories, found.namespace) == (
        "Four à pain - Lens",
        "Commun",
        ("Commun",),
        0,
    )
    assert found.origin == Origin(
        system="turtle",
        site=WIKI,
        key="Four à pain - Lens",
        address=WIKI + "Four_%C3%A0_pain_-_Lens",
        written_at="2024-05-02T10:00:00Z",
    )


def test_what_another_catalogue_describes_is_read_by_its_titles():
    content = """
        @prefix dct: <http://purl.org/dc/terms/> .
        @prefix dcat: <http://www.w3.org/ns/dcat#> .
        <https://donnees.example/1> a dcat:Dataset ;
            dct:title "Compteurs à vélos"@fr ; dct:license <https://a.example/lo> .
        [] dct:title "Sans adresse" .
    """

    [found] = read_turtle(content.encode())

    assert (found.title, found.kind, [(field.name, field.raw) for field in found.fields]) == (
        "Compteurs à vélos",
        "Dataset",
        [("title", "Compteurs à vélos@fr"), ("license", "https://a.example/lo")],
    )


def test_rdf_in_xml_is_read_only_without_entities():
    rdf = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="https://schema.org/">{}</rdf:RDF>'
    thing = '<rdf:Description rdf:about="https://a.example/b"><s:name>Four</s:name></rdf:Description>'

    [found] = read_turtle(("<?xml version='1.0'?>" + rdf.format(thing)).encode())
    with pytest.raises(Refused, match="syntax=turtle"):
        read_turtle(("<!DOCTYPE rdf:RDF [<!ENTITY wiki 'x'>]>" + rdf.format(thing)).encode())

    assert found.title == "Four"


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + FOUR)[: len(HEAD + FOUR) // 2],
        "@prefix a: <b",
        "<a> <b> " + "( " * 100_000,
        "<a> <b> " + "[ <c> " * 100_000,
        '<a> <b> "jamais fermé',
        "Bonjour",
        "<?xml version='1.0'?><rdf:RDF>",
    ],
)
def test_what_is_no_linked_data_is_refused_with_a_sentence(content):
    with pytest.raises(Refused, match="Ce fichier"):
        read_turtle(content.encode())


def test_linked_data_over_its_limit_is_refused_unread():
    with pytest.raises(Refused, match="50 Mo"):
        read_turtle(b"#" * (50 * 2**20 + 1))
