"""Wikitext becomes Markdown: lists, links, headings and emphasis stay what they were; the rest stays as written."""

import re

import mwparserfromhell
from mwparserfromhell.nodes import Comment, ExternalLink, Heading, HTMLEntity, Node, Tag, Text, Wikilink

from essaim.commons.formats.wiki_site import Site
from essaim.kit.text import cleaned

EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
LISTED = {"*": "* ", "#": "1. ", ":": "", ";": ""}
MARKED = re.compile(r"\[|''|<|&")
SIGNS = re.compile(r"([\\`*_\[\]])")


def markdown_of(wikitext: str, pages: str = "") -> str:
    """The same text in Markdown; `pages` stands before the title of a page in its address on the wiki.

    Where no `pages` is known, a link to another page of the wiki is its words.
    """
    site = Site(pages=pages)
    return with_depths("".join(told(node, site) for node in gathered(mwparserfromhell.parse(wikitext).nodes)))


def line_of(wikitext: str) -> str:
    """The words of a text that has a single line, without the signs of the wiki."""
    line = cleaned(wikitext, lines=False)
    if not MARKED.search(line) or "{{" in line:
        return line  # the parser would drop a template and its words
    return cleaned(mwparserfromhell.parse(line).strip_code(), lines=False)


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


def told(node: Node | str, site: Site) -> str:
    match node:
        case str():
            return node
        case Text():
            return literal(str(node.value))
        case Wikilink():
            title = str(node.title).strip()
            label = str(node.text or title).rpartition("|")[2].strip()  # a picture has its size before its caption
            return linked(label, site.address_of(title.lstrip(":")))
        case ExternalLink():
            address = str(node.url)
            return linked(str(node.title), address) if node.title else f"<{address}>"
        case Heading():
            return f"{'#' * max(2, node.level)} {markdown_of(str(node.title), site.pages)}"
        case HTMLEntity():
            return node.normalize()
        case Comment():
            return ""
        case Tag() if str(node.tag).lower() == "br":
            return "\n"
        case Tag() if str(node.tag).lower() in EMPHASIS:
            mark = EMPHASIS[str(node.tag).lower()]
            inside = markdown_of(str(node.contents), site.pages)
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
