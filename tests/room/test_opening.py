"""What `essaim serve --room` says, and what it refuses, each time with what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from essaim.room import certificate
from essaim.room.refusing import NoRoom
from tests.room.network import a_laptop, a_namespace
from tests.server import ROOT


@pytest.fixture(scope="module")
def laptop():
    with a_laptop() as found:
        yield found


def refused(tmp_path: Path, *options: str, inside: list[str] | None = None) -> str:
    """The one line that the command ends with; nothing was served."""
    command = [*(inside or []), sys.executable, "-m", "essaim", "serve", "--room", *options]
    environment = {**os.environ, "ESSAIM_DATA": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_a_computer_on_no_network_is_told_to_join_one(tmp_path):
    with a_namespace() as alone:
        if alone is None:
            pytest.skip("this system forbids network namespaces")
        said = refused(tmp_path, inside=alone.inside)

    assert "n’est sur aucun réseau local. Rejoignez le wifi de la salle" in said


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--address", "203.0.113.9"], "203.0.113.9 n’est pas une adresse de cet ordinateur. Les siennes"),
        (["--certificate", "a.pem"], "--certificate et --key vont ensemble"),
        (["--certificate", "a.pem", "--key", "b.pem"], "le fichier a.pem n’existe pas"),
        (["--https", "--certificate", "a.pem", "--key", "b.pem"], "choisissez entre --https"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(laptop, tmp_path, options, sentence):
    assert sentence in refused(tmp_path, *options, inside=laptop.network.inside)


def test_a_port_that_another_program_holds_is_said(laptop, tmp_path):
    laptop.open()

    said = refused(tmp_path, "--port", str(laptop.port), inside=laptop.network.inside)

    assert f"le port {laptop.port} ne s’ouvre pas" in said


def test_options_of_the_room_without_the_room_are_refused(tmp_path):
    command = [sys.executable, "-m", "essaim", "serve", "--https"]
    environment = {**os.environ, "ESSAIM_DATA": str(tmp_path)}

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, "s’emploient avec --room" in done.stderr) == (1, True)


def test_a_certificate_and_the_key_of_another_are_refused(tmp_path):
    one, other = (certificate.made(tmp_path / name, ["10.0.0.1"]) for name in ("one", "other"))

    with pytest.raises(NoRoom, match="ne vont pas ensemble"):
        certificate.given(str(one.chain), str(other.key))


def test_a_certificate_made_here_is_kept_until_the_addresses_change(tmp_path):
    first = certificate.made(tmp_path, ["10.0.0.1"])
    print_of_first = first.fingerprint

    same = certificate.made(tmp_path, ["10.0.0.1"]).fingerprint
    other = certificate.made(tmp_path, ["10.0.0.2", "fd12::7"]).fingerprint

    assert same == print_of_first
    assert other != print_of_first
    assert first.key.stat().st_mode & 0o777 == 0o600


def test_the_room_answers_to_its_addresses_and_to_no_other_name(laptop):
    laptop.open()
    asked = "import httpx; print(httpx.get({url!r}, headers={{'Host': {host!r}}}).status_code)"
    names = (f"{laptop.network.address}:{laptop.port}", "localhost", "essaim.exemple.fr", "evil.example")
    page = f"http://127.0.0.1:{laptop.port}/salle/"

    codes = [laptop.network.python(asked.format(url=page, host=name)) for name in names]

    assert codes == ["200", "200", "400", "400"]
    assert f"    {laptop.url}/\n" in laptop.log()
    assert "▄▄▄▄▄" in laptop.log()
    assert "Aucun compte d’administration" in laptop.log()
