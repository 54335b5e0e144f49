"""Which licence do these words name? One, several with a doubt, or none: what was not said is never filled in."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from essaim.licences.tables import LATEST, LICENCES, RESERVED, Licence


class Doubt(StrEnum):
    SILENT = "silent"  # no licence is named
    UNKNOWN = "unknown"  # these words name none that we know
    VERSION = "version"  # one of the candidates and no other, according to a version that was not said
    SEVERAL = "several"  # these words may mean the candidates, or something else


@dataclass(frozen=True)
class Recognised:
    """`words` as they were written; `candidates` are SPDX ids, latest version first."""

    words: str
    candidates: tuple[str, ...] = ()
    doubt: Doubt | None = None

    @property
    def licence(self) -> str:
        """The SPDX id, empty as long as there is a doubt."""
        return "" if self.doubt else self.candidates[0]


@dataclass(frozen=True)
class Named:
    """How people write a licence. `is_complete`: `ids` holds every version that exists."""

    pattern: str
    ids: tuple[str, ...]
    is_complete: bool = True


# In this order: what a pattern has heard is not heard again by the next ones.
NAMES = (
    Named(
        r"\b(?:cc ?0|(?:cc|creative commons) zero)\b(?: 1\.0)?(?: universal)?(?: cc ?0 1\.0)?"
        r"(?: public domain dedication)?",
        ("CC0-1.0",),
    ),
    Named(r"\b(?:odc )?odbl\b|\b(?:open data commons )?open database licen[cs]e\b", ("ODbL-1.0",)),
    Named(r"\bodc by\b|\bopen data commons attribution(?: licen[cs]e)?\b", ("ODC-By-1.0",)),
    Named(r"\b(?:odc )?pddl\b|\bpublic domain dedication and licen[cs]e\b", ("PDDL-1.0",)),
    Named(r"\bdomaine public\b|\bpublic domain(?: mark)?\b|\b(?:cc )?pdm\b", ("CC-PDM-1.0",)),
    Named(r"\blicences? ouvertes?\b|\bopen licen[cs]e\b|\betalab\b|\blo\b", ("etalab-2.0", "LicenseRef-etalab-1.0")),
    Named(r"\b(?:licence )?art libre\b|\bfree art(?: licen[cs]e)?\b|\b(?:lal|fal)\b", ("LAL-1.3",), False),
    Named(r"\bcern ohl s\b", ("CERN-OHL-S-2.0",)),
    Named(r"\bcern ohl w\b", ("CERN-OHL-W-2.0",)),
    Named(r"\bcern ohl p\b", ("CERN-OHL-P-2.0",)),
    Named(r"\bcern ohl\b", ("CERN-OHL-S-2.0", "CERN-OHL-W-2.0", "CERN-OHL-P-2.0"), False),
    Named(
        r"\b(?:gnu )?(?:agpl|affero(?: general public licen[cs]e)?)\b", ("AGPL-3.0-or-later", "AGPL-3.0-only"), False
    ),
    Named(
        r"\b(?:gnu )?(?:gpl|general public licen[cs]e)\b|\blicence publique generale(?: gnu)?\b",
        ("GPL-3.0-or-later", "GPL-3.0-only"),
        False,
    ),
    Named(r"\beupl\b|\beuropean union public licen[cs]e\b", ("EUPL-1.2",), False),
    Named(r"\bapache\b", ("Apache-2.0",), False),
    Named(r"\b(?:mit|expat)\b", ("MIT",)),
    Named(r"\b(?:tous )?droits reserves\b|\ball rights reserved\b|\bcopyright\b", (RESERVED,)),
)
FREE = r"\blibres?\b(?! de droits?)|(?<!royalty )\bfree\b|\bopen source\b|\bopen content\b"  # of charge: not a licence
OFFERED_BY_CREATIVE_COMMONS = tuple(id for id in LICENCES if id.startswith("CC") and LICENCES[id].is_offered)
FREE_LICENCES = ("CC-BY-SA-4.0", "CC-BY-4.0", "CC0-1.0", "etalab-2.0", "LAL-1.3", "ODbL-1.0")

TERMS = {
    "NC": r"\bpas d (?:utilisation|usage) commerciale?\b|\b(?:(?:utilisation|usage) )?non ?commerciale?s?\b",
    "ND": r"\b(?:pas de|sans) modifications?\b|\bno ?deriv(?:s|atives?|ative works)?\b|\bpas d oeuvres? derivees?\b",
    "SA": r"\bshare ?alike\b|\bpartage (?:dans|selon) les memes conditions\b"
    r"|\bpartage (?:des conditions initiales )?a l identique\b",
    "BY": r"\battribution\b|\bpaternite\b",
}
LETTERS = re.compile(r"\b(?:by|nc|nd|sa)(?: (?:by|nc|nd|sa))*\b")
SILENT = re.compile(r"(?:aucune?|sans|pas de|no|none|neant)(?: licen[cs]e)?|n a")
OR_LATER = r"\bou (?:toute )?(?:version )?(?:ulterieure|posterieure|plus recente)\b|\bor (?:any )?later(?: version)?\b"
ONLY = r"\bonly\b|\bseulement\b|\buniquement\b"
PLAIN = r"\bnon transposee?\b|\bunported\b"
NUMBER = re.compile(r"(?<![\w.])(\d+(?:\.\d+)*)(\+?)(?![\w.])")
FRENCH_PORT = r"\bfr\b|\bfrance\b"
FILLERS = (
    r"\b(?:a|cc|commons|creative|creativecommons|dans|de|deed|des|du|en|generic|generique|gnu|internationale?|is|la|le|les"
    r"|licen[cs]e[ds]?|licenseref|org|par|public|selon|sous|termes?|terms|the|this|under|universal|universel|version|work)\b"
)
LONGEST = 1_000  # characters: beyond, it is a text about licences

ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[^\s\"'<>()»,;]*)?)")
IN_A_LANGUAGE = re.compile(r"/(?:deed|legalcode)(?:\.[a-z_-]+)?$")
AT_SPDX = re.compile(r"^spdx\.org/licenses/([a-z0-9.+-]+?)(?:\.html|\.json)?$")


def bare(address: str) -> str:
    """An address without what differs from one person to the other."""
    path = re.sub(r"^(?:https?://)?(?:www\.)?", "", address.lower()).rstrip("/.")
    return IN_A_LANGUAGE.sub("", path).rstrip("/")


ADDRESSES = {bare(licence.url): licence.id for licence in LICENCES.values() if licence.url} | {
    "gnu.org/licenses/gpl-3.0.html": "GPL 3.0",  # the page says neither only nor later
    "gnu.org/licenses/agpl-3.0.html": "AGPL 3.0",
    "artlibre.org": "LAL",
    "opendatacommons.org/licenses/odbl": "ODbL",
    "opendatacommons.org/licenses/by": "ODC-By",
    "opendatacommons.org/licenses/pddl": "PDDL",
}


@dataclass(frozen=True)
class Said:
    """What was said beside the name of a licence."""

    versions: frozenset[str]
    is_later: bool  # … or any later version
    is_only: bool
    is_french: bool
    has_more: bool  # words that we do not understand may change everything


Choice = tuple[tuple[str, ...], Doubt | None]


def recognise(words: str) -> Recognised:
    """The licence that these words name, or the doubt that they leave."""
    if len(words) > LONGEST:
        return Recognised(words, (), Doubt.UNKNOWN)
    text = spoken(ADDRESS.sub(named_by_its_address, words.lower()))
    if not words.strip() or SILENT.fullmatch(text):
        return Recognised(words, (), Doubt.SILENT)
    text, names = names_in(heard(PLAIN, text)[0])
    text, groups = terms_in(text)
    text, is_free = heard(FREE, text)
    said = said_in(text)
    is_creative_commons = bool(re.search(r"\b(?:cc|creative ?commons)\b", text))
    choices = [chosen(name.ids, said, is_complete=name.is_complete) for name in names]
    choices += [of_terms(group, said, is_named=is_creative_commons) for group in groups]
    if not choices and (is_free or is_creative_commons):
        choices.append((FREE_LICENCES if is_free else OFFERED_BY_CREATIVE_COMMONS, Doubt.SEVERAL))
    return settled(words, choices, said)


def named_by_its_address(found: re.Match[str]) -> str:
    address = bare(found[1])
    if spdx := AT_SPDX.match(address):
        return f" {spdx[1]} "
    return f" {ADDRESSES.get(address, address)} "


def spoken(words: str) -> str:
    """Small letters without accents, numbers with their dots; everything else is a space."""
    decomposed = unicodedata.normalize("NFKD", words.casefold().replace("œ", "oe"))
    text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    text = re.sub(r"©|\(c\)", " copyright ", text)
    text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    text = re.sub(r"[^a-z0-9.+]+", " ", text)
    text = re.sub(r"\.(?!\d)|(?<!\d)\.", " ", text)
    text = re.sub(r"\bv ?(?=\d)|(?<=[a-z])v(?=\d)", " ", text)
    text = re.sub(r"\bcc(?=by)", "cc ", text)
    text = re.sub(r"\bby(?=(?:nc|nd|sa))", "by ", text)
    text = re.sub(r"\bnc(?=nd|sa)", "nc ", text)
    return " ".join(text.split())


def heard(pattern: str, text: str) -> tuple[str, bool]:
    """The text without what the pattern heard, and whether it heard anything."""
    left, times = re.subn(pattern, " ", text)
    return " ".join(left.split()), bool(times)


def names_in(text: str) -> tuple[str, list[Named]]:
    found = []
    for name in NAMES:
        text, is_there = heard(name.pattern, text)
        if is_there:
            found.append(name)
    return text, found


def terms_in(text: str) -> tuple[str, list[frozenset[str]]]:
    """Each group of letters, and the terms in full words unless they repeat the letters."""
    groups = list(dict.fromkeys(frozenset(letters.upper().split()) for letters in LETTERS.findall(text)))
    text = LETTERS.sub(" ", text)
    in_full = set()
    for term, pattern in TERMS.items():
        text, is_there = heard(pattern, text)
        if is_there:
            in_full.add(term)
    if in_full and not any(in_full <= group for group in groups):
        groups.append(frozenset(in_full))
    return text, groups


def said_in(text: str) -> Said:
    text, is_later = heard(OR_LATER, text)
    text, is_only = heard(ONLY, text)
    numbers = NUMBER.findall(text)
    text, is_french = heard(FRENCH_PORT, NUMBER.sub(" ", text))
    return Said(
        versions=frozenset(number if "." in number else f"{number}.0" for number, _ in numbers),
        is_later=is_later or any(plus for _, plus in numbers),
        is_only=is_only,
        is_french=is_french,
        has_more=bool(heard(FILLERS, text)[0]),
    )


def fits(licence: Licence, said: Said) -> bool:
    if said.versions and licence.version not in said.versions:
        return False
    return not licence.id.endswith(("-only",) * said.is_later + ("-or-later",) * said.is_only)


def chosen(ids: tuple[str, ...], said: Said, *, is_complete: bool) -> Choice:
    """Those of a name that were said."""
    fitting = tuple(id for id in ids if fits(LICENCES[id], said))
    if not fitting:
        return (), Doubt.UNKNOWN
    if not (said.versions or is_complete):
        return fitting, Doubt.SEVERAL
    return fitting, None if len(fitting) == 1 else Doubt.VERSION


def of_terms(group: frozenset[str], said: Said, *, is_named: bool) -> Choice:
    """The editions of a licence of Creative Commons, known by its terms."""
    family = "-".join(term for term in ("BY", "NC", "SA", "ND") if term in group | {"BY"})
    editions = [licence for licence in LICENCES.values() if licence.family == family and fits(licence, said)]
    ported = tuple(licence.id for licence in editions if licence.port)
    plain = tuple(licence.id for licence in editions if not licence.port)
    if not plain:
        return (), Doubt.UNKNOWN
    if "BY" not in group or not (is_named or said.versions or len(group) > 1):
        return plain, Doubt.SEVERAL
    if not said.versions:
        return (plain + ported if said.is_french else plain), Doubt.VERSION
    if said.is_french and said.versions != {LATEST}:
        return (ported, None) if ported else (plain, Doubt.SEVERAL)
    return plain, None


def settled(words: str, choices: list[Choice], said: Said) -> Recognised:
    """One licence, of one version, with nothing added, leaves no doubt."""
    candidates = tuple(dict.fromkeys(id for ids, _ in choices for id in ids))
    if not candidates:
        return Recognised(words, (), Doubt.UNKNOWN)
    has_later = said.is_later and not candidates[0].endswith("-or-later")
    if len(choices) > 1 or said.has_more or has_later or len(said.versions) > 1:
        return Recognised(words, candidates, Doubt.SEVERAL)
    return Recognised(words, candidates, choices[0][1])
