"""An entry of a YesWiki has the labels of its form, and the words that its codes stand for."""

import json
from datetime import date
from decimal import Decimal

import pytest

from essaim.commons.formats.found import Contributor, Day, Field, Found, Group, Link, Number, Point, Text
from essaim.commons.formats.yeswiki import read_entries
from essaim.kit.refusal import Refused

FORM = """\
texte***bf_titre***Nom du commun***60***255*** *** ***text***1*** *** *** * *** * *** *** *** ***\r
textelong***bf_texte***<b>Présentation</b>***5***5*** *** ***html***0*** ***\r
checkbox***ListeTheme***Thèmes*** *** *** ***bf_a*** ***1***\r
liste***ListeTheme***Thème principal*** *** *** *** *** ***1***\r
listefiche***2***Porteur*** *** *** *** *** ***0***\r
image***bf_image***Photo***140***140***\r
tags***bf_motscles***Mots-clés*** *** ***\r
listedatedeb***bf_ouverture***Ouvert le*** *** ***\r
map***bf_latitude***bf_longitude*** *** ***\r
"""
LISTS = {"ListeTheme": {"titre_liste": "Thème", "label": {"1": "Eau", "2": "Sols &amp; jardins"}}}
ENTRY = {
    "id_fiche": "FourAPain",
    "id_typeannonce": "3",
    "bf_titre": "Four &agrave; pain",
    "bf_texte": "<p>Un four, du bois.</p><ul><li>Le samedi</li></ul>",
    "checkboxListeThemebf_a": "1,2,9",
    "listeListeTheme": "2",
    "listefiche2": "VilleDeLens",
    "imagebf_image": "four.jpg",
    "bf_motscles": "pain, farine",
    "bf_ouverture": "2024-04-10",
    "bf_latitude": "43.6119",
    "bf_longitude": "3.8772",
    "bf_notes": None,
    "statut_fiche": "0",
    "createur": "AmelB",
    "owner": "192.0.2.7",
    "date_maj_fiche": "2024-04-02 16:17:09",
}


def read(*entries, form: object = None, lists: object = LISTS, **more) -> list[Found]:
    forms = [{"id": "3", "label": "Communs", "template": FORM}] if form is None else form
    content = [json.dumps(one).encode() for one in (list(entries), forms, lists)]
    return read_entries(content[0], forms=content[1], lists=content[2], **more)


def test_an_entry_is_read_as_its_form_says():
    [found] = read(ENTRY)
    opened = Day("2024-04-10", date(2024, 4, 10), date(2024, 4, 10))

    assert found.fields == (
        Field("bf_titre", "Four &agrave; pain", (Text("Four &agrave; pain"),), "Nom du commun"),
        Field("bf_texte", ENTRY["bf_texte"], (Text("Un four, du bois.\nLe samedi"),), "Présentation"),
        Field("checkboxListeThemebf_a", "1,2,9", (Text("Eau"), Text("Sols & jardins"), Text("9")), "Thèmes"),
        Field("listeListeTheme", "2", (Text("Sols & jardins"),), "Thème principal"),
        Field("listefiche2", "VilleDeLens", (Link("VilleDeLens", title="VilleDeLens"),), "Porteur"),
        Field("imagebf_image", "four.jpg", (Link("four.jpg", title="four.jpg"),), "Photo"),
        Field("bf_motscles", "pain, farine", (Text("pain"), Text("farine")), "Mots-clés"),
        Field("bf_ouverture", "2024-04-10", (opened,), "Ouvert le"),
        Field("bf_latitude", "43.6119", (Number(Decimal("43.6119")),)),
        Field("bf_longitude", "3.8772", (Number(Decimal("3.8772")),)),
        Field("bf_notes", ""),
        *found.fields[11:14],
        Field("geolocation", "43.6119, 3.8772", (Point(Decimal("43.6119"), Decimal("3.8772")),)),
    )
    assert (found.title, found.kind, found.origin.key) == ("Four à pain", "Communs", "FourAPain")
    assert (found.origin.contributors, found.origin.written_at) == ((Contributor("AmelB"),), "2024-04-02T16:17:09")
    assert found.troubles == (
        "Le code « 9 » du champ « checkboxListeThemebf_a » n’est dans aucune liste : il est gardé tel quel.",
        "Cette fiche n’était pas publiée sur son site.",
    )


