"""A draft of a board: what people decided stays, what the machine proposes is all accounted for."""

from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.synthesis import Note, Options, Outside, Why, draft, named

STEMS = named("none")
SAID = """
    Plus de bus le soir
    Des bus le dimanche
    Un bus pour le marché
    Des pistes cyclables
    Une piste cyclable vers la gare
    Des abris pour les vélos et pistes cyclables
    Planter des arbres
    Des arbres dans la cour
    Arbres fruitiers dans la rue
"""


def notes(text=SAID, **themes):
    """Numbered from 1; `themes` says which a person placed: `n3="Bus"`."""
    lines = [line.strip() for line in text.strip().splitlines()]
    return [Note(str(n), line, theme=themes.get(f"n{n}", "")) for n, line in enumerate(lines, 1)]


def test_without_headings_the_notes_that_say_alike_are_together():
    found = draft(notes(), Options(themes=3), STEMS)

    assert [theme.notes for theme in found.themes] == [("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9")]
    assert [theme.heading for theme in found.themes] == [
        "Bus, dimanche, marché",
        "Cyclables, pistes, abris",
        "Arbres, fruitiers, planter",
    ]
    assert [theme.by_people for theme in found.themes] == [False, False, False]
    assert found.outside == ()


def test_a_heading_comes_with_words_that_somebody_wrote():
    said = {note.id: note.text for note in notes()}

    for theme in draft(notes(), Options(themes=3), STEMS).themes:
        assert theme.quote.note in theme.notes
        assert theme.quote.text == said[theme.quote.note]


def test_notes_placed_by_people_stay_and_the_others_are_told_where_they_could_go():
    found = draft(notes(n1="Le bus", n4="Le vélo", n7="Des arbres"), Options(), STEMS)

    assert [theme.heading for theme in found.themes] == ["Le bus", "Le vélo", "Des arbres"]
    assert all(theme.by_people for theme in found.themes)
    assert {note: names[0].theme for note, names in found.suggestions.items()} == {
        "2": "t1",
        "3": "t1",
        "5": "t2",
        "6": "t2",
        "8": "t3",
        "9": "t3",
    }
    assert set(found.placed) | {outside.note for outside in found.outside} == {"2", "3", "5", "6", "8", "9"}


def test_a_heading_without_notes_gathers_what_says_the_same_words():
    found = draft(notes(), Options(headings=("Pistes cyclables", "Arbres")), STEMS)

    assert found.suggestions["4"][0].theme == "t1"
    assert found.suggestions["7"][0].theme == "t2"


def test_the_machine_says_when_it_hesitates_and_people_when_nothing_fits():
    written = [
        *notes(n1="Le bus", n4="Le vélo"),
        Note("10", "Du silence"),
        Note("11", "👍"),
        Note("12", "Un bus", is_apart=True),
    ]

    found = draft(written, Options(), STEMS)

    assert Outside("10", Why.HESITATES) in found.outside
    assert Outside("11", Why.NO_WORDS) in found.outside
    assert Outside("12", Why.NO_HEADING_FITS) in found.outside
    assert "12" not in found.suggestions


def test_a_repeat_is_told_and_left_where_it_is():
    found = draft([*notes(), Note("10", "PLUS DE BUS, LE SOIR !")], Options(themes=3), STEMS)

    assert found.repeats == (("1", "10"),)
    assert not any({"1", "10"} == {near.one, near.other} for near in found.near)
    assert [theme.notes for theme in found.themes][0] == ("1", "2", "3", "10")


def test_several_ideas_in_a_note_are_shown_where_they_could_be_cut():
    text = "Il faut des bus le soir. Et la salle des fêtes est trop petite !"

    [split] = draft([Note("1", text)], Options(), STEMS).splits

    assert split.parts == ("Il faut des bus le soir", "Et la salle des fêtes est trop petite !")
    assert all(part in text for part in split.parts)


def test_nothing_gives_an_empty_draft():
    found = draft([], Options(), STEMS)

    assert (found.themes, found.outside, found.suggestions) == ((), (), {})


def test_many_themes_are_put_in_families():
    found = draft(notes(), Options(themes=6), STEMS)

    assert sorted(theme for family in found.families for theme in family.themes) == ["t1", "t2", "t3", "t4", "t5", "t6"]
    assert {theme.parent for theme in found.themes} == {family.id for family in found.families}


WORDS = st.sampled_from(
    ("bus", "vélo", "arbre", "école", "eau", "santé", "jardin", "route", "fête", "aide", "élu", "voisin")
)
TEXTS = st.lists(WORDS, min_size=0, max_size=5).map(" ".join) | st.sampled_from(["👍", "?", "…"])


@st.composite
def boards(draw, most=12):
    texts = draw(st.lists(TEXTS, max_size=most))
    themes = st.sampled_from(["", "", "", "Mobilité", "Nature", "Autre"])
    return [Note(str(n), text, theme=draw(themes), is_apart=draw(st.booleans())) for n, text in enumerate(texts)]


@settings(deadline=None)
@given(boards(), st.none() | st.integers(1, 8), st.lists(WORDS, max_size=2))
def test_every_note_is_in_one_place_and_where_people_put_it(written, themes, headings):
    found = draft(written, Options(themes=themes, headings=tuple(headings)), STEMS)

    placed = [note for theme in found.themes for note in theme.notes]
    assert sorted([*placed, *(outside.note for outside in found.outside)]) == sorted(note.id for note in written)
    heading_of = {note: theme.heading for theme in found.themes for note in theme.notes}
    assert {note.id: heading_of.get(note.id) for note in written if note.theme} == {
        note.id: note.theme for note in written if note.theme
    }


@settings(deadline=None)
@given(boards(), st.none() | st.integers(1, 8))
def test_the_same_notes_give_the_same_draft(written, themes):
    assert draft(written, Options(themes=themes), STEMS) == draft(list(written), Options(themes=themes), STEMS)
