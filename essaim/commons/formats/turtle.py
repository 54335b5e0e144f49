"""The pages of a semantic wiki as linked data (Special:ExportRDF in Turtle), or the resources of another catalogue."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from urllib.parse import unquote
from xml.parsers import expat
from xml.sax import SAXException

import rdflib
from django.utils.translation import gettext as _
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.exceptions import ParserError
from rdflib.namespace import DCTERMS, FOAF, OWL, RDF, RDFS, SDO, SKOS, XSD
from rdflib.term import Node

from essaim.commons.formats.days import day_of
from essaim.commons.formats.decoding import decoded, unreadable
from essaim.commons.formats.found import Day, Field, Flag, Found, Group, Link, Number, Origin, Text, Value
from essaim.commons.formats.measures import point_of
from essaim.commons.formats.wiki_site import Site, site_of
from essaim.kit.refusal import Refused

rdflib.NORMALIZE_LITERALS = False  # « 12.50 » stays what was written

SWIVT = Namespace("http://semantic-mediawiki.org/swivt/1.0#")
NOWHERE = "urn:sans-adresse:"  # what relative addresses are resolved against: nothing of this machine
# What the parser raises on a file that was cut or made to break it.
BROKEN = (SyntaxError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
OF_THE_WIKI = frozenset(
    {RDF.type, RDFS.label, RDFS.isDefinedBy, OWL.sameAs}
    | {SWIVT[name] for name in ("page", "wikiNamespace", "wikiPageModificationDate", "wikiPageSortKey", "masterPage")}
)
TITLES = (RDFS.label, DCTERMS.title, SDO.name, SKOS.prefLabel, FOAF.name)
NUMBERS = frozenset({XSD.double, XSD.float, XSD.decimal, XSD.integer, XSD.int, XSD.long, XSD.nonNegativeInteger})
DATES = frozenset({XSD.date, XSD.dateTime, XSD.gYear, XSD.gYearMonth})
ESCAPE = re.compile(r"-([0-9A-F]{2})")
COPY = "-23aux"  # the same value again, for programs that sort
MOST_NESTED = 5


def read_turtle(content: bytes, site: str = "") -> list[Found]:
    """The pages that the file describes; refuses with a sentence what cannot be read."""
    text = decoded(content)
    graph = parsed(text)
    pages = [page for page in graph.subjects(RDF.type, SWIVT.Subject) if isinstance(page, URIRef)]
    if not pages:
        return [found_of_resource(graph, one) for one in resources(graph)]
    names = Names(graph)
    parts: dict[Node, list[Node]] = {}
    for part, page in graph.subject_objects(SWIVT.masterPage):
        parts.setdefault(page, []).append(part)
    are_parts = {part for several in parts.values() for part in several}
    read = [found_of(graph, page, parts.get(page, []), names, site) for page in pages if page not in are_parts]
    return [found for found in read if found.fields or found.categories or found.others or found.origin.written_at]


def parsed(text: str) -> Graph:
    is_xml = text.lstrip().startswith(("<?xml", "<rdf:", "<!DOCTYPE"))
    if is_xml:
        refuse_doctype(text)
    try:
        return Graph(bind_namespaces="none").parse(data=text, format="xml" if is_xml else "turtle", publicID=NOWHERE)
    except (*BROKEN, ParserError, SAXException) as broken:
        sentence = _("Ce fichier n’est pas du Turtle lisible. Exportez-le à nouveau, par « Spécial:Export RDF ».")
        raise unreadable(sentence) from broken


def refuse_doctype(text: str) -> None:
    """A wiki writes RDF/XML with entities, which could also multiply without end: Turtle has none."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_entities
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as broken:
        raise asks_for_turtle() from broken


def refuse_entities(*_declaration: object) -> None:
    raise asks_for_turtle()


def asks_for_turtle() -> Refused:
    return unreadable(
        _("Ce fichier RDF/XML ne peut pas être lu sans risque. Demandez-le en Turtle : ajoutez « syntax=turtle ».")
    )


class Names:
    """What the addresses of a wiki's pages and properties begin with, as the file declares it."""

    def __init__(self, graph: Graph) -> None:
        declared = {prefix: str(address) for prefix, address in graph.namespaces()}
        self.pages = declared.get("wiki", "")
        self.properties = declared.get("property", f"{self.pages}Property-3A")
        self.categories = declared.get("category", f"{self.pages}Category-3A")

    def title_of(self, address: str) -> str:
        """The title of a page of this wiki; "" for any other address."""
        return unescaped(address[len(self.pages) :]) if self.pages and address.startswith(self.pages) else ""

    def property_of(self, address: str) -> str:
        """The name of a property, or the last part of the address of one of another vocabulary."""
        if address.startswith(self.properties):
            return unescaped(address[len(self.properties) :])
        return unescaped(re.split(r"[/#]", address.rstrip("/#"))[-1])


