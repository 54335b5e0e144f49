"""What backup, restore and serve refuse, in a sentence, leaving everything as it was."""

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from essaim.care import archive
from tests.care.instances import a_folder, contents_of, data_of, files_of, is_on_postgresql, small_instance
from tests.server import ROOT, Served, an_instance


@pytest.fixture(scope="module")
def backup():
    """An instance, and a backup of it."""
    with small_instance() as (instance, _said), a_folder() as folder:
        instance.run("backup", str(folder / "copie.tar"))
        yield instance, folder / "copie.tar"


def refusal(instance: Served, *words: str) -> str:
    """The one line that this command says instead of doing."""
    done = instance.run(*words, check=False)
    assert (done.returncode, done.stdout) == (1, ""), done
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr.removeprefix("essaim : ").strip()


def remade(backup: Path, target: Path, **changes: bytes) -> Path:
    """The same backup with other members, whole as far as its fingerprints can tell."""
    with tarfile.open(backup) as tar, target.open("wb") as file:
        members = {name: tar.extractfile(name).read() for name in tar.getnames()} | changes
        manifest = json.loads(members.pop(archive.MANIFEST))
        writer = archive.Writer(file, {})
        writer.members.clear()
        writer.tar = tarfile.TarFile(fileobj=writer.hashed, mode="w", format=tarfile.PAX_FORMAT)
        file.seek(0)
        file.truncate()
        writer.hashed.digest = archive.hashlib.sha256()
        for name, content in members.items():
            writer.add(name, io.BytesIO(content))
        writer.manifest = manifest | json.loads(changes.get("manifest", b"{}"))
        writer.close()
    return target


def test_an_instance_that_holds_something_is_not_replaced_unless_asked(backup):
    instance, path = backup
    before = contents_of(instance)

    assert refusal(instance, "restore", str(path)) == (
        "Cette instance n’est pas vide. Pour perdre ce qu’elle contient et mettre la sauvegarde à la place : "
        "essaim restore --replace FICHIER."
    )
    assert contents_of(instance) == before


def test_an_instance_that_serves_is_not_restored(backup):
    instance, path = backup
    instance.start()
    try:
        found = refusal(instance, "restore", "--replace", str(path))
        still_answers = instance.answers()
    finally:
        instance.stop()

    assert found == "Arrêtez d’abord Essaim (systemctl stop essaim) : on ne restaure pas une instance qui sert."
    assert still_answers


def test_a_restoration_that_was_cut_is_told_and_can_be_done_again(backup):
    instance, path = backup
    before = contents_of(instance)
    (data_of(instance) / "restoring").touch()  # what a process killed in the middle leaves behind
    interrupted = (
        "Une restauration a été interrompue : l’instance n’est pas entière. "
        "Recommencez-la : essaim restore --replace FICHIER."
    )

    assert refusal(instance, "serve", "--port", str(instance.port)) == interrupted
    assert refusal(instance, "backup", str(path.with_name("autre.tar"))) == interrupted
    instance.run("restore", "--replace", str(path))
    assert not (data_of(instance) / "restoring").exists()
    assert contents_of(instance).keys() == before.keys()


@pytest.mark.parametrize("seen", [".files.restoring", ".secret.restoring", "restoring"])
def test_a_restoration_killed_on_its_way_leaves_all_or_says_so(backup, seen):
    instance, path = backup
    instance.run("restore", "--replace", str(path))
    before, files = contents_of(instance), files_of(instance)
    killed = subprocess.Popen(
        [sys.executable, "-m", "essaim", "restore", "--replace", str(path)], cwd=ROOT, env=instance.environment
    )
    while not (data_of(instance) / seen).exists() and killed.poll() is None:
        pass
    killed.kill()
    killed.wait()

    if (data_of(instance) / "restoring").exists():
        assert refusal(instance, "serve", "--port", str(instance.port)).startswith("Une restauration a été interrompue")
    else:
        assert (contents_of(instance), files_of(instance)) == (before, files)
    instance.run("restore", "--replace", str(path))
    assert (contents_of(instance), files_of(instance)) == (before, files)


