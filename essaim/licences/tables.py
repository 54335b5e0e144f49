"""The licences that people share with, and the two charts of Creative Commons, as data.

The charts are those of https://creativecommons.org/faq/ (« adapter’s licence », « combining material »), whose text
Creative Commons also keeps at github.com/creativecommons/faq. What they leave open is asked, never settled here.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a licence was written for."""

    CONTENT = "content"
    DATA = "data"
    SOFTWARE = "software"
    HARDWARE = "hardware"


class Family(StrEnum):
    """Licences that ask the same. The first seven are the rows and columns of the charts."""

    PUBLIC_DOMAIN = "PD"
    BY = "BY"
    BY_SA = "BY-SA"
    BY_NC = "BY-NC"
    BY_ND = "BY-ND"
    BY_NC_SA = "BY-NC-SA"
    BY_NC_ND = "BY-NC-ND"
    OPEN_STATE = "etalab"
    DATA_WITH_CREDIT = "ODC-By"
    OPEN_DATABASE = "ODbL"
    FREE_ART = "LAL"
    SOFTWARE = "software"
    HARDWARE = "hardware"
    RESERVED = "reserved"


class Cell(StrEnum):
    """`RARE`: the licence allows it and Creative Commons advises against it, since a condition goes unsaid."""

    YES = "yes"
    RARE = "rare"
    NO = "no"


@dataclass(frozen=True)
class Licence:
    """`id` is SPDX’s, or a LicenseRef of ours where SPDX has none; `is_offered` to whoever chooses one today."""

    id: str
    name: str
    url: str
    family: Family
    kind: Kind = Kind.CONTENT
    version: str = ""
    port: str = ""  # of a country, before version 4.0
    attribution: bool = True
    share_alike: bool = False
    non_commercial: bool = False
    no_derivatives: bool = False
    last_update: bool = False  # the date of the last update goes with the credit
    is_offered: bool = False


def grid(table: str) -> dict[tuple[Family, Family], Cell]:
    """What a chart says of each row and column."""
    heading, *rows = (line.split() for line in table.strip().splitlines())
    return {
        (Family(name), Family(column)): Cell(cell)
        for name, *cells in rows
        for column, cell in zip(heading, cells, strict=True)
    }


# Rows: the licence of the source. Columns: the licence wished for what is drawn from it.
ADAPTER = grid("""
             PD    BY    BY-SA  BY-NC  BY-ND  BY-NC-SA  BY-NC-ND
    PD       yes   yes   yes    yes    yes    yes       yes
    BY       rare  yes   yes    yes    yes    yes       yes
    BY-SA    no    no    yes    no     no     no        no
    BY-NC    rare  rare  rare   yes    rare   yes       yes
    BY-ND    no    no    no     no     no     no        no
    BY-NC-SA no    no    no     no     no     yes       no
    BY-NC-ND no    no    no     no     no     no        no
""")

# Two sources in one work.
REMIX = grid("""
             PD    BY    BY-SA  BY-NC  BY-ND  BY-NC-SA  BY-NC-ND
    PD       yes   yes   yes    yes    no     yes       no
    BY       yes   yes   yes    yes    no     yes       no
    BY-SA    yes   yes   yes    no     no     no        no
    BY-NC    yes   yes   no     yes    no     yes       no
    BY-ND    no    no    no     no     no     no        no
    BY-NC-SA yes   yes   no     yes    no     yes       no
    BY-NC-ND no    no    no     no     no     no        no
""")

CHARTED = tuple(Family(name) for name in ("PD", "BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND"))
# Etalab: « compatible avec toute licence libre qui exige au moins la mention de paternité », CC BY and ODC-By by name.
ACTS_AS = {family: family for family in CHARTED} | {
    Family.OPEN_STATE: Family.BY,
    Family.DATA_WITH_CREDIT: Family.BY,
    Family.FREE_ART: Family.BY_SA,
}

# From the first to the second, as their stewards say.
BRIDGES = frozenset(
    {
        ("CC-BY-SA-4.0", "LAL-1.3"),  # creativecommons.org/compatiblelicenses, both ways
        ("LAL-1.3", "CC-BY-SA-4.0"),
        ("CC-BY-SA-4.0", "GPL-3.0-only"),  # the same page: one way, and this version alone
        ("MIT", "Apache-2.0"),  # gnu.org/licenses/license-list
        ("MIT", "EUPL-1.2"),
        ("MIT", "GPL-3.0-or-later"),
        ("MIT", "GPL-3.0-only"),
        ("MIT", "AGPL-3.0-or-later"),
        ("MIT", "AGPL-3.0-only"),
        ("Apache-2.0", "GPL-3.0-or-later"),
        ("Apache-2.0", "GPL-3.0-only"),
        ("Apache-2.0", "AGPL-3.0-or-later"),
        ("Apache-2.0", "AGPL-3.0-only"),
        ("GPL-3.0-or-later", "GPL-3.0-only"),
        ("AGPL-3.0-or-later", "AGPL-3.0-only"),
    }
)

CREATIVE_COMMONS = "https://creativecommons.org"
LATEST = "4.0"
EDITIONS = ((LATEST, ""), ("3.0", ""), ("3.0", "FR"), ("2.5", ""), ("2.0", ""), ("2.0", "FR"), ("1.0", ""))
KNOWN_TO_SPDX_WITH_A_PORT = "CC-BY-NC-SA-2.0-FR"


def creative_commons(family: Family) -> tuple[Licence, ...]:
    """One licence for each edition, latest first."""
    return tuple(edition(family, version, port) for version, port in EDITIONS)


