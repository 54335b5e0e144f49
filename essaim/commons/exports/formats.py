"""The formats in which the catalogue leaves, by the name that a command and an address give them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

from essaim.commons.exports.told import Export


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what a browser is told that it is, and who writes it, loaded when it is asked for."""

    media: str
    writer: str  # module:function
    alone: str = ""  # the same for a single common, where it is written otherwise

    def write(self, export: Export, *, is_alone: bool = False) -> Iterator[bytes]:
        module, _colon, name = (is_alone and self.alone or self.writer).partition(":")
        writer: Callable[[Export], Iterator[bytes]] = getattr(import_module(f"essaim.commons.exports.{module}"), name)
        return writer(export)


# By the end of the name of its files.
FORMATS = {
    "csv": Format("text/csv; charset=utf-8", "tables:as_csv"),
    "ods": Format("application/vnd.oasis.opendocument.spreadsheet", "tables:as_ods"),
    "jsonld": Format("application/ld+json", "linked:as_jsonld", "linked:as_node"),
    "ttl": Format("text/turtle; charset=utf-8", "graph:as_turtle"),
    "geojson": Format("application/geo+json", "geojson:as_geojson"),
    "atom": Format("application/atom+xml; charset=utf-8", "feed:as_atom"),
    "md": Format("text/markdown; charset=utf-8", "markdown:as_markdown"),
    "lrmi": Format("application/json", "lrmi:as_lrmi"),
}
# What people also call them.
ALSO = {"turtle": "ttl", "dcat": "ttl", "rdf": "ttl", "json-ld": "jsonld", "markdown": "md", "amb": "lrmi"}
SITE = "communs.jsonl"  # in the folder of a site, what another instance takes back
