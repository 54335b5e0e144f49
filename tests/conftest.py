"""What every test stands on: a folder of data of its own, never the developer's."""

import os
import tempfile

os.environ.setdefault("ESSAIM_DATA", tempfile.mkdtemp(prefix="essaim-tests-"))
os.environ.setdefault("LOG_LEVEL", "WARNING")
