"""What somebody types of a sheet, line by line."""

from essaim.workshops.paper.typed import Typed, lines_typed, typed_again


def test_one_note_a_line_with_its_count_and_its_theme():
    typed = lines_typed("Un pédibus\n\nUn tableau à l’entrée ×3\n# La rue\nFermer la rue x2\n#\nEt les crèches ?\n")

    assert typed == [
        Typed("Un pédibus"),
        Typed("Un tableau à l’entrée", 3),
        Typed("Fermer la rue", 2, "La rue"),
        Typed("Et les crèches ?"),
    ]


def test_notes_give_the_lines_that_give_them():
    notes = [Typed("Un pédibus", 2), Typed("Fermer la rue", 1, "La rue"), Typed("Et les crèches ?")]

    assert lines_typed(typed_again(notes)) == notes
