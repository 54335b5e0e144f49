"""What no plan can satisfy, said before searching, with the constraint named and a way out."""

from collections import Counter

from . import counted
from .seats import balance_is_countable
from .setting import Setting
from .speaking import _, ngettext
from .values import Impossible, Topology


def check_possible(setting: Setting) -> None:
    """Nothing in the question contradicts itself."""
    _check_sizes(setting)
    _check_names(setting)
    _check_turns(setting)
    _check_hosts(setting)
    _check_access(setting)
    _check_apart(setting)
    _check_unavoidable(setting)
    _check_limit(setting, "organisation", setting.limits.per_organisation)
    _check_limit(setting, "territory", setting.limits.per_territory)


def _check_sizes(setting: Setting) -> None:
    people, tables = len(setting.people), len(setting.tables)
    if tables < 1:
        raise Impossible(_("Il faut au moins une table."))
    if setting.rounds < 1:
        raise Impossible(_("Il faut au moins un tour."))
    if not people:
        raise Impossible(_("La liste des personnes est vide."))
    if [table.number for table in setting.tables] != list(range(1, tables + 1)):
        raise Impossible(
            _("Numérotez les tables de 1 à %(last)s, dans l’ordre, sans trou ni doublon.") % {"last": tables}
        )
    if setting.questions < 1:
        raise Impossible(_("Il faut au moins une question."))
    if setting.questions > tables:
        raise Impossible(
            _("Il y a %(tables)s pour %(questions)s : chaque question a besoin d’au moins une table.")
            % {"tables": counted.tables(tables), "questions": counted.questions(setting.questions)}
        )
    if people < tables:
        raise Impossible(
            _("Il y a %(tables)s pour %(people)s : retirez des tables.")
            % {"tables": counted.tables(tables), "people": counted.people(people)}
        )


def _check_names(setting: Setting) -> None:
    for name, count in Counter(person.name for person in setting.people).items():
        if not name.strip():
            raise Impossible(_("Une personne n’a pas de nom."))
        if count > 1:
            raise Impossible(
                _("Le nom « %(name)s » figure %(count)s fois : distinguez ces personnes.")
                % {"name": name, "count": count}
            )
    names = {person.name for person in setting.people}
    for person in setting.people:
        for unknown in sorted(person.apart - names):
            raise Impossible(
                _("%(name)s ne doit pas être avec « %(other)s », qui n’est pas dans la liste.")
                % {"name": person.name, "other": unknown}
            )


def _check_turns(setting: Setting) -> None:
    numbers = {
        "tables": counted.tables(len(setting.tables)),
        "questions": counted.questions(setting.questions),
        "turns": counted.turns(setting.rounds),
    }
    if setting.topology is Topology.FREE_REMIX:
        return
    if setting.rounds > setting.questions:
        raise Impossible(
            _(
                "Avec %(questions)s et %(turns)s, il faudrait revoir une question : "
                "prévoyez au plus %(most)s, ou un mélange libre."
            )
            % {**numbers, "most": counted.turns(setting.questions)}
        )
    if not balance_is_countable(setting):
        raise Impossible(
            _(
                "Avec %(tables)s pour %(questions)s et %(turns)s, les tables ne peuvent pas rester équilibrées : "
                "prenez un nombre de tables multiple de %(factor)s, ou moins de tours."
            )
            % {**numbers, "factor": setting.questions}
        )


def _check_hosts(setting: Setting) -> None:
    tables = len(setting.tables)
    for person in setting.hosts:
        _check_host(setting, person)
    if setting.topology is Topology.FACILITATORS_MOVE and setting.hosts and tables % setting.questions:
        raise Impossible(
            _(
                "Avec %(tables)s pour %(questions)s, une animatrice ou un animateur ne peut pas suivre sa question : "
                "prenez un nombre de tables multiple de %(factor)s."
            )
            % {
                "tables": counted.tables(tables),
                "questions": counted.questions(setting.questions),
                "factor": setting.questions,
            }
        )


def _check_host(setting: Setting, person: int) -> None:
    host, tables = setting.people[person], len(setting.tables)
    if host.host_of not in range(1, tables + 1):
        raise Impossible(
            _("%(name)s anime la table %(table)s, qui n’existe pas (tables 1 à %(last)s).")
            % {"name": host.name, "table": host.host_of, "last": tables}
        )
    visited = setting.host_path(person)
    closed = [t + 1 for t in visited if not setting.tables[t].is_accessible]
    if host.needs_accessible and closed:
        raise Impossible(
            _("%(name)s a besoin d’une table accessible, mais animerait la table %(table)s, qui ne l’est pas.")
            % {"name": host.name, "table": closed[0]}
        )
    for other in setting.hosts:
        if setting.apart[person] >> other & 1 and setting.host_path(other) == visited:
            raise Impossible(
                _("%(one)s et %(other)s ne doivent pas être ensemble, mais animent la même table (%(table)s).")
                % {"one": host.name, "other": setting.people[other].name, "table": host.host_of}
            )


