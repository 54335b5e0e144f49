"""What a load showed, as numbers, JSON or a table."""

import json
from collections.abc import Sequence
from typing import Any

from essaim.bench.load import Outcome, Room

ROWS = {
    "boards": "panneaux",
    "phones": "téléphones",
    "rate": "notes par seconde demandées",
    "seconds": "durée (s)",
    "accepted": "notes acceptées",
    "refused": "notes refusées",
    "retried": "envois répétés",
    "accepted_per_s": "notes acceptées par seconde",
    "ack_p50_ms": "accusé de réception, médiane (ms)",
    "ack_p99_ms": "accusé de réception, 99 % (ms)",
    "seen_p50_ms": "de l’envoi à l’écran, médiane (ms)",
    "seen_p95_ms": "de l’envoi à l’écran, 95 % (ms)",
    "seen_p99_ms": "de l’envoi à l’écran, 99 % (ms)",
    "deliveries": "notes reçues par les téléphones",
    "deliveries_per_s": "notes reçues par seconde",
    "lost": "perdues",
    "duplicated": "reçues deux fois",
    "opening_s": "ouverture de tous les flux (s)",
    "kb_per_phone": "mémoire du serveur par téléphone (ko)",
    "bytes_per_note": "octets reçus par note",
    "server_cpu_s": "processeur du serveur (s)",
    "deliveries_per_cpu_s": "notes reçues par seconde de processeur du serveur",
    "server_mb": "mémoire du serveur (Mo)",
    "generator_share": "part d’un cœur prise par le générateur",
}


def percentile_ms(ordered: Sequence[float], share: float) -> float | None:
    """The value below which this share of them is, in milliseconds."""
    if not ordered:
        return None
    return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)


def figures(room: Room, outcome: Outcome, *, rate: float | None) -> dict[str, Any]:
    heard = room.heard
    seen, acknowledged = sorted(heard.seconds), sorted(outcome.ack_seconds)
    lost = sum(max(0, note.audience - note.heard) for note in heard.notes.values() if note.is_acknowledged)
    twice = sum(max(0, note.heard - note.audience) for note in heard.notes.values())
    return {
        "boards": len(room.audiences),
        "phones": len(room.phones),
        "rate": rate,
        "seconds": round(outcome.seconds, 2),
        "accepted": outcome.acknowledged,
        "refused": outcome.refused,
        "retried": outcome.retried,
        "accepted_per_s": round(outcome.acknowledged / outcome.seconds, 1),
        "ack_p50_ms": percentile_ms(acknowledged, 0.5),
        "ack_p99_ms": percentile_ms(acknowledged, 0.99),
        "seen_p50_ms": percentile_ms(seen, 0.5),
        "seen_p95_ms": percentile_ms(seen, 0.95),
        "seen_p99_ms": percentile_ms(seen, 0.99),
        "deliveries": heard.deliveries,
        "deliveries_per_s": round(heard.deliveries / outcome.seconds, 1),
        "lost": lost + heard.skipped,
        "duplicated": twice + heard.repeated,
        "opening_s": round(room.opening_seconds, 3),
        "bytes_per_note": round(heard.received / max(1, sum(note.heard for note in heard.notes.values()))),
        "generator_share": round(outcome.own_cpu / outcome.seconds, 2),
        **server_figures(room, outcome),
    }


def server_figures(room: Room, outcome: Outcome) -> dict[str, Any]:
    """What only the machine of the server knows."""
    if room.process is None or outcome.server_cpu is None:
        return dict.fromkeys(("kb_per_phone", "server_cpu_s", "deliveries_per_cpu_s", "server_mb"))
    cpu = outcome.server_cpu
    return {
        "kb_per_phone": round((room.memory_after - room.memory_before) / len(room.phones), 1),
        "server_cpu_s": round(cpu, 2),
        "deliveries_per_cpu_s": round(room.heard.deliveries / cpu) if cpu else None,
        "server_mb": round(room.process.memory_kb() / 1024, 1),
    }


def as_json(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False)


def as_table(found: dict[str, Any]) -> str:
    width = max(map(len, ROWS.values()))
    return "\n".join(f"{words:<{width}}  {shown(found[name]):>12}" for name, words in ROWS.items())


def shown(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return str(value)
