import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.boards.domain import deciding as sorting
from essaim.boards.domain import retaining
from essaim.territories.models import Territory
from essaim.workbench.counts import Counts, counts_of, shared_ideas, under
from essaim.workbench.domain import deciding
from essaim.workbench.drafting import every_row
from essaim.workbench.drawing import drawn
from essaim.workbench.enums import Verdict
from essaim.workbench.queries import ideas_of
from essaim.workbench.river import Band, river_of
from essaim.workshops.models import Facilitator
from tests.factories import NOON, make_facilitator, organiser_of, write_note
from tests.workbench.arranging import bench_for, held, keys_of, said, signed_in, theme_of

pytestmark = pytest.mark.django_db

TREES = {"Arbres": ["Planter des arbres", "De l’ombre partout", "planter des arbres !"], "Rues": ["Fermer la rue"]}
SHADE = {"Ombre": ["Une cour ombragée", "Planter des arbres"], "Cantine": ["Manger local"]}


@pytest.fixture
def two():
    first = held(TREES, title="Nord")
    return first, held(SHADE, title="Sud", beside=first)


def gathered(first, second, title="Végétaliser", of=("Arbres", "Ombre")) -> str:
    themes = keys_of(theme_of(first, of[0]), theme_of(second, of[1]))
    by = organiser_of(first)
    return deciding.gather(programme=first.programme, themes=themes, title=title, by=by, now=NOON)


def counted(workshop) -> Counts:
    bench = bench_for(workshop.programme, organiser_of(workshop))
    return counts_of(under(bench.commons[0].themes), bench.same, bench.apart)


def test_each_count_says_what_it_counts(two):
    first, second = two
    gathered(first, second)
    by, board = organiser_of(first), first.questions.get(number=1).board
    commune = Territory.objects.create(kind="commune", code="01234", name="Bourg-Joli")
    type(first.gathering).objects.filter(pk=first.gathering_id).update(territory=commune)
    merged = said(board, "Des arbres, beaucoup", theme_of(first, "Arbres"), by)
    head = board.notes.get(number=1)
    sorting.merge_note(board=board, note=merged, into=head, by=by, now=NOON)

    # Nord: two trees in the same words and one merged with them, one shade; Sud: one shaded yard, one tree.
    assert counted(first) == Counts(notes=6, ideas=3, voices=6, tables=5, workshops=2, territories=1)


def test_what_people_say_of_two_notes_changes_only_the_distinct_ideas(two):
    first, second = two
    gathered(first, second)
    before = counted(first)
    one = str(first.questions.get(number=1).board.notes.get(text="De l’ombre partout").key)
    other = str(second.questions.get(number=1).board.notes.get(text="Une cour ombragée").key)
    said_so = {"programme": first.programme, "one": one, "other": other, "by": organiser_of(first), "now": NOON}

    deciding.judge(verdict=Verdict.SAME, **said_so)
    together = counted(first)
    deciding.judge(verdict=Verdict.APART, **said_so)

    assert (before.ideas, together.ideas, counted(first).ideas) == (3, 2, 3)
    assert counted(first) == before


def test_two_notes_set_apart_are_two_ideas_even_in_the_same_words():
    first = held({"Arbres": ["Un banc"]}, title="Nord")
    second = held({"Ombre": ["Un banc"]}, title="Sud", beside=first)
    gathered(first, second)
    one, other = (str(each.questions.get(number=1).board.notes.get().key) for each in (first, second))

    deciding.judge(
        programme=first.programme, one=one, other=other, verdict=Verdict.APART, by=organiser_of(first), now=NOON
    )

    assert counted(first).ideas == 2


def test_the_river_holds_every_note_once(two):
    first, second = two
    by, board = organiser_of(first), first.questions.get(number=1).board
    gathered(first, second)
    aside = sorting.note_on(board, write_note(board, "Voir avec la mairie").key)
    sorting.set_aside(board=board, note=aside, reason="Trop court", by=by, now=NOON)
    write_note(board, "Et le stade ?")
    retaining.retain(board=board, group=1, text="Planter", theme=theme_of(first, "Arbres"), by=by, now=NOON)

    bench = bench_for(first.programme, by)
    river = river_of(bench, ideas_of(bench))

    assert river is not None
    assert river.sources == (("Nord", 6), ("Sud", 3))
    assert river.bands == (
        Band("Végétaliser", "used", (3, 2), carried=3, ideas=1),
        Band("Thèmes d’un seul panneau", "used", (1, 1), carried=0, ideas=0),
        Band("Hors thème", "outside", (1, 0), carried=0, ideas=0),
        Band("Écartées", "aside", (1, 0), carried=0, ideas=0),
    )


