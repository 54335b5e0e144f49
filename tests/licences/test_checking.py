"""What licences allow, beyond the charts: versions, data, software, doubts, collections and decks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.licences.checking import may_adapt, may_gather
from essaim.licences.tables import LICENCES
from essaim.licences.values import Answer, Code, Part, PartKind, Verdict, answer_of, reason
from tests.licences.charts import ADAPTED, IDS, cells

PAIRS = """
    source                    | wished for                      | answer | why
    CC-BY-SA-4.0              | CC-BY-SA-4.0                    | yes    | credit
    CC-BY-SA-3.0              | CC-BY-SA-4.0                    | yes    | credit
    CC-BY-SA-2.0              | CC-BY-SA-4.0                    | yes    | credit
    CC-BY-SA-2.5              | CC-BY-SA-3.0                    | yes    | credit
    CC-BY-SA-3.0              | LicenseRef-CC-BY-SA-3.0-FR      | yes    | credit
    LicenseRef-CC-BY-SA-3.0-FR | CC-BY-SA-4.0                   | yes    | credit
    CC-BY-NC-SA-3.0           | CC-BY-NC-SA-4.0                 | yes    | credit
    CC-BY-SA-4.0              | CC-BY-SA-3.0                    | no     | earlier-version
    CC-BY-SA-3.0              | CC-BY-SA-2.5                    | no     | earlier-version
    CC-BY-NC-SA-4.0           | LicenseRef-CC-BY-NC-SA-3.0-FR   | no     | earlier-version
    CC-BY-SA-1.0              | CC-BY-SA-1.0                    | yes    | credit
    CC-BY-SA-1.0              | CC-BY-SA-4.0                    | no     | first-version
    CC-BY-SA-4.0              | CC-BY-SA-1.0                    | no     | earlier-version
    CC-BY-4.0                 | CC-BY-SA-2.0                    | yes    | credit
    CC-BY-ND-4.0              | CC-BY-ND-4.0                    | no     | no-derivatives
    CC-BY-ND-3.0              | CC-BY-ND-4.0                    | no     | no-derivatives-at-all
    CC-BY-NC-ND-2.0           | CC0-1.0                         | no     | no-derivatives-at-all
    CC-BY-SA-4.0              | LAL-1.3                         | yes    | credit
    LAL-1.3                   | CC-BY-SA-4.0                    | yes    | credit
    LAL-1.3                   | LAL-1.3                         | yes    | credit
    LAL-1.3                   | CC-BY-SA-3.0                    | no     | share-alike
    CC-BY-SA-3.0              | LAL-1.3                         | no     | share-alike
    LAL-1.3                   | CC-BY-4.0                       | no     | share-alike
    CC-BY-NC-4.0              | LAL-1.3                         | ask    | loses-non-commercial
    CC-BY-SA-4.0              | GPL-3.0-only                    | yes    | credit
    GPL-3.0-only              | CC-BY-SA-4.0                    | no     | one-way
    CC-BY-SA-4.0              | GPL-3.0-or-later                | ask    | unsure-pair
    CC-BY-SA-3.0              | GPL-3.0-only                    | no     | share-alike
    CC-BY-SA-4.0              | MIT                             | no     | share-alike
    CC-BY-4.0                 | GPL-3.0-only                    | ask    | other-kind
    MIT                       | CC-BY-4.0                       | ask    | other-kind
    GPL-3.0-only              | CC-BY-4.0                       | ask    | other-kind
    MIT                       | CERN-OHL-S-2.0                  | ask    | other-kind
    MIT                       | EUPL-1.2                        | yes    | credit
    Apache-2.0                | GPL-3.0-or-later                | yes    | credit
    Apache-2.0                | MIT                             | no     | one-way
    GPL-3.0-or-later          | GPL-3.0-only                    | yes    | credit
    GPL-3.0-only              | GPL-3.0-or-later                | no     | one-way
    GPL-3.0-only              | Apache-2.0                      | no     | one-way
    AGPL-3.0-only             | MIT                             | no     | one-way
    EUPL-1.2                  | Apache-2.0                      | no     | share-alike
    EUPL-1.2                  | GPL-3.0-only                    | ask    | unsure-pair
    GPL-3.0-only              | AGPL-3.0-only                   | ask    | unsure-pair
    CERN-OHL-S-2.0            | CERN-OHL-P-2.0                  | no     | share-alike
    CERN-OHL-P-2.0            | CERN-OHL-S-2.0                  | ask    | unsure-pair
    CC0-1.0                   | MIT                             | yes    |
    CC-PDM-1.0                | LicenseRef-tous-droits-reserves | yes    |
    PDDL-1.0                  | ODbL-1.0                        | yes    |
    etalab-2.0                | CC-BY-2.0                       | yes    | credit-and-date
    etalab-2.0                | CC-BY-SA-4.0                    | yes    | credit-and-date
    etalab-2.0                | ODC-By-1.0                      | yes    | credit-and-date
    etalab-2.0                | ODbL-1.0                        | yes    | credit-and-date
    etalab-2.0                | etalab-2.0                      | yes    | credit-and-date
    LicenseRef-etalab-1.0     | etalab-2.0                      | yes    | credit-and-date
    etalab-2.0                | CC0-1.0                         | ask    | loses-credit
    CC-BY-4.0                 | etalab-2.0                      | yes    | credit
    CC-BY-SA-4.0              | etalab-2.0                      | no     | share-alike
    CC-BY-NC-4.0              | etalab-2.0                      | ask    | loses-non-commercial
    ODC-By-1.0                | CC-BY-4.0                       | yes    | credit
    CC-BY-4.0                 | ODC-By-1.0                      | ask    | unsure-pair
    ODbL-1.0                  | ODbL-1.0                        | yes    | credit
    ODbL-1.0                  | CC-BY-SA-4.0                    | ask    | produced-work
    ODbL-1.0                  | etalab-2.0                      | ask    | produced-work
    CC-BY-4.0                 | ODbL-1.0                        | ask    | unsure-pair
    CC-BY-SA-4.0              | ODbL-1.0                        | no     | share-alike
    CC-BY-4.0                 | LicenseRef-tous-droits-reserves | ask    | reserved-target
    CC-BY-SA-4.0              | LicenseRef-tous-droits-reserves | no     | share-alike
    LicenseRef-tous-droits-reserves | CC-BY-SA-4.0              | no     | reserved
    Tous droits réservés      | n’importe quoi                  | no     | reserved
    CC BY-ND 4.0              | n’importe quoi                  | no     | no-derivatives
    aucune                    | CC-BY-SA-4.0                    | no     | no-licence
    voir le site              | CC-BY-SA-4.0                    | ask    | unknown
    libre                     | CC-BY-SA-4.0                    | ask    | which-licence
    Creative Commons          | CC-BY-SA-4.0                    | ask    | which-licence
    CC BY-SA                  | CC-BY-SA-4.0                    | ask    | which-version
    CC BY                     | CC-BY-SA-4.0                    | ask    | which-version
    CC BY-SA                  | CC-BY-4.0                       | no     | share-alike
    CC BY-NC-ND               | CC-BY-NC-ND-4.0                 | no     | no-derivatives
