"""Notes that people sorted on paper come in by the command line, and the report says what the paper said."""

import json
from itertools import groupby

import pytest

from .instance import ROOT, Instance

FILE = ROOT.parent / "shared" / "data" / "cerema-notes" / "atelier3.jsonl"

needs_notes = pytest.mark.skipif(not FILE.exists(), reason="../shared/data/cerema-notes n’est pas là")


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """A demonstration just loaded: the code of its workshop, and the identifier of its third question."""
    instance = Instance(tmp_path_factory.mktemp("demo"))
    answer = instance.run("demo", "--load-only", "--json")
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout.strip().splitlines()[-1])
    return instance, told["workshop"], told["questions"]


@needs_notes
def test_what_people_sorted_on_paper_is_the_report(demonstration):
    instance, code, questions = demonstration
    asked = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]

    dry = instance.run("notes", "import", code, questions[2], str(FILE), "--dry-run")
    before = instance.exported(code)
    first = instance.run("notes", "import", code, questions[2], str(FILE))
    after = instance.exported(code)
    second = instance.run("notes", "import", code, questions[2], str(FILE))
    question = json.loads(instance.report(code, "json"))["report"]["questions"][2]
    markdown = instance.report(code, "md").decode()

    assert dry.returncode == first.returncode == second.returncode == 0, first.stderr
    assert before["questions"][2]["board"]["notes"] == []
    assert "56 notes ajoutées, 0 déjà là, 9 thèmes" in first.stdout
    assert "0 notes ajoutées, 56 déjà là, 0 thèmes" in second.stdout
    assert instance.exported(code) == after
    # The headings in the order of the file, and under each the same words.
    sorted_notes = [note for note in asked if note.get("theme")]
    expected = [
        (heading, [(note["text"], note["count"]) for note in notes])
        for heading, notes in groupby(sorted_notes, key=lambda note: note["theme"])
    ]
    told = [
        (theme["title"], [(note["text"], note["voices"]) for note in theme["notes"]]) for theme in question["themes"]
    ]
    assert told == expected
    assert [note["text"] for note in question["outside"]] == ["filtration -> QAI"]
    assert "56 contributions reçues, 55 reprises, aucune écartée, 1 hors thème." in markdown
    (line,) = [line for line in markdown.splitlines() if "** portage politique" in line]
    assert "×3" in line


def test_a_bad_line_is_named_and_nothing_comes_in(demonstration, tmp_path):
    instance, code, _questions = demonstration
    before = instance.exported(code)
    lines = ['{"text": "Une bonne note"}', '{"text": "Une autre", "count": "beaucoup"}', '{"text": ""}']
    file = tmp_path / "notes.jsonl"

    for wrong in (2, 3):
        file.write_text("\n".join([lines[0], "", lines[wrong - 1]]), encoding="utf-8")
        answer = instance.run("notes", "import", code, "1", str(file))
        assert answer.returncode == 1
        assert answer.stderr.startswith("essaim : Ligne 3 :")
        assert "Rien n’a été importé" in answer.stderr
        assert len(answer.stderr.splitlines()) == 1

    assert instance.exported(code) == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("XXXXXXXX", "1"), "Aucun atelier ne porte le code"),
        (("CODE", "12"), "n’a pas de question « 12 »"),
    ],
)
def test_a_workshop_or_a_question_that_is_not_there(demonstration, tmp_path, words, sentence):
    instance, code, _questions = demonstration
    file = tmp_path / "notes.jsonl"
    file.write_text('{"text": "Une bonne note"}', encoding="utf-8")

    answer = instance.run("notes", "import", *(code if word == "CODE" else word for word in words), str(file))

    assert answer.returncode == 1
    assert sentence in answer.stderr
