"""What was erased after a backup was made does not come back with it."""

import json
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.care.instances import a_folder, data_of, files_of, small_instance
from tests.server import Served, an_instance

ERASE = """
from django.utils import timezone
from essaim.boards.domain import contributing, illustrating
from essaim.boards.models import Note, Photo
from essaim.workshops.domain import listing
from essaim.workshops.models import Seat
from tests.factories import organiser_of

now = timezone.now()
note, corrected = (Note.objects.get(key=key) for key in notes[:2])
contributing.withdraw_note(note=note, author=note.author, now=now)
contributing.edit_note(note=corrected, text="Autrement dit", author=corrected.author, now=now)
illustrating.remove_photo(photo=Photo.objects.get(key=photo), now=now)
seat = Seat.objects.get(key=seat)
listing.erase(seat=seat, by=organiser_of(seat.workshop), now=now)
"""
ALL = """
from django.apps import apps
result = "".join(str(list(model._base_manager.values_list())) for model in apps.get_models(include_auto_created=True))
"""
ERASED = ["Parole-0", "Parole-1", "Affiche-red", "Personne-2"]


def found_in(instance, words) -> list[str]:
    """Which of these words the database holds anywhere."""
    everything = instance.arrange(ALL)
    return [word for word in words if word in everything]


@dataclass(frozen=True)
class Erased:
    """An instance where things were erased after one backup and before another; its journal began badly."""

    instance: Served
    said: dict[str, Any]
    before: str
    after: str

    @property
    def journal(self) -> Path:
        return data_of(self.instance) / "erasures.jsonl"


@pytest.fixture(scope="module")
def erased():
    with small_instance() as (instance, said), a_folder() as folder:
        found = Erased(instance, said, str(folder / "before.tar"), str(folder / "after.tar"))
        found.journal.write_text('{"what": "note", "key": "')  # a power cut left this line unfinished
        found.journal.chmod(0o600)
        instance.run("backup", found.before)
        instance.arrange(ERASE, notes=said["notes"], photo=said["photos"][0][0], seat=said["seats"][2])
        instance.run("backup", found.after)
        yield found


def test_the_journal_names_keys_and_no_words_and_stays_out_of_the_backup(erased):
    entries = [json.loads(line) for line in erased.journal.read_text().splitlines()[1:] if line]

    assert [(entry["what"], entry["key"]) for entry in entries] == [
        ("note", erased.said["notes"][0]),
        ("words", erased.said["notes"][1]),
        ("photo", erased.said["photos"][0][0]),
        ("seat", erased.said["seats"][2]),
    ]
    assert {name for entry in entries for name in entry} == {"what", "key", "at", "revision"}
    with tarfile.open(erased.after) as tar:
        assert "erasures.jsonl" not in tar.getnames()


def test_the_journal_of_a_lost_machine_is_replayed_when_it_is_given(erased):
    with an_instance() as other:
        forgetful = other.run("restore", erased.before)
        assert found_in(other, ERASED) == ERASED
        assert "Aucun journal d’effacements" in forgetful.stdout

        other.run("restore", "--replace", "--erasures", str(erased.journal), erased.before)
        assert found_in(other, ERASED) == []


def test_what_was_erased_since_the_backup_does_not_come_back(erased):
    done = erased.instance.run("restore", "--replace", erased.before)

    others = ["Parole-3", "Affiche-blue", "Personne-4"]
    assert found_in(erased.instance, [*ERASED, *others]) == others
    assert list(files_of(erased.instance)) == [erased.said["photos"][1][1]]
    assert "Effacements faits depuis la sauvegarde, et refaits : 4." in done.stdout


def test_erasures_made_before_the_backup_change_nothing_of_it(erased):
    done = erased.instance.run("restore", "--replace", erased.after)

    assert found_in(erased.instance, [*ERASED, "Autrement dit"]) == ["Autrement dit"]
    assert "refaits : 0." in done.stdout
