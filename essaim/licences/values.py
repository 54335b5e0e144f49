"""What a question about licences is made of, and its answer. Frozen: the same question has the same answer."""

from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    ASK = "ask"  # somebody has to look: the licences alone do not settle it


class PartKind(StrEnum):
    """What a part is to the people who read about it."""

    RECORD = "record"
    FILE = "file"
    CARD = "card"
    PART = "part"


class Code(StrEnum):
    """Why the answer is what it is; `telling` has a sentence for each."""

    CREDIT = "credit"
    CREDIT_AND_DATE = "credit-and-date"

    RESERVED = "reserved"
    NO_LICENCE = "no-licence"
    NO_DERIVATIVES = "no-derivatives"
    NO_DERIVATIVES_AT_ALL = "no-derivatives-at-all"
    SHARE_ALIKE = "share-alike"
    EARLIER_VERSION = "earlier-version"
    FIRST_VERSION = "first-version"
    ONE_WAY = "one-way"
    CANNOT_MIX = "cannot-mix"
    ALLOWS_COMMERCIAL_USE = "allows-commercial-use"
    ASKS_NO_CREDIT = "asks-no-credit"

    LOSES_NON_COMMERCIAL = "loses-non-commercial"
    LOSES_CREDIT = "loses-credit"
    RESERVED_TARGET = "reserved-target"
    RESERVED_WHOLE = "reserved-whole"
    PRODUCED_WORK = "produced-work"
    OTHER_KIND = "other-kind"
    UNSURE_PAIR = "unsure-pair"
    UNKNOWN = "unknown"
    WHICH_VERSION = "which-version"
    WHICH_LICENCE = "which-licence"
    TARGET_SILENT = "target-silent"
    TARGET_UNKNOWN = "target-unknown"
    TARGET_VERSION = "target-version"
    TARGET_LICENCE = "target-licence"


DUTIES = frozenset({Code.CREDIT, Code.CREDIT_AND_DATE})
OBJECTIONS = frozenset(
    {
        Code.RESERVED,
        Code.NO_LICENCE,
        Code.NO_DERIVATIVES,
        Code.NO_DERIVATIVES_AT_ALL,
        Code.SHARE_ALIKE,
        Code.EARLIER_VERSION,
        Code.FIRST_VERSION,
        Code.ONE_WAY,
        Code.CANNOT_MIX,
        Code.ALLOWS_COMMERCIAL_USE,
        Code.ASKS_NO_CREDIT,
    }
)


def answer_of(code: Code | None) -> Answer:
    """A reason that is neither a duty nor an objection is a doubt; no reason at all is a yes."""
    if code is None or code in DUTIES:
        return Answer.YES
    return Answer.NO if code in OBJECTIONS else Answer.ASK


@dataclass(frozen=True)
class Part:
    """Something that is taken up; `licence` is an SPDX id or the words of whoever wrote it."""

    name: str
    licence: str
    kind: PartKind = PartKind.PART


@dataclass(frozen=True)
class Reason:
    """`names` fill the sentence of its code."""

    code: Code
    names: tuple[tuple[str, str], ...] = ()

    @property
    def answer(self) -> Answer:
        return answer_of(self.code)


@dataclass(frozen=True)
class Verdict:
    """`reasons` say why: what stands in the way, else what remains due; `allowed` are SPDX ids, best first."""

    answer: Answer
    reasons: tuple[Reason, ...]
    allowed: tuple[str, ...]


def reason(code: Code, **names: str) -> Reason:
    return Reason(code, tuple(names.items()))
