"""What an import brought to a workshop that was there, told to whoever asked: what came, and what gave way."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.boards.models import Note


@dataclass
class Outcome:
    """Counted while it happens. `aside` are words that gave way to others; `notes`, the keys of the notes that came."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    came: dict[str, list[int]] = field(default_factory=dict)
    renumbered: list[tuple[str, int, int]] = field(default_factory=list)
    only_here: dict[str, int] = field(default_factory=dict)
    aside: list[dict[str, Any]] = field(default_factory=list)
    kept_here: list[str] = field(default_factory=list)

    @property
    def is_nothing(self) -> bool:
        return not self.added and not self.changed

    @property
    def only_takes_back(self) -> bool:
        return not self.added and set(self.changed) <= {"withdrawn"}

    def note_came(self, where: str, note: Note, number: int) -> None:
        self.added["notes"] += 1
        self.notes.append(str(note.key))
        self.came.setdefault(where, []).append(note.number)
        if note.number != number:
            self.renumbered.append((where, number, note.number))

    def gave_way(self, what: str, key: str, where: str, number: int | None, text: str, *, from_file: bool) -> None:
        """Two hands changed the same thing: the newer words stand, these are told."""
        self.aside.append(
            {"what": what, "key": key, "where": where, "number": number, "text": text, "from_file": from_file}
        )


def names() -> dict[str, str]:
    return {
        "questions": _("questions"),
        "tables": _("tables"),
        "sequences": _("séquences"),
        "notes": _("notes"),
        "themes": _("thèmes"),
        "ideas": _("idées fortes"),
        "dots": _("gommettes"),
        "relays": _("passages de témoin"),
        "photos": _("photos"),
        "people": _("personnes présentes"),
        "rapporteurs": _("rapporteurs et rapporteuses"),
        "turns": _("tours de parole"),
        "summaries": _("synthèses"),
        "amendments": _("amendements"),
        "report": _("compte rendu"),
        "clock": _("déroulé"),
        "texts": _("textes de notes"),
        "places": _("notes rangées autrement"),
        "withdrawn": _("notes retirées"),
    }


def told(outcome: Outcome) -> list[str]:
    """One sentence a line, nothing about what did not happen."""
    return [*what_came(outcome), *(gave_way(row) for row in outcome.aside), *outcome.kept_here]


def what_came(outcome: Outcome) -> list[str]:
    """In figures and numbers: nobody's words."""
    lines = []
    for sentence, counted in ((_("Ajouté : %(what)s."), outcome.added), (_("Changé : %(what)s."), outcome.changed)):
        if counted:
            lines.append(sentence % {"what": ", ".join(f"{names()[name]} ({n})" for name, n in counted.items())})
    for where, numbers in outcome.came.items():
        lines.append(
            _("%(where)s, notes venues du fichier : n° %(numbers)s.") % {"where": where, "numbers": runs(numbers)}
        )
    for where, count in outcome.only_here.items():
        sentence = ngettext(
            "%(where)s, %(count)s note qui n’est qu’ici : gardée.",
            "%(where)s, %(count)s notes qui ne sont qu’ici : gardées.",
            count,
        )
        lines.append(sentence % {"where": where, "count": count})
    for where, there, here in outcome.renumbered:
        lines.append(
            _("%(where)s : la note n° %(there)s du fichier porte ici le n° %(here)s, l’autre numéro étant pris.")
            % {"where": where, "there": there, "here": here}
        )
    return lines


def gave_way(row: dict[str, Any]) -> str:
    """The words that do not stand, whole: whoever reads this may put them back."""
    place = f"{row['where']}, n° {row['number']}" if row["number"] else row["where"]
    sentence = (
        _("%(place)s : deux textes. Celui d’ici reste ; celui du fichier était « %(text)s ».")
        if row["from_file"]
        else _("%(place)s : deux textes. Celui du fichier, plus récent, reste ; celui d’ici était « %(text)s ».")
    )
    return sentence % {"place": place, "text": row["text"]}


def runs(numbers: list[int]) -> str:
    """1, 2, 3, 7 as « 1 à 3, 7 »."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} à {run[-1]}" for run in found)
