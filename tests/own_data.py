"""A folder of data for each run of the tests, never the developer's. Loaded before Django reads its settings."""

import os
import tempfile

os.environ.setdefault("ESSAIM_DATA", tempfile.mkdtemp(prefix="essaim-tests-"))
os.environ.setdefault("LOG_LEVEL", "WARNING")
