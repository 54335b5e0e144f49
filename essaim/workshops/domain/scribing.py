"""One field, one hand: the number of people who said it is typed with the words, as "×3" or "x3"."""

import re

FIRST = re.compile(r"^\s*[x×]\s?(\d{1,3})\b[\s:,.-]*", re.IGNORECASE)
LAST = re.compile(r"[\s,;(]+[x×]\s?(\d{1,3})\s*\)?\s*[.!]?\s*$", re.IGNORECASE)


def said(text: str) -> tuple[str, int]:
    """The words, and how many people said them: one unless the text begins or ends with "×n"."""
    for pattern in (LAST, FIRST):
        found = pattern.search(text)
        if found:
            return text[: found.start()] + text[found.end() :], int(found.group(1))
    return text, 1
