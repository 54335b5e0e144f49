"""What the machine would put together across boards. The bundled encoder is loaded once for all these tests."""

import pytest

from essaim.workbench import drafting
from essaim.workbench.domain import deciding
from essaim.workbench.enums import Verdict
from tests.factories import NOON, organiser_of
from tests.workbench.arranging import bench_for, held, keys_of, signed_in, theme_of

pytestmark = pytest.mark.django_db

NORTH = {
    "Des arbres en ville": ["Planter des arbres dans la cour", "Plus d’arbres dans les rues", "Végétaliser la place"],
    "Se déplacer à vélo": ["Des pistes cyclables sûres", "Un garage à vélos à la gare"],
}
SOUTH = {
    "Nature et ombre": ["Planter des arbres fruitiers", "De l’ombre sous des arbres", "Des haies le long des rues"],
    "Cantine": ["Des repas locaux à la cantine", "Moins de viande au menu"],
    "Le vélo": ["Une piste cyclable jusqu’au collège", "Prêter des vélos aux élèves"],
}


@pytest.fixture
def two():
    first = held(NORTH, title="Nord")
    return first, held(SOUTH, title="Sud", beside=first)


def titles(bench) -> list[tuple[str | None, set[str]]]:
    return [
        (together.common.title if together.common else None, {stood.theme.title for stood in together.themes})
        for together in drafting.themes_together(bench)
    ]


def test_themes_of_different_boards_that_are_near_are_proposed_together(two):
    bench = bench_for(two[0].programme, organiser_of(two[0]))

    assert sorted(sorted(themes) for _common, themes in titles(bench)) == [
        ["Des arbres en ville", "Nature et ombre"],
        ["Le vélo", "Se déplacer à vélo"],
    ]
    assert bench.commons == []


def test_a_theme_is_proposed_for_the_common_theme_that_it_is_near(two):
    first, second = two
    third = held({"Arbres et haies": ["Planter des haies", "Des arbres devant l’école"]}, title="Est", beside=first)
    themes = keys_of(theme_of(first, "Des arbres en ville"), theme_of(second, "Nature et ombre"))
    by = organiser_of(first)
    deciding.gather(programme=first.programme, themes=themes, title="Végétal", by=by, now=NOON)

    assert ("Végétal", {"Arbres et haies"}) in titles(bench_for(third.programme, by))


def test_two_themes_of_one_board_are_never_proposed_together():
    trees = ["Planter des arbres dans la cour", "Des arbres dans les rues"]
    more = ["Planter des arbres sur la place", "D’autres arbres dans les rues"]
    first = held({"Arbres": trees, "Encore des arbres": more}, title="Nord")
    held({"Vélo": ["Une piste cyclable"], "Cantine": ["Manger local"]}, title="Sud", beside=first)

    assert titles(bench_for(first.programme, organiser_of(first))) == []


def test_notes_of_different_boards_that_may_say_the_same_are_proposed_until_somebody_decides(two):
    first, second = two
    by = organiser_of(first)
    found = drafting.likely_pairs(bench_for(first.programme, by))

    boards = [(pair.one.note.board_id, pair.other.note.board_id) for pair in found]
    assert found and all(one != other for one, other in boards)
    assert [pair.score for pair in found] == sorted((pair.score for pair in found), reverse=True)
    best = found[0]
    deciding.judge(
        programme=first.programme,
        one=str(best.one.note.key),
        other=str(best.other.note.key),
        verdict=Verdict.APART,
        by=by,
        now=NOON,
    )
    left = drafting.likely_pairs(bench_for(first.programme, by))
    assert [(pair.one.note.key, pair.other.note.key) for pair in left] == [
        (pair.one.note.key, pair.other.note.key) for pair in found[1:]
    ]


def test_the_same_words_are_not_proposed_since_they_count_for_one_already():
    first = held({"Arbres": ["Planter des arbres"]}, title="Nord")
    second = held({"Ombre": ["planter des arbres !"]}, title="Sud", beside=first)

    assert drafting.likely_pairs(bench_for(second.programme, organiser_of(first))) == []


def test_beyond_what_the_machine_compares_the_page_says_so(two, monkeypatch):
    monkeypatch.setattr(drafting, "MOST", 3)
    client = signed_in(organiser_of(two[0]))

    for name in ("themes", "notes-proches"):
        text = client.get(f"/programmes/{two[0].programme.slug}/etabli/{name}/").content.decode()
        assert "plus de 3 notes" in text


def test_a_theme_proposed_is_gathered_by_its_form(two):
    first, second = two
    client = signed_in(organiser_of(first))
    page = f"/programmes/{first.programme.slug}/etabli"
    keys = keys_of(theme_of(first, "Se déplacer à vélo"), theme_of(second, "Le vélo"))

    text = client.get(f"{page}/themes/").content.decode()
    assert all(f'value="{key}" checked' in text for key in keys)
    answer = client.post(f"{page}/reunir/", {"theme": keys, "title": "À vélo"}, follow=True)

    assert "C’est réuni sous « À vélo »" in answer.content.decode()
    [common] = bench_for(first.programme, organiser_of(first)).commons
    assert (common.title, [stood.key for stood in common.themes]) == ("À vélo", keys)


def test_what_was_written_at_three_places_in_the_same_words_is_proposed_once_with_what_is_near():
    first = held({"Arbres": ["Planter des arbres dans la cour"], "Vélo": ["Une piste cyclable"]}, title="Nord")
    held({"Ombre": ["planter des arbres dans la cour !"], "Gare": ["Un abri à la gare"]}, title="Est", beside=first)
    held({"Vert": ["Planter des arbres dans les cours"], "Repas": ["Manger local"]}, title="Sud", beside=first)

    found = drafting.likely_pairs(bench_for(first.programme, organiser_of(first)))

    trees = [pair for pair in found if "arbres" in pair.one.note.text and "arbres" in pair.other.note.text]
    assert [(pair.one.note.text, pair.other.note.text) for pair in trees] == [
        ("Planter des arbres dans la cour", "Planter des arbres dans les cours")
    ]
