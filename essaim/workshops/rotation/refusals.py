"""What no plan can satisfy, said before searching, with the constraint named and a way out."""

from collections import Counter

from .seats import balance_is_countable
from .setting import Setting
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
    _check_limit(setting, "organisation", setting.limits.per_organisation, "de l’organisation")
    _check_limit(setting, "territory", setting.limits.per_territory, "du territoire")


def _check_sizes(setting: Setting) -> None:
    people, tables = len(setting.people), len(setting.tables)
    if tables < 1:
        raise Impossible("Il faut au moins une table.")
    if setting.rounds < 1:
        raise Impossible("Il faut au moins un tour.")
    if not people:
        raise Impossible("La liste des personnes est vide.")
    if [table.number for table in setting.tables] != list(range(1, tables + 1)):
        raise Impossible(f"Numérotez les tables de 1 à {tables}, dans l’ordre, sans trou ni doublon.")
    if not 1 <= setting.questions <= tables:
        raise Impossible(
            f"Il y a {tables} tables pour {setting.questions} questions : "
            "chaque question a besoin d’au moins une table."
        )
    if people < tables:
        raise Impossible(f"Il y a {tables} tables pour {people} personnes : retirez des tables.")


def _check_names(setting: Setting) -> None:
    for name, count in Counter(person.name for person in setting.people).items():
        if not name.strip():
            raise Impossible("Une personne n’a pas de nom.")
        if count > 1:
            raise Impossible(f"Le nom « {name} » figure {count} fois : distinguez ces personnes.")
    names = {person.name for person in setting.people}
    for person in setting.people:
        for unknown in sorted(person.apart - names):
            raise Impossible(f"{person.name} ne doit pas être avec « {unknown} », qui n’est pas dans la liste.")


def _check_turns(setting: Setting) -> None:
    questions, tables = setting.questions, len(setting.tables)
    if setting.topology is Topology.FREE_REMIX:
        return
    if setting.rounds > questions:
        raise Impossible(
            f"Avec {questions} questions et {setting.rounds} tours, il faudrait revoir une question : "
            f"prévoyez au plus {questions} tours, ou un mélange libre."
        )
    if not balance_is_countable(setting):
        raise Impossible(
            f"Avec {tables} tables pour {questions} questions et {setting.rounds} tours, "
            "les tables ne peuvent pas rester équilibrées : prenez un nombre de tables "
            f"multiple de {questions}, ou moins de tours."
        )


def _check_hosts(setting: Setting) -> None:
    tables = len(setting.tables)
    for person in setting.hosts:
        host = setting.people[person]
        if host.host_of not in range(1, tables + 1):
            raise Impossible(f"{host.name} anime la table {host.host_of}, qui n’existe pas (tables 1 à {tables}).")
        visited = setting.host_path(person)
        closed = [t + 1 for t in visited if not setting.tables[t].is_accessible]
        if host.needs_accessible and closed:
            raise Impossible(
                f"{host.name} a besoin d’une table accessible, mais animerait la table {closed[0]}, qui ne l’est pas."
            )
        for other in setting.hosts:
            if setting.apart[person] >> other & 1 and setting.host_path(other) == visited:
                raise Impossible(
                    f"{host.name} et {setting.people[other].name} ne doivent pas être ensemble, "
                    f"mais animent la même table ({host.host_of})."
                )
    if setting.topology is Topology.FACILITATORS_MOVE and setting.hosts and tables % setting.questions:
        raise Impossible(
            f"Avec {tables} tables pour {setting.questions} questions, une animatrice ou un animateur "
            f"ne peut pas suivre sa question : prenez un nombre de tables multiple de {setting.questions}."
        )


def _check_access(setting: Setting) -> None:
    wanted = sum(setting.people[i].needs_accessible for i in setting.movers)
    open_tables = [t for t, table in enumerate(setting.tables) if table.is_accessible]
    if wanted and not open_tables:
        who = "1 personne a" if wanted == 1 else f"{wanted} personnes ont"
        raise Impossible(f"{who} besoin d’une table accessible, et aucune table ne l’est.")
    largest = -(-setting.balanced // len(setting.tables))
    places = sum(max(0, largest - setting.hosts_at[t]) for t in open_tables)
    if wanted > places:
        raise Impossible(
            f"{wanted} personnes ont besoin d’une table accessible, "
            f"mais les tables accessibles n’offrent que {places} places : rendez une autre table accessible."
        )


def _check_apart(setting: Setting) -> None:
    tables = len(setting.tables)
    for person in range(len(setting.people)):
        group = [person]
        for other in range(len(setting.people)):
            if other != person and all(setting.apart[other] >> member & 1 for member in group):
                group.append(other)
        if len(group) > tables:
            names = ", ".join(setting.people[i].name for i in group)
            raise Impossible(
                f"{len(group)} personnes doivent toutes être séparées ({names}), mais il n’y a que {tables} tables."
            )


def _check_unavoidable(setting: Setting) -> None:
    """Nobody has to avoid somebody whom all the questions, or all the tables, make them meet."""
    for mover in setting.movers:
        for other, path in _fixed_paths(setting):
            if other != mover and setting.apart[mover] >> other & 1 and _must_meet(setting, mover, path):
                raise Impossible(
                    f"{setting.people[mover].name} ne doit pas être avec {setting.people[other].name}, "
                    f"mais leur rencontre est inévitable en {setting.rounds} tours : prévoyez un tour de moins."
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


def _check_limit(setting: Setting, attribute: str, limit: int | None, of_what: str) -> None:
    if limit is None:
        return
    if limit < 1:
        raise Impossible(f"Le nombre de personnes {of_what} à une table doit être d’au moins 1.")
    tables = len(setting.tables)
    for value, count in Counter(getattr(person, attribute) for person in setting.people).most_common():
        if value and count > limit * tables:
            raise Impossible(
                f"{count} personnes viennent {of_what} « {value} » : avec au plus {limit} par table et "
                f"{tables} tables, il n’y a place que pour {limit * tables}."
            )
