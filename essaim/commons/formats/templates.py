"""Wikitext taken apart as its own grammar says: templates, their parameters, and the functions of the parser."""

import re
from collections.abc import Iterable, Iterator

import mwparserfromhell
from mwparserfromhell.nodes import Comment, Template
from mwparserfromhell.nodes.extras import Parameter
from mwparserfromhell.wikicode import Wikicode

BLANKS = " \t\n\r\0\x0b"  # what a wiki removes around a named value; a no-break space is none of them
# The parser comes back to each mark that nobody closed: 8 million steps are one or two seconds (measured), and a page
# of 20 kB may leave 400 of them open. 100 000 marks take it 150 MB: four times what the largest pages hold.
MOST_STEPS = 8_000_000
MOST_MARKS = 100_000
MOST_NESTED = 40  # it reads no deeper
ALONE = r"(?:br|hr|wbr|img|li|dt|dd|td|th|tr|meta|link)\b"  # tags that nothing closes
MARK = re.compile(
    rf"\{{\{{|\}}\}}|\[\[|\]\]|\[(?=\w+:|//)|\]|<!--|-->|<{ALONE}[^<>]*>|</[a-z]|<[a-z]|/>", re.IGNORECASE
)
CLOSES = {"}}": "{{", "]]": "[[", "]": "[", "-->": "<!--", "</": "<", "/>": "<"}
# The parser knows no link in the name of a template, and `{{#ask:[[…]]|…}}` is one to it: a bar, with a sign that no
# text has, parts what a function is given from its name until it is written again.
FUNCTION = re.compile(r"\{\{\s*#[^\s:|{}\[\]]+\s*:")
BAR = "\ufdd0|"
TABLE_BEGINS = re.compile(r"(?:^|\n)[ \t:]*\{$")

Named = tuple[str, str]


def parsed(text: str) -> Wikicode | None:
    """The tree of the text; None where its marks are so many, or so many left open, that it would take minutes."""
    marks = sum(text.count(mark) for mark in ("|", "{{", "[", "<", "\n*", "\n#", "\n:", "\n;"))
    if marks > MOST_MARKS or left_open(text) * len(text) > MOST_STEPS:
        return None
    # Bold and italics may begin in one value and end in another: they are left to who shows the text.
    return mwparserfromhell.parse(FUNCTION.sub(lambda match: match.group() + BAR, text), skip_style_tags=True)


def source(node: object) -> str:
    """What was written: the source of a node or a tree."""
    return str(node).replace(BAR, "")


def left_open(text: str) -> int:
    """How many marks open something that nothing closes."""
    waiting: list[str] = []
    lost = 0
    for match in MARK.finditer(text):
        mark = match.group()
        if mark[0] == "<" and mark[-1] == ">":
            continue  # a tag that stands alone
        kind = mark[:-1] if mark[0] == "<" and mark[-1].isalpha() else mark
        opener = CLOSES.get(kind)
        if opener is None:
            waiting.append(kind)
        elif opener in waiting[-MOST_NESTED:]:
            while waiting.pop() != opener:
                lost += 1
    return lost + len(waiting)


def name_of(template: Template) -> str:
    """The name of a template as its wiki would title it; a function's has what follows its colon."""
    return " ".join(without_remarks(template.name).replace("_", " ").split())


def without_remarks(code: Wikicode) -> str:
    return "".join(str(node) for node in code.nodes if not isinstance(node, Comment)).rstrip(BAR[0])


def is_function(template: Template) -> bool:
    """`{{#set:…}}`, `{{DISPLAYTITLE:…}}`: what the wiki computes, rather than a template of its own."""
    head, colon, _rest = without_remarks(template.name).strip().partition(":")
    return head.startswith("#") or (bool(colon) and head.isupper())


def is_variable(template: Template) -> bool:
    """`{{PAGENAME}}`: a word that the wiki puts in a sentence."""
    return not template.params and without_remarks(template.name).strip().isupper()


def function_of(template: Template) -> tuple[str, list[Named]]:
    """The name of a function and the values that it is given, in order; one without a name is called ""."""
    head = without_remarks(template.name).strip().partition(":")[0].strip()
    return head, [
        (key_of(parameter) if parameter.showkey else "", value.strip(BLANKS))
        for parameter, value in whole(template.params)
    ]


def given_to(template: Template) -> list[Named]:
    """What a function is given, each under its place and as it is written: most are programs, not values."""
    given = [source(parameter).strip(BLANKS) for parameter in template.params]
    if not name_of(template).startswith("#"):
        given.insert(0, without_remarks(template.name).partition(":")[2].strip(BLANKS))
    return [(str(place), one) for place, one in enumerate(given, start=1) if one]


def parameters_of(template: Template) -> list[Named]:
    """The values of a template under their names, in order, whole; one without a name is called by its place.

    A blank value without a name is left out: it is what follows the last bar.
    """
    found = []
    place = 0
    for parameter, value in whole(template.params):
        if parameter.showkey:
            found.append((key_of(parameter), value.strip(BLANKS)))
            continue
        place += 1
        if value.strip(BLANKS):
            found.append((str(place), value))
    return found


def key_of(parameter: Parameter) -> str:
    return without_remarks(parameter.name).strip(BLANKS)


def whole(parameters: Iterable[Parameter]) -> Iterator[tuple[Parameter, str]]:
    """Each parameter and its value. The bars of a table separate no values: its pieces are put together again."""
    waiting: list[Parameter] = []
    depth = 0
    for parameter in parameters:
        written = source(parameter) if waiting else source(parameter.value)
        if waiting and written.startswith("}"):
            depth -= 1
        if TABLE_BEGINS.search(written[-100:]):
            depth += 1
        waiting.append(parameter)
        if depth <= 0:
            yield waiting[0], "|".join([source(waiting[0].value), *map(source, waiting[1:])])
            waiting, depth = [], 0
    yield from ((parameter, source(parameter.value)) for parameter in waiting)  # a table that nothing closes
