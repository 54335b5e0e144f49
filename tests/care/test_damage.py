"""A damaged backup is known for what it is before anything is restored."""

import random
from pathlib import Path

import pytest

from essaim.care import archive
from essaim.kit.refusal import Refused
from tests.care.instances import a_folder, contents_of, small_instance

SEED = 20260312
DAMAGED = 200


@pytest.fixture(scope="module")
def backup():
    with small_instance() as (instance, _said), a_folder() as folder:
        instance.run("backup", str(folder / "copie.tar"))
        yield instance, folder / "copie.tar"


def damages(whole: bytes) -> list[tuple[str, bytes]]:
    """Flipped bits, truncations, lost and repeated blocks, wherever chance puts them; both ends always."""
    chance = random.Random(SEED)  # noqa: S311 (the same damages each time)
    size = len(whole)
    places = [0, size - 1, size - archive.TRAILER_SIZE, size - archive.TRAILER_SIZE - 1]
    found = [flipped(whole, place, 0) for place in places]
    while len(found) < DAMAGED:
        place = chance.randrange(size)
        kind = chance.randrange(4)
        if kind == 0:
            found.append((f"cut at {place}", whole[:place]))
        elif kind == 1:
            found.append((f"512 bytes lost at {place}", whole[:place] + whole[place + 512 :]))
        elif kind == 2:
            found.append((f"512 bytes repeated at {place}", whole[:place] + whole[place : place + 512] + whole[place:]))
        else:
            found.append(flipped(whole, place, chance.randrange(8)))
    return found


def flipped(whole: bytes, place: int, bit: int) -> tuple[str, bytes]:
    return f"bit {bit} of byte {place}", whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :]


def is_refused(path: Path) -> bool:
    try:
        with archive.opened(path):
            return False
    except Refused as refused:
        return str(refused).startswith(("La sauvegarde « ", "« ")) and "copie.tar" in str(refused)


def test_every_damaged_backup_is_refused_with_a_sentence(backup, tmp_path):
    _instance, path = backup
    whole = path.read_bytes()
    damaged = tmp_path / "copie.tar"
    taken_for_whole = []

    for what, data in damages(whole):
        damaged.write_bytes(data)
        if not is_refused(damaged):
            taken_for_whole.append(what)

    assert taken_for_whole == []
    assert not is_refused(path)


def test_a_damaged_backup_changes_nothing_of_the_instance(backup, tmp_path):
    instance, path = backup
    whole = path.read_bytes()
    damaged = tmp_path / "copie.tar"
    damaged.write_bytes(flipped(whole, len(whole) // 2, 3)[1])
    before = contents_of(instance)

    done = instance.run("restore", "--replace", str(damaged), check=False)

    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "essaim : La sauvegarde « copie.tar » est abîmée : son empreinte ne correspond pas. "
        "Prenez-en une autre copie.\n",
    )
    assert contents_of(instance) == before


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "« copie.tar » n’est pas une sauvegarde d’Essaim."),
        (b"\x89PNG\r\n\x1a\n" * 40, "« copie.tar » n’est pas une sauvegarde d’Essaim."),
        (
            archive.HEAD.encode(),
            "La sauvegarde « copie.tar » est incomplète : sa fin manque. Prenez-en une autre copie.",
        ),
    ],
)
def test_what_is_no_backup_is_said(data, sentence, tmp_path):
    path = tmp_path / "copie.tar"
    path.write_bytes(data)

    with pytest.raises(Refused) as refused, archive.opened(path):
        pass

    assert str(refused.value) == sentence
