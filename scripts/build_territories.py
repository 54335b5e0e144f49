"""Convert @etalab/decoupage-administratif into the file that the wheel carries.

    python scripts/build_territories.py FOLDER_OF_THE_UNPACKED_PACKAGE [FILE]

The same package gives the same bytes.
"""

import json
import lzma
import sys
from collections import Counter, defaultdict
from pathlib import Path

TARGET = Path(__file__).parent.parent / "essaim" / "territories" / "data" / "territories.json.xz"

# The order is that of the rows built below.
COLUMNS = {
    "region": ["code", "name", "population"],
    "departement": ["code", "name", "population", "region"],
    "epci": ["code", "name", "population", "departement"],
    "ept": ["code", "name", "population", "departement", "epci"],
    "commune": [
        "code",
        "name",
        "population",
        "siren",
        "postal_codes",
        "departement",
        "region",
        "epci",
        "ept",
    ],
}


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit("Usage: build_territories.py FOLDER_OF_THE_UNPACKED_PACKAGE [FILE]")
    package = Path(sys.argv[1])
    target = Path(sys.argv[2]) if len(sys.argv) == 3 else TARGET
    try:
        content = converted(package)
    except (OSError, KeyError, ValueError) as error:
        sys.exit(f"{package} does not hold the expected package: {error!r}")
    target.write_bytes(compressed(content))
    counts = ", ".join(f"{kind}: {len(content['rows'][kind])}" for kind in COLUMNS)
    print(f"{target.name}: {target.stat().st_size} bytes ({counts})")  # noqa: T201


def converted(package):
    """All current territories, as the lists that the loader reads."""
    sources = {name: read(package, name) for name in ("communes", "epci", "ept", "departements", "regions")}
    communes = [commune for commune in sources["communes"] if commune["type"] == "commune-actuelle"]
    # The package repeats the overseas collectivities as regions; they have no region.
    regions = [region for region in sources["regions"] if region["zone"] != "com"]
    region_codes = {region["code"] for region in regions}
    epci_of = memberships(sources["epci"])
    ept_of = memberships(sources["ept"])
    for commune in communes:
        commune["region"] = commune["region"] if commune["region"] in region_codes else ""
        commune["epci"] = epci_of.get(commune["code"], "")
        commune["ept"] = ept_of.get(commune["code"], "")

    rows = {
        "region": [[r["code"], r["nom"], population(communes, "region", r["code"])] for r in regions],
        "departement": [
            [
                d["code"],
                d["nom"],
                population(communes, "departement", d["code"]),
                d["region"] if d["region"] in region_codes else "",
            ]
            for d in sources["departements"]
        ],
        "epci": groupings(sources["epci"], communes, "epci"),
        "ept": [
            [*row, most_frequent(c["epci"] for c in communes if c["ept"] == row[0])]
            for row in groupings(sources["ept"], communes, "ept")
        ],
        "commune": [commune_row(commune) for commune in communes],
    }
    return {
        "source": "@etalab/decoupage-administratif",
        "version": read_version(package),
        "columns": COLUMNS,
        "rows": {kind: sorted(found) for kind, found in rows.items()},
    }


def read(package, name):
    return json.loads((package / "data" / f"{name}.json").read_text(encoding="utf-8"))


def read_version(package):
    return json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]


def memberships(grouped):
    return {member["code"]: group["code"] for group in grouped for member in group["membres"]}


def population(communes, field, code):
    """The sum of the communes, so that any two figures of ours agree; None when none is known."""
    known = [c["population"] for c in communes if c[field] == code and "population" in c]
    return sum(known) if known else None


def groupings(groups, communes, field):
    members = defaultdict(list)
    for commune in communes:
        members[commune[field]].append(commune)
    return [
        [
            group["code"],
            group["nom"],
            population(members[group["code"]], field, group["code"]),
            main_departement(members[group["code"]]),
        ]
        for group in groups
    ]


def main_departement(communes):
    """89 EPCI straddle départements: they are named with the one where most people live."""
    people = Counter()
    for commune in communes:
        people[commune["departement"]] += commune.get("population", 0)
    return min(people, key=lambda code: (-people[code], code))


def most_frequent(values):
    return Counter(values).most_common(1)[0][0]


def commune_row(commune):
    return [
        commune["code"],
        commune["nom"],
        commune.get("population"),
        commune.get("siren", ""),
        " ".join(commune.get("codesPostaux", [])),
        commune["departement"],
        commune["region"],
        commune["epci"],
        commune["ept"],
    ]


def compressed(content):
    # By column, alike values stand together: a third smaller than by row.
    tables = {
        kind: dict(zip(COLUMNS[kind], map(list, zip(*rows, strict=True)), strict=True))
        for kind, rows in content["rows"].items()
    }
    shipped = {"source": content["source"], "version": content["version"], "tables": tables}
    text = json.dumps(shipped, ensure_ascii=False, separators=(",", ":"))
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


if __name__ == "__main__":
    main()
