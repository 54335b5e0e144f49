"""Which static files these are: while one process after another restarts, two versions are served."""

import hashlib
from pathlib import Path


def version_of_static(package: Path) -> str:
    """Changes with any of them, and with how they are put together; read before Django has its settings."""
    made_of = [package / "web" / "bundles.py", *package.glob("*/static/**/*")]
    digest = hashlib.sha256()
    for path in sorted(path for path in made_of if path.is_file()):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
