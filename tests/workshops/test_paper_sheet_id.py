"""The name on a sheet survives the hand that copies it."""

import pytest

from essaim.kit.refusal import Refused
from essaim.workshops.paper.sheet_id import POSTER, PRESENCE, RELAY, TABLE, SheetId, sheet_typed

CODE = "ACDF3479"
SHEETS = [
    SheetId(CODE, TABLE, 2, 1, 3),
    SheetId(CODE, TABLE, 12, 10, 12),
    SheetId(CODE, RELAY, 2, 1),
    SheetId(CODE, POSTER),
    SheetId(CODE, PRESENCE, 0, 0, 4),
]


@pytest.mark.parametrize("sheet", SHEETS, ids=str)
def test_a_name_is_read_as_it_is_printed_or_as_people_type_it(sheet):
    name = str(sheet)

    for typed in (name, name.lower(), name.replace("-", " "), name.replace("-", ""), f"{sheet.short}-{sheet.check}"):
        assert sheet_typed(typed, CODE) == sheet


def test_one_wrong_digit_is_told():
    name = str(SheetId(CODE, TABLE, 2, 1, 3))

    for typed in (name.replace("T2", "T3"), name.replace("S1", "S2"), name.replace("p3", "p8")):
        with pytest.raises(Refused, match="faute de frappe"):
            sheet_typed(typed, CODE)


def test_two_digits_exchanged_are_told():
    sheet = SheetId(CODE, TABLE, 12, 1, 3)

    with pytest.raises(Refused, match="faute de frappe"):
        sheet_typed(str(sheet).replace("T12", "T21"), CODE)


@pytest.mark.parametrize("typed", ["bonjour", "T2", "E-ACDF3479", "💚", "T2-S1-p3-"])
def test_anything_else_is_no_sheet(typed):
    with pytest.raises(Refused):
        sheet_typed(typed, CODE)


def test_a_sheet_of_another_workshop_is_told():
    with pytest.raises(Refused, match="vient d’un autre atelier"):
        sheet_typed(str(SheetId("WXY73479", TABLE, 2, 1, 3)), CODE)
