"""An error is told in one line, whatever it says of itself."""

import pytest

from essaim.kit.trouble import first_line


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("la connexion est coupée", "la connexion est coupée"),
        ("\n  connection failed:\n\tIs the server running?", "connection failed:"),
        ("", "ConnectionResetError"),
        (" \n\n", "ConnectionResetError"),
    ],
)
def test_an_error_is_told_by_its_first_line_or_by_its_type(said, expected):
    assert first_line(ConnectionResetError(said)) == expected
