"""The judge: compares what clients were told with what the tables, the export and the report hold.

It imports nothing of Essaim and trusts nobody: not the server, not the clients' own conclusions.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from tests.faults.facts import Facts, Row, notes_in_export, notes_in_report
from tests.faults.history import digest_of

GONE = digest_of("")


@dataclass
class Verdict:
    """One sentence for each thing that is not as it must be."""

    lost: list[str] = field(default_factory=list)  # I1: acknowledged, and no longer there
    falsely_sent: list[str] = field(default_factory=list)  # I1: acknowledged, and never was there
    duplicated: list[str] = field(default_factory=list)  # I1, I2: the same note twice
    altered: list[str] = field(default_factory=list)  # I1: other words than those acknowledged
    unfinished: list[str] = field(default_factory=list)  # I2: in doubt for ever, though its phone lived to the end
    invented: list[str] = field(default_factory=list)  # I3: nobody wrote it
    resurrected: list[str] = field(default_factory=list)  # I4: taken back, and there again
    disordered: list[str] = field(default_factory=list)  # I6: a hole, a repetition, another order
    turned_twice: list[str] = field(default_factory=list)  # I7: a transition that did not happen exactly once
    unlike: list[str] = field(default_factory=list)  # I8: tables, export, report and screens do not show the same

    def faults(self) -> dict[str, list[str]]:
        return {part.name: found for part in fields(self) if (found := getattr(self, part.name))}


@dataclass
class Written:
    """All that the history tells of one key."""

    digest: str = ""
    asked: float = 0.0  # when it was first sent
    acked: float = 0.0  # when it was first acknowledged; 0 when it never was
    numbers: set[int] = field(default_factory=set)
    may_say: set[str] = field(default_factory=set)
    withdrawing: str = ""  # "", "asked" or "acknowledged"
    is_open: bool = False  # the last word on it is a doubt


def told_by(history: Iterable[Row]) -> dict[str, Written]:
    """Each key with the words that it may say now: those acknowledged last, or a change still in doubt."""
    keys: dict[str, Written] = {}
    for line in history:
        if line["op"] in {"write", "edit", "withdraw"}:
            note = keys.setdefault(line["key"], Written())
            {"invoke": asked, "ok": acknowledged, "info": doubted, "fail": refused}[line["state"]](note, line)
    return keys


def asked(note: Written, line: Row) -> None:
    note.is_open = True
    if line["op"] == "withdraw":
        note.withdrawing = note.withdrawing or "asked"
    else:
        note.may_say.add(line["digest"])
    if line["op"] == "write" and not note.asked:
        note.asked, note.digest = line["m"], line["digest"]


def acknowledged(note: Written, line: Row) -> None:
    note.is_open = False
    note.numbers.add(line["number"])
    note.acked = note.acked or line["m"]
    if line["op"] == "edit":
        note.may_say = {line["digest"]}
    if line["op"] == "withdraw":
        note.withdrawing = "acknowledged"


def doubted(note: Written, line: Row) -> None:
    pass  # what was asked may have happened, or not: it stays as it was asked


def refused(note: Written, line: Row) -> None:
    note.is_open = False


def check(history: list[Row], facts: Facts) -> Verdict:
    verdict = Verdict()
    keys = told_by(history)
    by_key = {note["key"]: note for note in facts["notes"]}
    check_each(keys, by_key, facts, verdict, drowned={line["key"] for line in history if line["op"] == "drowned"})
    check_strangers(keys, by_key, history, verdict)
    check_logs(facts, verdict)
    check_order(keys, by_key, verdict)
    check_followers(history, facts, verdict)
    check_transitions(history, facts, verdict)
    check_seats(history, facts, verdict)
    check_shown(facts, verdict)
    return verdict


def check_each(
    keys: dict[str, Written], by_key: dict[str, Row], facts: Facts, verdict: Verdict, drowned: set[str]
) -> None:
    logged = {event["target"] for event in facts["events"] if event["kind"] == "note"}
    for key, note in keys.items():
        row = by_key.get(key)
        if row is None:
            if note.acked:
                (verdict.lost if key in logged else verdict.falsely_sent).append(f"{key}: acknowledged, not there")
            continue
        if note.numbers - {row["number"]}:
            verdict.altered.append(f"{key}: number {row['number']}, acknowledged as {sorted(note.numbers)}")
        withdrawn = row["state"] == "withdrawn"
        if note.withdrawing == "acknowledged" and not (withdrawn and row["text"] == ""):
            verdict.resurrected.append(f"{key}: withdrawn, and says {row['text'][:40]!r} as {row['state']}")
        elif withdrawn and not note.withdrawing:
            verdict.lost.append(f"{key}: nobody took it back")
        elif not withdrawn and note.acked and digest_of(row["text"]) not in note.may_say:
            verdict.altered.append(f"{key}: says {row['text'][:40]!r}")
    check_ends(keys, by_key, verdict, drowned)


def check_ends(keys: dict[str, Written], by_key: dict[str, Row], verdict: Verdict, drowned: set[str]) -> None:
    """A phone that lived to the end left nothing in doubt."""
    for key, note in keys.items():
        if note.is_open and key not in drowned:
            verdict.unfinished.append(f"{key}: {'there' if key in by_key else 'not there'}")


def check_strangers(keys: dict[str, Written], by_key: dict[str, Row], history: list[Row], verdict: Verdict) -> None:
    """Every note was written by somebody, with these words; no two keys carry the same ones."""
    said = {note.digest for note in keys.values()}
    for key, row in by_key.items():
        if key not in keys:
            copied = digest_of(row["text"]) in said
            (verdict.duplicated if copied else verdict.invented).append(f"{key}: {row['text']!r}")
        elif row["text"] and digest_of(row["text"]) not in keys[key].may_say and not keys[key].acked:
            verdict.invented.append(f"{key}: {row['text']!r}")
    for line in history:
        if line["op"] == "steal" and line["state"] == "ok":
            verdict.altered.append(f"{line['key']}: taken by {line['client']}")


def check_logs(facts: Facts, verdict: Verdict) -> None:
    """Each board's log goes 1, 2, 3… to its revision; its notes are numbered the same way, in the log's order."""
    revisions, numbers, first = defaultdict(list), defaultdict(list), defaultdict(dict)
    for event in facts["events"]:
        revisions[event["board_id"]].append(event["revision"])
        if event["kind"] == "note":
            first[event["board_id"]].setdefault(event["target"], event["revision"])
    for note in sorted(facts["notes"], key=lambda note: note["number"]):
        numbers[note["board_id"]].append(note["number"])
    for board in facts["boards"]:
        name = board["key"]
        if revisions[board["id"]] != list(range(1, board["revision"] + 1)):
            verdict.disordered.append(f"{name}: the log is not 1…{board['revision']}")
        if numbers[board["id"]] != list(range(1, board["last_number"] + 1)):
            verdict.disordered.append(f"{name}: the notes are not 1…{board['last_number']}")
    for note in facts["notes"]:
        if note["key"] not in first[note["board_id"]]:
            verdict.disordered.append(f"{note['key']}: never told in the log")
    in_order = sorted(facts["notes"], key=lambda note: (note["board_id"], note["number"]))
    for one, two in zip(in_order, in_order[1:], strict=False):
        log = first[one["board_id"]]
        if one["board_id"] == two["board_id"] and log.get(one["key"], 0) >= log.get(two["key"], 0):
            verdict.disordered.append(f"{one['key']}: numbered before, told after {two['key']}")


def check_order(keys: dict[str, Written], by_key: dict[str, Row], verdict: Verdict) -> None:
    """A note acknowledged before another was sent stands before it."""
    boards: dict[int, list[tuple[float, str, int]]] = defaultdict(list)
    for key, note in keys.items():
        row = by_key.get(key)
        if row is not None:
            boards[row["board_id"]].append((note.asked, "asked", row["number"]))
            if note.acked:
                boards[row["board_id"]].append((note.acked, "acked", row["number"]))
    for steps in boards.values():
        highest = 0
        for _moment, what, number in sorted(steps):
            if what == "acked":
                highest = max(highest, number)
            elif number < highest:
                verdict.disordered.append(f"number {number} was sent after {highest} was acknowledged")


def followed(history: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    seen: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for line in history:
        if line["op"] == "follow":
            seen[line["client"], line["board"]].append(line["told"])
    return seen


def check_followers(history: list[Row], facts: Facts, verdict: Verdict) -> None:
    """Each follower was told each revision once, in order, to the end; and shows the notes as they are."""
    boards = {board["key"]: board for board in facts["boards"]}
    notes: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    for note in facts["notes"]:
        notes[note["board_id"]][note["key"]] = (note["state"], digest_of(note["text"]))
    for line in history:
        if line["op"] == "reset":
            verdict.disordered.append(f"{line['client']}: told to start again at {line['seen']}")
    for (client, key), told in followed(history).items():
        board = boards[key]
        if [event["revision"] for event in told] != list(range(1, board["revision"] + 1)):
            verdict.disordered.append(f"{client}: not told 1…{board['revision']} once each, in order")
        shown = {event["key"]: (event["state"], event["digest"]) for event in told if event["kind"] == "note"}
        if shown != notes[board["id"]]:
            verdict.unlike.append(f"{client}: shows {len(shown)} notes, {len(notes[board['id']])} are there")


def check_transitions(history: list[Row], facts: Facts, verdict: Verdict) -> None:
    """Each "next" that was pressed moved the day once, however many pressed it; nothing moved by itself."""
    pressed, done = defaultdict(set), defaultdict(set)
    for line in history:
        if line["op"] == "next":
            pressed[line["workshop"]].add(line["seen"])
            if line["state"] == "ok":
                done[line["workshop"]].add(line["seen"])
    for workshop in facts["workshops"]:
        code, current = workshop["code"], workshop["current"]
        moved = set(range(1, current))  # the run finds the first sequence running
        if not done[code] <= moved <= pressed[code]:
            verdict.turned_twice.append(f"{code}: at {current}, pressed {sorted(pressed[code])}")
        started = {
            row["position"] for row in facts["sequences"] if row["workshop_id"] == workshop["id"] and row["started_at"]
        }
        if started != set(range(1, current + 1)):
            verdict.turned_twice.append(f"{code}: at {current}, started {sorted(started)}")
    for board_id, told in positions(facts).items():
        if told != sorted(set(told)):
            verdict.turned_twice.append(f"board {board_id}: moments {told}")
    frozen = [(relay["board_id"], relay["round"]) for relay in facts["relays"]]
    if len(frozen) != len(set(frozen)):
        verdict.turned_twice.append("a relay was frozen twice")


def positions(facts: Facts) -> dict[int, list[int]]:
    told: dict[int, list[int]] = defaultdict(list)
    for event in facts["events"]:
        if event["kind"] == "moment":
            told[event["board_id"]].append(event["payload"]["position"])
    return told


def check_seats(history: list[Row], facts: Facts, verdict: Verdict) -> None:
    """A phone that asked for a seat ten times has one, and it is the one it was told."""
    asked_keys = [seat["asked_key"] for seat in facts["seats"]]
    if len(asked_keys) != len(set(asked_keys)):
        verdict.duplicated.append("a phone has two seats")
    seats = {seat["asked_key"]: seat["key"].replace("-", "") for seat in facts["seats"]}
    for line in history:
        if line["op"] == "join" and line["state"] == "ok" and seats.get(line["key"]) != line["seat"].replace("-", ""):
            verdict.lost.append(f"{line['client']}: its seat {line['seat']}")


def check_shown(facts: Facts, verdict: Verdict) -> None:
    """The export and the report show what the tables hold, and nothing else."""
    for workshop in facts["workshops"]:
        code, rows = workshop["code"], dict(notes_of(workshop, facts))
        export = facts.exports.get(code)
        if export is not None:
            exported = {
                key: (note["number"], note["state"], note["text"]) for key, note in notes_in_export(export).items()
            }
            if exported != {key: (row["number"], row["state"], row["text"]) for key, row in rows.items()}:
                verdict.unlike.append(f"{code}: export of {len(exported)} notes, {len(rows)} are there")
        report = facts.reports.get(code)
        if report is not None:
            kept = {key: row["text"] for key, row in rows.items() if row["state"] != "withdrawn"}
            if (shown := notes_in_report(report)) != kept:
                verdict.unlike.append(f"{code}: report of {len(shown)} notes, {len(kept)} stand")


def notes_of(workshop: Row, facts: Facts) -> Iterator[tuple[str, Row]]:
    boards = {row["board_id"] for row in facts["questions"] if row["workshop_id"] == workshop["id"]}
    yield from ((note["key"], note) for note in facts["notes"] if note["board_id"] in boards)


def summary(verdict: Verdict) -> dict[str, Any]:
    return {part.name: len(getattr(verdict, part.name)) for part in fields(verdict)}
