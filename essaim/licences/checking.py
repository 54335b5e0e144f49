"""What licences allow: drawing one work from others, or gathering works side by side.

Each part is asked on its own whether its licence bears the one that is wished for; then parts that become one work are
asked whether they may be mixed. The heaviest answer wins: no, then ask, then yes.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from essaim.licences.recognising import Doubt, Recognised, recognise
from essaim.licences.tables import (
    ACTS_AS,
    ADAPTER,
    BRIDGES,
    LATEST,
    LICENCES,
    REMIX,
    Cell,
    Family,
    Kind,
    Licence,
)
from essaim.licences.values import Answer, Code, Part, Reason, Verdict, answer_of, reason

Rule = Callable[[Licence, Licence], Code | None]
Heard = tuple[Part, Recognised]
Clashes = dict[Family, set[str]]  # a family, and the licences that it does not mix with

THINGS = frozenset({Kind.SOFTWARE, Kind.HARDWARE})
# The whole is shared under one licence: what that licence leaves unsaid, its readers would not respect.
UNSAID = {
    Code.LOSES_NON_COMMERCIAL: Code.ALLOWS_COMMERCIAL_USE,
    Code.LOSES_CREDIT: Code.ASKS_NO_CREDIT,
}
DOUBTS = {Doubt.UNKNOWN: Code.UNKNOWN, Doubt.VERSION: Code.WHICH_VERSION, Doubt.SEVERAL: Code.WHICH_LICENCE}
DOUBTS_ABOUT_THE_TARGET = {
    Doubt.SILENT: Code.TARGET_SILENT,
    Doubt.UNKNOWN: Code.TARGET_UNKNOWN,
    Doubt.VERSION: Code.TARGET_VERSION,
    Doubt.SEVERAL: Code.TARGET_LICENCE,
}


def may_adapt(sources: Sequence[Part], target: str) -> Verdict:
    """Whether one work drawn from all these sources may be shared under the target."""
    return verdict(sources, target, adapting, is_one_work=True)


def may_gather(parts: Sequence[Part], whole: str, *, is_one_work: bool = False) -> Verdict:
    """Whether these parts may be shared together, each as it is, in a whole under this licence.

    In a collection, each part keeps its licence. A deck of cards, printed and changed as one thing, is one work: its
    licence must then be true of every card.
    """
    return verdict(parts, whole, into_one_work if is_one_work else into_a_collection, is_one_work=is_one_work)


def verdict(parts: Sequence[Part], target: str, rule: Rule, *, is_one_work: bool) -> Verdict:
    heard = [(part, recognise(part.licence)) for part in parts]
    wanted = recognise(target)
    clashes = clashes_between(heard) if is_one_work else {}
    reasons = [reason_of(*each, wanted, rule, clashes) for each in heard]
    given = [each for each in (reason_about(wanted), *reasons) if each]
    answer = heaviest(each.answer for each in given)
    told = given if answer is Answer.YES else [each for each in given if each.answer is not Answer.YES]
    told.sort(key=lambda each: each.answer is not Answer.NO)
    return Verdict(answer, tuple(told), allowed(heard, wanted, rule))


def heaviest(answers: Iterable[Answer]) -> Answer:
    found = set(answers)
    return next((answer for answer in (Answer.NO, Answer.ASK) if answer in found), Answer.YES)


def allowed(heard: Sequence[Heard], wanted: Recognised, rule: Rule) -> tuple[str, ...]:
    """What is offered today, the sources' own licences and the one wished for, as far as every source bears it."""
    if any(known.doubt for _, known in heard):
        return ()
    sources = [LICENCES[known.licence] for _, known in heard]
    kinds = {source.kind for source in sources} | {Kind.CONTENT, Kind.DATA}
    named = {source.id for source in sources} | {wanted.licence}
    return tuple(
        target.id
        for target in LICENCES.values()
        if (target.id in named or (target.is_offered and target.kind in kinds))
        and all(answer_of(rule(source, target)) is Answer.YES for source in sources)
    )


def reason_about(wanted: Recognised) -> Reason | None:
    if wanted.doubt is None:
        return None
    return reason(DOUBTS_ABOUT_THE_TARGET[wanted.doubt], target=wanted.words, candidates=names_of(wanted))


def reason_of(part: Part, known: Recognised, wanted: Recognised, rule: Rule, clashes: Clashes) -> Reason | None:
    """The one thing to say of this part: what its own licence says, else with which others it does not mix."""
    code = code_of(known, wanted, rule)
    names = {"kind": part.kind.value, "part": part.name, "licence": name_of(known), "target": name_of(wanted)}
    others = clashes.get(ACTS_AS[LICENCES[known.licence].family]) if is_charted(known) else None
    if others and answer_of(code) is not Answer.NO:
        return reason(Code.CANNOT_MIX, **names, other=", ".join(sorted(others)))
    if code in DOUBTS.values():
        names["candidates"] = names_of(known)
    return reason(code, **names) if code else None


