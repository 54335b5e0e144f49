"""What each kind of actor spoke about: never under five people, nor by difference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.workbench.domain import deciding
from essaim.workbench.kinds import Kinds, Spoken, kinds_of, shown
from essaim.workbench.queries import kinds_of_people, season_is_whole
from essaim.workshops.models import Workshop
from tests.factories import NOON, make_seat, organiser_of
from tests.workbench.arranging import bench_for, held, keys_of, said, signed_in, theme_of


def test_nothing_is_shown_under_five_people():
    assert shown({"elu": 4, "habitant": 3, "etat": 12}) == {"etat": 10}


def test_a_kind_hidden_alone_takes_the_next_smallest_with_it():
    assert shown({"elu": 2, "habitant": 7, "etat": 12}) == {"etat": 10}
    assert shown({"elu": 2, "habitant": 7}) == {}


def test_numbers_are_told_by_five():
    assert shown({"elu": 5, "habitant": 9, "etat": 10}) == {"elu": 5, "habitant": 5, "etat": 10}


COUNTS = st.dictionaries(st.sampled_from(["elu", "habitant", "etat", "association", "autre"]), st.integers(0, 30))


@given(COUNTS)
def test_no_number_shown_is_of_fewer_than_five_and_what_is_hidden_is_never_alone(counts):
    told = shown(counts)

    hidden = [kind for kind, count in counts.items() if count and kind not in told]
    few = [kind for kind in hidden if counts[kind] < 5]
    assert all(count <= counts[kind] < count + 5 and count >= 5 for kind, count in told.items())
    assert not few or len(hidden) >= 2 or len([count for count in counts.values() if count]) == 1


@pytest.fixture
def spoken():
    """Six people of associations and five elected ones on trees; one elected and five inhabitants on streets."""
    first = held({"Arbres": ["Planter"], "Rues": ["Fermer"]}, title="Nord")
    second = held({"Ombre": ["Un parasol"], "Marche": ["Un trottoir"]}, title="Sud", beside=first)
    by = organiser_of(first)
    told = {"Arbres": {"association": 6, "elu": 5}, "Rues": {"elu": 1, "habitant": 5, "etat": 11}}
    for title, kinds in told.items():
        theme = theme_of(first, title)
        for kind, people in kinds.items():
            for number in range(people):
                seat = make_seat(first, f"{title} {kind} {number}", actor=kind)
                for _twice in range(2):
                    said(theme.board, f"{title} {kind} {number}", theme, by, seat=seat)
    for pair, title in ((("Arbres", "Ombre"), "De l’ombre"), (("Rues", "Marche"), "Marcher")):
        themes = keys_of(theme_of(first, pair[0]), theme_of(second, pair[1]))
        deciding.gather(programme=first.programme, themes=themes, title=title, by=by, now=NOON)
    return first, second


@pytest.mark.django_db
def test_people_are_counted_once_each_and_kinds_that_are_too_few_are_not_told(spoken):
    first, second = spoken
    bench = bench_for(first.programme, organiser_of(first))

    assert kinds_of(bench, kinds_of_people([first, second])) == Kinds(
        labels=("élu·e", "État et opérateurs", "association"),
        rows=(Spoken("Marcher", (0, 10, 0)), Spoken("De l’ombre", (5, 0, 5))),
    )


@pytest.mark.django_db
def test_kinds_are_told_of_whole_seasons_alone(spoken):
    first, second = spoken
    client = signed_in(organiser_of(first))
    index = f"/programmes/{first.programme.slug}/etabli/"

    assert season_is_whole(first.programme, [first, second])
    assert not season_is_whole(first.programme, [first])
    assert "élu·e" not in client.get(f"{index}?atelier={first.code}").content.decode().lower()
    assert "Élu·e" in client.get(index).content.decode()


@pytest.mark.django_db
def test_a_workshop_in_preparation_does_not_keep_a_season_from_being_whole(spoken):
    first, second = spoken
    third = held({}, title="Plus tard", beside=first)
    Workshop.objects.filter(pk=third.pk).update(state="draft")

    assert season_is_whole(first.programme, [first, second])
