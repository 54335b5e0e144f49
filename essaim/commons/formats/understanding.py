"""What the value of a field says: a date, a place, a number, links, a list of terms, or words."""

import re
import unicodedata

from mwparserfromhell.nodes import Comment, ExternalLink, HTMLEntity, Node, Tag, Template, Wikilink
from mwparserfromhell.nodes import Text as Words
from mwparserfromhell.wikicode import Wikicode

from essaim.commons.formats.days import day_of
from essaim.commons.formats.found import Day, Field, Flag, Group, Link, Number, Point, Text, Value
from essaim.commons.formats.measures import number_of, point_of
from essaim.commons.formats.placeholders import says_nothing
from essaim.commons.formats.templates import function_of, given_to, is_function, name_of, parameters_of, parsed, source

YES = frozenset({"oui", "yes", "vrai", "true"})
NO = frozenset({"non", "no", "faux", "false"})

# What a field is called says what its figures and its commas are.
SAYS_PLACE = ("location", "localisation", "coord", "geo", "latlon", "position")
SAYS_DATE = ("date", "dato", "datum", "fecha", "echeance", "modifi")
SAYS_CODE = ("code", "siren", "siret", "insee", "postal", "tel", "phone", "fax", "identifiant", "version")
SAYS_AMOUNT = ("nombre", "nb", "montant", "budget", "cout", "prix", "number", "amount", "population", "effectif")
SAYS_PROSE = ("description", "resume", "summary", "abstract", "title", "titre", "adresse", "address", "complement")

MARKUP = re.compile(r"\{\{|\[\[|\[\w+:|\[//|<|&\w|&#|://")
ADDRESS = re.compile(r"(?:https?|ftp)://\S+$", re.IGNORECASE)
HOLD, LET_GO = "\ue000", "\ue001"  # private signs: between them, the number of a node put aside
HELD = re.compile(f"{HOLD}(\\d+){LET_GO}")
ONLY_HELD = re.compile(f"(?:[\\s,;|*#•·–-]*{HOLD}\\d+{LET_GO})+[\\s,;.]*")

LONGEST_LIST = 10_000
LONGEST_TERM = 80  # the longest challenge of the national lists has 52 letters
BRACKETS = {"(": ")", "[": "]", "«": "»", "“": "”"}
MARKER = re.compile(r"(?:\d{1,2}|[A-Z])\s?[-–.)]\s?\S")  # « 1- Connaissances », « A- Ecosystèmes »
SENTENCE = re.compile(r"[^\W\d_]{3}[.!?…](?:\s|$)|[:?!](?:\s|$)")
# After a comma, these go on with a sentence.
GOES_ON = re.compile(
    r"(?:et|ou|mais|puis|donc|or|car|ni|de|du|des|le|la|les|un|une|au|aux|à|en|dans|par|pour|avec|sans|sur|sous|qui|que|"
    r"dont|où|afin|ainsi|notamment|comme|ce|cette|ces|son|sa|ses|leur|leurs|nous|vous|il|elle|ils|elles|on)\b|[dlnsc]['’]"
)
TOWN = re.compile(r"\d{5}\s+\D")


def values_of(raw: str, *, name: str = "") -> tuple[Value, ...]:
    """What is written in a field: one value, or those of a list. Its `name` decides what could be two things."""
    written = raw.strip()
    if says_nothing(written):
        return ()
    if not MARKUP.search(written) or HOLD in written:
        return values_of_words(written, name, [])
    code = parsed(written)
    if code is None:
        return (Text(written),)
    words, held = held_nodes(code)
    if not words.strip():
        return ()
    if ONLY_HELD.fullmatch(words):
        return tuple(value_of_node(node) for node in held)
    return values_of_words(words.strip(), name, held)


def held_nodes(code: Wikicode) -> tuple[str, list[Node]]:
    """The words of the value, and its links and templates, put aside: their commas and bars are theirs."""
    words: list[str] = []
    held: list[Node] = []
    for node in code.nodes:
        plain = plain_of(node)
        if plain is None:
            plain = f"{HOLD}{len(held)}{LET_GO}"
            held.append(node)
        words.append(plain)
    return "".join(words), held


def plain_of(node: Node) -> str | None:
    """The words of a node as a reader sees them; None where it is more than words."""
    match node:
        case Words():
            return source(node.value)
        case Comment():
            return ""
        case HTMLEntity():
            return str(node.normalize())
        case Tag() if str(node.tag).lower() == "br":
            return "\n"
        case Tag() if str(node.tag).lower() == "nowiki":
            return source(node.contents)
        case Template() if name_of(node) == "!":
            return "|"
        case ExternalLink() if not ADDRESS.match(str(node.url)):
            return source(node)
        case Wikilink() | ExternalLink() | Template():
            return None
        case _:
            return source(node)


