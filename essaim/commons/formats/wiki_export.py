"""The pages of a wiki, from its export in XML (Special:Export, schemas 0.3 to 0.11), one at a time.

The export is never held whole: 2 GB of it are read in the memory that its largest page takes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext as _

from essaim.commons.formats.found import Contributor, Field, Found, Group, Origin, Text
from essaim.commons.formats.wiki_site import FORM, TEMPLATE, Site, folded, is_machine, pages_of, titled
from essaim.commons.formats.wikitext import read_page
from essaim.kit.refusal import Refused

CHUNK = 64 * 2**10
MOST_TEXT = 20 * 2**20  # bytes of a page; a wiki stops at 2 MB, unless it was set otherwise
MOST_WORDS = 10_000  # bytes of anything else: a title has 255 at most
MOST_NESTED = 20  # the deepest element of an export is the seventh
MOST_WAITING = 32 * 2**20  # bytes of one tag or remark, which the parser must hold whole
PACKED = (b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"PK\x03\x04", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
UNREAD = frozenset({TEMPLATE, FORM, 828})  # programs of the wiki, Lua modules among them: their text is kept as it is


@dataclass(slots=True)
class Revision:
    """A version of a page, as its export tells it."""

    number: str = ""
    timestamp: str = ""
    model: str = ""
    text: str = ""
    is_too_long: bool = False
    is_hidden: bool = False
    slots: dict[str, str] = field(default_factory=dict)  # texts beside the main one
    role: str = ""


@dataclass(slots=True)
class Page:
    """A page that is being read: only its last version is held."""

    title: str = ""
    namespace: str = ""
    redirects_to: str = ""
    last: Revision | None = None
    contributors: dict[str, None] = field(default_factory=dict)


class Export:
    """What the parser tells, put together; `pages` has those that are whole."""

    def __init__(self, main: str) -> None:
        self.main = main
        self.path: list[str] = []
        self.words: list[str] = []
        self.length = 0
        self.site = Site()
        self.namespaces: dict[str, int] = {}
        self.namespace_key = ""
        self.page: Page | None = None
        self.revision: Revision | None = None
        self.pages: list[Found] = []
        self.count = 0

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if not self.path and local != "mediawiki":
            raise not_an_export()
        self.path.append(local)
        if len(self.path) > MOST_NESTED:
            raise not_an_export()
        self.words, self.length = [], 0
        if local == "page":
            self.page = Page()
        elif local == "revision":
            self.revision = Revision()
        elif local == "redirect" and self.page:
            self.page.redirects_to = titled(attributes.get("title", ""))
        elif local == "namespace":
            self.namespace_key = attributes.get("key", "")
        elif local == "text" and self.revision and self.path[-2] == "revision":
            self.revision.is_hidden = "deleted" in attributes

    def say(self, words: str) -> None:
        self.length += len(words) if words.isascii() else len(words.encode())
        if self.length <= (MOST_TEXT if self.path[-1] == "text" else MOST_WORDS):
            self.words.append(words)
        else:
            self.words.clear()

    def end(self, name: str) -> None:
        local = self.path.pop()
        parent = self.path[-1] if self.path else ""
        words = "".join(self.words)
        self.words = []
        if parent in {"siteinfo", "namespaces"}:
            self.end_of_site(local, words)
        elif self.revision:
            self.end_of_revision(self.revision, parent, local, words)
        elif self.page:
            self.end_of_page(self.page, local, words)

    def end_of_site(self, local: str, words: str) -> None:
        if local == "namespace" and words and self.namespace_key.lstrip("-").isdecimal():
            self.namespaces[folded(words)] = int(self.namespace_key)
        elif local == "sitename":
            self.site = Site(words.strip(), self.site.pages, self.namespaces)
        elif local == "base":
            self.site = Site(self.site.name, pages_of(words.strip()), self.namespaces)

    def end_of_revision(self, revision: Revision, parent: str, local: str, words: str) -> None:
        match parent, local:
            case "revision", "id":
                revision.number = words.strip()
            case "revision", "timestamp":
                revision.timestamp = words.strip()
            case "revision", "model":
                revision.model = words.strip()
            case "revision", "text":
                revision.text, revision.is_too_long = words, self.length > MOST_TEXT
            case "content", "role":
                revision.role = words.strip()
            case "content", "text":
                revision.slots[revision.role] = words
            case "contributor", "username" if self.page and words and not is_machine(words):
                self.page.contributors[words.strip()] = None
            case _, "revision":
                self.revision = None
                if self.page and (not self.page.last or revision.timestamp >= self.page.last.timestamp):
                    self.page.last = revision

    def end_of_page(self, page: Page, local: str, words: str) -> None:
        if local == "title":
            page.title = words.strip()
        elif local == "ns":
            page.namespace = words.strip()
        elif local == "page":
            self.page = None
            self.count += 1
            self.pages.append(found_of(page, self.site, self.main))


def read_export(file: BinaryIO, *, main: str = "") -> Iterator[Found]:
    """The pages of an export, as it is read; refuses with a sentence what is none, or stops being one.

    `main` names the template that holds the records; without it, each page has its own.
    """
    export = Export(main)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = export.begin
    parser.EndElementHandler = export.end
    parser.CharacterDataHandler = export.say
    parser.StartDoctypeDeclHandler = refuse_doctype
    fed = 0
    while chunk := file.read(CHUNK):
        if not fed and chunk.startswith(PACKED):
            raise refused(_("Ce fichier est compressé : décompressez-le, puis donnez le fichier XML qu’il contient."))
        parse(parser, chunk, export, fed)
        fed += len(chunk)
        if fed - parser.CurrentByteIndex > MOST_WAITING:
            raise not_an_export()
        yield from export.pages
        export.pages = []
    parse(parser, b"", export, fed)
    yield from export.pages


def parse(parser: expat.XMLParserType, chunk: bytes, export: Export, fed: int) -> None:
    try:
        parser.Parse(chunk, not chunk)
    except expat.ExpatError as error:
        where = parser.ErrorByteIndex - fed
        is_of_encoding = chunk[where : where + 1] > b"\x7f" if where >= 0 else False
        raise unreadable(error, export, is_whole=bool(chunk), is_of_encoding=is_of_encoding) from error
    except (LookupError, UnicodeError) as error:
        raise of_encoding(1) from error
    except ValueError as error:  # an encoding that the parser does not know
        raise of_encoding(1) from error


def unreadable(error: expat.ExpatError, export: Export, *, is_whole: bool, is_of_encoding: bool) -> Refused:
    told = {"pages": export.count, "line": error.lineno}
    if is_of_encoding or error.code in {18, 19}:
        return of_encoding(error.lineno)
    if not export.path and not export.count:
        return not_an_export()
    if not is_whole:
        sentence = _("Cet export s’arrête avant sa fin (pages entières : %(pages)s). Exportez-le à nouveau.")
        return refused(sentence % told, code="truncated")
    sentence = _(
        "Cet export n’est plus du XML à la ligne %(line)s (pages entières : %(pages)s). Exportez-le à nouveau."
    )
    return refused(sentence % told)


def refuse_doctype(*_declaration: object) -> None:
    """Entities are declared there: they can multiply until the memory is full, or read other files."""
    raise refused(_("Ce fichier commence par un DOCTYPE, qu’aucun export de wiki ne contient : il n’a pas été lu."))


def of_encoding(line: int) -> Refused:
    sentence = _("La ligne %(line)s n’est pas écrite dans l’encodage annoncé. Enregistrez ce fichier en UTF-8.")
    return refused(sentence % {"line": line}, code="encoding")


def not_an_export() -> Refused:
    return refused(_("Ce fichier n’est pas un export de wiki. Sur le wiki, la page « Spécial:Exporter » en fait un."))


def refused(sentence: str, *, code: str = "unreadable") -> Refused:
    return Refused(sentence, code=code, status=422)


def found_of(page: Page, site: Site, main: str) -> Found:
    """The record of a page that is whole."""
    last = page.last or Revision()
    number = page.namespace
    namespace = int(number) if number.lstrip("-").isdecimal() else site.namespace_of(page.title)
    origin = Origin(
        system="mediawiki",
        site=site.pages or site.name,
        key=page.title,
        address=site.address_of(page.title),
        revision=last.number,
        written_at=last.timestamp,
        contributors=tuple(Contributor(name) for name in page.contributors),
    )
    troubles = tuple(troubles_of(last))
    if is_wikitext(page.title, last, namespace):
        found = read_page(
            last.text, title=page.title, origin=origin, site=site, namespace=namespace, main=main, troubles=troubles
        )
    else:
        found = Found(page.title, origin, text=last.text, raw=last.text, namespace=namespace, troubles=troubles)
    return completed(found, page, last)


def is_wikitext(title: str, last: Revision, namespace: int) -> bool:
    """Templates, forms, programs and data are not pages that people read."""
    is_other = last.model not in {"", "wikitext"} or title.endswith((".css", ".js", ".json"))
    return namespace not in UNREAD and not is_other


def completed(found: Found, page: Page, last: Revision) -> Found:
    """The same record, with what stands around its text in the export."""
    slots = tuple(Group(role, (Field("text", text, (Text(text),)),)) for role, text in last.slots.items() if text)
    return replace(found, redirects_to=found.redirects_to or page.redirects_to, others=(*found.others, *slots))


def troubles_of(last: Revision) -> Iterator[str]:
    if last.is_too_long:
        yield _("Le texte de cette page dépasse 20 Mo : il n’a pas été lu.")
    elif last.is_hidden:
        yield _("Le wiki cache le texte de cette page : il n’est pas dans l’export.")
