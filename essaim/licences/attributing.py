"""Whom to credit for a work: itself, everything that it was drawn from, and every change on the way.

Creative Commons 4.0, § 3(a)(1): title, author, source and licence stay, notices too; changes are told, and those that
others told before stay told. So each work of the lineage has its line, with the changes that made it.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Literal
from urllib.parse import urlsplit

from essaim.licences.tables import LICENCES, RESERVED

Language = Literal["fr", "en"]


class Circular(ValueError):
    """A work cannot be drawn from itself."""


@dataclass(frozen=True, eq=False)
class Work:
    """`changes` made this work out of its `parents`. Two works are the same when all but their parents is equal."""

    title: str
    author: str = ""
    source_url: str = ""
    licence: str = ""  # an SPDX id, or words
    licence_url: str = ""
    notices: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    parents: tuple["Work", ...] = field(default=(), repr=False)

    @property
    def own(self) -> tuple[object, ...]:
        """Without the parents, so that a deep lineage is compared at no cost."""
        return (
            self.title,
            self.author,
            self.source_url,
            self.licence,
            self.licence_url,
            self.notices,
            self.changes,
        )


@dataclass(frozen=True)
class Line:
    """Title, author, source and licence of one work, in words; `depth` is how far it is from the one credited."""

    title: str
    author: str
    source_url: str
    licence: str
    licence_url: str
    notices: tuple[str, ...]
    changes: tuple[str, ...]
    depth: int = 0
    language: Language = "fr"


@dataclass(frozen=True)
class Words:
    drawn_from: str
    title: str
    by: str
    no_author: str
    no_licence: str
    changes: str
    licences: dict[str, str]  # names that differ from the table’s


WORDS: dict[str, Words] = {
    "fr": Words(
        "D’après ", "« {} »", "par {}", "sans nom d’auteur ni d’autrice", "licence non précisée", "Modifications : ", {}
    ),
    "en": Words(
        "Based on ",
        "“{}”",
        "by {}",
        "author not stated",
        "licence not stated",
        "Changes: ",
        {
            "CC-PDM-1.0": "Public domain",
            "GPL-3.0-or-later": "GNU GPL 3.0 or later",
            "GPL-3.0-only": "GNU GPL 3.0 only",
            "AGPL-3.0-or-later": "GNU AGPL 3.0 or later",
            "AGPL-3.0-only": "GNU AGPL 3.0 only",
            RESERVED: "All rights reserved",
        },
    ),
}


def attribution(work: Work, language: Language = "fr") -> tuple[Line, ...]:
    """A line for the work and for each of its ancestors, once, nearest first."""
    refuse_circles(work)
    depths: dict[tuple[object, ...], tuple[Work, int]] = {}
    waiting, met = deque([(work, 0)]), {id(work)}
    while waiting:
        current, depth = waiting.popleft()
        depths.setdefault(current.own, (current, depth))
        for parent in current.parents:
            if id(parent) not in met:
                met.add(id(parent))
                waiting.append((parent, depth + 1))
    return tuple(line_of(each, depth, language) for each, depth in depths.values())


def refuse_circles(work: Work) -> None:
    """Walks down every branch with no recursion: a lineage may be longer than Python’s stack."""
    open_works, closed = {id(work)}, set[int]()
    branch = [(work, iter(work.parents))]
    while branch:
        current, parents = branch[-1]
        parent = next(parents, None)
        if parent is None:
            branch.pop()
            open_works.discard(id(current))
            closed.add(id(current))
        elif id(parent) in open_works:
            raise Circular(f"Une œuvre ne peut pas venir d’elle-même : « {parent.title} ».")
        elif id(parent) not in closed:
            open_works.add(id(parent))
            branch.append((parent, iter(parent.parents)))


def line_of(work: Work, depth: int, language: Language) -> Line:
    known, words = LICENCES.get(work.licence), WORDS[language]
    return Line(
        title=on_one_line(work.title),
        author=on_one_line(work.author),
        source_url=work.source_url.strip(),
        licence=words.licences.get(work.licence, known.name if known else on_one_line(work.licence)),
        licence_url=work.licence_url.strip() or (known.url if known else ""),
        notices=tuple(on_one_line(notice) for notice in work.notices),
        changes=tuple(on_one_line(change) for change in work.changes),
        depth=depth,
        language=language,
    )


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def as_text(lines: Iterable[Line]) -> str:
    """One line of text for each work."""
    return "\n".join(said(line, plain) for line in lines)


def as_html(lines: Iterable[Line]) -> str:
    """A list, with links to what is on the web; everything that people wrote is escaped."""
    items = "".join(f"<li>{said(line, linked)}</li>" for line in lines)
    return f'<ul class="attribution">{items}</ul>'


def plain(text: str, url: str = "") -> str:
    return f"{text} ({url})" if url else text


def linked(text: str, url: str = "") -> str:
    """A link where it leads to the web; any other address is shown, and cannot be followed."""
    if url and is_on_the_web(url):
        return f'<a href="{escape(url)}">{escape(text)}</a>'
    return escape(plain(text, url))


def is_on_the_web(url: str) -> bool:
    try:
        address = urlsplit(url)
    except ValueError:
        return False
    return address.scheme in ("http", "https") and bool(address.netloc)


def said(line: Line, shown: Callable[..., str]) -> str:
    words = WORDS[line.language]
    title = shown(words.title.format(line.title), line.source_url)
    author = shown(words.by.format(line.author) if line.author else words.no_author)
    licence = shown(line.licence or words.no_licence, line.licence_url)
    drawn = shown(words.drawn_from) if line.depth else ""
    sentences = [f"{drawn}{title}, {author}, {licence}."]
    if line.changes:
        sentences.append(shown(ended(words.changes + " ; ".join(line.changes))))
    return " ".join([*sentences, *(shown(ended(notice)) for notice in line.notices)])


def ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