def _check_access(setting: Setting) -> None:
    wanted = sum(setting.people[i].needs_accessible for i in setting.movers)
    open_tables = [t for t, table in enumerate(setting.tables) if table.is_accessible]
    if wanted and not open_tables:
        raise Impossible(
            ngettext(
                "%(n)s personne a besoin d’une table accessible, et aucune table ne l’est.",
                "%(n)s personnes ont besoin d’une table accessible, et aucune table ne l’est.",
                wanted,
            )
            % {"n": wanted}
        )
    largest = -(-setting.balanced // len(setting.tables))
    places = sum(max(0, largest - setting.hosts_at[t]) for t in open_tables)
    if wanted > places:
        raise Impossible(
            ngettext(
                "%(n)s personne a besoin d’une table accessible, mais les tables accessibles ne peuvent en "
                "recevoir que %(places)s : rendez une autre table accessible.",
                "%(n)s personnes ont besoin d’une table accessible, mais les tables accessibles ne peuvent en "
                "recevoir que %(places)s : rendez une autre table accessible.",
                wanted,
            )
            % {"n": wanted, "places": places}
        )


def _check_apart(setting: Setting) -> None:
    tables = len(setting.tables)
    for person in range(len(setting.people)):
        group = [person]
        for other in range(len(setting.people)):
            if other != person and all(setting.apart[other] >> member & 1 for member in group):
                group.append(other)
        if len(group) > tables:
            raise Impossible(
                ngettext(
                    "%(people)s doivent toutes être séparées (%(names)s), mais il n’y a qu’une table.",
                    "%(people)s doivent toutes être séparées (%(names)s), mais il n’y a que %(n)s tables.",
                    tables,
                )
                % {
                    "people": counted.people(len(group)),
                    "names": ", ".join(setting.people[i].name for i in group),
                    "n": tables,
                }
            )


def _check_unavoidable(setting: Setting) -> None:
    """Nobody has to avoid somebody whom all the questions, or all the tables, make them meet."""
    for mover in setting.movers:
        for other, path in _fixed_paths(setting):
            if other != mover and setting.apart[mover] >> other & 1 and _must_meet(setting, mover, path):
                raise Impossible(
                    _(
                        "%(name)s ne doit pas être avec %(other)s, mais leur rencontre est inévitable en %(turns)s : "
                        "prévoyez un tour de moins."
                    )
                    % {
                        "name": setting.people[mover].name,
                        "other": setting.people[other].name,
                        "turns": counted.turns(setting.rounds),
                    }
                )


def _fixed_paths(setting: Setting) -> list[tuple[int, tuple[int, ...]]]:
    """Those who have no choice: hosts, and people with a single accessible table."""
    fixed = [(host, setting.host_path(host)) for host in setting.hosts]
    open_tables = [t for t, table in enumerate(setting.tables) if table.is_accessible]
    if len(open_tables) == 1:
        alone = [i for i in setting.movers if setting.people[i].needs_accessible]
        fixed += [(person, (open_tables[0],) * setting.rounds) for person in alone]
    return fixed


def _must_meet(setting: Setting, mover: int, path: tuple[int, ...]) -> bool:
    if setting.topology is Topology.FACILITATORS_MOVE:
        return set(path) == set(range(len(setting.tables)))
    sees_all = not setting.may_repeat(mover) and setting.rounds == setting.questions == len(setting.tables)
    return sees_all and len(set(path)) == 1


def _check_limit(setting: Setting, attribute: str, limit: int | None) -> None:
    if limit is None:
        return
    if limit < 1:
        raise Impossible(_too_low(attribute))
    tables = len(setting.tables)
    for value, count in Counter(getattr(person, attribute) for person in setting.people).most_common():
        if value and count > limit * tables:
            raise Impossible(
                _too_many(attribute)
                % {
                    "people": counted.people(count),
                    "value": value,
                    "limit": limit,
                    "tables": counted.tables(tables),
                    "places": limit * tables,
                }
            )


def _too_low(attribute: str) -> str:
    if attribute == "organisation":
        return _("Le nombre de personnes d’une même organisation à une table doit être d’au moins 1.")
    return _("Le nombre de personnes d’un même territoire à une table doit être d’au moins 1.")


def _too_many(attribute: str) -> str:
    if attribute == "organisation":
        return _(
            "%(people)s viennent de l’organisation « %(value)s » : "
            "avec au plus %(limit)s par table et %(tables)s, il n’y a place que pour %(places)s."
        )
    return _(
        "%(people)s viennent du territoire « %(value)s » : "
        "avec au plus %(limit)s par table et %(tables)s, il n’y a place que pour %(places)s."
    )
