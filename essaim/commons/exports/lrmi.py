"""Teaching tools as LRMI, in the profile of AMB (https://w3id.org/kim/amb/): what catalogues of open lessons read."""

import json
import re
from collections.abc import Iterator
from typing import Any

from essaim.commons.exports.told import Export, Told
from essaim.commons.formats.linked_data import without_blanks

CONTEXT = ["https://w3id.org/kim/amb/context.jsonld", {"@language": "fr"}]
TEACHES = "outil-pedagogique"  # the key of the category of which they are
# The profile knows these licences only; another is said in the JSON-LD of schema.org.
KNOWN_LICENCES = re.compile(
    r"https?://(creativecommons\.org/(licenses|licences|publicdomain)|www\.gnu\.org/licenses|"
    r"www\.apache\.org/licenses|opensource\.org/licenses)/"
)
ROLES = "http://purl.org/dcx/lrmi-vocabs/educationalAudienceRole/"
AUDIENCES = {"grand-public": "generalPublic", "personnel-des-collectivites": "professional", "jeunesse": "student"}


def as_lrmi(export: Export) -> Iterator[bytes]:
    """A JSON array of the commons whose category is to teach."""
    number = 0
    yield b"["
    for told in export:
        if TEACHES in told.sheet.get("kinds", []):
            yield (",\n" if number else "\n").encode() + json.dumps(lesson_of(told), ensure_ascii=False).encode()
            number += 1
    yield b"\n]\n"


def lesson_of(told: Told) -> dict[str, Any]:
    """The tool as the profile has it: days without hours, people and organisations apart, a licence by address."""
    sheet, day = told.sheet, {name: moment[:10] for name, moment in told.dates().items()}
    return without_blanks(
        {
            "@context": CONTEXT,
            "id": told.address,
            "type": ["LearningResource"],
            "name": told.common.title,
            "description": sheet.get("description") or told.common.summary,
            "creator": [{"type": "Organization", "name": name} for name in told.words_of("organisations")],
            "contributor": [{"type": "Person", "name": name} for name in told.words_of("contributors")],
            "keywords": sheet.get("tags"),
            "inLanguage": ["fr"],
            "license": {"id": told.licence_url} if KNOWN_LICENCES.match(told.licence_url) else None,
            "audience": [{"id": ROLES + AUDIENCES[key]} for key in sheet.get("audiences", []) if key in AUDIENCES],
            "encoding": [
                {"type": "MediaObject", "contentUrl": one["address"]}
                for one in sheet.get("files", [])
                if one["address"].startswith(("http://", "https://"))
            ],
            "isBasedOn": based_on(told),
            "isAccessibleForFree": True,
            "mainEntityOfPage": [{"id": told.address}],
            **day,
        }
    )


def based_on(told: Told) -> list[dict[str, str]]:
    """What it was drawn from that has an address, and where it was first written."""
    works = [{"id": work.source_url, "name": work.title} for work in told.sources if work.source_url]
    return [*works, *([{"id": told.source, "name": told.common.origin.title}] if told.source else [])]