def unescaped(name: str) -> str:
    """`Caf-C3-A9_-2D_bar` is « Café - bar »."""
    return unquote(ESCAPE.sub(r"%\1", name)).replace("_", " ")


def found_of(graph: Graph, page: Node, parts: list[Node], names: Names, site: str) -> Found:
    """The record of a page of the wiki; its subobjects are groups."""
    key = text_of(graph, page, RDFS.label) or names.title_of(str(page))
    address = text_of(graph, page, SWIVT.page)
    categories = [unescaped(one.removeprefix(names.categories)) for one in types_of(graph, page)]
    number = text_of(graph, page, SWIVT.wikiNamespace)
    return Found(
        title=key,
        origin=Origin(
            system="turtle",
            site=site or site_of(address, key),
            key=key,
            address=address,
            written_at=text_of(graph, page, SWIVT.wikiPageModificationDate),
        ),
        kind=next(iter(categories), ""),
        fields=tuple(fields_of(graph, page, names)),
        categories=tuple(categories),
        raw=source_of(graph, page),
        namespace=int(number) if number.lstrip("-").isdecimal() else Site().namespace_of(key),
        others=tuple(part_of(graph, part, names) for part in parts),
    )


def text_of(graph: Graph, subject: Node, predicate: URIRef) -> str:
    return str(graph.value(subject, predicate, any=True) or "")


def types_of(graph: Graph, subject: Node) -> list[str]:
    return [str(one) for one in graph.objects(subject, RDF.type) if one != SWIVT.Subject]


def source_of(graph: Graph, subject: Node) -> str:
    """What the file says of it, a line for each value."""
    return "\n".join(f"{name} {value}" for name, value in graph.predicate_objects(subject))


def part_of(graph: Graph, part: Node, names: Names) -> Group:
    label = text_of(graph, part, RDFS.label) or names.title_of(str(part))
    return Group(f"#subobject:{label.partition('#')[2]}", tuple(fields_of(graph, part, names)))


def fields_of(graph: Graph, subject: Node, names: Names, depth: int = 0) -> Iterator[Field]:
    """Each property that a page has, with its values in the order of the file."""
    values: dict[str, list[Node]] = {}
    for predicate, value in graph.predicate_objects(subject):
        if predicate not in OF_THE_WIKI and not str(predicate).endswith(COPY):
            values.setdefault(names.property_of(str(predicate)), []).append(value)
    for name, found in values.items():
        read = [value_of(graph, one, name, names, depth) for one in found]
        yield Field(name, ", ".join(raw for raw, _value in read), tuple(value for _raw, value in read))


def value_of(graph: Graph, node: Node, name: str, names: Names, depth: int) -> tuple[str, Value]:
    """What is written, and what it was understood to be."""
    if isinstance(node, Literal):
        raw = f"{node}@{node.language}" if node.language else str(node)
        return raw, value_of_literal(node)
    if isinstance(node, BNode) and depth < MOST_NESTED:
        group = Group(name, tuple(fields_of(graph, node, names, depth + 1)))
        return "; ".join(f"{one.name}: {one.raw}" for one in group.fields), group
    address = str(node)
    title = names.title_of(address)
    if title:
        page = text_of(graph, node, SWIVT.page) or address
        return title, Link(text_of(graph, node, RDFS.label) or title, title=title, address=page)
    return address, Link(address, address=address) if address.startswith(("http://", "https://")) else Text(address)


def value_of_literal(literal: Literal) -> Value:
    words = str(literal)
    if literal.datatype in NUMBERS:
        try:
            return Number(Decimal(words))
        except InvalidOperation:
            return Text(words)
    if literal.datatype in DATES:
        return day_of(words) or Day(words)
    if literal.datatype == XSD.boolean and words in {"true", "false", "1", "0"}:
        return Flag(words in {"true", "1"})
    if literal.datatype == XSD.anyURI:
        return Link(words, address=words)
    return point_of(words) or Text(words)


def resources(graph: Graph) -> Iterator[URIRef]:
    """What a file that no wiki wrote describes: the things that have a title."""
    for subject in dict.fromkeys(graph.subjects(unique=True)):
        if isinstance(subject, URIRef) and any((subject, title, None) in graph for title in TITLES):
            yield subject


def found_of_resource(graph: Graph, subject: URIRef) -> Found:
    names = Names(graph)
    kinds = [names.property_of(one) for one in types_of(graph, subject)]
    title = next(text for one in TITLES if (text := text_of(graph, subject, one)))
    return Found(
        title=title,
        origin=Origin(system="turtle", key=str(subject), address=str(subject)),
        kind=next(iter(kinds), ""),
        fields=tuple(fields_of(graph, subject, names)),
        categories=tuple(kinds),
        raw=source_of(graph, subject),
    )
