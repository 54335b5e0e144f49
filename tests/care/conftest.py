import subprocess

import pytest


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 40 kB, where this machine lets us make one."""
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40k", "tmpfs", tmp_path], capture_output=True).returncode:
        pytest.skip("a disk of our own takes the right to mount one")
    yield tmp_path
    subprocess.run(["umount", tmp_path], check=True)
