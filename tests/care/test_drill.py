"""The restore drill: a copy taken while people write is one moment of the instance, and comes back whole."""

import itertools
import json
import tarfile
import threading
from pathlib import Path

import pytest

from tests.care.instances import a_folder, contents_of, data_of, files_of, is_on_postgresql, small_instance
from tests.live.room import RUNNING, Client
from tests.server import an_instance, serving

# What holds only if all the tables were read at one moment.
OF_ONE_MOMENT = """
from essaim.boards.models import Board
torn = []
for board in Board.objects.all():
    revisions = list(board.events.order_by("revision").values_list("revision", flat=True))
    numbers = list(board.notes.order_by("number").values_list("number", flat=True))
    if revisions != list(range(1, board.revision + 1)) or numbers != list(range(1, board.last_number + 1)):
        torn.append([str(board.key), board.revision, len(revisions), board.last_number, len(numbers)])
from essaim.boards.models import Note
result = {"torn": torn, "said": {str(key): text for key, text in Note.objects.values_list("key", "text")}}
"""


class Writing:
    """Phones post note after note to the live address until told to stop; keeps what was acknowledged."""

    def __init__(self, phones: list[Client]):
        self.phones = phones
        self.acknowledged: dict[str, str] = {}
        self.has_begun = threading.Event()
        self.must_stop = threading.Event()
        self.thread = threading.Thread(target=self.write)

    def write(self) -> None:
        for number, phone in enumerate(itertools.cycle(self.phones)):
            if self.must_stop.wait(0.02):
                return
            text = f"Note {number} pendant la copie"
            answer = phone.write(text)
            if answer.is_success:
                self.acknowledged[answer.json()["key"]] = text
            if len(self.acknowledged) == 20:
                self.has_begun.set()

    def __enter__(self) -> "Writing":
        self.thread.start()
        assert self.has_begun.wait(timeout=60)
        return self

    def __exit__(self, *_error: object) -> None:
        self.must_stop.set()
        self.thread.join(timeout=60)


def manifest_of(backup: Path) -> dict:
    with tarfile.open(backup) as tar:
        return json.load(tar.extractfile("manifest.json"))


@pytest.fixture(scope="module")
def served():
    with serving(HASHED_STATIC="0") as server:
        yield server


def test_a_backup_under_load_is_one_moment_and_holds_all_that_was_acknowledged_before(served):
    room = served.arrange(RUNNING)
    phones = [Client(served.url, room["boards"]["own"], token=token) for token in room["seats"]]

    with a_folder() as folder, an_instance() as other:
        with Writing(phones) as writing:
            before = dict(writing.acknowledged)
            served.run("backup", str(folder / "copie.tar"))
            meanwhile = set(writing.acknowledged) - set(before)
        other.run("restore", str(folder / "copie.tar"))
        other.run("backup", str(folder / "again.tar"))
        first, again = manifest_of(folder / "copie.tar"), manifest_of(folder / "again.tar")
        found = other.arrange(OF_ONE_MOMENT)

    assert meanwhile, "nobody wrote while the copy was made"
    assert found["torn"] == []
    assert {key: found["said"].get(key) for key in before} == before
    assert first["tables"] == again["tables"]
    assert first["tables"]["boards_note"]["rows"] == len(found["said"])


def test_a_restored_instance_equals_the_one_that_was_copied_file_by_file_and_table_by_table():
    with small_instance() as (instance, _said), an_instance() as other, a_folder() as folder:
        instance.run("backup", str(folder / "copie.tar"))

        done = other.run("restore", str(folder / "copie.tar"))

        assert contents_of(other) == contents_of(instance)
        assert files_of(other) == files_of(instance)
        assert len(files_of(other)) == 2
        assert (data_of(other) / "secret").read_text() == (data_of(instance) / "secret").read_text()
        assert (data_of(other) / "secret").stat().st_mode & 0o777 == 0o600
        assert "2 fichiers, relus et comparés" in done.stdout


def test_a_restored_instance_goes_on_with_numbers_that_nothing_bears():
    with small_instance() as (instance, said), an_instance() as other, a_folder() as folder:
        instance.run("backup", str(folder / "copie.tar"))
        other.run("restore", str(folder / "copie.tar"))

        number = other.arrange(
            "from essaim.boards.models import Note\n"
            "from tests.factories import write_note\n"
            "first = Note.objects.get(key=key)\n"
            "result = write_note(first.board, 'Une de plus').number",
            key=said["notes"][0],
        )

    assert number == len(said["notes"]) + 1


@pytest.mark.skipif(not is_on_postgresql(), reason="DATABASE_URL names no PostgreSQL")
def test_an_instance_moves_from_one_database_to_the_other_and_back():
    with (
        small_instance() as (instance, _said),
        a_folder() as folder,
        an_instance(DATABASE_URL=f"sqlite:///{folder / 'embedded.sqlite3'}") as embedded,
        an_instance() as back,
    ):
        instance.run("backup", str(folder / "postgresql.tar"))
        embedded.run("restore", str(folder / "postgresql.tar"))
        embedded.run("backup", str(folder / "sqlite.tar"))
        back.run("restore", str(folder / "sqlite.tar"))

        assert contents_of(back) == contents_of(embedded) == contents_of(instance)
        assert (folder / "embedded.sqlite3").exists()


OLDER = """
from django.core.management import call_command
for name in ("workshops", "programmes", "reports"):
    call_command("migrate", name, "0001", verbosity=0)
"""


def test_a_backup_of_an_older_version_gets_the_tables_of_this_one():
    with small_instance() as (instance, _said), an_instance() as other, a_folder() as folder:
        instance.arrange(OLDER)
        instance.run("migrate")  # what an older version did not name is named from what it knew
        contents = contents_of(instance)
        instance.arrange(OLDER)
        instance.run("backup", str(folder / "ancienne.tar"))

        other.run("restore", str(folder / "ancienne.tar"))

        assert "workshops_savedformat" not in manifest_of(folder / "ancienne.tar")["tables"]
        assert contents_of(other) == contents
