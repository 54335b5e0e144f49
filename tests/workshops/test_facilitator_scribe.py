import pytest

from essaim.workshops.domain.scribing import said


@pytest.mark.parametrize(
    ("typed", "words", "people"),
    [
        ("Ouvrir les fenêtres", "Ouvrir les fenêtres", 1),
        ("Portage politique ×3", "Portage politique", 3),
        ("Portage politique x3", "Portage politique", 3),
        ("Portage politique X 12.", "Portage politique", 12),
        ("Portage politique (x3)", "Portage politique", 3),
        ("x3 Portage politique", "Portage politique", 3),
        ("×3 : portage politique", "portage politique", 3),
        ("Passer en 4x4", "Passer en 4x4", 1),
        ("Un axe x3000", "Un axe x3000", 1),
        ("x3", "", 3),
    ],
)
def test_the_number_of_people_is_typed_with_the_words(typed, words, people):
    assert said(typed) == (words, people)
