"""The commands of the administration guide, as they stand there."""

import re
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "docs" / "guide-administration.md"
FENCE = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands_of(heading: str) -> list[str]:
    """The blocks under this heading, up to the next one of any level."""
    found = re.findall(rf"^#+ {re.escape(heading)}$\n(.*?)(?=^#+ |\Z)", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
    assert len(found) == 1, f"the guide has {len(found)} parts called « {heading} »"
    blocks = FENCE.findall(found[0])
    assert blocks, f"nothing to do under « {heading} »"
    return blocks
