"""What stands in deploy/ is read here by the tool that will read it on a real machine."""

import ast
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
GUIDE = ROOT / "docs" / "guide-administration.md"
EXAMPLE = (DEPLOY / "essaim.env.example").read_text()
# `essaim serve` gives these to itself: set by hand, they would be wrong.
SET_BY_COMMANDS = {"HASHED_STATIC", "ESSAIM_ROOM", "ESSAIM_ROOM_TRUST", "ESSAIM_ROOM_FINGERPRINT"}
# For developers: the guide tells an operator nothing of it.
NOT_FOR_OPERATORS = {"DEBUG"}


def read_by(tool: str, *words: str, **more) -> subprocess.CompletedProcess[str]:
    beside = Path(sys.executable).parent / tool  # hadolint comes with our Python packages
    path = str(beside) if beside.exists() else shutil.which(tool)
    if path is None:
        pytest.skip(f"{tool} is not installed: make system")
    return subprocess.run([path, *words], capture_output=True, text=True, **more)


def settings_read() -> set[str]:
    """The names that settings.py asks of the environment."""
    tree = ast.parse((ROOT / "essaim" / "settings.py").read_text())
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    asked = (call for call in calls if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "env")
    names = {str(ast.literal_eval(call.args[0])) for call in asked if isinstance(call.args[0], ast.Constant)}
    return names - SET_BY_COMMANDS


def test_the_example_of_settings_names_every_setting_and_no_other():
    told = re.findall(r"^#?([A-Z][A-Z_0-9]+)=", EXAMPLE, re.MULTILINE)

    assert sorted(told) == sorted(settings_read())


def test_the_guide_tells_every_setting_and_no_other():
    rows = re.findall(r"^\| (`[A-Z][^|]*) \|", GUIDE.read_text(), re.MULTILINE)
    told = [name for row in rows for name in re.findall(r"`(\w+)`", row)]

    assert sorted(told) == sorted(settings_read() - NOT_FOR_OPERATORS)


def test_the_shell_and_systemd_read_the_example_alike(tmp_path):
    uncommented = re.sub(r"^#(?=[A-Z][A-Z_0-9]+=)", "", EXAMPLE, flags=re.MULTILINE)
    (tmp_path / "essaim.env").write_text(uncommented)
    lines = [line for line in uncommented.splitlines() if line and not line.startswith("#")]
    by_systemd = {name: value.strip('"') for name, _is, value in (line.partition("=") for line in lines)}

    script = f". {tmp_path}/essaim.env; " + "; ".join(f'printf "%s\\n" "${name}"' for name in by_systemd)
    by_shell = subprocess.run(["sh", "-euc", script], capture_output=True, text=True, check=True).stdout.splitlines()

    assert by_shell == list(by_systemd.values())


def test_systemd_finds_nothing_wrong_in_the_units(tmp_path):
    for unit in (DEPLOY / "systemd").iterdir():
        here = unit.read_text().replace("/opt/essaim/.venv/bin/essaim", sys.executable)
        (tmp_path / unit.name).write_text(here.replace("/opt/essaim/deploy/", f"{DEPLOY}/"))

    found = read_by("systemd-analyze", "verify", "--man=no", *map(str, tmp_path.iterdir()))

    assert (found.returncode, found.stderr) == (0, "")


def test_the_services_are_closed_as_much_as_one_another():
    """One line of hardening that is in one unit is in all: they were written together."""
    closed = {}
    for unit in (DEPLOY / "systemd").glob("*.service"):
        closed[unit.name] = unit.read_text().partition("NoNewPrivileges")[2].partition("\n\n")[0].strip()

    assert len(closed) == 4
    assert len(set(closed.values())) == 1


