"""The catalogue for maps (GeoJSON, RFC 7946): a common without a point has no geometry, and its territories' codes."""

import json
from collections.abc import Iterator
from typing import Any

from essaim.commons.exports.told import Export, Told


def as_geojson(export: Export) -> Iterator[bytes]:
    yield b'{"type": "FeatureCollection", "features": ['
    for number, told in enumerate(export):
        yield (",\n" if number else "\n").encode() + json.dumps(feature(told), ensure_ascii=False).encode()
    yield b"\n]}\n"


def feature(told: Told) -> dict[str, Any]:
    point = told.sheet.get("point")
    return {
        "type": "Feature",
        "id": str(told.common.key),
        "geometry": point and {"type": "Point", "coordinates": [float(point["longitude"]), float(point["latitude"])]},
        "properties": {
            "title": told.common.title,
            "summary": told.common.summary,
            "url": told.address,
            "licence": told.licence_name,
            "themes": told.words_of("themes"),
            "territories": [{"kind": one.kind, "code": one.code, "name": one.name} for one in told.places],
        },
    }
