"""The figures as bench/live.md shows them: each beside what it is compared with, and its goal."""

Found = dict[str, float | None]
Groups = dict[str, dict[str, Found]]
NONE: Found = {}


def table(found: Groups) -> str:
    parts = [deliveries(found), promises(found)]
    return "\n\n".join(part for part in parts if part)


def deliveries(found: Groups) -> str:
    """Every server under the same load: what its processor gives, and how soon it is seen."""
    names = {
        ("tables", "limit"): "tables de 12, 996 téléphones : la limite (picows)",
        ("tables", "essaim"): "tables : Essaim, SQLite",
        ("tables", "postgres"): "tables : Essaim, PostgreSQL (sans son processeur)",
        ("tables", "channels"): "tables : Channels et Redis",
        ("tables", "etherpad"): "tables : Etherpad 1.8.14",
        ("plenary", "limit"): "plénière de 1 000 : la limite",
        ("plenary", "essaim"): "plénière de 1 000 : Essaim",
        ("rate", "limit"): "tables, 50 notes/s : la limite",
        ("rate", "essaim"): "tables, 50 notes/s : Essaim",
        ("one board", "essaim"): "un panneau de 12 : Essaim",
        ("one board", "etherpad"): "un panneau de 12, après 3 000 notes : Etherpad",
        ("boards", "20"): "20 panneaux de 12 : Essaim",
        ("boards", "166"): "166 panneaux de 12 : Essaim",
    }
    head = ["", "notes reçues / s de processeur", "notes / s", "vu p50 / p99 (ms)", "perdues", "ko par téléphone"]
    rows = [head, ["---"] * len(head)]
    for (group, name), words in names.items():
        if group not in found:
            continue
        one = found[group].get(name, NONE)
        seen = f"{shown(one.get('seen_p50_ms'))} / {shown(one.get('seen_p99_ms'))}"
        lost = shown(None if one.get("lost") is None else one["lost"] + (one.get("duplicated") or 0))
        figures = [shown(one.get("deliveries_per_cpu_s")), shown(one.get("accepted_per_s")), seen, lost]
        rows.append([words, *figures, shown(one.get("kb_per_phone"))])
    return as_rows(rows) if len(rows) > 2 else ""


def promises(found: Groups) -> str:
    """What issue after issue may be held to: each ratio with its goal."""
    rows = [["rapport", "mesuré", "but"], ["---"] * 3]
    for words, value, goal in [
        ("tables / limite", ratio(found, "tables", "essaim", "limit"), "≥ 0,40"),
        ("tables / Channels et Redis", ratio(found, "tables", "essaim", "channels"), "≥ 20"),
        ("tables / Etherpad", ratio(found, "tables", "essaim", "etherpad"), "≥ 5"),
        ("un panneau / Etherpad après 3 000 notes", ratio(found, "one board", "essaim", "etherpad"), "≥ 30"),
        ("plénière / limite", ratio(found, "plenary", "essaim", "limit"), "≥ 3"),
        ("plénière, p99 (ms)", one(found, "plenary", "essaim", "seen_p99_ms"), "≤ 50"),
        ("p99 à 50 notes/s / celui de la limite", ratio(found, "rate", "essaim", "limit", "seen_p99_ms"), "≤ 5"),
        ("mémoire par téléphone (ko)", one(found, "tables", "essaim", "kb_per_phone"), "≤ 16"),
        ("300 retours, 20 notes manquées (s)", one(found, "storms", "300", "served_s"), "≤ 0,25"),
        ("3 000 retours, 20 notes manquées (s)", one(found, "storms", "3000", "served_s"), "≤ 2"),
        ("à 50 000 notes / à aucune", one(found, "filled", "50000", "ratio"), "≥ 0,85"),
        ("166 panneaux / 20 panneaux", ratio(found, "boards", "166", "20"), "égal"),
    ]:
        if value is not None:
            rows.append([words, shown(value), goal])
    return as_rows(rows)


def one(found: Groups, group: str, name: str, figure: str) -> float | None:
    return found.get(group, {}).get(name, NONE).get(figure)


def ratio(found: Groups, group: str, name: str, other: str, figure: str = "deliveries_per_cpu_s") -> float | None:
    mine, theirs = one(found, group, name, figure), one(found, group, other, figure)
    return mine / theirs if mine is not None and theirs else None


def shown(value: float | None) -> str:
    if value is None:
        return "non mesuré"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    text = f"{value:,.{digits}f}".replace(",", "\u202f").replace(".", ",")
    return text.rstrip("0").rstrip(",") if "," in text else text


def as_rows(rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
