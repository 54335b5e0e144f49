"""The catalogue as RDF: DCAT-AP for catalogues of data, SKOS for its lists of terms, in Turtle."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from rdflib import DCAT, DCTERMS, FOAF, PROV, RDF, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef

from essaim.commons.enums import Scheme
from essaim.commons.exports.told import Export, Told
from essaim.commons.models import Term

LOCN = Namespace("http://www.w3.org/ns/locn#")
GEO = Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")
RESOURCE = URIRef(f"{DCAT}resource")  # of DCAT 3, which rdflib does not list
INSEE = "http://id.insee.fr/geo/"
KINDS = {"commune": "commune", "departement": "departement", "region": "region", "epci": "intercommunalite"}


def as_turtle(export: Export) -> Iterator[bytes]:
    """A `dcat:Catalog` and its resources, those of data as `dcat:Dataset`, with the terms that they bear."""
    graph = bound()
    catalogue = URIRef(export.base + reverse("commons:index"))
    publisher = BNode()
    graph.add((catalogue, RDF.type, DCAT.Catalog))
    graph.add((catalogue, DCTERMS.title, Literal(_("Communs"), lang="fr")))
    about = _("Ce que des territoires ont conçu, et qu’ils laissent aux autres pour s’en servir et l’adapter.")
    graph.add((catalogue, DCTERMS.description, Literal(about, lang="fr")))
    graph.add((catalogue, DCTERMS.publisher, publisher))
    graph.add((publisher, RDF.type, FOAF.Organization))
    graph.add((publisher, FOAF.name, Literal("Essaim")))
    graph.add((catalogue, DCAT.themeTaxonomy, scheme_at(export.base, Scheme.THEME)))
    for told in export:
        add(graph, told, catalogue, export.base)
    yield graph.serialize(format="turtle").encode()


def bound() -> Graph:
    graph = Graph()
    for prefix, namespace in (("dcat", DCAT), ("dcterms", DCTERMS), ("skos", SKOS), ("locn", LOCN), ("prov", PROV)):
        graph.bind(prefix, namespace)
    return graph


def add(graph: Graph, told: Told, catalogue: URIRef, base: str) -> None:
    """The common is in the graph, and in its catalogue."""
    one, sheet = URIRef(told.address), told.sheet
    is_data = "donnees" in sheet.get("kinds", [])
    graph.add((catalogue, DCAT.dataset if is_data else RESOURCE, one))
    graph.add((one, RDF.type, DCAT.Dataset if is_data else DCAT.Resource))
    graph.add((one, DCTERMS.identifier, Literal(str(told.common.key))))
    graph.add((one, DCTERMS.title, Literal(told.common.title, lang="fr")))
    words = sheet.get("description") or told.common.summary or told.common.title
    graph.add((one, DCTERMS.description, Literal(words, lang="fr")))
    graph.add((one, DCAT.landingPage, one))
    graph.add((one, DCTERMS.modified, moment(told.common.changed_at)))
    if told.common.published_at:
        graph.add((one, DCTERMS.issued, moment(told.common.published_at)))
    for tag in sheet.get("tags", []):
        graph.add((one, DCAT.keyword, Literal(tag, lang="fr")))
    for key in sheet.get("themes", []):
        graph.add((one, DCAT.theme, term_at(base, Scheme.THEME, key)))
    for name in told.words_of("organisations"):
        graph.add((one, DCTERMS.creator, somebody(graph, name, FOAF.Organization)))
    for name in told.words_of("contributors"):
        graph.add((one, DCTERMS.contributor, somebody(graph, name, FOAF.Person)))
    for address in told.based_on:
        graph.add((one, PROV.wasDerivedFrom, URIRef(address)))
    add_licence_and_files(graph, told, one)
    add_places(graph, told, one)


def add_licence_and_files(graph: Graph, told: Told, one: URIRef) -> None:
    licence = URIRef(told.licence_url) if told.licence_url else None
    if licence is not None:
        graph.add((one, DCTERMS.license, licence))
    elif told.licence_name:
        graph.add((one, DCTERMS.rights, Literal(told.licence_name, lang="fr")))
    for file in told.sheet.get("files", []):
        if file["address"].startswith(("http://", "https://")):
            distribution = BNode()
            graph.add((one, DCAT.distribution, distribution))
            graph.add((distribution, RDF.type, DCAT.Distribution))
            graph.add((distribution, DCAT.accessURL, URIRef(quoted(file["address"]))))
            if licence is not None:
                graph.add((distribution, DCTERMS.license, licence))


def add_places(graph: Graph, told: Told, one: URIRef) -> None:
    for place in told.places:
        where = URIRef(f"{INSEE}{KINDS[place.kind]}/{place.code}") if place.kind in KINDS else BNode()
        graph.add((one, DCTERMS.spatial, where))
        graph.add((where, RDF.type, DCTERMS.Location))
        graph.add((where, SKOS.prefLabel, Literal(place.name, lang="fr")))
    if point := told.sheet.get("point"):
        where = BNode()
        graph.add((one, DCTERMS.spatial, where))
        graph.add((where, RDF.type, DCTERMS.Location))
        graph.add((where, GEO.lat, Literal(point["latitude"], datatype=XSD.decimal)))
        graph.add((where, GEO.long, Literal(point["longitude"], datatype=XSD.decimal)))


def somebody(graph: Graph, name: str, kind: URIRef) -> BNode:
    node = BNode()
    graph.add((node, RDF.type, kind))
    graph.add((node, FOAF.name, Literal(name)))
    return node


def moment(at: datetime) -> Literal:
    return Literal(at.isoformat(), datatype=XSD.dateTime)


def quoted(address: str) -> str:
    """The address without the signs that no Turtle may hold between its brackets."""
    return "".join(f"%{ord(sign):02X}" if sign in ' <>"{}|\\^`' else sign for sign in address)


def scheme_at(base: str, scheme: str) -> URIRef:
    return URIRef(f"{base}{reverse('commons:lists')}#{scheme}")


def term_at(base: str, scheme: str, key: str) -> URIRef:
    return URIRef(f"{scheme_at(base, scheme)}/{key}")


def lists_as_turtle(base: str) -> Iterator[bytes]:
    """The lists of terms: a `skos:ConceptScheme` for each, its terms with those above and below them."""
    graph = bound()
    for scheme in Scheme:
        node = scheme_at(base, scheme)
        graph.add((node, RDF.type, SKOS.ConceptScheme))
        graph.add((node, SKOS.prefLabel, Literal(str(scheme.label), lang="fr")))
    for term in Term.objects.select_related("parent"):
        node, scheme_node = term_at(base, term.scheme, term.key), scheme_at(base, term.scheme)
        graph.add((node, RDF.type, SKOS.Concept))
        graph.add((node, SKOS.inScheme, scheme_node))
        graph.add((node, SKOS.prefLabel, Literal(term.label, lang="fr")))
        graph.add((node, SKOS.notation, Literal(term.key)))
        if term.parent is None:
            graph.add((node, SKOS.topConceptOf, scheme_node))
            graph.add((scheme_node, SKOS.hasTopConcept, node))
        else:
            above = term_at(base, term.scheme, term.parent.key)
            graph.add((node, SKOS.broader, above))
            graph.add((above, SKOS.narrower, node))
    yield graph.serialize(format="turtle").encode()