"""


def rows(table):
    heading, *lines = table.strip().splitlines()
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines]


@pytest.mark.parametrize(("source", "target", "answer", "why"), rows(PAIRS))
def test_one_source_and_the_licence_wished_for(source, target, answer, why):
    found = may_adapt([Part("A", source)], target)

    about_the_source = [each for each in found.reasons if dict(each.names).get("part") == "A"]
    assert found.answer == answer
    assert [each.code for each in about_the_source] == ([why] if why else [])


def test_a_doubt_names_what_it_hesitates_between():
    found = may_adapt([Part("Guide", "licence ouverte", PartKind.FILE)], "CC BY")

    editions = "CC BY 4.0, CC BY 3.0, CC BY 2.5, CC BY 2.0, CC BY 1.0"
    assert found == Verdict(
        Answer.ASK,
        (
            reason(Code.TARGET_VERSION, target="CC BY", candidates=editions),
            reason(
                Code.WHICH_VERSION,
                kind="file",
                part="Guide",
                licence="licence ouverte",
                target="CC BY",
                candidates="Licence Ouverte 2.0, Licence Ouverte 1.0",
            ),
        ),
        (),
    )


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("", "target-silent"),
        ("machin", "target-unknown"),
        ("CC BY-SA", "target-version"),
        ("libre", "target-licence"),
    ],
)
def test_a_target_in_doubt_is_asked_once_and_what_is_allowed_is_still_told(target, why):
    found = may_adapt([Part("A", "CC-BY-SA-4.0"), Part("B", "CC-BY-SA-4.0")], target)

    assert (found.answer, [each.code for each in found.reasons]) == (Answer.ASK, [why])
    assert found.allowed == ("CC-BY-SA-4.0", "LAL-1.3")


def test_what_each_source_allows_is_put_first_by_how_open_it_is():
    found = may_adapt([Part("A", "CC-BY-SA-3.0"), Part("B", "CC-BY-4.0"), Part("C", "etalab-2.0")], "CC-BY-SA-4.0")

    assert found.allowed == ("CC-BY-SA-4.0", "CC-BY-SA-3.0")


def test_nothing_taken_up_leaves_every_choice():
    assert may_adapt([], "CC-BY-SA-4.0").answer is Answer.YES


def cards(*licences):
    return [Part(f"carte {number}", licence, PartKind.CARD) for number, licence in enumerate(licences, start=1)]


def test_one_card_kept_from_commercial_use_blocks_a_deck_and_says_why():
    deck = cards(*["CC-BY-SA-4.0"] * 3, "CC-BY-NC-4.0", "CC-BY-4.0")

    assert may_gather(deck, "CC-BY-SA-4.0", is_one_work=True) == Verdict(
        Answer.NO,
        (
            reason(
                Code.ALLOWS_COMMERCIAL_USE,
                kind="card",
                part="carte 4",
                licence="CC BY-NC 4.0",
                target="CC BY-SA 4.0",
            ),
        ),
        (),
    )


def test_it_blocks_a_deck_even_where_nothing_else_is_share_alike():
    found = may_gather(cards("CC-BY-4.0", "CC-BY-NC-4.0"), "CC-BY-SA-4.0", is_one_work=True)

    assert (found.answer, [each.code for each in found.reasons]) == (Answer.NO, ["allows-commercial-use"])
    assert found.allowed == ("CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-NC-ND-4.0")


def test_parts_that_do_not_mix_are_told_on_the_side_of_the_fewest():
    many_free = may_adapt(cards(*["CC-BY-SA-4.0"] * 3, "CC-BY-NC-4.0"), "CC-BY-SA-4.0")
    many_kept = may_adapt(cards("LAL-1.3", *["CC-BY-NC-4.0"] * 3), "LAL-1.3")

    assert [(each.code, dict(each.names)["part"], dict(each.names)["other"]) for each in many_free.reasons] == [
        ("cannot-mix", "carte 4", "CC BY-SA 4.0")
    ]
    assert [(each.code, dict(each.names)["part"], dict(each.names).get("other")) for each in many_kept.reasons] == [
        ("cannot-mix", "carte 1", "CC BY-NC 4.0"),
        ("loses-non-commercial", "carte 2", None),
        ("loses-non-commercial", "carte 3", None),
        ("loses-non-commercial", "carte 4", None),
    ]


COLLECTED = """
    part                      | whole                           | answer | why
    CC-BY-ND-4.0              | CC-BY-SA-4.0                    | yes    | credit
    CC-BY-SA-4.0              | CC-BY-4.0                       | yes    | credit
    CC-BY-4.0                 | LicenseRef-tous-droits-reserves | yes    | credit
    CC0-1.0                   | CC-BY-NC-4.0                    | yes    |
    etalab-2.0                | CC0-1.0                         | yes    | credit-and-date
    GPL-3.0-only              | CC-BY-SA-4.0                    | yes    | credit
    ODbL-1.0                  | CC-BY-SA-4.0                    | yes    | credit
    CC-BY-NC-4.0              | CC-BY-NC-SA-4.0                 | yes    | credit
    CC-BY-NC-ND-4.0           | CC-BY-NC-4.0                    | yes    | credit
    CC-BY-NC-4.0              | CC-BY-SA-4.0                    | no     | allows-commercial-use
    CC-BY-NC-ND-4.0           | CC0-1.0                         | no     | allows-commercial-use
    CC-BY-NC-SA-4.0           | etalab-2.0                      | no     | allows-commercial-use
    CC BY NC                  | CC BY-SA                        | no     | allows-commercial-use
    CC-BY-NC-4.0              | LicenseRef-tous-droits-reserves | ask    | reserved-whole
    Tous droits réservés      | CC-BY-SA-4.0                    | no     | reserved
    aucune                    | CC-BY-SA-4.0                    | no     | no-licence
    libre                     | CC-BY-SA-4.0                    | ask    | which-licence
