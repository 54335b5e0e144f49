"""What the charts of Creative Commons say, written once more for the tests, from https://creativecommons.org/faq/."""

IDS = {
    "CC0": "CC0-1.0",
    "BY": "CC-BY-4.0",
    "SA": "CC-BY-SA-4.0",
    "NC": "CC-BY-NC-4.0",
    "ND": "CC-BY-ND-4.0",
    "NC-SA": "CC-BY-NC-SA-4.0",
    "NC-ND": "CC-BY-NC-ND-4.0",
}

# ok  allowed               sa   must keep its licence        nd   may not be shared once changed
# by? credit goes unsaid    nc?  the ban on commercial use goes unsaid: both allowed, neither advised
ADAPTED = """
    from \\ to | CC0 | BY  | SA  | NC | ND  | NC-SA | NC-ND
    CC0       | ok  | ok  | ok  | ok | ok  | ok    | ok
    BY        | by? | ok  | ok  | ok | ok  | ok    | ok
    SA        | sa  | sa  | ok  | sa | sa  | sa    | sa
    NC        | nc? | nc? | nc? | ok | nc? | ok    | ok
    ND        | nd  | nd  | nd  | nd | nd  | nd    | nd
    NC-SA     | sa  | sa  | sa  | sa | sa  | ok    | sa
    NC-ND     | nd  | nd  | nd  | nd | nd  | nd    | nd
"""

# mix: these two do not mix in one work
REMIXED = """
    one \\ other | CC0 | BY | SA  | NC  | ND | NC-SA | NC-ND
    CC0         | ok  | ok | ok  | ok  | nd | ok    | nd
    BY          | ok  | ok | ok  | ok  | nd | ok    | nd
    SA          | ok  | ok | ok  | mix | nd | mix   | nd
    NC          | ok  | ok | mix | ok  | nd | ok    | nd
    ND          | nd  | nd | nd  | nd  | nd | nd    | nd
    NC-SA       | ok  | ok | mix | ok  | nd | ok    | nd
    NC-ND       | nd  | nd | nd  | nd  | nd | nd    | nd
"""

# Under what may be shared what is drawn from each, best first.
ALLOWED = {
    "CC0": "CC0-1.0 PDDL-1.0 CC-BY-4.0 etalab-2.0 ODC-By-1.0 CC-BY-SA-4.0 LAL-1.3 ODbL-1.0 CC-BY-NC-4.0 "
    "CC-BY-NC-SA-4.0 CC-BY-ND-4.0 CC-BY-NC-ND-4.0",
    "BY": "CC-BY-4.0 etalab-2.0 CC-BY-SA-4.0 LAL-1.3 CC-BY-NC-4.0 CC-BY-NC-SA-4.0 CC-BY-ND-4.0 CC-BY-NC-ND-4.0",
    "SA": "CC-BY-SA-4.0 LAL-1.3",
    "NC": "CC-BY-NC-4.0 CC-BY-NC-SA-4.0 CC-BY-NC-ND-4.0",
    "ND": "",
    "NC-SA": "CC-BY-NC-SA-4.0",
    "NC-ND": "",
}


def cells(table):
    """(row, column, cell) for each of the 49."""
    heading, *rows = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return [(row[0], column, cell) for row in rows for column, cell in zip(heading[1:], row[1:], strict=True)]


def allowed(*names):
    """What every one of them allows."""
    first, *others = (ALLOWED[name].split() for name in names)
    return tuple(id for id in first if all(id in other for other in others))
