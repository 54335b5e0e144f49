"""A slow and obvious reader of templates, to measure the real one: it counts braces, letter by letter."""

import html
import re

from essaim.commons.formats.found import Field, Found, Group

OPENS = {"{{": "}}", "[[": "]]"}


def texts_of(content: bytes) -> list[str]:
    """The last text of each page of an export, found without reading its XML."""
    texts = []
    for page in content.decode().split("<page>")[1:]:
        revisions = re.findall(r"<timestamp>(.*?)</timestamp>.*?<text[^>]*>(.*?)</text>", page, re.DOTALL)
        texts.append(html.unescape(max(revisions)[1]) if revisions else "")
    return texts


def values_in(text: str) -> list[str]:
    """The values of the outermost templates and annotations: after each bar, and after their name if they have one."""
    values = []
    for template in outermost(text, "{{", "}}"):
        first, *others = pieces(template)
        if re.match(r"#|[A-Z]+:", first):
            others.insert(0, first.partition(":")[2])
        values += [value_of(piece) for piece in others]
    for link in outermost(text, "[[", "]]"):
        if "::" in link and "::+" not in link:
            values.append(pieces(link)[0].rpartition("::")[2].strip())
    return [value for value in values if value]


def outermost(text: str, opens: str, closes: str) -> list[str]:
    """What stands inside the outermost of these marks."""
    found = []
    depth = begun = place = 0
    while place < len(text):
        pair = text[place : place + 2]
        if pair == opens:
            begun = begun if depth else place + 2
            depth += 1
        elif pair == closes and depth:
            depth -= 1
            if not depth:
                found.append(text[begun:place])
        place += 2 if pair in {opens, closes} else 1
    return found


def pieces(template: str) -> list[str]:
    """What stands between the bars that no link and no template holds."""
    found = [""]
    waiting: list[str] = []
    place = 0
    while place < len(template):
        pair = template[place : place + 2]
        if pair in OPENS:
            waiting.append(OPENS[pair])
        elif waiting and pair == waiting[-1]:
            waiting.pop()
        elif template[place] == "|" and not waiting:
            found.append("")
            place += 1
            continue
        else:
            pair = template[place]
        found[-1] += pair
        place += len(pair)
    return found


def value_of(piece: str) -> str:
    name, equals, value = piece.partition("=")
    has_name = equals and not re.search(r"\[\[|\{\{|\n.*\n", name)
    return (value if has_name else piece).strip()


def held_by(found: Found) -> list[str]:
    """Every value that a record holds, apart from its whole source."""
    return [*raws(found.fields), *(raw for group in found.others for raw in raws_of(group))]


def raws(fields: tuple[Field, ...]) -> list[str]:
    return [field.raw for field in fields]


def raws_of(group: Group) -> list[str]:
    return raws(group.fields)


def share_kept(texts: list[str], records: list[Found]) -> tuple[int, int]:
    """How many characters of the values are found again in the records, and how many there are."""
    kept = total = 0
    for text, found in zip(texts, records, strict=True):
        held = held_by(found)
        as_it_is = found.text if found.namespace == 10 else ""  # a template is kept as it is
        for value in values_in(text):
            total += len(value)
            kept += len(value) if value in held or any(value in raw for raw in held) or value in as_it_is else 0
    return kept, total
