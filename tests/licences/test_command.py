"""`essaim licences check`, as a person or a script runs it."""

import json
import subprocess
import sys

import pytest

from essaim.licences.command import licences


def test_the_verdict_is_said_in_plain_words(capsys):
    assert licences(["check", "CC-BY-SA-4.0", "Creative Commons BY NC 4.0", "--as", "CC BY-SA 4.0", "--whole"]) == 1

    assert capsys.readouterr().out == (
        "Ce n’est pas permis.\n"
        "- La partie « source 2 » est sous CC BY-NC 4.0, qui interdit l’usage commercial ; l’ensemble, sous "
        "CC BY-SA 4.0, le permettrait.\n"
        "Aucune licence connue ne convient à toutes les sources.\n"
    )


def test_what_is_allowed_is_said_with_what_remains_due(capsys):
    assert licences(["check", "etalab-2.0", "CC-BY-SA-3.0", "--as", "CC-BY-SA-4.0"]) == 0

    assert capsys.readouterr().out == (
        "C’est permis.\n"
        "- La partie « source 1 » est sous Licence Ouverte 2.0 : citez sa source et la date de sa dernière mise à "
        "jour.\n"
        "- La partie « source 2 » est sous CC BY-SA 3.0 : citez son titre, ses auteurs et autrices, son adresse et sa "
        "licence, et dites ce qui a changé.\n"
        "Licences possibles : CC BY-SA 4.0, CC BY-SA 3.0.\n"
    )


def test_the_verdict_in_json(capsys):
    assert licences(["check", "CC BY-SA", "--as", "CC-BY-SA-4.0", "--json"]) == 3

    assert json.loads(capsys.readouterr().out) == {
        "answer": "ask",
        "reasons": [
            {
                "code": "which-version",
                "answer": "ask",
                "kind": "part",
                "part": "source 1",
                "licence": "CC BY-SA",
                "target": "CC BY-SA 4.0",
                "candidates": "CC BY-SA 4.0, CC BY-SA 3.0, CC BY-SA 2.5, CC BY-SA 2.0, CC BY-SA 1.0",
                "sentence": (
                    "La partie « source 1 » dit sa licence ainsi : « CC BY-SA », sans dire laquelle de celles-ci : "
                    "CC BY-SA 4.0, CC BY-SA 3.0, CC BY-SA 2.5, CC BY-SA 2.0, CC BY-SA 1.0. Demandez-le."
                ),
            }
        ],
        "allowed": [],
    }


@pytest.mark.parametrize(
    "arguments", [[], ["check"], ["check", "CC-BY-4.0"], ["check", "--as", "CC-BY-4.0"], ["verifier"]]
)
def test_a_wrong_use_is_one_line_and_answers_two(arguments, capsys):
    assert licences(arguments) == 2

    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert said.err.startswith("Commande mal écrite : ")


def test_it_runs_from_a_terminal_without_django():
    script = (
        "import sys; from essaim.cli import main; code = main(sys.argv[1:]); assert 'django' not in sys.modules; "
        "raise SystemExit(code)"
    )
    command = [sys.executable, "-c", script, "licences", "check", "aucune", "--as", "CC-BY-4.0"]

    found = subprocess.run(command, capture_output=True, text=True)

    assert (found.returncode, found.stderr) == (1, "")
    assert found.stdout.startswith("Ce n’est pas permis.\n- La partie « source 1 » ne dit pas sa licence")
