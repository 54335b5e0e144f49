"""Where a common comes from and what came of it: its family, whom to credit, and whether its licence bears it all."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from essaim.commons.formats.sheet import Sheet
from essaim.commons.models import ChangeNote, Common, Derivation
from essaim.licences.attributing import Work
from essaim.licences.checking import heaviest, may_adapt, may_gather
from essaim.licences.values import Answer, Part, PartKind, Reason, Verdict

LARGEST = 500  # commons of a family that are read: beyond, its page says that it goes on
# A deck of cards, a game, a course are printed and changed as one thing; other commons keep files side by side.
ONE_WORK = {"outil-pedagogique"}


@dataclass(frozen=True, slots=True)
class Family:
    """Commons and what each was drawn from, all ancestors and descendants of one of them."""

    commons: Mapping[int, Common] = field(default_factory=dict)
    derivations: Mapping[int, Sequence[Derivation]] = field(default_factory=dict)  # by their child
    changes: Mapping[int, Sequence[str]] = field(default_factory=dict)  # that made each, by its key
    goes_on: bool = False  # there are more than could be read

    def children_of(self, key: int) -> list[Derivation]:
        return [one for several in self.derivations.values() for one in several if one.parent_id == key]


def family_of(common: Common) -> Family:
    """The family of a common, two queries for each generation."""
    return met_on_the_way([common], (upwards, downwards))


def ancestry_of(commons: Sequence[Common]) -> Family:
    """All that several commons were drawn from, two queries for each generation of all of them."""
    return met_on_the_way(commons, (upwards,))


def met_on_the_way(commons: Sequence[Common], steps: Iterable[Callable[[Sequence[int]], list[Derivation]]]) -> Family:
    found: dict[int, Common] = {common.pk: common for common in commons}
    links: dict[int, Derivation] = {}
    goes_on = False
    for step in steps:
        newest: Sequence[int] = [common.pk for common in commons]
        while newest and not goes_on:
            fresh = step(newest)
            links |= {one.pk: one for one in fresh}
            relatives = {pk for one in fresh for pk in (one.child_id, one.parent_id) if pk} - found.keys()
            goes_on = len(found) - len(commons) + len(relatives) >= LARGEST
            found |= {} if goes_on else Common.objects.in_bulk(relatives)
            newest = [pk for pk in relatives if pk in found]
    by_child: dict[int, list[Derivation]] = defaultdict(list)
    for one in sorted(links.values(), key=lambda link: link.pk):
        by_child[one.child_id].append(one)
    changes: dict[int, list[str]] = defaultdict(list)
    for note in ChangeNote.objects.filter(common__in=[pk for pk in found if pk in by_child]):
        changes[note.common_id].append(note.text)
    return Family(found, by_child, changes, goes_on)


def upwards(keys: Sequence[int]) -> list[Derivation]:
    return list(Derivation.objects.filter(child__in=keys))


def downwards(keys: Sequence[int]) -> list[Derivation]:
    return list(Derivation.objects.filter(parent__in=keys))


def ancestors_of(common: Common) -> set[int]:
    """The keys of everything that it was drawn from, at any distance."""
    found: set[int] = set()
    newest = [common.pk]
    while newest:
        parents = {one.parent_id for one in upwards(newest) if one.parent_id} - found
        found |= parents
        newest = list(parents)
    return found


def author_of(sheet: Sheet) -> str:
    """Whom the credits name: who wrote it, else the organisations."""
    people = sheet.get("contributors") or sheet.get("referent") or sheet.get("organisations") or []
    return ", ".join(one["name"] for one in people)


def licence_of(sheet: Sheet) -> str:
    return str(sheet.get("licence") or sheet.get("licence_words") or "")


def work_of(common: Common, family: Family, address_of: Callable[[Common], str]) -> Work:
    """The common with all that it was drawn from, as credits are written from it; each ancestor is one work."""
    made: dict[int, Work] = {}
    for one in oldest_first(common, family):
        parents = tuple(
            made[link.parent_id] if link.parent_id in made else told(link)
            for link in family.derivations.get(one.pk, ())
        )
        made[one.pk] = Work(
            title=one.title,
            author=author_of(one.sheet),
            source_url=address_of(one),
            licence=licence_of(one.sheet),
            changes=tuple(family.changes.get(one.pk, ())),
            parents=parents,
        )
    return made[common.pk]


def told(link: Derivation) -> Work:
    """What stands elsewhere, or is gone: as it was told."""
    return Work(title=link.title, author=link.author, source_url=link.address, licence=link.licence)


def oldest_first(common: Common, family: Family) -> list[Common]:
    """The common after everything that it was drawn from, without recursion: a lineage may be long."""
    order: list[Common] = []
    seen: set[int] = set()
    waiting: list[tuple[int, bool]] = [(common.pk, False)]
    while waiting:
        key, is_done = waiting.pop()
        if is_done:
            order.append(family.commons[key])
        elif key not in seen:
            seen.add(key)
            parents = [one.parent_id for one in family.derivations.get(key, ()) if one.parent_id in family.commons]
            waiting += [(key, True), *((parent, False) for parent in parents if parent)]
    return order


def verdict_on(sheet: Sheet, derivations: Iterable[Derivation]) -> Verdict:
    """Whether this common may be shared under its licence: what it was drawn from, and the files that it holds."""
    wanted = licence_of(sheet)
    sources = [Part(link.title, source_licence(link), PartKind.RECORD) for link in derivations]
    files = [
        Part(file.get("label") or file["address"], file["licence"], PartKind.FILE)
        for file in sheet.get("files", [])
        if file.get("licence")
    ]
    is_one_work = bool(ONE_WORK & set(sheet.get("kinds", [])))
    verdicts = [may_adapt(sources, wanted)] if sources else []
    verdicts += [may_gather(files, wanted, is_one_work=is_one_work)] if files else []
    if not verdicts:
        return Verdict(Answer.YES, (), ())
    reasons: tuple[Reason, ...] = tuple(dict.fromkeys(reason for one in verdicts for reason in one.reasons))
    allowed = tuple(one for one in verdicts[0].allowed if all(one in other.allowed for other in verdicts))
    return Verdict(heaviest(one.answer for one in verdicts), reasons, allowed)


def source_licence(link: Derivation) -> str:
    """The licence of the parent when it was taken: one that changes afterwards takes nothing back."""
    return link.licence or (licence_of(link.parent.sheet) if link.parent else "")
