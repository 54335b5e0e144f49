"""What a file is, from its beginning: which reader it is for."""

import re

ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
# What may stand before the root of an XML file, and what ends it.
BEFORE_ROOT = {"<!--": "-->", "<?": "?>", "<!DOCTYPE": ">"}
TURTLE = re.compile(r"^[ \t]*(?:@prefix|@base|PREFIX|BASE)\s+[\w.-]*:?\s*<", re.IGNORECASE | re.MULTILINE)
TRIPLE = re.compile(r"<[^<>\s]+>\s+(?:<[^<>\s]+>|a)\s+\S")
YESWIKI = re.compile(r'"(?:id_fiche|id_typeannonce|bf_titre|statut_fiche)"\s*:')
FORMS = re.compile(r'"(?:bn_)?(?:template|label_nature)"\s*:|"prepared"\s*:')
ANSWER = re.compile(r'"(?:printouts|printrequests)"\s*:|"results"\s*:\s*[\[{]|"[^"#]+#-?\d*##[^"]*"\s*:\s*[\[{]')
WORDS_BY_COLUMN = re.compile(r'\[\s*\{\s*"[^"]*"\s*:\s*\[')  # type=simple, without the names of pages
EMPTY_ANSWER = re.compile(r"\[\s*\]\s*")
TABLE_NAMES = (".csv", ".tsv", ".xlsx", ".ods")
ASK_TABLE = re.compile(r'(?:"?sep=.[^\n]*\n)?(?:"")?[,;\t|]"?\w')  # the column of pages has no name
SEPARATED = re.compile(r"[^\n]*[,;\t][^\n]*\n?")
SHEETS = (b"PK\x03\x04",)  # XLSX and ODS are zip archives
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def kind_of(head: bytes, name: str = "") -> str:
    """The kind of a file whose first bytes are these; "" where nobody here reads it.

    "mediawiki", "ask-json", "ask-csv", "turtle", "yeswiki", "yeswiki-forms", "rdf-xml" or "table".
    """
    if head.startswith(SHEETS):
        return "table" if name.lower().endswith((".xlsx", ".ods")) or b"mimetype" in head or b"xl/" in head else ""
    text = decoded(head).lstrip("\ufeff \t\r\n")
    if not text or "\0" in text:
        return ""
    if TURTLE.match(text) or (TURTLE.search(text) and text.startswith("#")):
        return "turtle"
    if text.startswith("<"):
        return kind_of_xml(text, name)
    if text[0] in "[{":
        return kind_of_json(text)
    return kind_of_table(decoded(head).lstrip("\ufeff"), name)


def decoded(head: bytes) -> str:
    """The text of the beginning of a file, which may stop within a letter."""
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return head.decode(encoding, errors="ignore")
    if head[1:2] == b"\0" and head[:1] in b'<[{@"':
        return head.decode("utf-16-le", errors="ignore")
    try:
        return head[:-3].decode() + head[-3:].decode(errors="ignore")
    except UnicodeDecodeError:
        return head.decode("cp1252", errors="replace")


def kind_of_xml(text: str, name: str) -> str:
    if TRIPLE.match(text) and name.lower().endswith((".ttl", ".nt", ".turtle")):
        return "turtle"
    root = ROOT.match(from_root(text))
    return {"mediawiki": "mediawiki", "RDF": "rdf-xml"}.get(root[1], "") if root else ""


def from_root(text: str) -> str:
    """The text from the root of its XML on; "" where it does not reach it."""
    while opening := next((mark for mark in BEFORE_ROOT if text.startswith(mark)), ""):
        subset = text.find("[") if opening == "<!DOCTYPE" else -1
        is_within = -1 < subset < text.find(">")
        end = text.find("]", subset) if is_within else 0
        text = text[end:].partition(BEFORE_ROOT[opening])[2].lstrip() if end >= 0 else ""
    return text


def kind_of_json(text: str) -> str:
    if ANSWER.search(text):
        return "ask-json"
    if YESWIKI.search(text):
        return "yeswiki"
    if "***" in text and FORMS.search(text):
        return "yeswiki-forms"
    return "ask-json" if WORDS_BY_COLUMN.match(text) or EMPTY_ANSWER.fullmatch(text) else ""


def kind_of_table(text: str, name: str) -> str:
    if ASK_TABLE.match(text):
        return "ask-csv"
    return "table" if name.lower().endswith(TABLE_NAMES) or SEPARATED.match(text) else ""
