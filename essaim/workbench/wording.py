"""What was decided, as a sentence."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.boards.models import Note, Theme
from essaim.programmes.models import Programme
from essaim.workbench.enums import Verb, Verdict
from essaim.workbench.ledger import PAIR, THEME, TITLE, notes_of, title_of
from essaim.workbench.models import Decision
from essaim.workbench.queries import notes_called, themes_called

NAMED = 4  # themes, in a sentence


def told(programme: Programme, decisions: Sequence[Decision], standing: Iterable[Decision]) -> list[str]:
    """One sentence for each, in the same order; common themes go by their last name."""
    names = [name for decision in decisions for name in decision.after]
    themes = themes_called(programme, [name.removeprefix(THEME) for name in names if name.startswith(THEME)])
    notes = notes_called(programme, [key for name in names if name.startswith(PAIR) for key in notes_of(name)])
    titles = {
        name: value
        for decision in [*reversed(decisions), *standing]
        for name, value in [*decision.before.items(), *decision.after.items()]
        if name.startswith(TITLE) and value
    }
    return [sentence(decision, themes, notes, titles) for decision in decisions]


def sentence(decision: Decision, themes: dict[str, Theme], notes: dict[str, Note], titles: dict[str, str]) -> str:
    if decision.verb == Verb.JUDGE:
        return judged(decision, notes)
    if decision.verb == Verb.RENAME:
        (name,) = decision.after
        said = {"before": decision.before[name], "after": decision.after[name]}
        return _("« %(before)s » s’appelle maintenant « %(after)s »") % said
    placed = {name: common for name, common in decision.after.items() if name.startswith(THEME)}
    commons = decision.before if decision.verb == Verb.TAKE_OUT else decision.after
    said = {
        "n": len(placed),
        "themes": listed(sorted(f"« {title_said(themes, name)} »" for name in placed)),
        "title": next((titles.get(title_of(commons[name] or ""), "") for name in placed), ""),
    }
    if decision.verb == Verb.TAKE_OUT:
        return _("%(themes)s ne fait plus partie de « %(title)s »") % said
    if len(placed) == 1:
        return _("%(themes)s rejoint « %(title)s »") % said
    return _("%(n)s thèmes réunis sous « %(title)s » : %(themes)s") % said


def listed(titles: Sequence[str]) -> str:
    """The first of them, and how many others."""
    if len(titles) <= NAMED:
        return ", ".join(titles)
    others = len(titles) - NAMED
    more = ngettext("et %(n)s autre", "et %(n)s autres", others) % {"n": others}
    return f"{', '.join(titles[:NAMED])} {more}"


def title_said(themes: dict[str, Theme], name: str) -> str:
    theme = themes.get(name.removeprefix(THEME))
    return theme.title if theme else _("thème retiré depuis")


def judged(decision: Decision, notes: dict[str, Note]) -> str:
    ((name, verdict),) = decision.after.items()
    one, other = (words_of(notes, key) for key in notes_of(name))
    if verdict == Verdict.SAME:
        return _("« %(one)s » et « %(other)s » : la même idée") % {"one": one, "other": other}
    return _("« %(one)s » et « %(other)s » : deux idées") % {"one": one, "other": other}


def words_of(notes: dict[str, Note], key: str) -> str:
    """What stands today: words that were taken back are nowhere."""
    note = notes.get(key)
    return note.text if note and note.text else _("note qui n’est plus sur son panneau")
