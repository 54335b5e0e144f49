"""An answer of a semantic wiki is read in each of its shapes, and its values are of the types that it says."""

import json
from datetime import date
from decimal import Decimal

import pytest

from essaim.commons.formats.found import Day, Field, Flag, Found, Group, Link, Number, Origin, Point, Text
from essaim.commons.formats.wiki_answers import read_answers
from essaim.kit.refusal import Refused

SITE = "https://wiki.val-fleuri.example/wiki/"
FOUR = {
    "printouts": {"Thème": ["Pain"]},
    "fulltext": "Four à pain",
    "fullurl": SITE + "Four_%C3%A0_pain",
    "namespace": 0,
    "exists": "1",
    "displaytitle": "",
}
COLUMNS = [
    {"label": "", "key": "", "redi": "", "typeid": "_wpg", "mode": 2, "format": False},
    {"label": "Thème", "key": "Thème", "redi": "", "typeid": "_txt", "mode": 1, "format": ""},
]
OCTOBER = Day("1/2013/10", date(2013, 10, 1), date(2013, 10, 31))
READ = Found(
    title="Four à pain",
    origin=Origin(system="smw", site=SITE, key="Four à pain", address=SITE + "Four_%C3%A0_pain"),
    fields=(Field("Thème", "Pain", (Text("Pain"),)),),
    raw=json.dumps(FOUR, ensure_ascii=False),
)


def read(told, **more) -> list[Found]:
    return read_answers(json.dumps(told).encode(), **more)


@pytest.mark.parametrize(
    "told",
    [
        {"query": {"printrequests": COLUMNS, "results": {"Four à pain": FOUR}, "version": 2, "meta": {"count": 1}}},
        {"query-continue-offset": 50, "query": {"printrequests": COLUMNS, "results": [{"Four à pain": FOUR}]}},
        {"query": {"results": [FOUR]}},
        {"printrequests": COLUMNS, "results": {"Four à pain": FOUR}, "serializer": "S", "version": 2, "rows": 1},
    ],
)
def test_a_page_is_the_same_in_every_shape(told):
    assert read(told) == [READ]


@pytest.mark.parametrize("told", [{"query": {"results": []}}, {"results": {}, "rows": 0}, [], {}])
def test_an_answer_may_be_empty(told):
    assert read(told) == []


@pytest.mark.parametrize(
    ("typeid", "told", "raw", "value"),
    [
        ("_txt", "Pain, four", "Pain, four", Text("Pain, four")),
        ("_num", 12.5, "12.5", Number(Decimal("12.5"))),
        ("_qty", {"value": 3, "unit": "km²"}, "3 km²", Number(Decimal(3), "km²")),
        ("_dat", {"timestamp": "1382832000", "raw": "1/2013/10"}, "1/2013/10", OCTOBER),
        ("_dat", {"timestamp": "246758400"}, "246758400", Day("246758400", date(1977, 10, 27), date(1977, 10, 27))),
        ("_dat", "1508611329", "1508611329", Day("1508611329", date(2017, 10, 21), date(2017, 10, 21))),
        ("_geo", {"lat": 43.6119, "lon": 3.8772}, "43.6119, 3.8772", Point(Decimal("43.6119"), Decimal("3.8772"))),
        ("_uri", "https://four.example/", "https://four.example/", Link("https://four.example/", address="https://four.example/")),
        ("_uri", "javascript:alert(1)", "javascript:alert(1)", Text("javascript:alert(1)")),
        ("_boo", "t", "t", Flag(True)),
        ("_boo", "f", "f", Flag(False)),
        ("_ema", "mailto:a@four.example", "mailto:a@four.example", Text("mailto:a@four.example")),
        (
            "_wpg",
            {"fulltext": "Lens", "fullurl": SITE + "Lens", "namespace": 0, "displaytitle": "Ville de Lens"},
            "Lens",
            Link("Ville de Lens", title="Lens", address=SITE + "Lens"),
        ),
        (
            "_rec",
            {"Prix": {"label": "Prix", "key": "Prix", "typeid": "_num", "item": [12]}},
            "Prix: 12",
            Group("Champ", (Field("Prix", "12", (Number(Decimal(12)),)),)),
        ),
    ],
)  # fmt: skip
def test_a_value_is_of_the_type_that_its_column_says(typeid, told, raw, value):
    columns = [{"label": "Champ", "typeid": typeid, "mode": 1}]

    [found] = read(
        {"printrequests": columns, "results": {"Four": {"printouts": {"Champ": [told]}, "fulltext": "Four"}}}
    )

    assert found.fields == (Field("Champ", raw, (value,)),)


def test_categories_that_were_asked_are_those_of_the_page():
    columns = [{"label": "Catégorie", "typeid": "_wpg", "mode": 0}]
    printouts = {"Catégorie": [{"fulltext": "Catégorie:Commun", "fullurl": "", "namespace": 14}]}

    [found] = read({"query": {"printrequests": columns, "results": {"Four": {"printouts": printouts}}}})

    assert (found.title, found.categories, found.kind) == ("Four", ("Commun",), "Commun")


def test_an_answer_of_words_only_names_its_pages_with_their_namespace():
    told = {
        "Four_à_pain#0##": {"Thème": ["Pain", "Farine"], "Places": ["12"]},
        "Four_à_pain#0##Lot": {"Prix": []},
        "Licence#102##": {},
    }

    assert [(found.title, found.namespace, found.fields) for found in read(told)] == [
        (
            "Four à pain",
            0,
            (
                Field("Thème", "Pain, Farine", (Text("Pain"), Text("Farine"))),
                Field("Places", "12", (Number(Decimal(12)),)),
            ),
        ),
        ("Four à pain#Lot", 0, (Field("Prix", ""),)),
        ("Licence", 102, ()),
    ]


def test_an_answer_that_names_no_page_says_so():
    [found] = read([{"Thème": ["Pain"]}])

    assert (found.title, found.fields) == ("Réponse 1", (Field("Thème", "Pain", (Text("Pain"),)),))
    assert found.troubles == ("Cette réponse ne nomme pas ses pages : demandez-la sans « mainlabel=- ».",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"error": {"code": "x", "info": "Requ\xc3\xaate vide"}}', "Requête vide"),
        (b"<!DOCTYPE html><html></html>", "page web"),
        (b"{", "n’est pas du JSON"),
        (b"[1, 2]", "n’est pas la réponse d’un wiki sémantique"),
        (b'{"results": {"a": 3}}', "n’est pas la réponse d’un wiki sémantique"),
        (b'{"results": [3]}', "n’est pas la réponse d’un wiki sémantique"),
        (b'{"results": {"a": {"printouts": 3}}}', "n’est pas la réponse d’un wiki sémantique"),
        (b"[" * 200_000, "niveaux emboîtés"),
        (b"[" + b"9" * 5000 + b"]", "nombre trop long"),
        (b"\x81\x8d", "n’est pas un texte lisible"),
    ],
)
def test_what_is_no_answer_is_refused_with_a_sentence(content, words):
    with pytest.raises(Refused, match=words):
        read_answers(content)
