"""A record read elsewhere becomes a sheet: each of its fields has a place there, or is kept as it was written."""

from collections.abc import Mapping
from dataclasses import dataclass

from essaim.commons.enums import Became, Scheme
from essaim.commons.formats.found import Field, Found, Link, Origin, Point, Text
from essaim.commons.formats.markup import line_of, markdown_of
from essaim.commons.formats.placeholders import says_nothing
from essaim.commons.formats.sheet import BY_NAME, SUMMARY_LENGTH, TITLE_LENGTH, Kind, Sheet, without_blanks
from essaim.kit.likeness import plain
from essaim.kit.text import cleaned
from essaim.licences.recognising import recognise

# The names that other systems give to the fields of a common, folded: semantic wikis of communities, Bazar forms,
# spreadsheets. A name that is not here is kept as it is, and shown.
KNOWN_AS: dict[str, str] = {
    name: field
    for field, names in {
        "title": "titre title bftitre nom",
        "summary": "shortdescription resume summary accroche enunephrase descriptioncourte",
        "description": "description bfdescription",
        "organisations": "from organisations organisation organisationsutilisatriceouinteresseeparutiliserlaressource",
        "contributors": "contributeurs contributors contributeur",
        "challenges": "challenge challenges defi defis defiauquelrepondlaressource",
        "needs": "needs richesserecherchee richessesrecherchees besoins",
        "skills": "skills competencesrecherchees competencerecherchee",
        "community": "communautedinteret community",
        "licence": "license licence licences typedelicence",
        "maturity": "maturity niveaudedeveloppement maturite",
        "files": "url cloudfichiers fichiers bfurl bfsiteinternet fichier fichierfichier mainpicture "
        "image bfimage imagebfimage",
        "point": "location localisation coordonneesgeo geolocation",
        "tags": "tags motscles keywords bfmotscles",
        "kinds": "commonscategorie categories categorie",
        "themes": "theme themes",
        "referent": "referent referentducommun",
        "complement": "complement complementauto",
        "discussion": "discussion echangerposerdesquestions forum",
        "audiences": "audiences publics public",
    }.items()
    for name in names.split()
}


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one field of a record: `to` is the field of the sheet, `characters` what it held."""

    name: str
    became: Became
    to: str
    characters: int


@dataclass(frozen=True, slots=True)
class Understood:
    """A record, the sheet that it gives, and what became of each of its fields."""

    found: Found
    sheet: Sheet
    fates: tuple[Fate, ...]


Terms = Mapping[Scheme, Mapping[str, str]]  # what a term may be called, folded → its key


def folded(name: str) -> str:
    """A name without what people vary: accents, capitals, spaces and signs."""
    return plain(name).replace(" ", "")


def understand(found: Found, terms: Terms) -> Understood:
    """The sheet of a record. Nothing is left out: what has no place in it stands in `kept`, under its own name."""
    sheet: Sheet = {"title": cleaned(found.title, lines=False)[:TITLE_LENGTH]}
    kept: list[dict[str, str]] = []
    fates = []
    for field in found.fields:
        to = KNOWN_AS.get(folded(field.name), "")
        if says_nothing(field.raw):
            fates.append(Fate(field.name, Became.EMPTY, to, len(field.raw)))
            continue
        is_placed = to and field.values
        left = placed(field, to, sheet, terms, found.origin) if is_placed else cleaned(field.raw)
        if left:
            kept.append({"name": field.name, "text": left})
        became = Became.RAW if left and left == cleaned(field.raw) else Became.MAPPED
        fates.append(Fate(field.name, became, to if became == Became.MAPPED else "", len(field.raw)))
    for group in found.others:
        kept += [{"name": f"{group.name} · {one.name}", "text": cleaned(one.raw)} for one in group.fields if one.raw]
    if text := cleaned(found.text):
        put_text(sheet, text, found.origin)
    return Understood(found, without_blanks(sheet | {"kept": kept}), tuple(fates))


def put_text(sheet: Sheet, text: str, origin: Origin) -> None:
    """What stood outside every field is the description where there is none, and completes the sheet otherwise."""
    told = markdown_of(text, origin.site) if origin.system == "mediawiki" else text
    place = "complement" if sheet.get("description") else "description"
    sheet[place] = "\n\n".join(part for part in (sheet.get(place, ""), told) if part)


def placed(field: Field, to: str, sheet: Sheet, terms: Terms, origin: Origin) -> str:
    """The value stands in the sheet; gives back what could not be placed there, "" when all of it was."""
    kind = BY_NAME[to].kind
    if kind in {Kind.TERM, Kind.TERMS}:
        return placed_terms(field, to, sheet, terms)
    if kind is Kind.PROSE:
        told = prose_of(field, origin)
        sheet[to] = "\n\n".join(part for part in (sheet.get(to, ""), told) if part)
        return ""
    if kind is Kind.LINE:
        return placed_line(field, to, sheet, origin)
    if kind is Kind.LICENCE:
        return placed_licence(field, sheet)
    if kind is Kind.POINT:
        return placed_point(field, to, sheet)
    if kind in {Kind.FILES, Kind.ADDRESS}:
        return placed_addresses(field, to, sheet)
    words = words_of(field)
    if kind is Kind.TAGS:
        sheet[to] = list(dict.fromkeys([*sheet.get(to, []), *words]))
    else:
        sheet[to] = sheet.get(to, []) + [{"name": word} for word in words]
    return ""


def words_of(field: Field) -> list[str]:
    """The values of a list as words; one that is none of a list's is its own words."""
    said = []
    for value in field.values:
        match value:
            case Text(text):
                said.append(text)
            case Link(label, title, address):
                said.append(label or title or address)
    words = [cleaned(one, lines=False) for one in said]
    return [word for word in words if word] or [cleaned(field.raw, lines=False)]


