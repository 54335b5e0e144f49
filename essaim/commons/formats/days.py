"""Dates as people write them: « 2 mai 2024 », « fin 2024 », « janvier à mai 2025 ». The words are kept, and bounded."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from essaim.commons.formats.found import Day

LONGEST = 60  # letters: longer than any date, shorter than a sentence
YEARS = range(1900, 2101)  # a number alone is a year between these; others are amounts
PIVOT = 2000  # the century of « 02/05/24 »: the systems that are read here are younger

MONTH_NAMES = (
    *("janvier janv jan january", "fevrier fevr fev feb february", "mars mar march", "avril avr apr april"),
    *("mai may", "juin jun june", "juillet juil jul july", "aout aou aug august", "septembre sept sep september"),
    *("octobre oct october", "novembre nov november", "decembre dec december"),
)
MONTHS = {name: number for number, names in enumerate(MONTH_NAMES, start=1) for name in names.split()}
RANKS = {"1er": 1, "premier": 1, "2e": 2, "2eme": 2, "2nd": 2, "second": 2, "deuxieme": 2} | {
    "3e": 3,
    "3eme": 3,
    "troisieme": 3,
    "4e": 4,
    "4eme": 4,
    "quatrieme": 4,
    "dernier": 4,
}
# Winter has two ends in a year: its bounds are those of the year.
SEASONS = {"printemps": (3, 6), "ete": (6, 9), "automne": (9, 12), "hiver": (1, 12)}
THIRDS = {"debut": 0, "mi": 1, "fin": 2}

NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
CLOCK = r"(?:[T ]+\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)? ?(?:Z|[+-]\d\d:?\d\d)?"
WRITTEN_IN_FIGURES = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?P<year>\d{{4}})-(?P<month>\d\d)(?:-(?P<day>\d\d){CLOCK})?",
        r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})",
        r"(?P<day>\d\d)/(?P<month>\d\d)/(?P<year>\d\d)",
        r"(?P<month>\d{1,2})/(?P<year>\d{4})",
        r"1/(?P<year>\d{4})/(?P<month>\d{1,2})(?:/(?P<day>\d{1,2})(?:/[\d./]*)?)?",
    )
]
WRITTEN_IN_WORDS = [
    re.compile(form)
    for form in (
        r"(?![ -])(?:(?P<third>debut|mi|fin)[ -]+(?:de |d')?)?(?:(?P<day>\d{1,2})(?:er)?[ -]+)?"
        rf"(?:(?P<name>{NAMES})\b\.?)?[ -]*(?P<year>\d{{4}})?",
        rf"(?P<name>{NAMES})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})",
        r"(?P<day>\d{1,2})(?:er)?",
    )
]
WEEKDAY = re.compile(r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),? ")
LEADING = re.compile(r"^(?:(?:du|de|des|le|les|entre|en|courant|vers|au cours de|dans|pour)\b |d'|l')")
HOUR = re.compile(
    r",? +(?:a |de |des |vers )?\d{1,2} ?[h:] ?(?:\d\d)?(?::\d\d)?(?: ?(?:-|–|a) ?\d{1,2} ?[h:] ?(?:\d\d)?)?$"
)
BETWEEN = re.compile(r" *(?:\b(?:au|a|et|ou|jusqu'au|jusqu'a|jusqu'en)\b|[-–—/→]) *")
FROM = re.compile(r"^(?:depuis|a partir de|a partir du|a compter de|a compter du|des) ")
UNTIL = re.compile(r"^(?:jusqu'au|jusqu'a|jusqu'en) ?(?:fin )?")
BEFORE = re.compile(r"^avant ")
PERIOD = re.compile(
    rf"(?:(?P<rank>{'|'.join(RANKS)}) (?P<kind>trimestre|semestre) (?:de |d')?|[tq](?P<quarter>[1-4])[ -/]?)"
    r"(?P<year>\d{4})|(?P<season>printemps|ete|automne|hiver) (?:de )?(?P<of>\d{4})"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date whose parts may be unknown; `third` is the first, second or last third of its month or year."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    third: int | None = None


Bounds = tuple[date | None, date | None]


def day_of(words: str, *, is_date: bool = False) -> Day | None:
    """The date that these words are as a whole; None where they are anything else.

    Where it is known that they are a date, figures alone may be the seconds since 1970.
    """
    text = words.strip()
    if not text or len(text) > LONGEST:
        return None
    bounds = bounds_of_stamp(text) if is_date else None
    bounds = bounds or bounds_of(folded(text))
    return Day(text, *bounds) if bounds else None


def day_of_stored(raw: str) -> Day:
    """A date as Semantic MediaWiki stores it: `1/2013/10/27`, as far as it is known; 2 is the Julian calendar."""
    calendar, *parts = raw.split("/")
    known = parts[:3]
    if calendar != "1" or not known or not all(part.isdecimal() for part in known):
        return Day(raw)
    bounds = bounds_of_moment(Moment(*map(int, known)))
    return Day(raw, *bounds) if bounds else Day(raw)


def bounds_of_stamp(text: str) -> Bounds | None:
    if re.fullmatch(r"(?:19|20)\d{6}(?:\d{6})?", text):
        return bounds_of_moment(Moment(int(text[:4]), int(text[4:6]), int(text[6:8])))
    if re.fullmatch(r"-?\d{9,11}", text):
        day = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(text))).date()
        return day, day
    return None


def folded(text: str) -> str:
    """Small letters without accents, one space at a time, without what dates may do without."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    line = " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).split()).rstrip(".")
    return HOUR.sub("", WEEKDAY.sub("", line))


