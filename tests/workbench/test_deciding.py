import random

import pytest

from essaim.kit.refusal import NotForYou, Refused
from essaim.workbench.domain import deciding
from essaim.workbench.enums import Verdict
from essaim.workbench.ledger import Ledger, is_whole
from essaim.workbench.queries import bench_of, state_of
from tests.factories import NOON, make_facilitator, make_person, organiser_of
from tests.workbench.arranging import held, keys_of, theme_of

pytestmark = pytest.mark.django_db

TREES = {"Arbres": ["Planter des arbres", "De l’ombre"], "Rues": ["Fermer la rue"]}
SHADE = {"Ombre": ["Une cour ombragée"], "Cantine": ["Manger local"]}


@pytest.fixture
def two():
    first = held(TREES, title="Nord")
    return first, held(SHADE, title="Sud", beside=first)


def gathered(first, second, title="Végétaliser"):
    themes = keys_of(theme_of(first, "Arbres"), theme_of(second, "Ombre"))
    by = organiser_of(first)
    return deciding.gather(programme=first.programme, themes=themes, title=title, by=by, now=NOON)


def test_themes_of_two_boards_stand_in_one_common_theme_and_on_their_boards(two):
    first, second = two

    common = gathered(first, second)

    [found] = bench_of(first.programme, two).commons
    assert (found.key, found.title) == (common, "Végétaliser")
    assert [(stood.workshop.title, stood.theme.title) for stood in found.themes] == [
        ("Nord", "Arbres"),
        ("Sud", "Ombre"),
    ]
    assert [note.theme.title for note in first.questions.get(number=1).board.notes.order_by("number")] == [
        "Arbres",
        "Arbres",
        "Rues",
    ]


def test_a_decision_says_who_when_before_and_after(two):
    first, second = two

    common = gathered(first, second)

    trees, shade = keys_of(theme_of(first, "Arbres"), theme_of(second, "Ombre"))
    after = {f"theme:{trees}": common, f"theme:{shade}": common, f"title:{common}": "Végétaliser"}
    [decision] = first.programme.decisions.all()
    assert (decision.number, decision.verb, decision.by, decision.at) == (1, "gather", organiser_of(first), NOON)
    assert (decision.before, decision.after) == (dict.fromkeys(after), after)


def test_a_gesture_made_twice_is_one_decision(two):
    first, second = two
    common = gathered(first, second)
    again = {"programme": first.programme, "by": organiser_of(first), "now": NOON}

    deciding.gather(themes=keys_of(theme_of(first, "Arbres")), title="", into=common, **again)
    deciding.rename(common=common, title="Végétaliser", **again)

    assert first.programme.decisions.count() == 1


def test_the_last_theme_taken_out_leaves_no_common_theme(two):
    first, second = two
    gathered(first, second)

    for theme in (theme_of(first, "Arbres"), theme_of(second, "Ombre")):
        [key] = keys_of(theme)
        deciding.take_out(programme=first.programme, theme=key, by=organiser_of(first), now=NOON)

    assert state_of(first.programme) == {}


def test_a_decision_on_which_another_rests_is_undone_after_it(two):
    first, second = two
    by = organiser_of(first)
    common = gathered(first, second)
    deciding.gather(
        programme=first.programme, themes=keys_of(theme_of(second, "Cantine")), title="", into=common, by=by, now=NOON
    )

    with pytest.raises(Refused, match="plus récente"):
        deciding.undo(programme=first.programme, number=1, by=by, now=NOON)
    deciding.undo(programme=first.programme, number=2, by=by, now=NOON)
    deciding.undo(programme=first.programme, number=1, by=by, now=NOON)

    assert state_of(first.programme) == {}


def test_what_was_undone_says_who_and_when_and_is_undone_once(two):
    first, second = two
    gathered(first, second)

    for _time in range(2):
        deciding.undo(programme=first.programme, number=1, by=organiser_of(first), now=NOON)

    [decision] = first.programme.decisions.all()
    assert (decision.undone_by, decision.undone_at) == (organiser_of(first), NOON)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_was_decided_undoing_everything_brings_back_the_first_state(two, seed):
    first, second = two
    draw = random.Random(seed)  # noqa: S311
    by, programme = organiser_of(first), first.programme
    themes = [
        str(theme.key) for one in two for question in one.questions.all() for theme in question.board.themes.all()
    ]
    notes = [str(note.key) for one in two for question in one.questions.all() for note in question.board.notes.all()]
    states = [state_of(programme)]

    for _step in range(20):
        commons = list(Ledger.of(states[-1]).titles)
        made = programme.decisions.count()
        act = draw.choice(["gather", "into", "rename", "take_out", "judge", "merge"])
        more = {"programme": programme, "by": by, "now": NOON}
        if act == "gather":
            deciding.gather(themes=draw.sample(themes, 2), title=f"Nom {made}", **more)
        elif act == "take_out":
            deciding.take_out(theme=draw.choice(themes), **more)
        elif act == "judge":
            one, other = draw.sample(notes, 2)
            deciding.judge(one=one, other=other, verdict=draw.choice(list(Verdict)), **more)
        elif commons and act == "into":
            deciding.gather(themes=[draw.choice(themes)], title="", into=draw.choice(commons), **more)
        elif commons and act == "rename":
            deciding.rename(common=draw.choice(commons), title=f"Autre {made}", **more)
        elif len(commons) > 1 and act == "merge":
            deciding.merge(common=commons[0], into=commons[1], **more)
        if programme.decisions.count() > made:
            states.append(state_of(programme))
        assert is_whole(states[-1])

    for state in reversed(states[:-1]):
        last = programme.decisions.filter(undone_at=None).order_by("-number").first()
        deciding.undo(programme=programme, number=last.number, by=by, now=NOON)
        assert state_of(programme) == state
    assert states[0] == {}


def test_what_cannot_be_gathered_is_refused_with_a_reason(two):
    first, second = two
    elsewhere = held({"Ombre": ["Un banc"]})
    by, programme = organiser_of(first), first.programme
    trees, shade = keys_of(theme_of(first, "Arbres"), theme_of(second, "Ombre"))
    [stranger] = keys_of(theme_of(elsewhere, "Ombre"))

    def refusal(**asked):
        with pytest.raises(Refused) as refused:
            deciding.gather(programme=programme, by=by, now=NOON, **asked)
        return refused.value.code

    assert refusal(themes=[trees], title="Seul") == "too-few"
    assert refusal(themes=[trees, stranger], title="Ailleurs") == "no-theme"
    assert refusal(themes=[trees, shade], title="  ") == "empty"
    assert refusal(themes=[trees, shade], title="x" * 201) == "too-long"
    assert refusal(themes=[trees], title="", into=trees) == "no-common"


def test_notes_of_another_programme_are_not_judged(two):
    elsewhere = held({"Ombre": ["Un banc"]})
    one = str(two[0].questions.get(number=1).board.notes.first().key)
    other = str(elsewhere.questions.get(number=1).board.notes.get().key)

    with pytest.raises(Refused):
        deciding.judge(
            programme=two[0].programme,
            one=one,
            other=other,
            verdict=Verdict.SAME,
            by=organiser_of(two[0]),
            now=NOON,
        )


def test_only_organisers_decide_across_boards(two):
    first, second = two
    themes = keys_of(theme_of(first, "Arbres"), theme_of(second, "Ombre"))

    for person in (make_facilitator(first), make_person(), organiser_of(held(TREES))):
        with pytest.raises(NotForYou):
            deciding.gather(programme=first.programme, themes=themes, title="Non", by=person, now=NOON)