def test_a_restoration_that_fails_at_the_end_changes_nothing(backup, tmp_path):
    instance, path = backup
    before, files = contents_of(instance), files_of(instance)
    with tarfile.open(path) as tar:
        tables = json.load(tar.extractfile(archive.MANIFEST))["tables"]
    tables["boards_note"]["rows"] += 1

    found = refusal(
        instance,
        "restore",
        "--replace",
        str(remade(path, tmp_path / "fausse.tar", manifest=json.dumps({"tables": tables}).encode())),
    )

    assert found.startswith("La table boards_note ne se relit pas comme dans la sauvegarde (6 lignes au lieu de 7,")
    assert (contents_of(instance), files_of(instance)) == (before, files)
    assert [name for name in os.listdir(data_of(instance)) if name.startswith(".")] == []


def test_a_backup_of_a_newer_version_is_named(backup, tmp_path):
    instance, path = backup
    newer = json.dumps({"format": 2, "essaim": "9.0"}).encode()
    migrated = json.dumps({"migrations": [["boards", "0099_later"]], "essaim": "0.9"}).encode()

    by_format = refusal(instance, "restore", str(remade(path, tmp_path / "a.tar", **{archive.HEAD: newer})))
    by_tables = refusal(instance, "restore", str(remade(path, tmp_path / "b.tar", manifest=migrated)))

    sentence = (
        "Cette sauvegarde a été faite par une version plus récente d’Essaim ({}) : "
        "installez cette version pour la restaurer."
    )
    assert (by_format, by_tables) == (sentence.format("9.0"), sentence.format("0.9"))


def test_a_file_that_is_no_backup_is_never_overwritten(backup, tmp_path):
    instance, _path = backup
    letter = tmp_path / "lettre.txt"
    letter.write_text("Chère Claire")

    found = refusal(instance, "backup", str(letter))

    assert found == f"« {letter} » existe et n’est pas une sauvegarde d’Essaim : donnez un autre nom."
    assert letter.read_text() == "Chère Claire"


def test_a_newer_backup_takes_the_place_of_an_older_one_and_only_its_owner_reads_it(backup, tmp_path):
    instance, path = backup
    target = Path(shutil.copy(path, tmp_path / "copie.tar"))
    target.chmod(0o644)

    done = instance.run("backup", str(target))

    assert target.stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == ["copie.tar"]
    assert "Ce fichier ouvre toutes les places" in done.stdout


def test_a_folder_that_is_not_there_is_named(backup, tmp_path):
    instance, _path = backup

    assert refusal(instance, "backup", str(tmp_path / "nulle-part" / "copie.tar")) == (
        f"Le dossier « {tmp_path / 'nulle-part'} » n’existe pas."
    )
    assert refusal(instance, "restore", str(tmp_path / "rien.tar")) == (
        f"le fichier {tmp_path / 'rien.tar'} n’existe pas."
    )


def test_a_full_disk_leaves_nothing_half_written(backup, small_disk):
    instance, _path = backup
    (small_disk / "other").write_bytes(os.urandom(28_000))

    found = refusal(instance, "backup", str(small_disk / "copie.tar"))

    assert found == f"Le disque est plein : « {small_disk / 'copie.tar'} » n’a pas été écrit."
    assert os.listdir(small_disk) == ["other"]


@pytest.mark.skipif(is_on_postgresql(), reason="the database is not a file")
def test_a_database_that_cannot_be_read_any_more_is_replaced_when_asked(backup, tmp_path):
    instance, path = backup
    before = contents_of(instance)
    database = data_of(instance) / "essaim.sqlite3"
    database.write_bytes(os.urandom(8192))

    found = refusal(instance, "restore", str(path))
    instance.run("restore", "--replace", str(path))

    assert found == "La base de données a refusé : file is not a database. Rien n’a été changé."
    assert contents_of(instance).keys() == before.keys()


def test_an_empty_instance_has_nothing_to_back_up(tmp_path):
    with an_instance() as instance:
        found = refusal(instance, "backup", str(tmp_path / "copie.tar"))

    assert found == "L’instance est vide : il n’y a rien à sauvegarder."
    assert os.listdir(tmp_path) == []
