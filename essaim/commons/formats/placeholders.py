"""What a field holds where nobody said anything: blanks, or the name of the picture that forms put there."""

import re

PLACEHOLDERS = frozenset(
    {"no-image-yet", "no-image", "noimage", "image-manquante", "pas-d-image", "sans-image", "default-image"}
)
LONGEST = 80  # characters: no placeholder is longer
PICTURE = re.compile(r"(?:\w+:)?(?P<stem>.+)\.(?:jpe?g|png|gif|svg|webp)", re.IGNORECASE)


def says_nothing(written: str) -> bool:
    """Nobody chose what is written there."""
    told = written.strip()
    picture = PICTURE.fullmatch(told) if len(told) < LONGEST else None
    return not told or (picture is not None and re.sub(r"[\s_'’]", "-", picture["stem"].casefold()) in PLACEHOLDERS)
