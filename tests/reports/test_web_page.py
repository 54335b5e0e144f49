"""The fragment of the web page: light, linked both ways, and without a style or a script."""

from essaim.reports.formats import built

from . import reading
from .example import large_report, report

BUDGET_BYTES = 50_000
BUDGET_NODES = 700  # 400 notes and their 29 themes; a page may have 1 500 before EcoIndex leaves A


def tree_of(source):
    return reading.tree_of(built(source, "html"))


def test_every_note_stands_once_under_its_address():
    source = report()

    found = [li.get("id") for li in tree_of(source).xpath("//li[contains(@class, 'note')]")]

    notes = [f"n{question.number}-{note.number}" for question in source.questions for note in question.all_notes()]
    assert sorted(found) == sorted(notes + [f"r{note.number}" for note in source.all_reactions()])


def test_every_inner_link_leads_somewhere():
    tree = tree_of(report())

    targets = {element.get("id") for element in tree.xpath("//*[@id]")}
    links = {link.get("href")[1:] for link in tree.xpath("//a[starts-with(@href, '#')]")}
    assert links - targets == set()


def test_an_idea_opens_on_its_notes_and_a_note_on_its_idea():
    tree = tree_of(report())

    from_idea = tree.xpath("//*[@id='i1-1']//a/@href")
    from_note = tree.xpath("//*[@id='n1-3']/a/@href")

    assert from_idea == ["#n1-1", "#n1-3", "#n1-6", "#n1-2", "#t1-1"]
    assert from_note == ["#i1-1"]


def test_four_hundred_notes_stay_light():
    page = built(large_report(400), "html")

    assert len(page) <= BUDGET_BYTES
    assert len(list(reading.tree_of(page).iter())) <= BUDGET_NODES


def test_nothing_that_the_content_policy_would_refuse():
    tree = tree_of(report())

    assert tree.xpath("//@style | //style | //script | //@onclick") == []
