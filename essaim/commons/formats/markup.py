"""Wikitext becomes Markdown: lists, links, headings and emphasis stay what they were; the rest stays as written."""

import re
from urllib.parse import quote

import mwparserfromhell
from mwparserfromhell.nodes import Comment, ExternalLink, Heading, HTMLEntity, Node, Tag, Text, Wikilink

from essaim.kit.text import cleaned

EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
LISTED = {"*": "* ", "#": "1. ", ":": "", ";": ""}
SIGNS = re.compile(r"([\\`*_\[\]])")


def markdown_of(wikitext: str, *, pages: str = "") -> str:
    """The same text in Markdown; `pages`, where it is known, is the address under which the wiki's pages stand."""
    return cleaned_lines("".join(told(node, pages) for node in gathered(mwparserfromhell.parse(wikitext).nodes)))


def gathered(nodes: list[Node]) -> list[Node | str]:
    """List marks that stand side by side are one item: `**` is an item inside an item."""
    found: list[Node | str] = []
    marks = ""
    for node in nodes:
        mark = str(node.wiki_markup) if isinstance(node, Tag) and node.wiki_markup else ""
        if mark in LISTED:
            marks += mark
            continue
        if marks:
            found.append("  " * (len(marks) - 1) + LISTED[marks[-1]])
            marks = ""
        found.append(node)
    return found


def told(node: Node | str, pages: str) -> str:
    match node:
        case str():
            return node
        case Text():
            return SIGNS.sub(r"\\\1", str(node.value))
        case Wikilink():
            return linked(str(node.text or node.title), address_of(str(node.title), pages))
        case ExternalLink():
            address = str(node.url)
            return linked(str(node.title), address) if node.title else f"<{address}>"
        case Heading():
            return f"{'#' * max(2, node.level)} {markdown_of(str(node.title), pages=pages)}"
        case HTMLEntity():
            return node.normalize()
        case Comment():
            return ""
        case Tag() if str(node.tag).lower() == "br":
            return "\n"
        case Tag() if str(node.tag).lower() in EMPHASIS:
            mark = EMPHASIS[str(node.tag).lower()]
            inside = markdown_of(str(node.contents), pages=pages)
            return f"{mark}{inside}{mark}" if inside else ""
        case _:
            return SIGNS.sub(r"\\\1", str(node))  # templates and the like: nobody here can play them


def linked(label: str, address: str) -> str:
    words = SIGNS.sub(r"\\\1", label.strip())
    return f"[{words}](<{address}>)" if address.startswith(("http://", "https://")) else words


def address_of(title: str, pages: str) -> str:
    name = title.strip().lstrip(":").replace(" ", "_")
    return pages + quote(name, safe=":/#()',") if pages and name else ""


def cleaned_lines(text: str) -> str:
    """Spaces before a list item are its depth: only what ends a line goes."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    return cleaned_around("\n".join(lines))


def cleaned_around(text: str) -> str:
    depths = [re.match(r" *", line)[0] for line in text.split("\n")]  # type: ignore[index]  # it matches "" too
    kept = [depth + cleaned(line, lines=False) for depth, line in zip(depths, text.split("\n"), strict=True)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in kept)).strip("\n")
