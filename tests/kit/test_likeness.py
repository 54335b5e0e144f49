from essaim.kit.likeness import alike, closest, couples

NOTES = {
    1: "Ouvrir les fenêtres dix minutes",
    2: "ouvrir les fenetres 10 minutes !",
    3: "Planter des arbres dans la cour",
    4: "Plantez des arbres dans la cour",
    5: "Ouvrir la cour le samedi",
}


def test_notes_that_read_the_same_are_shown_together_and_others_are_not():
    assert {(one, other) for one, other, _score in alike(NOTES)} == {(1, 2), (3, 4)}


def test_the_closest_notes_come_first():
    assert closest("Fenêtres : ouvrir", NOTES)[:2] == [1, 2]


def test_a_note_is_in_one_pair_at_a_time():
    thrice = {1: "Aérer les classes", 2: "Aérer les clases", 3: "Aerer les classes"}

    assert [{one, other} for one, other, _score in couples(thrice)] == [{1, 3}]
