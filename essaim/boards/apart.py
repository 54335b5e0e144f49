"""A draft made by another process, at low priority: its memory goes away with it, and phones are served meanwhile.

It is `essaim synthesise`, the public command: what it finds can be found again from the same lines.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

Tell = Callable[[int], None]  # so many notes are read; may raise to stop
LOOK = 1.0  # seconds between two looks at how far it has got
LAST_COUNT = re.compile(r"(\d+) notes lues[^\r\n]*$")


class NotRead(Exception):
    """The other process gave no draft; the message is its last line."""


def draft_apart(
    lines: Iterable[dict[str, Any]],
    headings: Sequence[str],
    lexicon: Iterable[tuple[str, str]],
    number: int | None,
    tell: Tell,
) -> dict[str, Any]:
    """The draft as `essaim synthesise` writes it. Raises `NotRead`, or what `tell` raised."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "notes").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / "headings").write_text("\n".join(headings), "utf-8")
        (folder / "lexicon").write_text("\n".join(f"{short} = {words}" for short, words in lexicon), "utf-8")
        options = ["--themes", str(number)] if number else []
        files = ["notes", "--headings", "headings", "--lexicon", "lexicon", "--out", "draft"]
        command = [sys.executable, "-m", "essaim", "synthesise", *files, *options]
        run(command, folder, tell)
        return json.loads((folder / "draft").read_text("utf-8"))


def run(command: Sequence[str], folder: Path, tell: Tell) -> None:
    nice = shutil.which("nice")  # phones come first, but a busy machine still reads
    said = folder / "said"
    with said.open("wb") as errors:
        process = subprocess.Popen([*([nice, "-n", "5"] if nice else []), *command], cwd=folder, stderr=errors)  # noqa: S603
    try:
        while True:
            try:
                process.wait(timeout=LOOK)
                break
            except subprocess.TimeoutExpired:
                tell(counted(said))
    finally:
        process.kill()
        process.wait()
    if process.returncode:
        raise NotRead(last_line(said))


def counted(said: Path) -> int:
    found = LAST_COUNT.search(said.read_text("utf-8", "replace"))
    return int(found[1]) if found else 0


def last_line(said: Path) -> str:
    lines = re.split(r"[\r\n]+", said.read_text("utf-8", "replace").strip())
    return lines[-1]