def code_of(known: Recognised, wanted: Recognised, rule: Rule) -> Code | None:
    """What the rule says; where something is in doubt, a no that holds in every case and otherwise the doubt."""
    if known.doubt is Doubt.SILENT:
        return Code.NO_LICENCE
    targets = LICENCES if wanted.doubt not in (None, Doubt.VERSION) else wanted.candidates
    codes = [rule(LICENCES[id], LICENCES[target]) for id in known.candidates for target in targets]
    if known.doubt in (None, Doubt.VERSION) and all(answer_of(code) is Answer.NO for code in codes):
        return codes[0]
    if known.doubt:
        return DOUBTS[known.doubt]
    return None if wanted.doubt else codes[0]


def adapting(source: Licence, target: Licence) -> Code | None:
    """What becomes of the source’s conditions in a work drawn from it and shared under the target."""
    if source.family is Family.RESERVED:
        return Code.RESERVED
    if source.no_derivatives:
        return Code.NO_DERIVATIVES if source.version == LATEST else Code.NO_DERIVATIVES_AT_ALL
    if source.family is Family.PUBLIC_DOMAIN or source == target or (source.id, target.id) in BRIDGES:
        return duty(source)
    if source.kind in THINGS and (target.id, source.id) in BRIDGES:
        return Code.ONE_WAY
    if source.family is Family.OPEN_DATABASE:
        return Code.PRODUCED_WORK
    if target.family is Family.RESERVED:
        return Code.SHARE_ALIKE if source.share_alike else Code.RESERVED_TARGET
    if source.kind in THINGS or target.kind in THINGS:
        return between_kinds(source, target)
    if target.family in (Family.OPEN_DATABASE, Family.DATA_WITH_CREDIT):
        return into_data(source)
    return by_the_chart(source, target)


def between_kinds(source: Licence, target: Licence) -> Code:
    """Code, things and content: few of these licences were made to meet."""
    if (source.id, target.id) == ("CC-BY-SA-4.0", "GPL-3.0-or-later"):
        return Code.UNSURE_PAIR  # Creative Commons named version 3 and none to come
    if source.share_alike and (source.kind not in THINGS or (source.kind is target.kind and not target.share_alike)):
        return Code.SHARE_ALIKE
    return Code.UNSURE_PAIR if source.kind is target.kind else Code.OTHER_KIND


def into_data(source: Licence) -> Code | None:
    """ODbL and ODC-By grant the rights of databases: licences of data go there, those of content have to be asked."""
    if source.share_alike:
        return Code.SHARE_ALIKE
    return duty(source) if source.kind is Kind.DATA else Code.UNSURE_PAIR


def by_the_chart(source: Licence, target: Licence) -> Code | None:
    cell = ADAPTER[ACTS_AS[source.family], ACTS_AS[target.family]]
    if cell is Cell.RARE:
        loses_use = source.non_commercial and not target.non_commercial
        return Code.LOSES_NON_COMMERCIAL if loses_use else Code.LOSES_CREDIT
    if cell is Cell.NO or (source.share_alike and source.family is not target.family):
        return Code.SHARE_ALIKE
    if source.share_alike and source.version != target.version:
        return to_another_version(source, target)
    return duty(source)


def to_another_version(source: Licence, target: Licence) -> Code | None:
    """Since 2.0, share alike may go on to a later version (§ 4(b), then § 3(b) of 4.0); 1.0 knows itself alone."""
    if source.version == "1.0":
        return Code.FIRST_VERSION
    return Code.EARLIER_VERSION if target.version < source.version else duty(source)


def into_one_work(part: Licence, whole: Licence) -> Code | None:
    code = adapting(part, whole)
    return UNSAID.get(code, code) if code else None


def into_a_collection(part: Licence, whole: Licence) -> Code | None:
    """Unchanged, under its own licence: only its use remains to be respected."""
    if part.family is Family.RESERVED:
        return Code.RESERVED
    if part.non_commercial and not whole.non_commercial:
        return Code.RESERVED_WHOLE if whole.family is Family.RESERVED else Code.ALLOWS_COMMERCIAL_USE
    return duty(part)


def duty(source: Licence) -> Code | None:
    """What remains due to the source when everything is allowed."""
    if source.last_update:
        return Code.CREDIT_AND_DATE
    return Code.CREDIT if source.attribution else None


def clashes_between(heard: Sequence[Heard]) -> Clashes:
    """What does not mix, told on the side of the fewest parts: one odd card, not the fifty others."""
    charted = [LICENCES[known.licence] for _, known in heard if is_charted(known)]
    counted = Counter(ACTS_AS[licence.family] for licence in charted)
    found: dict[Family, set[str]] = {}
    for pair in combinations(counted, 2):
        if REMIX[pair] is Cell.NO:
            odd, other = sorted(pair, key=lambda family: (counted[family], "NC" not in family))
            found.setdefault(odd, set()).update(each.name for each in charted if ACTS_AS[each.family] is other)
    return found


def is_charted(known: Recognised) -> bool:
    """ND is left out: it mixes with nothing, and says so on its own."""
    licence = LICENCES.get(known.licence)
    return licence is not None and licence.family in ACTS_AS and not licence.no_derivatives


def name_of(known: Recognised) -> str:
    return LICENCES[known.licence].name if known.licence else known.words


def names_of(known: Recognised) -> str:
    return ", ".join(LICENCES[id].name for id in known.candidates)
