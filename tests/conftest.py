"""What every test stands on: a folder of data of its own, never the developer's."""

import os
import tempfile

os.environ.setdefault("ESSAIM_DATA", tempfile.mkdtemp(prefix="essaim-tests-"))
os.environ.setdefault("LOG_LEVEL", "WARNING")


def pytest_configure(config):
    """The marker is xdist's own; it means nothing, and is no error, where tests run in one process."""
    config.addinivalue_line("markers", "xdist_group(name): tests that share a costly fixture run on one worker")