def test_beyond_eight_workshops_and_common_themes_the_others_flow_together():
    first = held({"A": ["Un"], "B": ["Deux"]}, title="Atelier 1")
    more = [held({"C": ["Trois"]}, title=f"Atelier {n}", beside=first) for n in range(2, 11)]
    by = organiser_of(first)
    for workshop in more:
        themes = keys_of(theme_of(workshop, "C"))
        common = "" if workshop is more[0] else str(next(iter(bench_for(first.programme, by).ledger.titles)))
        themes = [*themes, *keys_of(theme_of(first, "A"))] if not common else themes
        deciding.gather(programme=first.programme, themes=themes, title="Commun", into=common, by=by, now=NOON)

    bench = bench_for(first.programme, by)
    river = river_of(bench, ideas_of(bench))

    assert river is not None
    assert [title for title, _notes in river.sources] == [f"Atelier {n}" for n in range(1, 8)] + ["3 autres ateliers"]
    assert [(band.title, band.notes) for band in river.bands] == [("Commun", 10), ("Thèmes d’un seul panneau", 1)]


def page(person, workshop, name="index", *args, query="") -> str:
    address = reverse(f"workbench:{name}", args=[workshop.programme.slug, *args])
    response = signed_in(person).get(address + query)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def test_each_note_quoted_opens_on_its_note_in_its_report(two):
    first, second = two
    common = gathered(first, second)
    by = organiser_of(first)

    text = page(by, first, "common", common)

    for workshop, number in ((first, 1), (first, 2), (first, 3), (second, 1), (second, 2)):
        address = reverse("reports:note", args=[workshop.code, 1, number])
        assert f'href="{address}"' in text
        assert signed_in(by).get(address, follow=True).status_code == 200


def test_the_file_of_counts_runs_in_no_spreadsheet():
    first = held({"=1+1": ["Un banc"]}, title="@SUM(A1)")
    second = held({"Ombre": ["Un arbre"]}, title="Sud", beside=first)
    themes = keys_of(theme_of(first, "=1+1"), theme_of(second, "Ombre"))
    by = organiser_of(first)
    deciding.gather(programme=first.programme, themes=themes, title='+cmd|" /C calc"', by=by, now=NOON)

    response = signed_in(by).get(reverse("workbench:counts", args=[first.programme.slug]))

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert response.headers["Content-Disposition"] == f'attachment; filename="essaim-etabli-{first.programme.slug}.csv"'
    assert rows[1:] == [
        ['\'+cmd|" /C calc"', "", "", "", "2", "2", "2", "2", "2", "0"],
        ['\'+cmd|" /C calc"', "'=1+1", "'@SUM(A1)", "1", "1", "1", "1", "1", "1", "0"],
        ['\'+cmd|" /C calc"', "Ombre", "Sud", "1", "1", "1", "1", "1", "1", "0"],
    ]


@pytest.mark.parametrize("name", ["index", "counts", "themes", "ideas", "pairs"])
def test_one_or_three_workshops_take_as_many_queries(two, name):
    first, second = two
    gathered(first, second)
    held(TREES, SHADE, TREES, title="Est", beside=first)
    alone = held(TREES, title="Seul")
    gathered(alone, alone, of=("Arbres", "Rues"))

    def queries(workshop) -> int:
        client = signed_in(organiser_of(workshop))
        with CaptureQueriesContext(connection) as asked:
            response = client.get(reverse(f"workbench:{name}", args=[workshop.programme.slug]))
        assert response.status_code == 200
        return len(asked)

    assert queries(alone) == queries(first)


def test_a_facilitator_reads_together_what_they_run_and_nothing_else(two):
    first, second = two
    common = gathered(first, second)
    person = make_facilitator(first)
    client = signed_in(person)
    index = reverse("workbench:index", args=[first.programme.slug])

    assert client.get(f"{index}?atelier={second.code}").status_code == 403
    assert "Une cour ombragée" not in page(person, first, "common", common)
    assert "Planter des arbres" in page(person, first, "common", common)
    assert client.get(reverse("workbench:journal", args=[first.programme.slug])).status_code == 403

    Facilitator.objects.create(workshop=second, person=person)
    assert "Une cour ombragée" in page(person, first, "common", common)


