"""Numbers with their units, and places, as people write them."""

from decimal import Decimal

import pytest

from essaim.commons.formats.found import Number, Point
from essaim.commons.formats.measures import number_of, point_of

MONTPELLIER = Point(Decimal("43.6119"), Decimal("3.8772"))


@pytest.mark.parametrize(
    ("words", "number", "unit"),
    [
        ("41320", "41320", ""),
        ("12 345", "12345", ""),
        ("1\u202f234,56 €", "1234.56", "€"),
        ("1.234,56", "1234.56", ""),
        ("1,234.56", "1234.56", ""),
        ("0,5", "0.5", ""),
        ("-3,5", "-3.5", ""),
        ("+600 agents", "600", "agents"),
        ("74 %", "74", "%"),
        ("30 €/pers", "30", "€/pers"),
        ("43 920 € HT", "43920", "€ HT"),
        ("€ 12", "12", "€"),
        ("3 km²", "3", "km²"),
    ],
)
def test_a_number_keeps_its_value_and_its_unit(words, number, unit):
    assert number_of(words) == Number(Decimal(number), unit)


@pytest.mark.parametrize("words", ["", "007", "12 rue de la Loge", "1h30", "12345678901234", "2 sur 3", "12 34", "dix"])
def test_what_is_no_amount_is_not_made_one(words):
    assert number_of(words) is None


@pytest.mark.parametrize(
    ("words", "point"),
    [
        ("43.6119, 3.8772", MONTPELLIER),
        ("43.6119;3.8772", MONTPELLIER),
        ("43.6119° N, 3.8772° E", MONTPELLIER),
        ("43.6119 N, 3.8772 O", Point(Decimal("43.6119"), Decimal("-3.8772"))),
        ("3.8772° E, 43.6119° N", MONTPELLIER),
        ("43° 36' 43\" N, 3° 52' 38\" E", Point(Decimal("43.611944"), Decimal("3.877222"))),
        ("43°36′43″N 3°52′38″E", Point(Decimal("43.611944"), Decimal("3.877222"))),
        ("21° 6' 54\" S, 55° 32' 11\" E", Point(Decimal("-21.115000"), Decimal("55.536389"))),
    ],
)
def test_a_place_is_read_as_degrees(words, point):
    assert point_of(words) == point


@pytest.mark.parametrize(
    "words", ["41320, 37500", "12.50, 13.50", "91.123, 3.123", "3, 4", "43.6119", "1.234, 5.678, 9"]
)
def test_two_numbers_are_a_place_only_if_they_can_be_nothing_else(words):
    assert point_of(words) is None


def test_two_plain_numbers_are_a_place_where_one_is_expected():
    assert (point_of("43.6, 3.8", is_place=True), point_of("43,6 ; 3,8", is_place=True)) == (
        Point(Decimal("43.6"), Decimal("3.8")),
        Point(Decimal("43.6"), Decimal("3.8")),
    )
