"""`essaim commons …`, from a terminal."""

import json

from tests.server import an_instance


def test_a_catalogue_leaves_an_instance_and_enters_another_the_same(tmp_path):
    file, report = tmp_path / "catalogue.jsonl", tmp_path / "rapport.json"
    with an_instance() as instance:
        instance.run("demo", "--load-only", "--json")
        left = instance.run("commons", "export").stdout
    file.write_text(left, encoding="utf-8")

    with an_instance() as instance:
        instance.run("migrate")
        dry = instance.run("commons", "import", str(file), "--dry-run")
        nothing = instance.run("commons", "export").stdout
        done = instance.run("commons", "import", str(file), "--report", str(report))
        again = instance.run("commons", "import", str(file))
        found = instance.run("commons", "export").stdout

    assert (nothing, found) == ("", left)
    assert [answer.stdout.split("\n")[0] for answer in (dry, done, again)] == [
        "5 communs nouveaux, 0 mis à jour, 0 sans changement, 0 anciennes adresses.",
        "5 communs nouveaux, 0 mis à jour, 0 sans changement, 0 anciennes adresses.",
        "0 communs nouveaux, 0 mis à jour, 5 sans changement, 0 anciennes adresses.",
    ]
    assert json.loads(report.read_text())["created"] == 5


def test_what_cannot_be_read_is_one_clear_line(tmp_path):
    wrong = tmp_path / "notes.txt"
    wrong.write_text("bonjour", encoding="utf-8")

    with an_instance() as instance:
        instance.run("migrate")
        refused = instance.run("commons", "import", str(wrong), check=False)
        missing = instance.run("commons", "import", str(tmp_path / "rien"), check=False)

    assert (refused.returncode, refused.stdout, refused.stderr) == (
        1,
        "",
        "essaim : Le fichier « notes.txt » n’est d’aucun format connu : donnez un export de MediaWiki (XML), une "
        "réponse de Semantic MediaWiki (JSON ou CSV), des fiches Bazar (JSON), du Turtle, ou dites lequel par "
        "--format.\n",
    )
    assert (missing.returncode, missing.stderr) == (1, f"essaim : le fichier {tmp_path / 'rien'} n’existe pas.\n")
