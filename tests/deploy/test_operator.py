"""Somebody new follows the guide on a bare machine, and it serves: two processes, a worker, backups, either relay."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = ("nginx", "caddy", "pg_ctlcluster", "unshare", "setpriv", "systemd-analyze")
OVER_ALL = (
    "mount -t tmpfs tmpfs /mnt && cd /mnt && mkdir a b c && mount -t overlay o -o lowerdir=/,upperdir=a,workdir=b c"
)


@pytest.fixture
def throwaway():
    """A machine that can be made here, or the reason why not."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        pytest.skip("this machine has a PostgreSQL of its own: played once, with the tests on SQLite")
    if os.geteuid() != 0:
        pytest.skip("a throw-away machine takes root")
    if missing := [tool for tool in NEEDED if shutil.which(tool, path=f"{os.environ['PATH']}:/usr/sbin") is None]:
        pytest.skip(f"{', '.join(missing)}: not installed (make system)")
    if subprocess.run(
        ["unshare", "--mount", "--pid", "--net", "--fork", "sh", "-c", OVER_ALL], capture_output=True
    ).returncode:
        pytest.skip("namespaces and overlays are forbidden here")


@pytest.mark.usefixtures("throwaway")
def test_a_new_operator_following_the_guide_has_an_instance_that_serves():
    done = subprocess.run(
        [ROOT / "scripts" / "operator"], env=os.environ | {"PYTHON": sys.executable}, capture_output=True, text=True
    )

    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    assert done.stdout.endswith("l’essai est fini : tout a servi\n")