def prose_of(field: Field, origin: Origin) -> str:
    """The text of a field in Markdown: wikitext is translated, a page of HTML is its words."""
    if origin.system == "mediawiki":
        return markdown_of(field.raw, origin.site)
    if origin.system == "yeswiki":
        return "\n\n".join(one.text for one in field.values if isinstance(one, Text)) or cleaned(field.raw)
    return cleaned(field.raw)


def placed_line(field: Field, to: str, sheet: Sheet, origin: Origin) -> str:
    line = line_of(field.raw) if origin.system == "mediawiki" else cleaned(prose_of(field, origin), lines=False)
    if sheet.get(to, line) != line and to != "title":
        return line  # another field said it first
    longest = BY_NAME[to].longest
    if longest and len(line) > longest:
        sheet[to] = line[: longest - 1].rsplit(" ", 1)[0] + "…"
        return cleaned(field.raw)  # the sentence is cut on the sheet, and whole beside it
    sheet[to] = line
    return ""


def placed_terms(field: Field, to: str, sheet: Sheet, terms: Terms) -> str:
    known = terms[Scheme(str(BY_NAME[to].scheme))]
    listed, unlisted = [], []
    for word in words_of(field):
        key = known.get(folded(word))
        if key is None:
            unlisted.append(word)
        else:
            listed.append(key)
    if BY_NAME[to].kind is Kind.TERM:
        if listed:
            sheet[to] = listed[0]
        return ", ".join(unlisted)
    sheet[to] = list(dict.fromkeys([*sheet.get(to, []), *listed]))
    return ", ".join(unlisted)


def placed_licence(field: Field, sheet: Sheet) -> str:
    words = cleaned(field.raw, lines=False)
    sheet["licence_words"] = words[:SUMMARY_LENGTH]
    known = recognise(words)
    if known.licence:
        sheet["licence"] = known.licence
    return ""


def placed_point(field: Field, to: str, sheet: Sheet) -> str:
    points = [value for value in field.values if isinstance(value, Point)]
    if not points:
        return cleaned(field.raw)
    sheet[to] = {"latitude": str(points[0].latitude), "longitude": str(points[0].longitude)}
    return ""


def placed_addresses(field: Field, to: str, sheet: Sheet) -> str:
    links = [value for value in field.values if isinstance(value, Link) and value.address]
    if not links:
        return cleaned(field.raw)
    if BY_NAME[to].kind is Kind.ADDRESS:
        sheet[to] = links[0].address
        return "" if len(links) == 1 else cleaned(field.raw)
    files = [{"address": one.address} | ({"label": one.label} if one.label != one.address else {}) for one in links]
    sheet[to] = sheet.get(to, []) + [file for file in files if file not in sheet.get(to, [])]
    return ""
