"""A common in the words of schema.org, as JSON-LD: what search engines and other catalogues read."""

from collections.abc import Mapping
from typing import Any

from essaim.commons.enums import Scheme
from essaim.commons.formats.sheet import Sheet
from essaim.licences.tables import LICENCES

# The words of schema.org without fetching them: a reader without network understands as much as one that has it.
ADDRESSES = ("url", "license", "contentUrl", "discussionUrl", "isBasedOn")
CONTEXT = {"@vocab": "https://schema.org/"} | {name: {"@type": "@id"} for name in ADDRESSES}
# Beside CreativeWork, by the key of a category of the list that instances begin with.
TYPES = {
    "donnees": "Dataset",
    "logiciel": "SoftwareSourceCode",
    "outil-pedagogique": "LearningResource",
    "methode": "HowTo",
}

Labels = Mapping[tuple[str, str], str]


def as_linked_data(
    sheet: Sheet,
    *,
    address: str,
    dates: Mapping[str, str],
    labels: Labels,
    places: list[dict[str, str]],
    based_on: list[str],
    credits: str = "",
) -> dict[str, Any]:
    """The common as a JSON-LD object; what its sheet does not say is not there.

    `places` name its territories (`name`, `identifier`), `dates` are schema.org's own, `based_on` are the addresses of
    what it was drawn from, and `credits` says whom to credit for it.
    """
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": ["CreativeWork", *(TYPES[kind] for kind in sheet.get("kinds", []) if kind in TYPES)],
        "@id": address,
        "url": address,
        "name": sheet["title"],
        "abstract": sheet.get("summary"),
        "description": sheet.get("description"),
        "license": licence_of(sheet),
        "keywords": sheet.get("tags"),
        "about": [defined("themes", key, labels) for key in sheet.get("themes", [])],
        "audience": [heard(key, labels) for key in sheet.get("audiences", [])],
        "creativeWorkStatus": labels.get((Scheme.MATURITY, sheet.get("maturity", "")), sheet.get("maturity")),
        "contributor": named("Person", sheet.get("contributors", [])),
        "maintainer": named("Person", sheet.get("referent", [])),
        "mentions": named("Organization", sheet.get("organisations", [])),
        "encoding": [held(one) for one in sheet.get("files", [])],
        "spatialCoverage": [*({"@type": "AdministrativeArea", **place} for place in places), *located(sheet)],
        "discussionUrl": sheet.get("discussion"),
        "isBasedOn": based_on,
        "creditText": credits,
        **dates,
    }
    return without_blanks(told)


def named(kind: str, people: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{"@type": kind, "name": one["name"]} for one in people]


def heard(key: str, labels: Labels) -> dict[str, str]:
    return {"@type": "Audience", "audienceType": labels.get((Scheme.AUDIENCE, key), key)}


def held(file: dict[str, str]) -> dict[str, str | None]:
    return {"@type": "MediaObject", "contentUrl": file["address"], "name": file.get("label")}


def licence_of(sheet: Sheet) -> Any:
    """The address of the licence; its words, where nobody here knows which one they name."""
    if sheet.get("licence") in LICENCES:
        return LICENCES[sheet["licence"]].url
    words = sheet.get("licence_words")
    return {"@type": "CreativeWork", "name": words} if words else None


def defined(field: str, key: str, labels: Labels) -> dict[str, str]:
    return {
        "@type": "DefinedTerm",
        "name": labels.get((Scheme.THEME, key), key),
        "termCode": key,
        "inDefinedTermSet": field,
    }


def located(sheet: Sheet) -> list[dict[str, Any]]:
    point = sheet.get("point")
    if not point:
        return []
    return [{"@type": "Place", "geo": {"@type": "GeoCoordinates", **point}}]


def without_blanks(value: Any) -> Any:
    """The same object without what says nothing."""
    if isinstance(value, dict):
        return {name: without_blanks(one) for name, one in value.items() if one not in (None, "", [], {})}
    if isinstance(value, list):
        return [without_blanks(one) for one in value]
    return value
