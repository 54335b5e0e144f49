"""Commons as Markdown: what people read, and nothing that a program alone would."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from essaim.commons.exports.told import Export, Told
from essaim.commons.formats.markup import literal
from essaim.commons.formats.sheet import FIELDS, Kind

HEADING = re.compile(r"^(#{1,5}) ", re.MULTILINE)
TOLD_APART = {"title", "summary", "description", "kept"}


def as_markdown(export: Export) -> Iterator[bytes]:
    for number, told in enumerate(export):
        yield (("\n---\n\n" if number else "") + page_of(told)).encode()


def page_of(told: Told) -> str:
    """A common as a document of its own: what it is, its description, its other texts, what was kept as it was."""
    parts = [f"# {literal(told.common.title)}"]
    if told.common.summary:
        parts.append(f"*{literal(told.common.summary)}*")
    parts.append("\n".join(facts(told)))
    if description := told.sheet.get("description"):
        parts.append(below(description))
    for field in FIELDS:
        if field.kind is Kind.PROSE and field.name not in TOLD_APART and told.sheet.get(field.name):
            parts += [f"## {field.label}", below(told.sheet[field.name])]
    if told.credits:
        parts += [f"## {_('Qui citer')}", "\n".join(f"- {literal(line.strip())}" for line in told.credits)]
    if kept := told.words_of("kept"):
        parts += [f"## {_('Repris tel quel')}", "\n".join(f"- {literal(one)}" for one in kept)]
    return "\n\n".join(parts) + "\n"


def facts(told: Told) -> Iterator[str]:
    for field in FIELDS:
        if field.kind is not Kind.PROSE and field.name not in TOLD_APART and (words := told.words_of(field.name)):
            yield f"- **{field.label}** : {', '.join(literal(one) for one in words)}"
    if told.licence_url:
        yield f"- {told.licence_url}"
    yield f"- {told.address}"
    if told.source:
        yield "- " + _("Lu à l’adresse") + f" : {told.source}"


def below(text: str) -> str:
    """The same text, its headings one level lower, under the title of its common."""
    return HEADING.sub(r"#\1 ", text)
