"""What stands and what is missing before a workshop opens its doors, as its organiser reads it."""

from collections.abc import Collection
from collections.abc import Sequence as Rows
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.workshops.enums import Kind
from essaim.workshops.models import Sequence, Workshop
from essaim.workshops.queries import has_turns_to_spare

PEOPLE_PER_TABLE = 6  # World Café: four or five at a table, everybody speaks; beyond six some fall silent
DONE, LATE, TO_DO = "done", "late", ""


@dataclass(frozen=True)
class Step:
    """A part of the preparation: where it is done, how far it is, in a word."""

    route: str
    title: str
    state: str
    word: str


def steps_of(workshop: Workshop) -> list[Step]:
    """The parts in the order in which they are usually filled in."""
    questions = list(workshop.questions.all())
    sequences = list(workshop.sequences.all())
    tables, turns = workshop.tables.count(), max([one.round for one in sequences], default=0)
    run = set(workshop.facilitators.values_list("question_id", flat=True))
    seats = list(workshop.seats.filter(left_at=None).values_list("path", "name"))
    return [
        described(workshop),
        asked(len(questions)),
        timed(sequences, to_spare=has_turns_to_spare(workshop.topology, turns, len(questions))),
        furnished(workshop, tables, len(questions)),
        staffed([question.pk for question in questions], run),
        listed(workshop, sum(bool(name) for _path, name in seats)),
        planned(workshop, [path for path, _name in seats], turns),
    ]


def described(workshop: Workshop) -> Step:
    state = DONE if workshop.purpose else TO_DO
    return Step("describe", _("Présentation"), state, _("Fait") if state else _("À écrire"))


def asked(count: int) -> Step:
    title = ngettext("%(n)s question", "%(n)s questions", count) % {"n": count} if count else _("Questions")
    return Step("questions", title, DONE if count else LATE, _("Fait") if count else _("À poser"))


def timed(sequences: Rows[Sequence], *, to_spare: bool) -> Step:
    title = _("Déroulé, %(time)s") % {"time": lasting(sum(one.seconds for one in sequences))}
    if not any(one.kind == Kind.ROUND for one in sequences):
        return Step("sequences", title, LATE, _("Sans tour de table"))
    if to_spare:
        return Step("sequences", title, LATE, _("À corriger"))
    return Step(
        "sequences",
        title,
        LATE if rushed(sequences) else DONE,
        _("À relire") if rushed(sequences) else _("Fait"),
    )


def furnished(workshop: Workshop, tables: int, questions: int) -> Step:
    title = ngettext("%(n)s table", "%(n)s tables", tables) % {"n": tables} if tables else _("Tables")
    if not tables or tables < questions:
        return Step("tables", title, LATE, _("À prévoir"))
    if crowded(workshop.headcount, tables):
        return Step("tables", title, LATE, _("%(n)s par table") % {"n": -(-workshop.headcount // tables)})
    return Step("tables", title, DONE, _("Fait"))


def staffed(questions: list[int], run: Collection[int | None]) -> Step:
    alone = [pk for pk in questions if pk not in run]
    if run and not alone:
        return Step("team", _("Équipe d’animation"), DONE, _("Fait"))
    return Step(
        "team",
        _("Équipe d’animation"),
        TO_DO,
        _("%(n)s à nommer") % {"n": len(alone)} if run else _("Personne pour l’instant"),
    )


def listed(workshop: Workshop, named: int) -> Step:
    title = ngettext("%(n)s personne", "%(n)s personnes", workshop.headcount) % {"n": workshop.headcount}
    word = _("Liste importée") if named else _("Sans liste")
    return Step("people", title, DONE, word)


def planned(workshop: Workshop, paths: list[list[int]], rounds: int) -> Step:
    ready = bool(paths) and all(len(path) == rounds for path in paths) and len(paths) >= workshop.headcount
    return Step("rotation", _("Rotation"), DONE if ready else TO_DO, _("Calculée") if ready else _("À calculer"))


def crowded(people: int, tables: int) -> bool:
    """More than six at a table: a warning, never a refusal, since rooms may hold a whole group."""
    return tables > 0 and people > PEOPLE_PER_TABLE * tables


def rushed(sequences: Rows[Sequence]) -> list[str]:
    """What a timetable forgets: time to walk between two turns."""
    found = []
    for before, after in zip(sequences, sequences[1:], strict=False):
        if before.round and after.round and before.round != after.round:
            found.append(
                _(
                    "Personne n’a le temps de changer de table entre « %(before)s » et « %(after)s » : "
                    "ajoutez un déplacement de 2 ou 3 minutes."
                )
                % {"before": before.title, "after": after.title}
            )
    return found


def warnings_of(workshop: Workshop) -> list[str]:
    """What deserves a second look, and prevents nothing."""
    tables = workshop.tables.count()
    found = rushed(list(workshop.sequences.all()))
    if crowded(workshop.headcount, tables):
        found.append(
            _(
                "%(people)s personnes pour %(tables)s tables, soit %(each)s par table : "
                "au-delà de six, tout le monde ne peut plus parler."
            )
            % {"people": workshop.headcount, "tables": tables, "each": -(-workshop.headcount // tables)}
        )
    return found


def lasting(seconds: int) -> str:
    """A duration as people say it."""
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": minutes}
    return _("%(hours)s h %(minutes)02d") % {"hours": hours, "minutes": minutes}