def bounds_of(text: str) -> Bounds | None:
    """The first and last day that the words leave possible."""
    if opening := FROM.match(text):
        bounds = bounds_of(text[opening.end() :])
        return (bounds[0], None) if bounds else None
    if opening := UNTIL.match(text):
        bounds = bounds_of(text[opening.end() :])
        return (None, bounds[1]) if bounds else None
    if opening := BEFORE.match(text):
        bounds = bounds_of(text[opening.end() :])
        return (None, bounds[0] - timedelta(days=1)) if bounds and bounds[0] else None
    while opening := LEADING.match(text):
        text = text[opening.end() :]
    moment = moment_of(text)
    if moment and moment.year:
        return bounds_of_moment(moment)
    return bounds_of_period(text) or bounds_of_range(text)


def moment_of(text: str) -> Moment | None:
    for form in WRITTEN_IN_FIGURES:
        if match := form.fullmatch(text):
            parts = match.groupdict()
            year = int(parts["year"])
            day = parts.get("day")
            return Moment(year if year > 99 else PIVOT + year, int(parts["month"]), int(day) if day else None)
    for form in WRITTEN_IN_WORDS:
        if text and (match := form.fullmatch(text)):
            return moment_of_words(match.groupdict())
    return None


def moment_of_words(parts: dict[str, str | None]) -> Moment | None:
    year, day, name, third = (parts.get(part) for part in ("year", "day", "name", "third"))
    if year and not name and (day or int(year) not in YEARS):
        return None
    return Moment(
        int(year) if year else None, MONTHS[name] if name else None, int(day) if day else None, THIRDS.get(third or "")
    )


def bounds_of_range(text: str) -> Bounds | None:
    """Two dates and what stands between them; the first has the year and the month of the second, unless it says."""
    for between in BETWEEN.finditer(text):
        first, last = moment_of(strip_leading(text[: between.start()])), moment_of(strip_leading(text[between.end() :]))
        if not first or not last or not last.year or (first.day and not (first.month or last.month)):
            continue
        begun = replace(first, year=first.year or last.year, month=first.month or (last.month if first.day else None))
        start, end = bounds_of_moment(begun), bounds_of_moment(last)
        if start and end and start[0] and end[1] and start[0] > end[1] and not first.year:
            start = bounds_of_moment(replace(begun, year=last.year - 1))  # « novembre à février 2025 »
        if start and end and start[0] and end[1] and start[0] <= end[1]:
            return start[0], end[1]
    return None


def strip_leading(text: str) -> str:
    return LEADING.sub("", text.strip())


def bounds_of_period(text: str) -> Bounds | None:
    match = PERIOD.fullmatch(text)
    if not match:
        return None
    said = match.groupdict()
    if said["season"]:
        first, last = SEASONS[said["season"]]
        return months(int(said["of"]), first, last)
    number = int(said["quarter"] or RANKS[said["rank"]])
    length = 6 if said["kind"] == "semestre" else 3
    return months(int(said["year"]), (number - 1) * length + 1, number * length) if number * length <= 12 else None


def bounds_of_moment(moment: Moment) -> Bounds | None:
    """The days that a date may be, or None where the calendar has none such."""
    try:
        if moment.year is None:
            return None
        if moment.day is not None:
            day = date(moment.year, moment.month or 0, moment.day)
            return day, day
        if moment.month is None:
            third = moment.third
            return months(moment.year, 1, 12) if third is None else months(moment.year, third * 4 + 1, third * 4 + 4)
        first, last = months(moment.year, moment.month, moment.month)
        if moment.third is not None:
            ends = (10, 20, last.day)
            return first.replace(day=moment.third * 10 + 1), last.replace(day=ends[moment.third])
        return first, last
    except ValueError:
        return None


def months(year: int, first: int, last: int) -> tuple[date, date]:
    """The first day of one month and the last day of another."""
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
