"""The whole catalogue leaves as a file and comes back the same."""

import io
import json

import pytest

from essaim.commons.domain import adapting, exporting, writing
from essaim.commons.domain.importing import import_commons
from essaim.commons.domain.reporting import as_json
from essaim.commons.domain.writing import Change
from essaim.commons.enums import Relation, Standing
from essaim.commons.formats.own import lines_in
from essaim.commons.models import Common, Derivation
from essaim.kit.refusal import Refused
from tests.commons.examples import FULL, LATER, NOON, a_page, a_sheet
from tests.factories import make_person

pytestmark = pytest.mark.usefixtures("lists")


def fill():
    import_commons(
        records=lambda: iter(
            [a_page("Compost", *FULL), a_page("Compost", key="bis"), a_page("Composter", redirects_to="Compost")]
        ),
        by=None,
        now=NOON,
        standing=Standing.PUBLISHED,
    )
    writing.add(sheets=[a_sheet("Prêt de vélos")], by=None, now=NOON)


def taken_back(text, **more):
    report = exporting.take_back(lines=lambda: lines_in(io.BytesIO(text.encode())), now=LATER, **more)
    return [as_json(report)[name] for name in ("created", "changed", "unchanged")]


def test_what_leaves_comes_back_the_same():
    fill()
    left = "".join(exporting.exported())

    Common.objects.all().delete()
    counts = taken_back(left)

    assert (counts, "".join(exporting.exported())) == ([3, 0, 0], left)


def test_a_second_run_changes_nothing_and_a_dry_run_neither():
    fill()
    left = "".join(exporting.exported())

    assert (taken_back(left), "".join(exporting.exported())) == ([0, 0, 3], left)
    Common.objects.all().delete()
    assert (taken_back(left, is_dry_run=True), Common.objects.count()) == ([3, 0, 0], 0)


def test_what_the_file_says_is_said_here_and_what_was_said_is_a_revision():
    fill()
    left = "".join(exporting.exported())
    common = Common.objects.get(slug="pret-de-velos")
    writing.change(changes=[Change(common, common.sheet | {"summary": "Une autre phrase"})], by=None, now=NOON)

    assert taken_back(left) == [0, 1, 2]

    common.refresh_from_db()
    assert [one.sheet.get("summary") for one in common.revisions.all()] == [None, "Une autre phrase", None]


def test_history_and_lineage_leave_and_come_back_the_same():
    person = make_person("Amel", is_administrator=True)
    [first] = writing.add(sheets=[a_sheet("Compost", summary="Trois bacs")], by=person, now=NOON)
    child = adapting.adapt(parents=[(first, Relation.LOCAL)], title="Compost d’ici", by=person, now=NOON)
    adapting.note_change(common=child, text="Deux bacs suffisent", by=person, now=LATER)
    adapting.add_source(
        child=child,
        title="Le guide",
        author="Une association",
        address="https://guide.example/",
        licence="CC-BY-4.0",
        relation=Relation.EXCERPT,
        by=person,
        now=LATER,
    )
    writing.change(changes=[Change(first, first.sheet | {"summary": "Quatre bacs"})], by=None, now=LATER, reason="Vu")
    left = "".join(exporting.exported())

    Common.objects.all().delete()
    counts = taken_back(left)

    assert (counts, "".join(exporting.exported())) == ([2, 0, 0], left)
    assert taken_back(left) == [0, 0, 2]
    [news] = adapting.news_of(Common.objects.get(key=child.key))
    assert (news.derivation.parent.key, news.news) == (first.key, ("summary",))


def test_what_a_common_comes_from_is_linked_where_it_is_here_and_told_where_it_is_not():
    person = make_person("Amel", is_administrator=True)
    [first] = writing.add(sheets=[a_sheet("Compost")], by=person, now=NOON)
    writing.change(changes=[Change(first, first.sheet | {"summary": "Quatre bacs"})], by=None, now=NOON)
    first.refresh_from_db()
    child = adapting.adapt(parents=[(first, Relation.LOCAL)], title="Compost d’ici", by=person, now=NOON)
    lines = {line.pop("key"): line for line in map(json.loads, exporting.exported())}
    Common.objects.all().delete()

    def line(key):  # without its history, as a site has it
        told = {name: value for name, value in lines[str(key)].items() if name != "revisions"}
        return json.dumps(told | {"key": str(key)}) + "\n"

    taken_back(line(child.key))
    [alone] = Derivation.objects.values_list("parent__key", "title", "base")
    Common.objects.all().delete()
    taken_back(line(child.key) + line(first.key))
    [together] = Derivation.objects.values_list("parent__key", "title", "base")

    assert alone == (None, "Compost", 2)
    assert together == (first.key, "Compost", 1)
    assert adapting.news_of(Common.objects.get(key=child.key)) == []


def test_commons_that_come_from_each_other_refuse_the_file():
    keys = ["0f2f4a8e-2d68-4b2e-9c42-1f1d1f3f7a11", "0f2f4a8e-2d68-4b2e-9c42-1f1d1f3f7a12"]
    one, two = (
        GOOD | {"key": key, "slug": f"c{place}", "drawn_from": [SOURCE | {"parent": keys[1 - place]}]}
        for place, key in enumerate(keys)
    )

    with pytest.raises(Refused, match="en rond"):
        taken_back(json.dumps(one) + "\n" + json.dumps(two))

    assert Common.objects.count() == 0