def test_only_the_workshops_picked_are_read(two):
    first, second = two
    gathered(first, second)
    by = organiser_of(first)

    bench = bench_for(first.programme, by)
    text = page(by, first, query=f"?atelier={second.code}")

    assert [stood.theme.title for stood in bench.loose] == ["Rues", "Cantine"]
    assert "1 atelier choisi" in text
    assert signed_in(by).get(reverse("workbench:index", args=[first.programme.slug]) + "?saison=0").status_code == 404


def test_the_journal_tells_each_decision_and_undoes_it(two):
    first, second = two
    gathered(first, second)
    by = organiser_of(first)
    client = signed_in(by)

    assert "2 thèmes réunis sous « Végétaliser » : « Arbres », « Ombre »" in page(by, first, "journal")
    answer = client.post(reverse("workbench:undo", args=[first.programme.slug]), {"number": "1"})

    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        reverse("workbench:journal", args=[first.programme.slug]),
    )
    assert bench_for(first.programme, by).commons == []
    assert "annulée par Claire" in page(by, first, "journal")


def test_words_taken_back_are_in_no_sentence_of_the_journal(two):
    first, second = two
    one = first.questions.get(number=1).board.notes.get(number=1)
    other = second.questions.get(number=1).board.notes.get(number=1)
    by = organiser_of(first)
    deciding.judge(
        programme=first.programme, one=str(one.key), other=str(other.key), verdict=Verdict.SAME, by=by, now=NOON
    )
    assert "Planter des arbres" in page(by, first, "journal")

    type(one).objects.filter(pk=one.pk).update(state="withdrawn")

    assert "Planter des arbres" not in page(by, first, "journal")


def test_the_journal_names_a_few_themes_and_counts_the_others():
    first = held({f"Thème {n}": ["Un banc"] for n in range(1, 7)}, title="Nord")
    by = organiser_of(first)
    themes = keys_of(*(theme_of(first, f"Thème {n}") for n in range(1, 7)))
    deciding.gather(programme=first.programme, themes=themes, title="Tout", by=by, now=NOON)

    assert "6 thèmes réunis sous « Tout » : " in page(by, first, "journal")
    assert " et 2 autres" in page(by, first, "journal")


def test_an_idea_said_at_several_places_says_at_how_many(two):
    first, second = two
    by = organiser_of(first)
    heard = every_row(bench_for(first.programme, by))
    [said_often] = shared_ideas(heard, (), ())

    assert [(workshop.title, row.note.text) for workshop, row in said_often] == [
        ("Nord", "Planter des arbres"),
        ("Nord", "planter des arbres !"),
        ("Sud", "Planter des arbres"),
    ]
    text = page(by, first, "ideas")
    assert "Notes : 3 · Voix : 3 · Tables : 3 · Ateliers : 2 · Territoires : 0" in text


def test_a_common_theme_tells_its_history_to_those_who_decide(two):
    first, second = two
    common = gathered(first, second)
    by = organiser_of(first)
    deciding.rename(programme=first.programme, common=common, title="Plus de vert", by=by, now=NOON)

    text = page(by, first, "common", common)

    assert text.index("« Végétaliser » s’appelle maintenant « Plus de vert »") < text.index(
        "2 thèmes réunis sous « Plus de vert » : « Arbres », « Ombre »"
    )
    assert "Son histoire" not in page(make_facilitator(first), first, "common", common)


def test_the_drawing_has_a_ribbon_for_each_way_that_notes_went(two):
    first, second = two
    gathered(first, second)
    by = organiser_of(first)
    board = first.questions.get(number=1).board
    retaining.retain(board=board, group=1, text="Planter", theme=theme_of(first, "Arbres"), by=by, now=NOON)
    bench = bench_for(first.programme, by)
    river = river_of(bench, ideas_of(bench))
    assert river is not None

    drawing = drawn(river)

    # Two workshops to the common theme and to themes alone: the notes of the common theme part in two.
    counted = [path.count("M") for path in (drawing.flow, drawing.used, drawing.outside, drawing.aside, drawing.bars)]
    assert counted == [4 + 2, 1, 0, 0, 2 + 2 + 2]
    assert [label.text for label in drawing.labels] == [
        "Nord 4",
        "Sud 3",
        "Végétaliser 5",
        "Thèmes d’un seul pann… 2",
        "en idée forte : 3",
        "sans idée forte : 4",
    ]
