"""The catalogue as JSON-LD, in the words of schema.org."""

import json
from collections.abc import Iterator
from typing import Any

from essaim.commons.exports.told import Export, Told
from essaim.commons.formats.linked_data import CONTEXT, as_linked_data


def as_jsonld(export: Export) -> Iterator[bytes]:
    """One context, and a node for each common."""
    yield b'{"@context": ' + json.dumps(CONTEXT).encode() + b', "@graph": ['
    for number, told in enumerate(export):
        node = {name: value for name, value in node_of(told).items() if name != "@context"}
        yield (",\n" if number else "\n").encode() + json.dumps(node, ensure_ascii=False).encode()
    yield b"\n]}\n"


def as_node(export: Export) -> Iterator[bytes]:
    """A common by itself."""
    for told in export:
        yield json.dumps(node_of(told), ensure_ascii=False).encode()


def node_of(told: Told) -> dict[str, Any]:
    """The common on its own, with its context."""
    return as_linked_data(
        told.sheet,
        address=told.address,
        dates=told.dates(),
        labels=told.labels,
        places=[{"name": one.name, "identifier": one.code} for one in told.places],
        based_on=told.based_on,
        credits="\n".join(told.credits),
    )
