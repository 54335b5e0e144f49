"""Several small sources, one file on the wire: a phone on bad wifi pays for each request.

No build step: the files are put together when they are collected (or asked for, while developing). Modules are joined
by taking away their `import … from "./x.js"` and `export`, so a bundle lists its files in order of use.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile
from django.core.files.storage import Storage

SOURCES = Path(__file__).parent / "static"

LIVING = ["js/clock.js", "js/wake.js", "js/ask.js", "js/follow.js", "js/refresh.js", "js/live-page.js"]

BUNDLES = {
    "bundle/phone.css": ["css/tokens.css", "css/base.css", "css/phone.css"],
    "bundle/console.css": ["css/tokens.css", "css/base.css", "css/console.css"],
    "bundle/wall.css": ["css/tokens.css", "css/base.css", "css/wall.css"],
    "bundle/report.css": ["css/tokens.css", "css/base.css", "css/report.css"],
    "bundle/organiser.css": ["css/tokens.css", "css/base.css", "css/organiser.css"],
    "bundle/workbench.css": ["css/tokens.css", "css/base.css", "css/report.css", "css/workbench.css"],
    "bundle/commons.css": ["css/tokens.css", "css/base.css", "css/commons.css"],
    "bundle/home.css": ["css/tokens.css", "css/base.css", "css/home.css"],
    "bundle/phone.js": [
        "js/clock.js",
        "js/wake.js",
        "js/ask.js",
        "js/follow.js",
        "js/digest.js",
        "js/store.js",
        "js/outbox.js",
        "js/drafts.js",
        "js/drawn.js",
        "js/offline.js",
        "js/status.js",
        "js/conveniences.js",
        "js/phone.js",
    ],
    "bundle/console.js": [
        "js/clock.js",
        "js/wake.js",
        "js/ask.js",
        "js/follow.js",
        "js/refresh.js",
        "js/console-board.js",
        "js/console-forms.js",
        "js/console-keys.js",
        "js/console-drag.js",
        "js/console-scribe.js",
        "js/console.js",
    ],
    "bundle/living.js": LIVING,
    "bundle/wall.js": [*LIVING, "js/speaking-time.js", "js/wall.js"],
    "bundle/conductor.js": [*LIVING, "js/conductor.js"],
}

IMPORT = re.compile(r'^import\s[^;]*from\s+"\./[^"]+";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)", re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)


def joined(name: str) -> str:
    """The text of a bundle: its sources in order."""
    parts = [(SOURCES / source).read_text() for source in BUNDLES[name]]
    if name.endswith(".css"):
        return re.sub(r"\n\s+", "\n", COMMENT.sub("", "\n".join(parts)))
    return "\n".join(EXPORT.sub("", IMPORT.sub("", part)) for part in parts)


class BundleStorage(Storage):
    """A storage that holds no file: it puts sources together when one is opened."""

    prefix = ""
    location = str(SOURCES)

    def exists(self, name: str) -> bool:
        return name in BUNDLES

    def _open(self, name: str, mode: str = "rb") -> ContentFile:
        return ContentFile(joined(name).encode())

    def path(self, name: str) -> str:
        return str(SOURCES / BUNDLES[name][-1])

    def get_modified_time(self, name: str) -> Any:
        from datetime import UTC, datetime

        newest = max((SOURCES / source).stat().st_mtime for source in BUNDLES[name])
        return datetime.fromtimestamp(newest, UTC)


class BundleFinder(BaseFinder):
    """Lets `collectstatic` and the development server find the bundles."""

    storage = BundleStorage()

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        return []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        for name in BUNDLES:
            if all((SOURCES / source).exists() for source in BUNDLES[name]):
                yield name, self.storage
