"""`essaim synthesise`, as a person or a script runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from essaim.synthesis.command import synthesise

LINES = [
    {"id": "1", "text": "Plus de bus le soir"},
    {"id": 2, "text": "Des bus le dimanche", "count": 3, "table": 4, "sequence": 1},
    {"id": "3", "text": "Des pistes cyclables", "theme": "Le vélo"},
    {"id": "4", "text": "Une piste cyclable", "table": "A"},
]


@pytest.fixture
def file(tmp_path):
    def write(*lines, name="notes.jsonl"):
        path = tmp_path / name
        path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
        return str(path)

    return write


def run(*arguments, **environment):
    command = [sys.executable, "-m", "essaim.cli", "synthesise", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment})


def test_the_draft_is_written_as_json(file, tmp_path):
    out = tmp_path / "draft.json"

    assert synthesise([file(*LINES), "--out", str(out), "--encoder", "none"]) == 0

    found = json.loads(out.read_text("utf-8"))
    assert set(found) == {
        "themes",
        "families",
        "repeats",
        "near",
        "splits",
        "suggestions",
        "placed",
        "outside",
        "coverage",
        "engine",
    }
    assert found["themes"][0]["heading"] == "Le vélo"
    assert "3" in found["themes"][0]["notes"]
    assert found["coverage"]["received"] == 4
    assert found["coverage"]["said"] == 6
    assert found["coverage"]["in_themes"] + found["coverage"]["outside"] == 4
    assert found["engine"] == {"encoder": "none", "version": 1}


def test_any_number_of_threads_gives_the_same_bytes(file):
    path = file(
        *LINES, *({"id": f"n{n}", "text": f"Une idée pour la rue numéro {n % 7} et le parc"} for n in range(40))
    )

    one, two = (
        run(path, OMP_NUM_THREADS=threads, OPENBLAS_NUM_THREADS=threads, PYTHONHASHSEED=threads) for threads in "14"
    )

    assert one.returncode == two.returncode == 0
    assert one.stdout == two.stdout != ""


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["{"], "Ligne 1 : ce n’est pas du JSON. Écrivez un objet par ligne."),
        (["[1]"], 'Ligne 1 : ce n’est pas un objet JSON, comme {"id": "1", "text": "…"}.'),
        ([{"text": "a"}], "Ligne 1 : il manque « id », un texte ou un nombre."),
        ([{"id": True, "text": "a"}], "Ligne 1 : il manque « id », un texte ou un nombre."),
        ([{"id": "1"}], "Ligne 1 : il manque « text », ce que la note dit."),
        (
            [LINES[0], "", LINES[0]],
            "Ligne 3 : la note « 1 » est déjà à la ligne 1. Donnez à chaque note son propre « id ».",
        ),
        ([{"id": "1", "text": "a", "count": 0}], "Ligne 1 : « count » doit être un nombre entier, au moins 1."),
        ([{"id": "1", "text": "a", "theme": ["b"]}], "Ligne 1 : « theme » doit être un texte."),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence_and_nothing_is_written(lines, sentence, file, tmp_path, capsys):
    out = tmp_path / "draft.json"

    assert synthesise([file(*lines), "--out", str(out)]) == 1

    assert capsys.readouterr().err == sentence + "\n"
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["absent.jsonl"], 1, "Le fichier « absent.jsonl » ne se lit ou ne s’écrit pas : No such file or directory."),
        (["a", "b"], 2, "Commande mal écrite : unrecognized arguments: b (voir essaim synthesise --help)"),
    ],
)
def test_a_wrong_call_says_what_to_do(arguments, code, sentence, capsys):
    assert synthesise(arguments) == code
    assert capsys.readouterr().err == sentence + "\n"


def test_an_unknown_encoder_is_refused_with_those_that_exist(file, capsys):
    assert synthesise([file(*LINES), "--encoder", "magie"]) == 1
    assert (
        capsys.readouterr().err
        == "Encodeur inconnu : « magie ». Choisissez bundled, second, none, ou module:fonction.\n"
    )


def test_people_s_headings_come_from_a_file(file, capsys):
    headings = file("Les bus", "", "Les  vélos", "Les bus", name="headings.txt")

    assert synthesise([file(*LINES[:2]), "--headings", headings, "--encoder", "none", "--stats"]) == 0

    said = capsys.readouterr()
    assert [theme["heading"] for theme in json.loads(said.out)["themes"]] == ["Les bus", "Les vélos"]
    assert "2 notes reçues" in said.err


def test_abbreviations_of_an_instance_come_from_a_file(file, capsys):
    lines = [
        {"id": "1", "text": "Soutenir la RPPM"},
        {"id": "2", "text": "Des repas paysans partout"},
        {"id": "3", "text": "Isoler les écoles"},
        {"id": "4", "text": "Isoler la mairie"},
    ]
    abbreviations = file("# les nôtres", "RPPM = repas paysans", name="lexicon.txt")

    def themes(*more):
        assert synthesise([file(*lines), "--themes", "2", "--encoder", "none", *more]) == 0
        return sorted(theme["notes"] for theme in json.loads(capsys.readouterr().out)["themes"])

    assert themes("--lexicon", abbreviations) == [["1", "2"], ["3", "4"]]
    assert themes() != [["1", "2"], ["3", "4"]]


SAMPLE = Path(__file__).parents[3] / "shared/data/cerema-notes/atelier3.jsonl"


@pytest.mark.skipif(not SAMPLE.exists(), reason="les notes du Cerema ne sont pas à côté du projet")
def test_the_bundled_encoder_reads_a_real_board_without_network(tmp_path):
    rows = [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()]
    plain = tmp_path / "notes.jsonl"
    plain.write_text("\n".join(json.dumps({"id": row["id"], "text": row["text"]}) for row in rows))

    found = json.loads(run(str(plain)).stdout)

    assert found["engine"]["encoder"] == "bundled"
    assert len(found["themes"]) == 8  # 1.1 √56
    together = next(theme["notes"] for theme in found["themes"] if "a3-39" in theme["notes"])
    assert {"a3-39", "a3-40"} <= set(together)  # "Diagnostic", "diagnostic local adapté au territoire"
