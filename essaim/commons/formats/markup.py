"""Wikitext becomes Markdown: lists, links, headings and emphasis stay what they were; the rest stays as written."""

import re

import mwparserfromhell
from mwparserfromhell.nodes import Comment, ExternalLink, Heading, HTMLEntity, Node, Tag, Text, Wikilink

from essaim.kit.text import cleaned

EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
LISTED = {"*": "* ", "#": "1. ", ":": "", ";": ""}
SIGNS = re.compile(r"([\\`*_\[\]])")


def markdown_of(wikitext: str) -> str:
    """The same text in Markdown; a link to another page of the wiki is its words."""
    return with_depths("".join(told(node) for node in gathered(mwparserfromhell.parse(wikitext).nodes)))


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


def told(node: Node | str) -> str:
    match node:
        case str():
            return node
        case Text():
            return literal(str(node.value))
        case Wikilink():
            return literal(str(node.text or node.title).strip())
        case ExternalLink():
            address = str(node.url)
            return linked(str(node.title), address) if node.title else f"<{address}>"
        case Heading():
            return f"{'#' * max(2, node.level)} {markdown_of(str(node.title))}"
        case HTMLEntity():
            return node.normalize()
        case Comment():
            return ""
        case Tag() if str(node.tag).lower() == "br":
            return "\n"
        case Tag() if str(node.tag).lower() in EMPHASIS:
            mark = EMPHASIS[str(node.tag).lower()]
            inside = markdown_of(str(node.contents))
            return f"{mark}{inside}{mark}" if inside else ""
        case _:
            return literal(str(node))  # templates and the like: nobody here can play them


def literal(text: str) -> str:
    """The same characters, none of which is a sign of Markdown."""
    return SIGNS.sub(r"\\\1", text)


def linked(label: str, address: str) -> str:
    words = literal(label.strip())
    return f"[{words}](<{address}>)" if address.startswith(("http://", "https://")) else words


def with_depths(text: str) -> str:
    """Each line cleaned but for the spaces before it, which are the depth of a list item."""
    lines = text.replace("\r\n", "\n").split("\n")
    kept = [" " * (len(line) - len(line.lstrip(" "))) + cleaned(line, lines=False) for line in lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in kept)).strip("\n")