def test_nginx_accepts_its_file(tmp_path):
    made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=essaim.exemple.fr"]
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    read_by("openssl", "req", *made, "-keyout", str(key), "-out", str(certificate), check=True)
    site = (DEPLOY / "nginx.conf").read_text().replace("/etc/ssl/essaim", str(tmp_path))
    (tmp_path / "site.conf").write_text(site)
    (tmp_path / "nginx.conf").write_text(
        textwrap.dedent(f"""
            pid {tmp_path}/nginx.pid;
            error_log {tmp_path}/error.log;
            events {{}}
            http {{
                access_log off;
                client_body_temp_path {tmp_path}/body;
                proxy_temp_path {tmp_path}/proxy;
                fastcgi_temp_path {tmp_path}/fastcgi;
                uwsgi_temp_path {tmp_path}/uwsgi;
                scgi_temp_path {tmp_path}/scgi;
                include {tmp_path}/site.conf;
            }}
        """)
    )

    found = read_by("nginx", "-t", "-q", "-e", str(tmp_path / "error.log"), "-c", str(tmp_path / "nginx.conf"))

    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.parametrize("upstreams", ["", "web1:8000 web2:8000"], ids=["two units", "two containers"])
def test_caddy_accepts_its_file_as_it_would_write_it(tmp_path, upstreams):
    home = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), **({"UPSTREAMS": upstreams} if upstreams else {})}
    given = ["--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"]

    read_by("caddy", "validate", *given, env=home, check=True)
    adapted = read_by("caddy", "adapt", *given, env=home, check=True).stdout
    written = read_by("caddy", "fmt", str(DEPLOY / "Caddyfile"), env=home).stdout

    assert written == (DEPLOY / "Caddyfile").read_text()
    assert re.findall(r'"dial":"([^"]+)"', adapted) == (upstreams or "127.0.0.1:8000 127.0.0.1:8001").split()


def test_hadolint_finds_nothing_wrong_in_the_container_file():
    found = read_by("hadolint", str(DEPLOY / "container" / "Containerfile"))

    assert (found.returncode, found.stdout) == (0, "")


def test_the_container_file_takes_what_exists():
    """Its image cannot be built where no base image can be fetched: what it copies is at least there."""
    text = (DEPLOY / "container" / "Containerfile").read_text()
    copied = [name for line in re.findall(r"^COPY ([^-].*)", text, re.MULTILINE) for name in line.split()[:-1]]
    extras = set(re.findall(r"--extra (\w+)", text))

    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert [name for name in extras if f"\n{name} = [" not in (ROOT / "pyproject.toml").read_text()] == []


def test_the_services_of_compose_refer_to_what_it_has():
    compose = yaml.safe_load((DEPLOY / "container" / "compose.yaml").read_text())
    services = compose["services"]
    dependencies = {name for service in services.values() for name in service.get("depends_on", [])}
    mounted = {volume.partition(":")[0] for service in services.values() for volume in service.get("volumes", [])}
    given = {
        name for service in services.values() if service.get("image") == "essaim" for name in service["environment"]
    }

    assert {name: " ".join(services[name]["command"]) for name in ("web1", "web2", "worker")} == {
        "web1": "serve --host 0.0.0.0 --port 8000 --no-worker",
        "web2": "serve --host 0.0.0.0 --port 8000 --no-worker",
        "worker": "worker",
    }
    assert dependencies <= services.keys()
    assert {name for name in mounted if not name.startswith("./")} == compose["volumes"].keys()
    assert [name for name in mounted if name.startswith("./") and not (ROOT / name).exists()] == []
    assert services["caddy"]["environment"]["UPSTREAMS"].split() == ["web1:8000", "web2:8000"]
    assert given <= settings_read()


@pytest.mark.parametrize("script", ["deploy/essaim", "deploy/backup", "scripts/operator"])
def test_the_shell_reads_our_scripts(script):
    found = read_by("sh", "-n", str(ROOT / script))

    assert (found.returncode, found.stderr, (ROOT / script).stat().st_mode & 0o111) == (0, "", 0o111)
