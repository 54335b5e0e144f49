"""A common is drawn from others: a child of its own, which says where it comes from and what was changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.commons.access import check_may_see, check_may_write
from essaim.commons.domain import editing, writing
from essaim.commons.enums import Relation
from essaim.commons.formats.comparing import Clash, Merged, chosen, merged
from essaim.commons.formats.sheet import TITLE_LENGTH, Sheet, without_blanks
from essaim.commons.lineage import ancestors_of, author_of, licence_of
from essaim.commons.models import ChangeNote, Common, Derivation
from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.people.models import Person
from essaim.programmes.models import Programme

NOTE_LENGTH = 500
# What belongs to the territory that wrote it, and not to the one that takes it up.
OF_ITS_TERRITORY = ("places", "point", "organisations", "referent", "contributors", "discussion", "community", "kept")
# What a translation or an excerpt in turn may propose to its children, field by field.
SHARED = ("summary", "description", "kinds", "themes", "challenges", "audiences", "tags", "files", "complement")


@dataclass(frozen=True, slots=True)
class News:
    """What a parent says since it was taken: `merge` has the fields that only it changed, and those that both did."""

    derivation: Derivation
    merge: Merged
    news: tuple[str, ...]  # names of the fields that it changed and the child did not

    @property
    def clashes(self) -> tuple[Clash, ...]:
        return self.merge.clashes


@transaction.atomic
def adapt(
    *,
    parents: Sequence[tuple[Common, Relation]],
    title: str,
    by: Person,
    now: datetime,
    programme: Programme | None = None,
) -> Common:
    """A draft of this title, which says what its first parent does, apart from what belongs to its territory."""
    for parent, _relation in parents:
        check_may_see(by, parent)
    first = parents[0][0]
    reason = _("D’après « %(title)s »") % {"title": first.title}
    sheet = taken_from(first.sheet)
    child = editing.draft(sheet=sheet, title=title, by=by, now=now, programme=programme, reason=reason)
    for parent, relation in parents:
        draw(child=child, parent=parent, relation=relation, now=now)
    return child


def taken_from(sheet: Sheet) -> Sheet:
    return without_blanks({name: value for name, value in sheet.items() if name not in OF_ITS_TERRITORY})


@transaction.atomic
def add_parent(*, child: Common, parent: Common, relation: Relation, by: Person, now: datetime) -> Derivation:
    """The common was drawn from this one too."""
    check_may_write(by, child)
    check_may_see(by, parent)
    return draw(child=child, parent=parent, relation=relation, now=now)


@transaction.atomic
def draw(*, child: Common, parent: Common, relation: Relation, now: datetime) -> Derivation:
    """The link between both; what would make a common its own ancestor is refused."""
    # Two who link at once could close a circle that neither sees: the catalogue's row makes them follow each other.
    writing.Catalogue.advance()
    if parent.pk == child.pk or child.pk in ancestors_of(parent):
        raise Refused(
            _("« %(parent)s » vient déjà de « %(child)s » : l’un ne peut pas venir de l’autre dans les deux sens.")
            % {"parent": parent.title, "child": child.title},
            code="circular",
            status=422,
        )
    made, _is_new = Derivation.objects.get_or_create(
        child=child,
        parent=parent,
        defaults={
            "relation": relation,
            "base": parent.revision,
            "title": parent.title,
            "author": author_of(parent.sheet)[:500],
            "licence": licence_of(parent.sheet),
            "since": now,
        },
    )
    return made


@transaction.atomic
def add_source(
    *, child: Common, title: str, author: str, address: str, licence: str, relation: Relation, by: Person, now: datetime
) -> Derivation:
    """The common was drawn from a work that stands elsewhere."""
    check_may_write(by, child)
    title = cleaned(title, lines=False)[:TITLE_LENGTH]
    if not title:
        raise Refused(_("Donnez le titre de l’œuvre d’origine."), code="title", status=422)
    return Derivation.objects.create(
        child=child,
        relation=relation,
        title=title,
        author=cleaned(author, lines=False)[:500],
        address=address,
        licence=cleaned(licence, lines=False)[:300],
        since=now,
    )


@transaction.atomic
def note_change(*, common: Common, text: str, by: Person, now: datetime) -> ChangeNote:
    """What was changed is told, and stays in the credits of all that will be drawn from it."""
    check_may_write(by, common)
    text = cleaned(text, lines=False)
    if not text or len(text) > NOTE_LENGTH:
        sentence = _("Dites ce que vous avez changé, en %(limit)s caractères au plus.") % {"limit": NOTE_LENGTH}
        raise Refused(sentence, code="note", status=422)
    return ChangeNote.objects.create(common=common, text=text, by=by, at=now)


@transaction.atomic
def drop_change(*, note: ChangeNote, by: Person) -> None:
    """The note is taken back."""
    check_may_write(by, note.common)
    note.delete()


def news_of(child: Common) -> list[News]:
    """What each parent says since it was taken, among what a child shares with it; nothing where it says the same."""
    found = []
    links = Derivation.objects.filter(child=child, parent__isnull=False).select_related("parent")
    for link in links:
        parent = link.parent
        if parent is None or parent.revision == link.base:
            continue
        base, theirs = (shared(sheet) for sheet in (editing.sheet_at(parent, link.base), parent.sheet))
        merge = merged(base, shared(child.sheet), theirs)
        names = tuple(name for name in SHARED if merge.sheet.get(name) != child.sheet.get(name))
        if names or merge.clashes:
            found.append(News(link, merge, names))
    return found


def shared(sheet: Sheet) -> Sheet:
    return {name: sheet[name] for name in SHARED if name in sheet}


@transaction.atomic
def take_news(*, child: Common, derivation: Derivation, taken: frozenset[str], by: Person, now: datetime) -> Common:
    """The child says what its parent does in these fields, and no other; what was looked at is not proposed again."""
    check_may_write(by, child)
    locked = Common.objects.select_for_update().get(pk=child.pk)
    news = next((one for one in news_of(locked) if one.derivation.pk == derivation.pk), None)
    parent = derivation.parent
    if news is None or parent is None:
        return locked
    said = chosen(news.merge, taken)
    sheet = locked.sheet | {name: said.get(name) for name in SHARED if name in taken}
    reason = _("Repris de « %(title)s »") % {"title": parent.title}
    editing.change(common=locked, sheet=without_blanks(sheet), by=by, now=now, reason=reason[:200])
    Derivation.objects.filter(pk=derivation.pk).update(base=parent.revision)
    return Common.objects.get(pk=locked.pk)
