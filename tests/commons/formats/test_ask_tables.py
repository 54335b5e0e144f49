"""A table of answers has a record for each row, named by its first column."""

from decimal import Decimal

import pytest

from essaim.commons.formats.ask_tables import read_table
from essaim.commons.formats.found import Field, Found, Link, Number, Origin, Point, Text
from essaim.kit.refusal import Refused

ROWS = [
    ["", "Thème", "Places", "Lieu"],
    ["Four à pain", "Pain,Farine", "12", "43.6119, 3.8772"],
    ["Broyeur", "", "123,345", ""],
]


def table(separator: str, rows: list[list[str]] = ROWS) -> str:
    return "".join(separator.join(f'"{cell}"' for cell in row) + "\n" for row in rows)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_whatever_separates_it(separator, encoding):
    found = read_table(table(separator).encode(encoding), site="https://wiki.val-fleuri.example/")

    assert [(one.title, one.fields) for one in found] == [
        (
            "Four à pain",
            (
                Field("Thème", "Pain,Farine", (Text("Pain"), Text("Farine"))),
                Field("Places", "12", (Number(Decimal(12)),)),
                Field("Lieu", "43.6119, 3.8772", (Point(Decimal("43.6119"), Decimal("3.8772")),)),
            ),
        ),
        (
            "Broyeur",
            (
                Field("Thème", ""),
                Field("Places", "123,345", (Number(Decimal(123)), Number(Decimal(345)))),
                Field("Lieu", ""),
            ),
        ),
    ]
    assert found[1].origin == Origin(system="smw", site="https://wiki.val-fleuri.example/", key="Broyeur")


def test_the_separator_that_the_first_line_says_is_used():
    [found] = read_table(b'sep=;\n"";Mots\nFour;a, b\n')

    assert found.fields == (Field("Mots", "a, b", (Text("a"), Text("b"))),)


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("Une phrase, puis une autre.", (Text("Une phrase, puis une autre."),)),
        ("Une phrase.,Une autre.", (Text("Une phrase."), Text("Une autre."))),
        ("https://a.example/b,c", (Link("https://a.example/b,c", address="https://a.example/b,c"),)),
        ("Deux\nlignes", (Text("Deux\nlignes"),)),
        ("1,5 degré", (Text("1,5 degré"),)),
    ],
)
def test_commas_inside_words_do_not_cut_them(cell, values):
    [found] = read_table(table(",", [["", "Champ"], ["Four", cell]]).encode())

    assert found.fields == (Field("Champ", cell, values),)


def test_a_row_without_a_name_and_one_that_is_too_long_are_kept_and_told():
    found = read_table(b",A\n,x\nFour,y,z\n")

    assert [(one.title, [(field.name, field.raw) for field in one.fields], one.troubles) for one in found] == [
        ("Ligne 1", [("A", "x")], ("La ligne 1 ne nomme pas sa page.",)),
        ("Four", [("A", "y"), ("3", "z")], ()),
    ]


def test_a_header_alone_has_no_rows():
    nothing: list[Found] = []

    assert read_table(b',"A","B"\n') == nothing


@pytest.mark.parametrize("content", [b"", b"un\ndeux\n", b'a,b\n"' + b"x" * 200_000])
def test_what_is_no_table_is_refused_with_a_sentence(content):
    with pytest.raises(Refused, match="Ce tableau"):
        read_table(content)
