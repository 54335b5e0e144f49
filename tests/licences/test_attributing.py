"""Whom to credit: the whole lineage, with every change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.licences.attributing import Circular, Line, Work, as_html, as_text, attribution

FRESCO = Work(
    title="La fresque",
    author="Ana",
    source_url="https://exemple.fr/fresque",
    licence="CC-BY-4.0",
    notices=("© Ana, 2021",),
)
GAME = Work(
    title="Le jeu",
    author="Bo et Cy",
    source_url="https://exemple.fr/jeu",
    licence="CC-BY-SA-4.0",
    changes=("cartes ajoutées", "consignes raccourcies"),
    parents=(FRESCO,),
)
LOCAL_GAME = Work(
    title="Le jeu de la vallée",
    author="Dee",
    licence="CC-BY-SA-4.0",
    changes=("exemples de la vallée",),
    parents=(GAME,),
)


def test_three_levels_are_credited_with_every_change():
    assert as_text(attribution(LOCAL_GAME)) == (
        "« Le jeu de la vallée », par Dee, CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/). "
        "Modifications : exemples de la vallée.\n"
        "D’après « Le jeu » (https://exemple.fr/jeu), par Bo et Cy, CC BY-SA 4.0 "
        "(https://creativecommons.org/licenses/by-sa/4.0/). Modifications : cartes ajoutées ; consignes raccourcies.\n"
        "D’après « La fresque » (https://exemple.fr/fresque), par Ana, CC BY 4.0 "
        "(https://creativecommons.org/licenses/by/4.0/). © Ana, 2021."
    )


def test_the_same_in_english():
    photo = Work("Photo", licence="CC-PDM-1.0", changes=("cropped",))
    poster = Work("Poster", "Eve", licence="LicenseRef-tous-droits-reserves", parents=(photo,))

    assert as_text(attribution(poster, "en")) == (
        "“Poster”, by Eve, All rights reserved.\n"
        "Based on “Photo”, author not stated, Public domain (https://creativecommons.org/publicdomain/mark/1.0/). "
        "Changes: cropped."
    )


def test_a_line_holds_what_is_due():
    words = Work(" Une\nnote ", licence="libre", licence_url="https://exemple.fr/licence")

    assert attribution(words) == (
        Line("Une note", "", "", "libre", "https://exemple.fr/licence", (), (), depth=0, language="fr"),
    )
    assert as_text(attribution(Work("Rien de dit"))) == (
        "« Rien de dit », sans nom d’auteur ni d’autrice, licence non précisée."
    )


def test_a_diamond_credits_each_ancestor_once_nearest_first():
    root = Work("racine", changes=("0",))
    left, right = Work("gauche", changes=("1",), parents=(root,)), Work("droite", changes=("2",), parents=(root,))
    joined = Work("réunion", changes=("3",), parents=(left, right))

    lines = attribution(joined)

    assert [(line.title, line.depth, line.changes) for line in lines] == [
        ("réunion", 0, ("3",)),
        ("gauche", 1, ("1",)),
        ("droite", 1, ("2",)),
        ("racine", 2, ("0",)),
    ]


def test_an_ancestor_that_was_read_twice_is_credited_once_and_both_its_lineages_are_followed():
    one = Work("commun", parents=(Work("d’un côté"),))
    same = Work("commun", parents=(Work("de l’autre"),))

    lines = attribution(Work("réunion", parents=(one, Work("entre-temps", parents=(same,)))))

    assert [(line.title, line.depth) for line in lines] == [
        ("réunion", 0),
        ("commun", 1),
        ("entre-temps", 1),
        ("d’un côté", 2),
        ("de l’autre", 3),
    ]


def test_two_versions_of_a_work_are_both_credited():
    first, second = Work("le guide", changes=("version 1",)), Work("le guide", changes=("version 2",))

    lines = attribution(Work("la suite", parents=(first, second)))

    assert [line.changes for line in lines] == [(), ("version 1",), ("version 2",)]


@st.composite
def lineages(draw):
    works = []
    for number in range(draw(st.integers(1, 12))):
        parents = draw(st.lists(st.sampled_from(works), unique=True, max_size=4)) if works else []
        changes = tuple(f"changement {number}.{each}" for each in range(draw(st.integers(0, 3))))
        works.append(Work(f"œuvre {number}", changes=changes, parents=tuple(parents)))
    return works[-1]


def lineage_of(work):
    return {work} | {ancestor for parent in work.parents for ancestor in lineage_of(parent)}


@given(lineages())
def test_every_ancestor_and_every_change_is_in_the_text_once(work):
    text = as_text(attribution(work))

    for ancestor in lineage_of(work):
        assert text.count(f"« {ancestor.title} »") == 1
        assert [text.count(change) for change in ancestor.changes] == [1] * len(ancestor.changes)
    assert len(text.splitlines()) == len(lineage_of(work))


def test_a_lineage_may_be_deep_and_each_level_double():
    work = Work("0")
    for level in range(1, 5_001):
        work = Work(str(level), parents=(work, Work(f"{level} bis", parents=(work,))))

    assert len(attribution(work)) == 10_001


def test_a_work_drawn_from_itself_is_refused():
    first = Work("première")
    second = Work("seconde", parents=(Work("au milieu", parents=(first,)),))
    object.__setattr__(first, "parents", (second,))

    with pytest.raises(Circular, match="Une œuvre ne peut pas venir d’elle-même : « seconde »."):
        attribution(second)


def test_what_people_wrote_is_escaped_and_only_the_web_is_linked():
    work = Work(
        title="<b>Titre</b>",
        author="A & B",
        source_url='https://exemple.fr/?a="1"&b=2',
        licence="<i>libre</i>",
        licence_url="javascript:alert(1)",
        notices=("<script>",),
        changes=("a < b",),
    )

    assert as_html(attribution(work)) == (
        '<ul class="attribution"><li>'
        '<a href="https://exemple.fr/?a=&quot;1&quot;&amp;b=2">« &lt;b&gt;Titre&lt;/b&gt; »</a>, par A &amp; B, '
        "&lt;i&gt;libre&lt;/i&gt; (javascript:alert(1)). Modifications : a &lt; b. &lt;script&gt;."
        "</li></ul>"
    )


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " java\nscript:x", "data:text/html,x", "//exemple.fr", "http://", "http://[", "ftp://a.fr"],
)
def test_an_address_outside_the_web_is_never_a_link(url):
    assert "<a" not in as_html(attribution(Work("A", source_url=url)))
