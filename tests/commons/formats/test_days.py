"""A date is as precise as it was written, and says between which days it is."""

from datetime import date

import pytest

from essaim.commons.formats.days import day_of, day_of_stored
from essaim.commons.formats.found import Day

KNOWN = """
    2024-05-02                    | 2024-05-02 | 2024-05-02
    2024-05-02T18:00:00+02:00     | 2024-05-02 | 2024-05-02
    2024-05-02 16:17:09           | 2024-05-02 | 2024-05-02
    2024-05                       | 2024-05-01 | 2024-05-31
    02/05/2024                    | 2024-05-02 | 2024-05-02
    2.5.2024                      | 2024-05-02 | 2024-05-02
    02/05/24                      | 2024-05-02 | 2024-05-02
    05/2024                       | 2024-05-01 | 2024-05-31
    2 mai 2024                    | 2024-05-02 | 2024-05-02
    1er août 2024                 | 2024-08-01 | 2024-08-01
    Jeudi 2 mai 2024 à 14h30      | 2024-05-02 | 2024-05-02
    mai 2024                      | 2024-05-01 | 2024-05-31
    févr. 2024                    | 2024-02-01 | 2024-02-29
    2013                          | 2013-01-01 | 2013-12-31
    fin 2024                      | 2024-09-01 | 2024-12-31
    début 2024                    | 2024-01-01 | 2024-04-30
    mi-2024                       | 2024-05-01 | 2024-08-31
    fin mai 2024                  | 2024-05-21 | 2024-05-31
    fév ou mars 2024              | 2024-02-01 | 2024-03-31
    janvier à mai 2025            | 2025-01-01 | 2025-05-31
    janvier 2024 – mai 2025       | 2024-01-01 | 2025-05-31
    novembre à février 2025       | 2024-11-01 | 2025-02-28
    entre mai et juin 2024        | 2024-05-01 | 2024-06-30
    du 2 au 5 mai 2024            | 2024-05-02 | 2024-05-05
    30 avril au 2 mai 2024        | 2024-04-30 | 2024-05-02
    02/05/2024 - 05/06/2024       | 2024-05-02 | 2024-06-05
    2023-2024                     | 2023-01-01 | 2024-12-31
    2e trimestre 2024             | 2024-04-01 | 2024-06-30
    T4 2024                       | 2024-10-01 | 2024-12-31
    1er semestre 2024             | 2024-01-01 | 2024-06-30
    été 2024                      | 2024-06-01 | 2024-09-30
    27 October 2013               | 2013-10-27 | 2013-10-27
    May 2, 2024                   | 2024-05-02 | 2024-05-02
    1/2013/10/27                  | 2013-10-27 | 2013-10-27
    depuis 2021                   | 2021-01-01 |
    dès septembre 2024            | 2024-09-01 |
    avant mai 2024                |            | 2024-04-30
    jusqu’à fin 2024              |            | 2024-12-31
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("words", "first", "last"), rows(KNOWN))
def test_a_date_has_its_words_and_its_bounds(words, first, last):
    bounds = [date.fromisoformat(one) if one else None for one in (first, last)]

    assert day_of(words) == Day(words, *bounds)


@pytest.mark.parametrize(
    "words",
    [
        *("", "mai", "fin", "mars ou avril", "en cours", "S’il n’y a rien", "1 date/sem", "12 345", "-2024", "1750"),
        *("30 février 2024", "05/13/2024", "2024-13-01", "Mai 68", "2024 personnes", "5e trimestre 2024"),
        "mai 2025 à janvier 2024",
        "Le 2 mai 2024 nous avons ouvert la première ressourcerie de la vallée",
    ],
)
def test_what_is_no_date_is_not_made_one(words):
    assert day_of(words) is None


def test_figures_alone_are_seconds_only_where_a_date_is_expected():
    assert (day_of("1508611329"), day_of("1508611329", is_date=True)) == (
        None,
        Day("1508611329", date(2017, 10, 21), date(2017, 10, 21)),
    )


@pytest.mark.parametrize(
    ("raw", "bounds"),
    [
        ("1/2013", (date(2013, 1, 1), date(2013, 12, 31))),
        ("1/2013/10", (date(2013, 10, 1), date(2013, 10, 31))),
        ("1/2013/10/27/22/50/4/0", (date(2013, 10, 27), date(2013, 10, 27))),
        ("2/1500/10/27", ()),  # the Julian calendar
        ("1/-50/3/15", ()),
        ("1/2013/13", ()),
    ],
)
def test_a_stored_date_is_as_precise_as_it_was_stored(raw, bounds):
    assert day_of_stored(raw) == Day(raw, *bounds)