def value_of_node(node: Node) -> Value:
    match node:
        case Wikilink():
            return page_link(source(node.title), source(node.text or ""))
        case ExternalLink():
            return Link(label=source(node.title or node.url).strip(), address=str(node.url))
        case Template():
            return group_of(node)
        case _:
            return Text(source(node))


def page_link(title: str, label: str) -> Link:
    """A link to a page; what says which property it is one of is not its title."""
    page = title.rpartition("::")[2].strip().lstrip(":").strip()
    return Link(label=label.strip() or page, title=page)


def group_of(template: Template) -> Group:
    """A template inside a page or a value, with its fields; what a function is given is kept as it is written."""
    if is_function(template):
        name, _values = function_of(template)
        return Group(name, tuple(Field(place, given, (Text(given),)) for place, given in given_to(template)))
    return Group(name_of(template), fields_of(template))


def fields_of(template: Template) -> tuple[Field, ...]:
    """The values of a template, each with what it says."""
    return tuple(Field(name, raw, values_of(raw, name=name)) for name, raw in parameters_of(template))


def values_of_words(words: str, name: str, held: list[Node]) -> tuple[Value, ...]:
    if value := value_of(words, name):
        return (value,)
    terms = terms_of(words, name)
    if not terms:
        return (Text(restored(words, held)),)
    found = [value_of(term, name) for term in terms]
    if len({type(value) for value in found}) == 1 and isinstance(found[0], Number | Day | Point):
        return tuple(value for value in found if value)
    return tuple(value_of_term(term, held) for term in terms)


def value_of_term(term: str, held: list[Node]) -> Value:
    alone = HELD.fullmatch(term)
    return value_of_node(held[int(alone[1])]) if alone else Text(restored(term, held))


def restored(words: str, held: list[Node]) -> str:
    """The words with the links and templates that stood among them."""
    return HELD.sub(lambda match: source(held[int(match[1])]), words) if held else words


def value_of(words: str, name: str) -> Value | None:
    """The one thing that the words are as a whole, if it is more than words."""
    if len(words) > LONGEST_TERM:
        return None
    folded = words.casefold()
    if folded in YES | NO:
        return Flag(folded in YES)
    if point := point_of(words, is_place=is_called(name, SAYS_PLACE)):
        return point
    if is_called(name, SAYS_CODE):
        return None
    is_amount = is_called(name, SAYS_AMOUNT) and words.isdecimal()
    day = None if is_amount else day_of(words, is_date=is_called(name, SAYS_DATE))
    return day or number_of(words)


def is_called(name: str, words: tuple[str, ...]) -> bool:
    letters = unicodedata.normalize("NFKD", name).casefold()
    return any(word in letters for word in words)


def terms_of(words: str, name: str = "") -> list[str]:
    """The terms of a list between commas, or semicolons, as a form writes them; none where the words may be prose."""
    if "\n" in words or len(words) > LONGEST_LIST or is_called(name, SAYS_PROSE):
        return []
    separator = "," if "," in words else ";"
    terms = [term for piece in cut(words, separator) if (term := piece.strip())]
    if terms and MARKER.match(terms[0]):
        terms = joined_to_markers(terms)
    is_list = len(terms) > 1 and not any(may_be_prose(term) for term in terms) and not goes_on(terms)
    return terms if is_list else []


def cut(words: str, separator: str) -> list[str]:
    """The pieces between separators, but for those between brackets or between two figures."""
    pieces = [""]
    waiting: list[str] = []
    for place, sign in enumerate(words):
        if sign in BRACKETS:
            waiting.append(BRACKETS[sign])
        elif waiting and sign == waiting[-1]:
            waiting.pop()
        is_decimal = words[place - 1 : place].isdigit() and words[place + 1 : place + 2].isdigit()
        if sign == separator and not waiting and not is_decimal:
            pieces.append("")
        else:
            pieces[-1] += sign
    return pieces


def joined_to_markers(terms: list[str]) -> list[str]:
    """Where terms are numbered, a comma before what has no number belongs to the term before it."""
    joined: list[str] = []
    for term in terms:
        if MARKER.match(term):
            joined.append(term)
        else:
            joined[-1] += f", {term}"
    return joined


def may_be_prose(term: str) -> bool:
    return len(term) > LONGEST_TERM or bool(SENTENCE.search(term)) or bool(TOWN.match(term))


def goes_on(terms: list[str]) -> bool:
    """A term after the first one continues a sentence, instead of beginning anew."""
    begins_high = terms[0][:1].isupper()
    return terms[0].casefold() in YES | NO or any(
        GOES_ON.match(term) or (begins_high and term[:1].islower() and len(term.split()) > 3) for term in terms[1:]
    )
