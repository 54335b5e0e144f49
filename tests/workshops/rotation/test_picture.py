from xml.etree import ElementTree

from essaim.workshops.rotation import Person, Topology, numbered_tables, plan
from essaim.workshops.rotation.picture import svg

from .examples import crowd

SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_has_a_title_and_a_box_for_each_table_and_turn():
    people = [*crowd(11), Person("<b>Zoé</b> & Cie")]
    found = plan(people, numbered_tables(4), 3)

    drawn = ElementTree.fromstring(svg(found, people, person=11))  # noqa: S314 - our own drawing

    assert drawn.get("role") == "img"
    assert drawn.find(f"{SVG}title").text == (
        "Rotation de 12 personnes sur 4 tables en 3 tours : chaque personne change de table."
    )
    assert len(drawn.findall(f".//{SVG}rect")) == 12
    assert len(drawn.findall(f".//{SVG}path[@class='rotation-mine']")) == 2


def test_no_style_attribute_enters_the_page():
    people = crowd(9)

    for topology in Topology:
        assert "style" not in svg(plan(people, numbered_tables(3), 3, topology), people)