def test_an_address_that_is_taken_here_gives_way():
    writing.add(sheets=[a_sheet("Prêt de vélos")], by=None, now=NOON)
    left = "".join(exporting.exported())
    Common.objects.all().delete()
    writing.add(sheets=[a_sheet("Prêt de vélos", summary="Celui d’ici")], by=None, now=NOON)

    taken_back(left)

    assert list(Common.objects.order_by("pk").values_list("slug", "summary")) == [
        ("pret-de-velos", "Celui d’ici"),
        ("pret-de-velos-2", ""),
    ]


GOOD = {
    "essaim": 1,
    "key": "0f2f4a8e-2d68-4b2e-9c42-1f1d1f3f7a11",
    "slug": "compost",
    "standing": "published",
    "sheet": {"title": "Compost"},
    "created_at": "2026-05-04T12:00:00+00:00",
    "changed_at": "2026-05-04T12:00:00+00:00",
}


ORIGIN = {
    "system": "mediawiki",
    "site": "https://wiki.example/",
    "key": "7",
    "address": "",
    "title": "Compost",
    "revision": "",
    "written_at": "",
    "contributors": [],
    "raw": "",
    "digest": "",
    "read_at": "2026-05-04T12:00:00+00:00",
}


REVISION = {"number": 1, "at": "2026-05-04T12:00:00+00:00", "reason": ""}
SOURCE = {
    "relation": "local",
    "base": 1,
    "title": "Le guide",
    "author": "",
    "address": "",
    "licence": "",
    "since": "2026-05-04T12:00:00+00:00",
}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"essaim": 2}, "essaim"),
        ({"key": "x"}, "key"),
        ({"slug": "../etc"}, "slug"),
        ({"standing": "hidden"}, "standing"),
        ({"created_at": "hier"}, "created_at"),
        ({"old_names": ["É"]}, "old_names"),
        ({"sheet": {"title": "A", "colour": "x"}}, "colour"),
        ({"sheet": {"title": "A", "themes": "general"}}, "themes"),
        ({"sheet": {"title": "A", "files": [{"address": 3}]}}, "files"),
        ({"sheet": {}}, "title"),
        ({"sheet": []}, "sheet"),
        ({"origin": {"system": "mediawiki"}}, "origin"),
        ({"origin": ORIGIN | {"key": ["7"]}}, "origin"),
        ({"revisions": []}, "revisions"),
        ({"revisions": [REVISION | {"number": 2}, REVISION]}, "revisions"),
        ({"revisions": [REVISION | {"number": True}]}, "revisions"),
        ({"revisions": [{**REVISION, "sheet": {"title": "A"}, "number": 1}, REVISION | {"at": "hier"}]}, "revisions"),
        ({"drawn_from": [SOURCE | {"relation": "cousin"}]}, "drawn_from"),
        ({"drawn_from": [SOURCE | {"address": "javascript:alert(1)"}]}, "drawn_from"),
        ({"drawn_from": [SOURCE | {"parent": "x"}]}, "drawn_from"),
        ({"drawn_from": [SOURCE | {"parent": GOOD["key"]}] * 2}, "drawn_from"),
        ({"changes": [{"text": "x" * 501, "at": GOOD["created_at"]}]}, "changes"),
    ],
)
def test_a_line_that_is_none_of_ours_refuses_the_whole_file(wrong, why):
    text = "\n".join(json.dumps(one) for one in (GOOD, GOOD | wrong))

    with pytest.raises(Refused) as refused:
        taken_back(text)

    assert str(refused.value) == (
        f"La ligne 2 n’est pas un commun exporté par Essaim : « {why} » n’est pas lisible. Rien n’a été importé."
    )
    assert Common.objects.count() == 0


@pytest.mark.parametrize("content", [b"{", b"[1]\n", b"\xff\xfe{\n", b'{"essaim": 1}\n'])
def test_what_is_no_json_object_is_refused_with_a_sentence(content):
    with pytest.raises(Refused, match="La ligne 1 n’est pas un commun exporté par Essaim"):
        list(lines_in(io.BytesIO(content)))


OTHER = {"key": "0f2f4a8e-2d68-4b2e-9c42-1f1d1f3f7a12", "slug": "autre"}


@pytest.mark.parametrize(
    "again",
    [
        {"key": GOOD["key"], "slug": "autre"},
        {**OTHER, "slug": "compost"},
        {**OTHER, "slug": "composteur"},
        {**OTHER, "old_names": ["compost"]},
        {**OTHER, "origin": ORIGIN},
    ],
)
def test_a_line_that_names_what_another_names_refuses_the_whole_file(again):
    first = GOOD | {"old_names": ["composteur"], "origin": ORIGIN}
    text = "\n".join(json.dumps(one) for one in (first, GOOD | again))

    with pytest.raises(Refused) as refused:
        taken_back(text)

    assert str(refused.value) == (
        "La ligne 2 n’est pas un commun exporté par Essaim : la ligne 1 est déjà ce commun. Rien n’a été importé."
    )
    assert Common.objects.count() == 0


def test_a_line_may_name_itself_twice():
    line = GOOD | {"old_names": ["compost", "composteur", "composteur"], "origin": ORIGIN}

    taken_back(json.dumps(line))

    [common] = Common.objects.all()
    assert (common.slug, [old.slug for old in common.old_names.all()]) == ("compost", ["composteur"])
