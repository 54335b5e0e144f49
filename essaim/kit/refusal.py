"""A refusal is a sentence for the person who asked: what happened, and what to do."""

from collections.abc import Callable
from typing import Any


class Refused(Exception):
    """The verb did nothing; `str()` of it is the sentence to show. `code` is for machines (docs/protocol.md)."""

    def __init__(self, sentence: str, *, code: str = "refused", status: int = 409):
        super().__init__(sentence)
        self.code = code
        self.status = status


class NotForYou(Refused):
    """The person may know that the thing exists, but not do this with it."""

    def __init__(self, sentence: str, *, code: str = "forbidden"):
        super().__init__(sentence, code=code, status=403)


def refuses(check: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
    """True when the check refuses: the yes/no face of a `check_may_` function."""
    try:
        check(*args, **kwargs)
    except Refused:
        return True
    return False