"""


@pytest.mark.parametrize(("part", "whole", "answer", "why"), rows(COLLECTED))
def test_a_part_that_stays_as_it_is_in_a_collection(part, whole, answer, why):
    found = may_gather([Part("A", part)], whole)

    about_the_part = [each for each in found.reasons if dict(each.names).get("part") == "A"]
    assert (found.answer, [each.code for each in about_the_part]) == (answer, [why] if why else [])


def test_parts_that_would_not_mix_stand_side_by_side():
    parts = cards("CC-BY-SA-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0")

    assert may_gather(parts, "CC-BY-NC-4.0").answer is Answer.YES
    assert may_gather(parts, "CC-BY-NC-4.0", is_one_work=True).answer is Answer.NO


TERMS = ("SA", "NC", "ND")
FAMILIES = {id: frozenset(IDS[name].split("-")) & frozenset(TERMS) for name, id in IDS.items()}
CHART = {
    (FAMILIES[IDS[source]], FAMILIES[IDS[target]]): cell for source, target, cell in cells(ADAPTED) if source != "CC0"
}
WORDS = ("CC BY-SA", "CC BY NC", "libre", "Creative Commons", "voir le site", "", "licence ouverte")
ANY = st.sampled_from([*LICENCES, *WORDS])
PARTS = st.lists(ANY, max_size=5).map(lambda licences: cards(*licences))
QUESTIONS = (
    may_adapt,
    may_gather,
    lambda parts, whole: may_gather(parts, whole, is_one_work=True),
)
WEIGHT = {Answer.YES: 0, Answer.ASK: 1, Answer.NO: 2}


def terms_of(id):
    return frozenset(id.split("-")) & frozenset(TERMS)


@pytest.mark.parametrize("source", [id for id in LICENCES if "CC-BY" in id and terms_of(id)])
def test_no_licence_that_keeps_something_is_ever_adapted_against_the_chart(source):
    accepted = {target for target in LICENCES if may_adapt([Part("A", source)], target).answer is Answer.YES}

    charted = {target for target in accepted if "CC-BY" in target}
    beyond = {"LAL-1.3", "GPL-3.0-only"} if source == "CC-BY-SA-4.0" else set()
    assert accepted - charted == beyond
    assert {CHART[terms_of(source), terms_of(target)] for target in charted} <= {"ok"}


@settings(deadline=None)
@given(PARTS, ANY, ANY, st.sampled_from(QUESTIONS))
def test_one_more_part_never_makes_the_answer_kinder(parts, one_more, target, ask):
    before, after = ask(parts, target), ask([*parts, *cards(one_more)], target)

    assert WEIGHT[after.answer] >= WEIGHT[before.answer]
    assert {ask(parts, id).answer for id in after.allowed} <= {Answer.YES}


@settings(deadline=None)
@given(st.permutations(range(4)), st.lists(ANY, min_size=4, max_size=4), ANY, st.sampled_from(QUESTIONS))
def test_the_order_of_the_parts_does_not_matter(order, licences, target, ask):
    parts = cards(*licences)
    one, other = ask(parts, target), ask([parts[place] for place in order], target)

    assert (one.answer, set(one.reasons), one.allowed) == (other.answer, set(other.reasons), other.allowed)


@settings(deadline=None)
@given(PARTS, st.sampled_from([*LICENCES]), st.sampled_from(QUESTIONS))
def test_what_is_said_to_be_allowed_is(parts, target, ask):
    found = ask(parts, target)

    assert (target in found.allowed) == (found.answer is Answer.YES)
    assert {ask(parts, id).answer for id in found.allowed} <= {Answer.YES}


@settings(deadline=None)
@given(PARTS, ANY, st.sampled_from(QUESTIONS))
def test_the_answer_is_the_heaviest_of_its_reasons(parts, target, ask):
    found = ask(parts, target)

    weights = [WEIGHT[answer_of(each.code)] for each in found.reasons]
    assert max(weights, default=0) == WEIGHT[found.answer]
    assert weights == sorted(weights, reverse=True)
    assert len({dict(each.names).get("part") for each in found.reasons}) == len(found.reasons)
