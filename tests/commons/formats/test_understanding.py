"""What a field says is what a person would read in it, or its words as they are."""

from datetime import date
from decimal import Decimal

import pytest

from essaim.commons.formats.found import Day, Field, Flag, Group, Link, Number, Point, Text
from essaim.commons.formats.understanding import values_of

PAIR = (Number(Decimal(41320)), Number(Decimal(37500)))


def texts(*words: str) -> tuple[Text, ...]:
    return tuple(Text(word) for word in words)


@pytest.mark.parametrize(
    ("raw", "values"),
    [
        ("Mentorat, Financement, Conseil Expertise", texts("Mentorat", "Financement", "Conseil Expertise")),
        ("1- Récits, 2- Sols vivants", texts("1- Récits", "2- Sols vivants")),
        ("1- Eau, air et sols, B- Énergie", texts("1- Eau, air et sols", "B- Énergie")),
        ("jeu, climat , eau,", texts("jeu", "climat", "eau")),
        ("jeu,climat,eau", texts("jeu", "climat", "eau")),
        ("jeu; climat; eau", texts("jeu", "climat", "eau")),
        ("Général/Approches, Vulnérabilités", texts("Général/Approches", "Vulnérabilités")),
        ("Général/Approches", texts("Général/Approches")),
        ("Acteurs (agents, élus), grand public", texts("Acteurs (agents, élus)", "grand public")),
        ("climat, 2030, eau", texts("climat", "2030", "eau")),
        ("41320, 37500", PAIR),
        ("02/05/2024, 3 mai 2024", (
            Day("02/05/2024", date(2024, 5, 2), date(2024, 5, 2)),
            Day("3 mai 2024", date(2024, 5, 3), date(2024, 5, 3)),
        )),
        ("[[Lille, Nord]], [[Lens|la ville de Lens]]", (
            Link("Lille, Nord", title="Lille, Nord"), Link("la ville de Lens", title="Lens"),
        )),
        ("* [[Lille]]\n* [https://lens.example Lens, Nord]", (
            Link("Lille", title="Lille"), Link("Lens, Nord", address="https://lens.example"),
        )),
        ("[[Lille]], Lens", (Link("Lille", title="Lille"), Text("Lens"))),
    ],
)  # fmt: skip
def test_a_list_has_each_of_its_terms(raw, values):
    assert values_of(raw) == values


@pytest.mark.parametrize(
    "raw",
    [
        "Prêter des outils, des livres et du temps",
        "Nous avons commencé en 2021. Depuis, trois communes, deux écoles.",
        "12 rue des Lilas, 59000 Lille",
        "Oui, bien sûr",
        "Un projet de la ville, soutenu par toute la vallée",
        "Première ligne, puis\nseconde ligne, enfin",
        "La ressourcerie est-elle ouverte ?, non",
        "1,5 degré",
    ],
)
def test_prose_is_one_text(raw):
    assert values_of(raw) == (Text(raw),)


def test_a_field_that_holds_prose_is_never_cut():
    assert values_of("Climat, eau", name="shortDescription") == (Text("Climat, eau"),)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("43.6119, 3.8772", Point(Decimal("43.6119"), Decimal("3.8772"))),
        ("oui", Flag(True)),
        ("Non", Flag(False)),
        ("https://val-fleuri.example/a,b", Link("https://val-fleuri.example/a,b", address="https://val-fleuri.example/a,b")),
        ("[[Fichier:Plan.pdf|le plan]]", Link("le plan", title="Fichier:Plan.pdf")),
        ("[[Porteur::Ville de Lens|la ville]]", Link("la ville", title="Ville de Lens")),
        ("R&amp;D", Text("R&D")),
        ("<nowiki>{{brut}}</nowiki>", Text("{{brut}}")),
        ("Broyer<!-- à revoir --> les branches", Text("Broyer les branches")),
        ("une ligne<br/>une autre", Text("une ligne\nune autre")),
        ("voir https://val-fleuri.example", Text("voir https://val-fleuri.example")),
        ("1- ouvrir, [[", Text("1- ouvrir, [[")),
        ("mailto:a@val-fleuri.example", Text("mailto:a@val-fleuri.example")),
    ],
)  # fmt: skip
def test_a_value_alone_is_what_it_is_as_a_whole(raw, value):
    assert values_of(raw) == (value,)


@pytest.mark.parametrize("raw", ["", " \n", "No-image-yet.jpg", "Fichier:No image yet.png", "<!-- à remplir -->"])
def test_what_says_nothing_has_no_value(raw):
    assert values_of(raw) == ()


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("Code postal", "34000", Text("34000")),
        ("SIREN", "243400017", Text("243400017")),
        ("Année", "2013", Day("2013", date(2013, 1, 1), date(2013, 12, 31))),
        ("Nombre d’habitants", "2013", Number(Decimal(2013))),
        ("Financement", "1508611329", Number(Decimal(1508611329))),
        ("Date de modification", "1508611329", Day("1508611329", date(2017, 10, 21), date(2017, 10, 21))),
        ("location", "43.6, 3.8", Point(Decimal("43.6"), Decimal("3.8"))),
    ],
)
def test_the_name_of_a_field_decides_what_its_figures_are(name, raw, value):
    assert values_of(raw, name=name) == (value,)


def test_templates_in_a_value_are_groups_in_their_order():
    assert values_of("{{Lot|nom=Jeu|prix=12 €}}\n{{Lot|nom=[[Carte]]}}") == (
        Group("Lot", (Field("nom", "Jeu", (Text("Jeu"),)), Field("prix", "12 €", (Number(Decimal(12), "€"),)))),
        Group("Lot", (Field("nom", "[[Carte]]", (Link("Carte", title="Carte"),)),)),
    )
