"""A page keeps every character of its templates, and says what stands around them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.commons.formats.found import Field, Flag, Found, Group, Link, Origin, Text
from essaim.commons.formats.wikitext import read_page

UNCLOSED = "Des accolades « {{ » ou « }} » sont seules dans cette page : ce texte est gardé tel quel."
TOO_MANY = "Cette page a trop de balises, ou trop qui ne se ferment pas : son texte est gardé tel quel."


def raws(found: Found) -> dict[str, str]:
    return {field.name: field.raw for field in found.fields}


def test_a_page_is_the_fields_of_its_richest_template_and_what_stands_around():
    text = (
        "{{Bandeau|relu=oui}}\n{{Commun\n|titre=Broyeur partagé\n|tags=jardin, voisinage\n}}\n"
        "Le broyeur est à [[Porteur::Ville de Lens|la ville]].\n{{Lot|nom=Lame}}{{Lot|nom=Sac}}\n[[Catégorie:Commun]]"
    )

    assert read_page(text, title="Broyeur") == Found(
        title="Broyeur",
        origin=Origin(system="mediawiki", key="Broyeur"),
        kind="Commun",
        fields=(
            Field("titre", "Broyeur partagé", (Text("Broyeur partagé"),)),
            Field("tags", "jardin, voisinage", (Text("jardin"), Text("voisinage"))),
            Field("Porteur", "Ville de Lens", (Text("Ville de Lens"),)),
        ),
        text="Le broyeur est à la ville.",
        categories=("Commun",),
        raw=text,
        others=(
            Group("Bandeau", (Field("relu", "oui", (Flag(True),)),)),
            Group("Lot", (Field("nom", "Lame", (Text("Lame"),)),)),
            Group("Lot", (Field("nom", "Sac", (Text("Sac"),)),)),
        ),
    )


def test_the_template_that_is_named_holds_the_record_even_if_it_is_poor():
    text = "{{Statut|avancement=50 %|relu=oui}}{{Commun|titre=Grainothèque}}"

    assert read_page(text, title="Grainothèque", main="commun").kind == "Commun"
    assert read_page("{{Modèle:Commun|a=1}}", title="Sans", main="Autre").kind == "Commun"


@pytest.mark.parametrize(
    ("written", "raw"),
    [
        ("a = b = c", "a = b = c"),
        ("\n\nPremière ligne\n\n* une\n** deux\n", "Première ligne\n\n* une\n** deux"),
        ("[[Fichier:Plan.pdf|vignette|droite|le [[plan]]]]", "[[Fichier:Plan.pdf|vignette|droite|le [[plan]]]]"),
        ("[https://val-fleuri.example/?a=b|c le site]", "[https://val-fleuri.example/?a=b|c le site]"),
        ("{{Note|a|b={{Sous|c=d}}}} et {{{paramètre|défaut}}}", "{{Note|a|b={{Sous|c=d}}}} et {{{paramètre|défaut}}}"),
        ("<nowiki>}} | {{</nowiki> suite", "<nowiki>}} | {{</nowiki> suite"),
        ("avant <!-- | }} --> après", "avant <!-- | }} --> après"),
        ("'''gras", "'''gras"),
        ("[[jamais fermé", "[[jamais fermé"),
        ("<div>jamais fermé", "<div>jamais fermé"),
        ("{{#ask: [[Catégorie:Commun]]|?Thème=T}}", "{{#ask: [[Catégorie:Commun]]|?Thème=T}}"),
        ('{| class="x"\n! Nom\n|-\n| [[Lens|L]] || 3\n|}\nfin', '{| class="x"\n! Nom\n|-\n| [[Lens|L]] || 3\n|}\nfin'),
        ("{", "{"),
        ("5 < 6 & 7 > 6 ; l’« été » 🌱", "5 < 6 & 7 > 6 ; l’« été » 🌱"),
    ],
)
def test_a_value_is_kept_to_its_last_character(written, raw):
    found = read_page(f"{{{{Commun|avant=1|champ={written}|après=2}}}}", title="Page")

    assert (raws(found), found.text) == ({"avant": "1", "champ": raw, "après": "2"}, "")


def test_values_without_a_name_are_called_by_their_place():
    assert raws(read_page("{{Carte| un |nom=x||trois|}}", title="Page")) == {"1": " un ", "nom": "x", "3": "trois"}


def test_remarks_are_no_part_of_a_name():
    found = read_page("{{Commun<!-- v2 -->\n|titre <!-- court --> = Four à pain}}", title="Page")

    assert (found.kind, raws(found)) == ("Commun", {"titre": "Four à pain"})


def test_a_field_that_is_written_twice_keeps_both_values_and_says_so():
    found = read_page("{{Commun|tags=eau|tags=air}}", title="Page")

    assert [field.raw for field in found.fields] == ["eau", "air"]
    assert found.troubles == ("Le champ « tags » est écrit plusieurs fois : toutes ses valeurs sont gardées.",)


@pytest.mark.parametrize("text", ["{{Commun|titre=Four", "Four}}", "{{Commun|titre=Four {{ à pain|suite=oui}}"])
def test_braces_that_nothing_closes_leave_the_text_as_it_is_and_say_so(text):
    found = read_page(text, title="Page")

    assert found.troubles == (UNCLOSED,)
    assert found.text + "".join(field.raw for field in found.fields) + found.kind != ""
    assert found.raw == text


def test_braces_that_nobody_reads_are_no_trouble():
    found = read_page("<nowiki>{{Exemple}}</nowiki> <!-- {{Autre|a=b}} --> {{PAGENAME}}", title="Page")

    assert (found.troubles, found.fields, found.others) == ((), (), ())


def test_what_a_page_sets_and_annotates_are_fields_of_it():
    text = "{{#set:Lieu=[[Lens]]|Thème=eau|air|Mots=a;b|+sep=;}} [[A::B::x]] [[:C::lien]] {{#définit:Statut=ouvert}}"

    found = read_page(text, title="Page")

    assert found.fields == (
        Field("Lieu", "[[Lens]]", (Link("Lens", title="Lens"),)),
        Field("Thème", "eau", (Text("eau"),)),
        Field("Thème", "air", (Text("air"),)),
        Field("Mots", "a;b", (Text("a"), Text("b"))),
        Field("A", "x", (Text("x"),)),
        Field("B", "x", (Text("x"),)),
        Field("Statut", "ouvert", (Text("ouvert"),)),
    )
    assert found.text == "x [[:C::lien]]"


def test_subobjects_and_functions_are_groups_of_the_page():
    text = "{{#subobject:Lot 1|Nom=Lame}}{{#sousobjet:|Nom=Sac}}{{#ask: [[Catégorie:Commun]] [[Prix::>=3]]|?Thème=T}}"

    found = read_page(text, title="Page")

    assert found.others == (
        Group("#subobject:Lot 1", (Field("Nom", "Lame", (Text("Lame"),)),)),
        Group("#subobject", (Field("Nom", "Sac", (Text("Sac"),)),)),
        Group(
            "#ask",
            (
                Field("1", "[[Catégorie:Commun]] [[Prix::>=3]]", (Text("[[Catégorie:Commun]] [[Prix::>=3]]"),)),
                Field("2", "?Thème=T", (Text("?Thème=T"),)),
            ),
        ),
    )
    assert (found.categories, found.fields, found.text) == ((), (), "")  # a question is no claim of the page


def test_templates_inside_tags_and_headings_are_found():
    found = read_page("<div class='x'>{{Commun|a=b}} reste</div>\n== {{Titre|c=d}} suite ==", title="Page")

    assert (found.kind, found.others) == ("Commun", (Group("Titre", (Field("c", "d", (Text("d"),)),)),))
    assert found.text == "<div class='x'> reste</div>\n==  suite =="


def test_categories_are_known_in_both_languages_and_links_to_them_are_links():
    text = "[[Category:Eau]] [[catégorie:air pur|clé]] [[:Catégorie:Terre]]"

    found = read_page(text, title="Page")

    assert (found.categories, found.text) == (("Eau", "Air pur"), "[[:Catégorie:Terre]]")


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("#REDIRECT [[Four à pain]]", "Four à pain"),
        ("#REDIRECTION [[:four_à_pain#Usage|le four]]\n[[Catégorie:Titre]]", "Four à pain"),
        ("#WEITERLEITUNG: [[Four]]", "Four"),
        ("# [[Four]]", ""),
        ("#Four [[Pain]] du village", ""),
        ("Voir #REDIRECT [[Four]]", ""),
    ],
)
def test_a_redirect_is_known_by_its_form(text, target):
    assert read_page(text, title="Four banal").redirects_to == target


@pytest.mark.parametrize(
    "text",
    ["{{a|[[" * 20_000, "<div>" * 50_000, "[http://a " * 30_000, "{{a|<b>}}" * 20_000, "{{a" + "|" * 200_000 + "}}"],
)
def test_a_page_made_to_take_hours_is_kept_as_it_is(text):
    found = read_page(text, title="Page")

    assert (found.text, found.troubles) == (text, (TOO_MANY,))


PLAIN = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co"), blacklist_characters="{}[]<>|&"), max_size=30
)
NAMES = st.text(st.characters(whitelist_categories=("L",)), min_size=1, max_size=12)
INSIDE = st.one_of(
    PLAIN,
    PLAIN.map(lambda words: f"[[Page|{words} = x]]"),
    PLAIN.map(lambda words: f"{{{{Note|{words}|clé={words}}}}}"),
    st.just("[https://val-fleuri.example/?a=b|c le site]"),
    st.just("<!-- | = -->"),
    st.just("\n* une = deux\n"),
)
VALUES = st.lists(INSIDE, min_size=1, max_size=4).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=6))
def test_whatever_is_written_in_a_template_is_read_back_whole(fields):
    written = "".join(f"\n| {name} = {value}" for name, value in fields.items())

    found = read_page("{{Commun" + written + "\n}}", title="Page")

    assert raws(found) == {name: value.strip(" \t\n\r\x0b\0") for name, value in fields.items()}
    assert (found.text, found.kind) == ("", "Commun")
