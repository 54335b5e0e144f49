"""The language of the planner's sentences: French by itself, the reader's own once an app has lent its words.

The planner is pure and may not import Django; each sentence is looked up when it is made, never before.
"""

from collections.abc import Callable
from dataclasses import dataclass

Gettext = Callable[[str], str]
Ngettext = Callable[[str, str, int], str]


def as_written(sentence: str) -> str:
    return sentence


def french_plural(singular: str, plural: str, number: int) -> str:
    """In French zero is singular too."""
    return singular if number < 2 else plural


@dataclass
class Voice:
    gettext: Gettext = as_written
    ngettext: Ngettext = french_plural


VOICE = Voice()


def speak_with(gettext: Gettext, ngettext: Ngettext) -> None:
    """From now on, sentences are said with these words."""
    VOICE.gettext, VOICE.ngettext = gettext, ngettext


def _(sentence: str) -> str:
    return VOICE.gettext(sentence)


def ngettext(singular: str, plural: str, number: int) -> str:
    return VOICE.ngettext(singular, plural, number)
