"""How many there are, in words that agree: sentences with several numbers are put together from these."""

from .speaking import ngettext


def people(n: int) -> str:
    return ngettext("%(n)s personne", "%(n)s personnes", n) % {"n": n}


def tables(n: int) -> str:
    return ngettext("%(n)s table", "%(n)s tables", n) % {"n": n}


def questions(n: int) -> str:
    return ngettext("%(n)s question", "%(n)s questions", n) % {"n": n}


def turns(n: int) -> str:
    return ngettext("%(n)s tour", "%(n)s tours", n) % {"n": n}
