"""A page of a wiki becomes a record: the fields of its main template, its annotations, and the text around them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from mwparserfromhell.nodes import Heading, Node, Tag, Template, Wikilink
from mwparserfromhell.nodes import Text as Words
from mwparserfromhell.wikicode import Wikicode

from essaim.commons.formats.found import Field, Found, Group, Origin
from essaim.commons.formats.templates import (
    function_of,
    is_function,
    is_variable,
    name_of,
    parameters_of,
    parsed,
    source,
)
from essaim.commons.formats.understanding import fields_of, group_of, values_of
from essaim.commons.formats.wiki_site import CATEGORY, TEMPLATE, Site, titled, without_namespace

# Functions of Semantic MediaWiki, in the languages of its French wikis (SemanticMediaWiki.magic.php).
SETS = frozenset({"#set", "#définit", "#definit"})
SUBOBJECTS = frozenset({"#subobject", "#sousobjet"})
VERBATIM = frozenset({"nowiki", "pre", "source", "syntaxhighlight", "math", "code", "templatedata"})
# In any language: `#REDIRECTION [[Cible]]`, alone on its line. A numbered item has a space after its sign.
REDIRECT = re.compile(r"#[^\W\d_]+\s*:?\s*\[\[(?P<target>[^\[\]|#\n]+)[^\[\]\n]*\]\][ \t]*(?:\n|$)")


@dataclass(slots=True)
class Gathered:
    """What stands in a page, in its order."""

    templates: list[Template] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    has_open_braces: bool = False


def read_page(
    text: str,
    *,
    title: str,
    origin: Origin | None = None,
    site: Site | None = None,
    namespace: int = 0,
    main: str = "",
    troubles: tuple[str, ...] = (),
) -> Found:
    """The record that a page is. `main` names the template that holds it; without it, the richest one does."""
    site = site or Site()
    origin = origin or Origin(system="mediawiki", key=title)
    code = parsed(text)
    if code is None:
        trouble = _("Cette page a trop de balises, ou trop qui ne se ferment pas : son texte est gardé tel quel.")
        return Found(title, origin, text=text, raw=text, namespace=namespace, troubles=(*troubles, trouble))
    gathered = Gathered()
    take_apart(code, gathered, site)
    template = main_template(gathered.templates, main, site)
    of_template = fields_of(template) if template else ()
    return Found(
        title=title,
        origin=origin,
        kind=kind_of(template, site) or next(iter(gathered.categories), ""),
        fields=(*of_template, *gathered.fields),
        text=source(code).strip(),
        categories=tuple(dict.fromkeys(gathered.categories)),
        redirects_to=redirect_of(text),
        raw=text,
        troubles=(*troubles, *troubles_of(of_template, gathered)),
        namespace=namespace,
        others=tuple(others_of(gathered.templates, template)),
    )


def redirect_of(text: str) -> str:
    """The title that the page leads to, where it does nothing else; "" otherwise."""
    redirect = REDIRECT.match(text.lstrip("\ufeff \t\r\n"))
    return titled(redirect["target"].lstrip(": ")) if redirect else ""


def take_apart(code: Wikicode, gathered: Gathered, site: Site) -> None:
    """Templates, annotations and categories leave the text for what was gathered; what people read of them stays."""
    kept: list[Node] = []
    for node in code.nodes:
        match node:
            case Template() if not is_variable(node):
                take_template(node, gathered)
            case Wikilink() if "::" in str(node.title) and not str(node.title).startswith(":"):
                kept.append(Words(take_annotation(node, gathered)))
            case Wikilink() if not str(node.title).strip().startswith(":") and is_category(node, site):
                gathered.categories.append(without_namespace(str(node.title)))
            case _:
                look_inside(node, gathered, site)
                kept.append(node)
    code.nodes = kept


def look_inside(node: Node, gathered: Gathered, site: Site) -> None:
    match node:
        case Tag() if str(node.tag).strip().lower() not in VERBATIM and node.contents is not None:
            take_apart(node.contents, gathered, site)
        case Heading():
            take_apart(node.title, gathered, site)
        case Words():
            gathered.has_open_braces |= "{{" in node.value or "}}" in node.value


def is_category(link: Wikilink, site: Site) -> bool:
    return site.namespace_of(str(link.title)) == CATEGORY


def take_annotation(link: Wikilink, gathered: Gathered) -> str:
    """Each property of `[[Property::value|label]]` has the value; gives what is read in its place."""
    *names, value = source(link.title).split("::")
    for name in names:
        gathered.fields.append(Field(titled_property(name), value.strip(), values_of(value, name=name)))
    return source(link.text) if link.text is not None else value.strip()


def titled_property(name: str) -> str:
    return " ".join(name.replace("_", " ").split())


def take_template(template: Template, gathered: Gathered) -> None:
    """`{{#set:…}}` gives fields to its page; other templates wait."""
    if is_named(template, SETS):
        gathered.fields += annotations_of(function_of(template)[1])
    else:
        gathered.templates.append(template)


def is_named(template: Template, names: frozenset[str]) -> bool:
    return is_function(template) and function_of(template)[0].casefold() in names


def annotations_of(given: list[tuple[str, str]]) -> Iterator[Field]:
    """What a function annotates: a value without a name has the one before it, `+sep` separates its values."""
    name = ""
    separators = {}
    for place, (key, value) in enumerate(given):
        if key == "+sep" and place:
            separators[place - 1] = value or ","
    for place, (key, value) in enumerate(given):
        if key.startswith("+") or not (key or value):
            continue
        name = key or name
        separator = separators.get(place)
        pieces = value.split(separator) if separator else [value]
        yield Field(titled_property(name), value, tuple(one for piece in pieces for one in values_of(piece, name=name)))


def main_template(templates: list[Template], main: str, site: Site) -> Template | None:
    """The template that holds the record: the one of this name, or the one with most values."""
    candidates = [template for template in templates if not is_function(template) and parameters_of(template)]
    if main:
        candidates = [template for template in candidates if kind_of(template, site) == titled(main)] or candidates
        return candidates[0] if candidates else None
    return max(candidates, key=richness, default=None)


def richness(template: Template) -> tuple[int, int]:
    values = [value for _name, value in parameters_of(template) if value]
    return len(values), sum(map(len, values))


def kind_of(template: Template | None, site: Site) -> str:
    """The name of the template, without its namespace."""
    if template is None:
        return ""
    name = name_of(template)
    return without_namespace(name) if site.namespace_of(name) == TEMPLATE else titled(name)


def others_of(templates: list[Template], main: Template | None) -> Iterator[Group]:
    """The other templates and functions of the page, in its order; a subobject says its name after its colon."""
    for template in templates:
        if template is main:
            continue
        if is_named(template, SUBOBJECTS):
            given = function_of(template)[1]
            name = given[0][1] if given and not given[0][0] else ""
            annotations = given[1:] if given and not given[0][0] else given
            yield Group(f"#subobject:{name}" if name else "#subobject", tuple(annotations_of(annotations)))
        else:
            yield group_of(template)


def troubles_of(fields: tuple[Field, ...], gathered: Gathered) -> Iterator[str]:
    if gathered.has_open_braces:
        yield _("Des accolades « {{ » ou « }} » sont seules dans cette page : ce texte est gardé tel quel.")
    for name, times in Counter(one.name for one in fields).items():
        if times > 1:
            yield _("Le champ « %(name)s » est écrit plusieurs fois : toutes ses valeurs sont gardées.") % {
                "name": name
            }
