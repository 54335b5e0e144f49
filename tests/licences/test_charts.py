"""The 98 cells of Creative Commons: 49 adapters' licences, 49 remixes of two sources."""

import pytest

from essaim.licences.checking import may_adapt
from essaim.licences.tables import ADAPTER, LICENCES, REMIX, Cell
from essaim.licences.values import Answer, Code, Part, Verdict, reason
from tests.licences.charts import ADAPTED, IDS, REMIXED, allowed, cells

SAID = {
    "ok": Code.CREDIT,
    "sa": Code.SHARE_ALIKE,
    "nd": Code.NO_DERIVATIVES,
    "by?": Code.LOSES_CREDIT,
    "nc?": Code.LOSES_NON_COMMERCIAL,
}
ANSWERS = {"ok": Answer.YES, "sa": Answer.NO, "nd": Answer.NO, "mix": Answer.NO, "by?": Answer.ASK, "nc?": Answer.ASK}


def name_of(licence):
    return "CC0 1.0" if licence == "CC0" else f"CC {IDS[licence][3:-4]} 4.0"


def said(part, licence, target, cell):
    """The reason expected of a part; none for the public domain, to which nothing is due."""
    if licence == "CC0":
        return ()
    return (reason(SAID[cell], kind="part", part=part, licence=name_of(licence), target=name_of(target)),)


def test_the_tables_of_the_tests_are_whole():
    assert [len(cells(table)) for table in (ADAPTED, REMIXED)] == [49, 49]
    assert {(two, one, cell) for one, two, cell in cells(REMIXED)} == set(cells(REMIXED))


@pytest.mark.parametrize(("source", "target", "cell"), cells(ADAPTED))
def test_what_an_adaptation_may_be_shared_under(source, target, cell):
    found = may_adapt([Part("A", IDS[source])], IDS[target])

    assert found == Verdict(ANSWERS[cell], said("A", source, target, cell), allowed(source))


IN_THE_TABLES = {"ok": Cell.YES, "by?": Cell.RARE, "nc?": Cell.RARE, "sa": Cell.NO, "nd": Cell.NO, "mix": Cell.NO}


@pytest.mark.parametrize(("table", "chart"), [(ADAPTER, ADAPTED), (REMIX, REMIXED)], ids=["adapter", "remix"])
def test_the_tables_of_the_code_say_the_same(table, chart):
    family = {name: LICENCES[id].family for name, id in IDS.items()}

    assert table == {(family[row], family[column]): IN_THE_TABLES[cell] for row, column, cell in cells(chart)}


STRICTER = ("CC0", "BY", "NC", "SA", "NC-SA")


@pytest.mark.parametrize(("one", "other", "cell"), cells(REMIXED))
def test_two_sources_in_one_work(one, other, cell):
    parts = [Part("A", IDS[one]), Part("B", IDS[other])]

    if cell == "ok":
        target = max(one, other, key=STRICTER.index)
        expected = said("A", one, target, "ok") + said("B", other, target, "ok"), allowed(one, other)
    elif cell == "nd":
        target = other if one.endswith("ND") else one
        told = [said(part.name, name, target, "nd") for part, name in zip(parts, (one, other), strict=True)]
        expected = sum((each for each, name in zip(told, (one, other), strict=True) if name.endswith("ND")), ()), ()
    else:
        target = "NC-SA"
        told = {name: said(part.name, name, target, "sa") for part, name in zip(parts, (one, other), strict=True)}
        odd = one if one != "SA" else other
        names = dict(told[odd][0].names) | {"other": "CC BY-SA 4.0"}
        told[odd] = (reason(Code.CANNOT_MIX, **names),)
        expected = told[one] + told[other], ()

    assert may_adapt(parts, IDS[target]) == Verdict(ANSWERS[cell], *expected)