def edition(family: Family, version: str, port: str) -> Licence:
    name = f"CC-{family}-{version}" + (f"-{port}" if port else "")
    asked = "by-nd-nc" if (family, version) == (Family.BY_NC_ND, "1.0") else family.lower()
    terms = family.split("-")
    return Licence(
        id=f"LicenseRef-{name}" if port and name != KNOWN_TO_SPDX_WITH_A_PORT else name,
        name=f"CC {family} {version}" + (f" {port}" if port else ""),
        url=f"{CREATIVE_COMMONS}/licenses/{asked}/{version}/" + (f"{port.lower()}/" if port else ""),
        family=family,
        version=version,
        port=port,
        share_alike="SA" in terms,
        non_commercial="NC" in terms,
        no_derivatives="ND" in terms,
        is_offered=version == LATEST,
    )


def public_domain(id: str, name: str, url: str, kind: Kind = Kind.CONTENT, *, is_offered: bool = True) -> Licence:
    return Licence(id, name, url, Family.PUBLIC_DOMAIN, kind, "1.0", attribution=False, is_offered=is_offered)


def of_the_state(id: str, version: str, file: str, *, is_offered: bool) -> Licence:
    name, url = f"Licence Ouverte {version}", f"https://www.etalab.gouv.fr/wp-content/uploads/{file}"
    return Licence(id, name, url, Family.OPEN_STATE, Kind.DATA, version, last_update=True, is_offered=is_offered)


def of_software(id: str, name: str, url: str, version: str = "", *, share_alike: bool = True) -> Licence:
    return Licence(id, name, url, Family.SOFTWARE, Kind.SOFTWARE, version, share_alike=share_alike, is_offered=True)


def of_hardware(letter: str, *, share_alike: bool = True) -> Licence:
    id, url = f"CERN-OHL-{letter}-2.0", f"https://ohwr.org/cern_ohl_{letter.lower()}_v2.txt"
    name = f"CERN-OHL-{letter} 2.0"
    return Licence(id, name, url, Family.HARDWARE, Kind.HARDWARE, "2.0", share_alike=share_alike, is_offered=True)


RESERVED = "LicenseRef-tous-droits-reserves"
GNU = "https://www.gnu.org/licenses"
APACHE = "https://www.apache.org/licenses"
COMMONS_OF_DATA = "https://opendatacommons.org/licenses"

# Best first: what leaves most freedom to the people who come next, kept open before kept from some uses.
LICENCES: dict[str, Licence] = {
    licence.id: licence
    for licence in (
        public_domain("CC0-1.0", "CC0 1.0", f"{CREATIVE_COMMONS}/publicdomain/zero/1.0/"),
        # It states what is so, and gives nothing away: nobody chooses it for a work of theirs.
        public_domain("CC-PDM-1.0", "Domaine public", f"{CREATIVE_COMMONS}/publicdomain/mark/1.0/", is_offered=False),
        public_domain("PDDL-1.0", "PDDL 1.0", f"{COMMONS_OF_DATA}/pddl/1-0/", Kind.DATA),
        *creative_commons(Family.BY),
        of_the_state("etalab-2.0", "2.0", "2017/04/ETALAB-Licence-Ouverte-v2.0.pdf", is_offered=True),
        of_the_state("LicenseRef-etalab-1.0", "1.0", "2014/05/Licence_Ouverte.pdf", is_offered=False),
        Licence(
            "ODC-By-1.0",
            "ODC-By 1.0",
            f"{COMMONS_OF_DATA}/by/1-0/",
            Family.DATA_WITH_CREDIT,
            Kind.DATA,
            "1.0",
            is_offered=True,
        ),
        *creative_commons(Family.BY_SA),
        Licence(
            "LAL-1.3",
            "Licence Art Libre 1.3",
            "https://artlibre.org/",
            Family.FREE_ART,
            version="1.3",
            share_alike=True,
            is_offered=True,
        ),
        Licence(
            "ODbL-1.0",
            "ODbL 1.0",
            f"{COMMONS_OF_DATA}/odbl/1-0/",
            Family.OPEN_DATABASE,
            Kind.DATA,
            "1.0",
            share_alike=True,
            is_offered=True,
        ),
        of_software("MIT", "MIT", "https://opensource.org/license/mit", share_alike=False),
        of_software("Apache-2.0", "Apache 2.0", f"{APACHE}/LICENSE-2.0", "2.0", share_alike=False),
        of_software("EUPL-1.2", "EUPL 1.2", "https://eupl.eu/1.2/fr/", "1.2"),
        of_software("GPL-3.0-or-later", "GNU GPL 3.0 ou ultérieure", f"{GNU}/gpl-3.0.html", "3.0"),
        of_software("GPL-3.0-only", "GNU GPL 3.0 seulement", f"{GNU}/gpl-3.0.html", "3.0"),
        of_software("AGPL-3.0-or-later", "GNU AGPL 3.0 ou ultérieure", f"{GNU}/agpl-3.0.html", "3.0"),
        of_software("AGPL-3.0-only", "GNU AGPL 3.0 seulement", f"{GNU}/agpl-3.0.html", "3.0"),
        of_hardware("P", share_alike=False),
        of_hardware("W"),
        of_hardware("S"),
        *creative_commons(Family.BY_NC),
        *creative_commons(Family.BY_NC_SA),
        *creative_commons(Family.BY_ND),
        *creative_commons(Family.BY_NC_ND),
        Licence(RESERVED, "Tous droits réservés", "", Family.RESERVED, attribution=False),
    )
}
