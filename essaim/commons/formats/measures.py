"""Numbers with their units, and places on Earth, as people and systems write them."""

import re
from decimal import Decimal, InvalidOperation

from essaim.commons.formats.found import Number, Point

LONGEST = 80
MOST_DIGITS = 12  # without a unit, more is the number of an organisation, not an amount
UNITS = (
    r"(?:k€|m€|md€|€|\$|£|%|‰|euros?|eur|km²|km2|km|m²|m2|m3|m³|m|cm|ha|hectares?|kg|g|t|tonnes?|l|litres?|"
    r"tco2e?|kgco2e?|gwh|mwh|kwh|wh|mw|kw|h|heures?|min|minutes?|s|j|jours?|semaines?|mois|ans?|années?|etp|"
    r"pers\.?|personnes?|participant[·.]?e?[·.]?s?|agent[·.]?e?[·.]?s?|habitant[·.]?e?[·.]?s?|communes?|"
    r"élèves?|exemplaires?|places?|mo|go|ko)"
)
UNIT = re.compile(rf"{UNITS}(?: ?(?:ht|ttc))?(?: ?(?:/|par) ?[\w² ]{{1,20}})?", re.IGNORECASE)
SPACES = "[ \u00a0\u202f\u2009]"
AMOUNT = re.compile(
    rf"(?P<sign>[+\-−]?){SPACES}?"
    rf"(?P<figures>[0-9]{{1,3}}(?:{SPACES}[0-9]{{3}})+(?:[.,][0-9]+)?|[0-9]{{1,3}}(?:\.[0-9]{{3}})+,[0-9]+"
    r"|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]{1,3}(?:\.[0-9]{3}){2,}"
    rf"|[0-9]+(?:[.,][0-9]+)?){SPACES}*(?P<unit>.*)"
)
CURRENCY = re.compile(r"(€|\$|£|EUR) ?(?=[0-9])")

DEGREES = r"(?P<degrees>[+\-−]?[0-9]{1,3}(?:[.,][0-9]+)?) ?(?P<sign>[°º])? ?"
MINUTES = r"(?:(?P<minutes>[0-9]{1,2}(?:[.,][0-9]+)?) ?['′’] ?)?"
SECONDS = r"(?:(?P<seconds>[0-9]{1,2}(?:[.,][0-9]+)?) ?(?:[\"″”]|''|’’) ?)?"
SIDED = re.compile(rf"{DEGREES}{MINUTES}{SECONDS}(?P<side>[NSEWO])?", re.IGNORECASE)
PAIR = re.compile(r"(?P<first>[^,;]+?) ?[,;] ?(?P<second>[^,;]+)")
PLAIN = re.compile(r"[+\-−]?[0-9]{1,3}(?:\.(?P<decimals>[0-9]+))?")
SIX_DECIMALS = Decimal("0.000001")  # a tenth of a metre


def number_of(words: str) -> Number | None:
    """The number, and its unit, that these words are as a whole; None where they are anything else."""
    if len(words) > LONGEST:
        return None
    text = words.strip()
    currency = CURRENCY.match(text)
    if currency:
        text = f"{text[currency.end() :]} {currency.group(1)}"
    match = AMOUNT.fullmatch(text)
    if not match:
        return None
    unit = match["unit"].strip()
    figures = without_groups(match["figures"])
    is_code = len(figures) > 1 and figures[0] == "0" and figures[1].isdigit()
    if (unit and not UNIT.fullmatch(unit)) or is_code or (not unit and len(figures) > MOST_DIGITS):
        return None
    return Number(Decimal(match["sign"].replace("−", "-") + figures), unit)


def without_groups(figures: str) -> str:
    """The same number without what groups its thousands, with a point before its decimals."""
    tight = re.sub(SPACES, "", figures)
    if tight.count(",") > 1 or (0 <= tight.find(",") < tight.find(".")):
        return tight.replace(",", "")
    if tight.count(".") > 1 or (0 <= tight.find(".") < tight.find(",")):
        return tight.replace(".", "").replace(",", ".")
    return tight.replace(",", ".")


def point_of(words: str, *, is_place: bool = False) -> Point | None:
    """The place whose latitude and longitude these are; two plain numbers are one where it is known, or precise."""
    if len(words) > LONGEST:
        return None
    text = " ".join(words.split())
    if sided := sided_point(text):
        return sided
    match = PAIR.fullmatch(text)
    if not match:
        return french_point(text) if is_place else None
    ends = [PLAIN.fullmatch(match[end]) for end in ("first", "second")]
    if not all(ends):
        return None
    is_precise = all(end and len(end["decimals"] or "") > 2 for end in ends)
    return point(match["first"], match["second"]) if is_place or is_precise else None


def french_point(text: str) -> Point | None:
    """« 43,61 ; 3,87 »: the comma is the one of decimals."""
    latitude, _sign, longitude = text.partition(";")
    return point(latitude.strip().replace(",", "."), longitude.strip().replace(",", "."))


def sided_point(text: str) -> Point | None:
    """Degrees with their sign: 43° 36' 43" N, 3° 52' 38" E."""
    found = []
    rest = text
    while match := SIDED.match(rest):
        found.append(match)
        rest = rest[match.end() :].lstrip(" ,;")
    if len(found) != 2 or rest or not all(match["sign"] or match["side"] for match in found):
        return None
    if (found[0]["side"] or "N").upper() in "EWO" and (found[1]["side"] or "").upper() in "NS":
        found.reverse()
    latitude, longitude = (degrees_of(match) for match in found)
    return point(latitude, longitude)


def degrees_of(match: re.Match[str]) -> Decimal:
    parts = [Decimal((match[part] or "0").replace(",", ".").replace("−", "-")) for part in ("minutes", "seconds")]
    degrees = Decimal(match["degrees"].replace(",", ".").replace("−", "-"))
    size = abs(degrees) + parts[0] / 60 + parts[1] / 3600
    is_negative = match["degrees"][0] in "-−" or (match["side"] or "").upper() in {"S", "W", "O"}
    exact = size if parts == [0, 0] else size.quantize(SIX_DECIMALS)
    return -exact if is_negative else exact


def point(latitude: object, longitude: object) -> Point | None:
    """The point, where there is one on Earth."""
    try:
        ends = [Decimal(str(end).strip().replace("−", "-")) for end in (latitude, longitude)]
    except InvalidOperation:
        return None
    if not all(end.is_finite() for end in ends) or abs(ends[0]) > 90 or abs(ends[1]) > 180:
        return None
    return Point(*ends)
