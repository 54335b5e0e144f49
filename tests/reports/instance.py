"""An instance used from the outside, as a person with a terminal would."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Instance:
    """An instance of its own, used from its command line only."""

    def __init__(self, folder: Path):
        self.environment = {**os.environ, "ESSAIM_DATA": str(folder), "LOG_LEVEL": "ERROR"}
        # Its own database, even where the tests run on another one.
        self.environment.pop("DATABASE_URL", None)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "essaim", *words]
        return subprocess.run(  # noqa: PLW1510
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300
        )

    def exported(self, code: str) -> dict:
        answer = self.run("workshop", "export", code)
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout)

    def report(self, code: str, extension: str) -> bytes:
        """The report as a file, built by the instance itself."""
        answer = subprocess.run(  # noqa: PLW1510
            [sys.executable, "-c", BUILD, code, extension],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            timeout=300,
        )
        assert answer.returncode == 0, answer.stderr
        return answer.stdout


BUILD = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "essaim.settings"
import django; django.setup()
from essaim.reports.domain.exporting import workshop_named
from essaim.reports.domain.publishing import source_read
from essaim.reports.formats import built
from essaim.reports.queries import report_of
source = source_read(report_of(workshop_named(sys.argv[1])), photos=True)
sys.stdout.buffer.write(built(source, sys.argv[2]))
"""
