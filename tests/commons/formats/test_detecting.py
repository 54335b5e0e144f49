"""A file is known by its beginning, whatever its name."""

import pytest

from essaim.commons.formats.detecting import kind_of
from essaim.commons.formats.opening import records_in
from essaim.kit.refusal import Refused
from tests.commons.formats.exports import export, page, revision

MEDIAWIKI = export(page("Four", revision("a"))).decode()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (MEDIAWIKI, "mediawiki"),
        ("<?xml version='1.0'?>\n<!-- <rdf:RDF> -->\n" + MEDIAWIKI, "mediawiki"),
        ('<mw:mediawiki xmlns:mw="x">', "mediawiki"),
        ('<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY wiki "x">]><rdf:RDF xmlns:rdf="y">', "rdf-xml"),
        ("<!DOCTYPE html><html>", ""),
        ('{"query":{"printrequests":[', "ask-json"),
        ('{"printrequests":[{"label":""', "ask-json"),
        ('{"query": {"results": []}}', "ask-json"),
        ("[]", "ask-json"),
        ('{"Four_à_pain#0##": {"Thème": ["Pain"]}}', "ask-json"),
        ('[{"Thème": ["Pain"]}]', "ask-json"),
        ('[{"bf_titre": "Four", "id_fiche": "Four"}]', "yeswiki"),
        ('{"Four": {"id_typeannonce": "2", "bf_titre": "Four"}}', "yeswiki"),
        ('[{"id": "2", "label": "Agenda", "template": "texte***bf_titre***Nom***"}]', "yeswiki-forms"),
        ('{"type": "FeatureCollection"}', ""),
        (',"Thème","Places"\nFour,Pain,12\n', "ask-csv"),
        ('"";"Thème"\n"Four";"Pain"\n', "ask-csv"),
        ("sep=;\n;Thème\nFour;Pain\n", "ask-csv"),
        ("Nom;Thème\nFour;Pain\n", "table"),
        ("@prefix swivt: <http://semantic-mediawiki.org/swivt/1.0#> .\n", "turtle"),
        ("# Les communs\n\nPREFIX dct: <http://purl.org/dc/terms/>\n", "turtle"),
        ("Bonjour à vous", ""),
        ("", ""),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_known_in_every_encoding(text, kind, encoding):
    assert kind_of(text.encode(encoding)) == kind


def test_spreadsheets_are_tables():
    assert [kind_of(b"PK\x03\x04....", name) for name in ("a.xlsx", "a.ods", "a.zip")] == ["table", "table", ""]


def test_a_name_tells_what_nothing_else_does():
    triple = b'<https://a.example/b> <https://schema.org/name> "Four" .\n'

    assert [kind_of(triple, "a.ttl"), kind_of(b"Nom\nFour\n", "a.csv"), kind_of(b"Nom\nFour\n")] == [
        "turtle",
        "table",
        "",
    ]


def test_a_beginning_that_stops_within_a_letter_is_known():
    content = (MEDIAWIKI + "é" * 70_000).encode()

    assert kind_of(content[: content.index("é".encode()) + 101]) == "mediawiki"


@pytest.mark.parametrize("noise", [bytes(range(256)) * 20, b"\0" * 500, b"\x89PNG\r\n\x1a\n" + b"\0" * 50])
def test_noise_is_nothing(noise):
    assert kind_of(noise) == ""


def test_a_file_too_large_to_be_held_whole_is_refused_before_it_is_read(tmp_path):
    large = tmp_path / "reponses.json"
    with large.open("wb") as file:
        file.truncate(51 * 2**20)

    with pytest.raises(Refused, match="50 Mo"):
        records_in(large, "ask-json")
    assert records_in(large, "mediawiki") is not None  # read page by page, whatever its size
