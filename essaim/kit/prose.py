"""Markdown as people write it becomes HTML that can do nothing: no raw HTML, no picture, links to the web only."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

# Pictures would ask a third party for each reader of the page.
WRITER = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")
DEEPEST = 6


def html_of(text: str, *, under: int = 2) -> SafeString:
    """The text as HTML; its headings stand below a heading of this level."""
    tokens = WRITER.parse(text)
    lower(tokens, under)
    return mark_safe(WRITER.renderer.render(tokens, WRITER.options, {}))  # noqa: S308  html is off: all is escaped


def lower(tokens: Sequence[Token], under: int) -> None:
    """The highest heading comes just below `under`, and the others follow at their distance."""
    highest = min((int(token.tag[1]) for token in tokens if token.type == "heading_open"), default=1)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(DEEPEST, under + 1 + int(token.tag[1]) - highest)}"
