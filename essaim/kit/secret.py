"""The key that signs seats and sessions, where the environment gives none."""

import os
import secrets
from pathlib import Path


def kept_secret(path: Path) -> str:
    """The instance's secret: made once, readable by its owner only, so that sessions survive a restart."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret)
    return secret
