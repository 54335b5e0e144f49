import json

from essaim.workshops.rotation.command import rotate


def people_file(folder, lines):
    path = folder / "personnes.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_twenty_four_people_meet_fifteen_others(tmp_path, capsys):
    path = people_file(tmp_path, ["name", *(f"Personne {i}" for i in range(24))])

    code = rotate(["--people", path, "--tables", "3", "--rounds", "3", "--json"])

    told = json.loads(capsys.readouterr().out)
    assert (code, told["met_mean"], told["met_bound"], told["violations"]) == (0, 15.0, 15.0, [])
    assert [line["name"] for line in told["plan"]] == [f"Personne {i}" for i in range(24)]
    assert {tuple(sorted(line["tables"])) for line in told["plan"]} == {(1, 2, 3)}


def test_the_plan_is_read_as_a_table(tmp_path, capsys):
    path = people_file(tmp_path, ["nom", "Ana", "Bo"])

    code = rotate(["--people", path, "--tables", "2", "--rounds", "2", "--topology", "facilitators-move"])

    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    assert lines[0] == (
        "2 personnes, 2 tables, 2 tours : les groupes restent assis, les questions avancent d’une table."
    )
    assert sorted(line.split()[0] for line in lines[3:5]) == ["Ana", "Bo"]
    assert lines[-1] == "Contraintes enfreintes : 0."


def test_what_cannot_be_is_one_line_and_a_non_zero_answer(tmp_path, capsys):
    people = people_file(tmp_path, ["nom", "Ana", "Bo", "Ana"])
    absent = str(tmp_path / "rien.csv")

    answers = [
        rotate(["--people", people, "--tables", "2", "--rounds", "2"]),
        rotate(["--people", absent, "--tables", "2", "--rounds", "2"]),
        rotate(["--people", people, "--tables", "zéro", "--rounds", "2"]),
    ]

    told = capsys.readouterr()
    assert (answers, told.out) == ([1, 1, 2], "")
    assert told.err.splitlines() == [
        "Ligne 4, colonne « nom » : « Ana » figure déjà à la ligne 2 ; distinguez ces personnes.",
        f"Le fichier « {absent} » n’existe pas.",
        "Commande mal écrite : argument --tables: « zéro » n’est pas un nombre de 1 à 999. (voir essaim rotate --help)",
    ]
