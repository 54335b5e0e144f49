"""A MediaWiki from Debian's packages on SQLite, behind PHP's own server with its cache of compiled code."""

import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

from essaim.bench.connection import Place

CODE = Path("/usr/share/mediawiki")
STARTING = 30.0  # seconds


def is_installed() -> bool:
    return CODE.exists() and shutil.which("php") is not None


class Wiki:
    """An empty wiki of its own, which answers until it is closed."""

    def __init__(self, folder: Path, port: int) -> None:
        self.place = Place("http", "127.0.0.1", port)
        self.settings = folder / "LocalSettings.php"
        self.env = os.environ | {"MW_CONFIG_FILE": str(self.settings)}
        data = folder / "data"
        data.mkdir()
        self.run(
            *("install", "--dbtype", "sqlite", "--dbpath", str(data), "--dbname", "wiki", "--scriptpath", ""),
            *("--server", f"http://127.0.0.1:{port}", "--confpath", str(folder), "--lang", "fr"),
            *("--pass", "une-phrase-de-mesure", "Mesure", "Admin"),
            is_new=True,
        )
        # Debian's cache of objects, in the memory of the server, as its page of advice says.
        self.settings.write_text(self.settings.read_text() + "\n$wgMainCacheType = CACHE_ACCEL;\n")
        options = ["-d", "opcache.enable_cli=1", "-d", "apc.enable_cli=1", "-d", "display_errors=0"]
        self.server = subprocess.Popen(
            ["php", *options, "-S", f"127.0.0.1:{port}", "-t", str(CODE)],
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + STARTING
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def run(self, script: str, *options: str, is_new: bool = False) -> str:
        env = os.environ.copy() if is_new else self.env
        command = ["php", str(CODE / "maintenance" / f"{script}.php"), *options]
        return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout

    def take(self, dump: Path) -> float:
        """The pages of the export are there, and their words are found; gives the seconds that it took."""
        begun = time.monotonic()
        self.run("importDump", "--no-updates", str(dump))
        self.run("rebuildrecentchanges")
        self.run("rebuildtextindex")
        return time.monotonic() - begun

    def titles(self, count: int) -> list[str]:
        """Titles of pages as addresses write them, from the last."""
        told = self.run("sql", "--query", SQL % count, "--json")
        return [row["page_title"] for row in json.loads(told)]

    def close(self) -> None:
        self.server.terminate()
        self.server.wait(30)


SQL = "SELECT page_title FROM page WHERE page_namespace = 0 ORDER BY page_id DESC LIMIT %d"
