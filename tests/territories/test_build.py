import json
import subprocess
import sys
from pathlib import Path

import pytest

from essaim.territories.formats.vintage import read_vintage

SCRIPT = Path(__file__).parents[2] / "scripts" / "build_territories.py"


def commune(code, departement, region="84", **more):
    return (
        {"code": code, "nom": f"Commune {code}", "type": "commune-actuelle", "departement": departement}
        | {"region": region}
        | more
    )


@pytest.fixture
def package(tmp_path):
    """A package with one territory of each case that the conversion decides on."""
    sources = {
        "communes": [
            commune("01001", "01", population=10, siren="210100012", codesPostaux=["01000", "01001"]),
            commune("38001", "38", population=30),
            commune("97501", "975", "975"),
            commune("01002", "01") | {"type": "commune-deleguee"},
        ],
        "departements": [
            {"code": "38", "nom": "Isère", "region": "84"},
            {"code": "01", "nom": "Ain", "region": "84"},
            {"code": "975", "nom": "Saint-Pierre-et-Miquelon", "region": "975"},
        ],
        "regions": [
            {"code": "84", "nom": "Auvergne-Rhône-Alpes", "zone": "metro"},
            {"code": "975", "nom": "Saint-Pierre-et-Miquelon", "zone": "com"},
        ],
        "epci": [
            {"code": "200000001", "nom": "CC A", "membres": [{"code": "01001"}, {"code": "38001"}]},
        ],
        "ept": [{"code": "200000002", "nom": "EPT", "membres": [{"code": "38001"}]}],
    }
    (tmp_path / "data").mkdir()
    for name, rows in sources.items():
        (tmp_path / "data" / f"{name}.json").write_text(json.dumps(rows))
    (tmp_path / "package.json").write_text('{"version": "9.9.9"}')
    return tmp_path


def built(package, name="out.xz"):
    done = subprocess.run([sys.executable, SCRIPT, package, package / name], capture_output=True, text=True)
    return done, package / name


def test_current_territories_are_converted_with_what_holds_them(package):
    done, path = built(package)

    vintage = read_vintage(path)

    assert (done.returncode, vintage.version) == (0, "9.9.9")
    assert {kind: list(vintage.rows(kind)) for kind in ("region", "departement", "epci", "ept")} == {
        "region": [{"code": "84", "name": "Auvergne-Rhône-Alpes", "population": 40}],
        "departement": [
            {"code": "01", "name": "Ain", "population": 10, "region": "84"},
            {"code": "38", "name": "Isère", "population": 30, "region": "84"},
            {"code": "975", "name": "Saint-Pierre-et-Miquelon", "population": None, "region": ""},
        ],
        "epci": [{"code": "200000001", "name": "CC A", "population": 40, "departement": "38"}],
        "ept": [{"code": "200000002", "name": "EPT", "population": 30, "departement": "38", "epci": "200000001"}],
    }
    assert [row["code"] for row in vintage.rows("commune")] == ["01001", "38001", "97501"]
    assert next(vintage.rows("commune")) == {
        "code": "01001",
        "name": "Commune 01001",
        "population": 10,
        "siren": "210100012",
        "postal_codes": "01000 01001",
        "departement": "01",
        "region": "84",
        "epci": "200000001",
        "ept": "",
    }


def test_the_same_package_gives_the_same_bytes(package):
    _done, first = built(package, "first.xz")
    _done, second = built(package, "second.xz")

    assert first.read_bytes() == second.read_bytes()


def test_a_folder_that_is_not_the_package_is_refused_and_nothing_is_written(package):
    (package / "data" / "epci.json").unlink()

    done, path = built(package)

    assert done.returncode == 1
    assert "does not hold the expected package" in done.stderr
    assert not path.exists()