def test_an_entry_without_its_form_keeps_its_codes_and_the_lists_that_are_known():
    [found] = read(ENTRY, form=[])
    values = {field.name: field.values for field in found.fields}

    assert values["listeListeTheme"] == (Text("Sols & jardins"),)
    assert values["bf_motscles"] == (Text("pain"), Text("farine"))
    assert (found.kind, {field.label for field in found.fields}) == ("3", {""})


def test_an_entry_of_another_form_has_the_title_of_the_one_that_it_names():
    lens = {"id_fiche": "VilleDeLens", "bf_titre": "Ville de Lens", "id_typeannonce": "2"}

    found, _lens = read(ENTRY, lens)

    assert found.fields[4].values == (Link("Ville de Lens", title="VilleDeLens"),)


@pytest.mark.parametrize(
    "form",
    [
        {"3": {"bn_id_nature": "3", "bn_label_nature": "Communs", "bn_template": FORM}},
        [{"id": "3", "label": "Communs", "template": [line.split("***") for line in FORM.splitlines()]}],
        [{"id": 3, "label": "Communs", "prepared": [
            {"propertyname": "listeListeTheme", "type": "liste", "label": "Thème", "options": {"2": "Sols & jardins"}},
        ]}],
    ],
)  # fmt: skip
def test_forms_are_read_in_every_shape(form):
    [found] = read(ENTRY, form=form, lists=LISTS if "prepared" not in str(form) else {})
    values = {field.name: field.values for field in found.fields}

    assert (found.kind, values["listeListeTheme"]) == ("Communs", (Text("Sols & jardins"),))


def test_a_list_may_be_a_tree():
    tree = [
        {
            "id": "ListeTheme",
            "title": "Thème",
            "nodes": [{"id": "1", "label": "Eau", "children": [{"id": "2", "label": "Mer"}]}],
        }
    ]

    [found] = read({"id_fiche": "A", "listeListeTheme": "2"}, form=[], lists=tree)

    assert found.fields == (Field("listeListeTheme", "2", (Text("Mer"),)),)


def test_values_that_are_no_words_are_kept_whole():
    [found] = read(
        {"id_fiche": "A", "acls": {"lire": "*"}, "bf_places": 12, "bf_liens": ["https://a.example", "b"], "vide": {}}
    )

    assert found.fields == (
        Field("acls", '{"lire": "*"}', (Group("acls", (Field("lire", "*", (Text("*"),)),)),)),
        Field("bf_places", "12", (Number(Decimal(12)),)),
        Field("bf_liens", "https://a.example, b", (Link("https://a.example", address="https://a.example"), Text("b"))),
        Field("vide", "{}"),
    )


def test_entries_are_read_by_number_or_alone():
    one = {"id_fiche": "A", "bf_titre": "Un"}

    for told in ([one], {"A": one}, one):
        assert [found.title for found in read_entries(json.dumps(told).encode())] == ["Un"]
    assert (read_entries(b"[]"), read_entries(b"{}")) == ([], [])  # a form that nobody filled


def test_files_stand_under_the_address_of_the_site():
    [found] = read({"id_fiche": "A", "fichierfichier": "plan.pdf"}, site="https://four.example/?")

    assert found.origin.address == "https://four.example/?A"
    assert found.fields == (
        Field("fichierfichier", "plan.pdf", (Link("plan.pdf", address="https://four.example/files/plan.pdf"),)),
    )


@pytest.mark.parametrize("content", [b"[1]", b'"a"', b'{"error": "non"}', b'[{"nom": "a"}]'])
def test_what_is_no_entry_is_refused_with_a_sentence(content):
    with pytest.raises(Refused, match="fiches Bazar"):
        read_entries(content)


@pytest.mark.parametrize("forms", [b"3", b'"a"', b"true"])
def test_what_is_no_form_is_refused_with_a_sentence(forms):
    with pytest.raises(Refused, match="ni formulaires, ni listes"):
        read_entries(b"[]", forms=forms)
