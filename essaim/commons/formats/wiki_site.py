"""What a MediaWiki calls its pages: the names of its namespaces, in its language, and where its pages stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import quote, unquote

FILE, TEMPLATE, CATEGORY, PROPERTY, FORM = 6, 10, 14, 102, 106

# English names work on every wiki; the French ones serve exports that do not list their own.
KNOWN_NAMES = {
    name: number
    for number, names in {
        -2: ("media", "média"),
        -1: ("special", "spécial"),
        1: ("talk", "discussion"),
        2: ("user", "utilisateur", "utilisatrice"),
        3: ("user talk", "discussion utilisateur"),
        4: ("project", "projet"),
        FILE: ("file", "image", "fichier"),
        7: ("file talk", "discussion fichier"),
        8: ("mediawiki",),
        9: ("mediawiki talk", "discussion mediawiki"),
        TEMPLATE: ("template", "modèle"),
        11: ("template talk", "discussion modèle"),
        12: ("help", "aide"),
        13: ("help talk", "discussion aide"),
        CATEGORY: ("category", "catégorie"),
        15: ("category talk", "discussion catégorie"),
        PROPERTY: ("property", "attribut", "propriété"),
        103: ("property talk", "discussion attribut"),
        FORM: ("form", "formulaire"),
        107: ("form talk", "discussion formulaire"),
        108: ("concept",),
        109: ("concept talk", "discussion concept"),
    }.items()
    for name in names
}


@dataclass(frozen=True, slots=True)
class Site:
    """A wiki: `pages` is what stands before the title of a page in its address."""

    name: str = ""
    pages: str = ""
    namespaces: Mapping[str, int] = field(default_factory=dict)  # its own names, folded

    def namespace_of(self, title: str) -> int:
        """The number of the namespace that the title begins with; 0 where it begins with none."""
        prefix, colon, rest = title.lstrip(": ").partition(":")
        name = folded(prefix)
        if not colon or not rest.strip():
            return 0
        return self.namespaces.get(name, KNOWN_NAMES.get(name, 0))

    def address_of(self, title: str) -> str:
        return self.pages + quote(title.replace(" ", "_"), safe=":/#()',!*@") if self.pages else ""


def folded(name: str) -> str:
    """Capitals, underscores and spaces around it do not tell one namespace from another."""
    return " ".join(name.replace("_", " ").split()).casefold()


def without_namespace(title: str) -> str:
    return titled(title.lstrip(": ").partition(":")[2])


def titled(words: str) -> str:
    """The title of a page as its wiki shows it: spaces, and a capital first."""
    title = " ".join(words.replace("_", " ").split())
    return title[:1].upper() + title[1:]


def pages_of(base: str) -> str:
    """What stands before every title, from the address of the main page."""
    head, equals, _title = base.rpartition("title=")
    if equals:
        return head + equals
    return base.rpartition("/")[0] + "/" if "//" in base and base.count("/") > 2 else ""


def site_of(address: str, title: str) -> str:
    """What stands before the title in the address of a page."""
    place = unquote(address).rfind(title.replace(" ", "_"))
    return unquote(address)[:place] if place > 0 else ""


def is_machine(name: str) -> bool:
    """The name of who wrote without an account is the address of a machine."""
    try:
        return bool(ip_address(name.strip()))
    except ValueError:
        return False
