"""Cells of a spreadsheet that nobody can turn into a formula."""

import re
import unicodedata

# Full-width signs count: some spreadsheets fold them to their ASCII twins before they evaluate.
ACTIVE = "=+\\-@＝＋－＠﹢﹣﹦﹫−"
STARTS_ACTIVE = re.compile(f"[{ACTIVE}\t\r\n]")
# A list opened with the wrong separator splits cells in two: the second half may not be a formula either.
SPLIT_THEN_ACTIVE = re.compile(rf"([,;|\t\n]\"*)(?=[{ACTIVE}])")


BYTE_ORDER_MARK = "\ufeff"  # of a CSV: without it, Excel reads the accents as Latin-1


def inert(value: str | int | None) -> str | int:
    """The value as a spreadsheet may show it but never run it: an apostrophe stands before a formula sign."""
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    start = next((i for i, character in enumerate(value) if not _invisible(character)), len(value))
    guarded = SPLIT_THEN_ACTIVE.sub(r"\1'", value)
    return f"'{guarded}" if STARTS_ACTIVE.match(value[start : start + 1] or value[:1]) else guarded


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Zs", "Cf", "Cc"} and character not in "\t\r\n"
