"""What must be true of every file. Each exception is listed here with its reason, so that adding one is a decision."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from tests.web.expectations import ROUTES
from tests.web.test_routes import PATTERNS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "essaim"

LONGEST_FUNCTION = 40
LONGEST_FILE = 300

LONG_FUNCTIONS: dict[str, str] = {
    "essaim/cli.py:parser": "the commands with their options, read as a table",
    "essaim/workshops/paper/material.py:material_of": "the list of material, one line for each thing",
}
LONG_FILES: dict[str, str] = {}
# Who answers GET, writes nothing but is not ours to decorate.
READS_WITHOUT_SAYING_SO = {
    "account_inactive": "a view of the accounts library",
}
# Where text is declared safe: each was read, and says beside it why it is.
SAYS_SAFE = {
    "essaim/commons/templates/commons/review.txt": "plain text, read by no browser",
    "essaim/commons/views/relatives.py": "credits: every word of people is escaped where they are written",
    "essaim/kit/prose.py": "Markdown whose raw HTML is off: the writer escapes every text",
    "essaim/web/views/room.py": "drawn by segno, which escapes its title",
    "essaim/web/templates/web/_field.html": "help texts are our own constants",
    "essaim/web/templates/account/email/base_message.txt": "plain text, read by no browser",
    "essaim/people/templates/people/invitation.txt": "plain text, read by no browser",
    "essaim/reports/domain/rendering.py": "the fragment's template escapes every text that people wrote",
    "essaim/workshops/paper/printing.py": "our own drawing, names escaped",
    "essaim/workshops/templatetags/paper_words.py": "drawn by segno, which escapes its title",
    "essaim/workshops/templatetags/facilitator_words.py": "a constant attribute",
    "essaim/workshops/views/conductor_arrivals.py": "drawn by segno, which escapes its title",
    "essaim/workshops/views/organiser_rotation.py": "our own drawing, names escaped",
    "essaim/workshops/views/screen.py": "drawn by segno, which escapes its title",
}
USED_BY_LIBRARIES = ("account/", "allauth/", "web/_field.html", "web/_form.html")


def files(*suffixes: str) -> list[Path]:
    """Files of the package as they stand, migrations left out."""
    found = (path for path in sorted(PACKAGE.rglob("*")) if path.suffix in suffixes)
    return [path for path in found if not {"migrations", "__pycache__"} & set(path.parts)]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_function_needs_headings():
    long = {
        f"{name_of(path)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in files(".py")
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    }

    assert {name: lines for name, lines in long.items() if name not in LONG_FUNCTIONS} == {}
    assert LONG_FUNCTIONS.keys() <= long.keys(), "a function listed here is short by now"


def test_no_file_needs_a_table_of_contents():
    long = {
        name_of(path): lines for path in files(".py") if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }

    assert {name: lines for name, lines in long.items() if name not in LONG_FILES} == {}
    assert LONG_FILES.keys() <= long.keys(), "a file listed here is short by now"


def template_name(path: Path) -> str:
    return str(path).rpartition("/templates/")[2]


TEMPLATES = [path for path in files(".html", ".txt", ".svg") if "/templates/" in str(path)]
SOURCES = "\n".join(path.read_text() for path in [*files(".py"), *TEMPLATES])
COMPOSED = re.findall(r'f"([\w/]+/)\{[^}]+\}([\w.]*)"', SOURCES)


def is_used(name: str) -> bool:
    if name.startswith(USED_BY_LIBRARIES) or f'"{name}"' in SOURCES or f"'{name}'" in SOURCES:
        return True
    return any(
        name.startswith(start) and name.endswith(end) and f'"{name[len(start) : len(name) - len(end)]}"' in SOURCES
        for start, end in COMPOSED
    )


def test_every_template_is_used():
    assert [name_of(path) for path in TEMPLATES if not is_used(template_name(path))] == []


@pytest.mark.parametrize(
    "name", [name for name, route in ROUTES.items() if route.get is not None and route.post is None]
)
def test_a_view_that_only_reads_says_so(name):
    if name in READS_WITHOUT_SAYING_SO or name not in PATTERNS:
        return

    assert getattr(PATTERNS[name].callback, "reads_only", False), f"decorate the view of {name} with @reads_only"


SAFE = re.compile(r"\|\s*safe\b|mark_safe\(|autoescape off|\|\s*safeseq\b|SafeString\(|html_safe")


def test_text_is_declared_safe_only_where_it_was_reviewed():
    found = {name_of(path) for path in [*files(".py"), *TEMPLATES] if SAFE.search(path.read_text())}

    assert sorted(found - SAYS_SAFE.keys()) == []
    assert SAYS_SAFE.keys() <= found, "a file listed here declares nothing safe any more"


# Documents that are downloaded or printed carry their style with them; no page of the site does.
DOCUMENTS = ("reports/standalone.html",)
INLINE = {
    "a script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", re.IGNORECASE),
    "a style": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[a-z][^<>]*\sstyle=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[a-z][^<>]*\son[a-z]+=", re.IGNORECASE),
    "a javascript address": re.compile(r"=[\"']\s*javascript:", re.IGNORECASE),
}


@pytest.mark.parametrize("what", INLINE)
def test_no_template_carries_what_the_content_policy_refuses(what):
    found = [
        name_of(path)
        for path in TEMPLATES
        if INLINE[what].search(path.read_text()) and template_name(path) not in DOCUMENTS
    ]

    assert found == []


ELSEWHERE = re.compile(
    r"""(?:\b(?:src|srcset|poster|data|action|formaction)=["']|<link\b[^>]*\bhref=["']|url\(\s*["']?|@import\s+["']
    |(?:fetch|import|EventSource|WebSocket|Worker)\(\s*["'`]|\bfrom\s+["'])(?:https?:|wss?:)?//""",
    re.VERBOSE,
)


def test_no_page_asks_anything_of_another_host():
    pages = [*TEMPLATES, *files(".css", ".js")]

    assert [name_of(path) for path in pages if ELSEWHERE.search(path.read_text())] == []


# They carry out part of a verb, under the lock that it holds.
PARTS_OF_VERBS = {
    "essaim/boards/domain/deciding.py:decide": "writes any change down, for every verb of boards",
    "essaim/boards/domain/deciding.py:stop_quoting": "part of moving, merging and setting aside",
}


def is_verb(node: ast.FunctionDef) -> bool:
    """It changes something: a transaction of its own, a person who does it or a moment when it is done."""
    is_atomic = any(ast.unparse(decorator) == "transaction.atomic" for decorator in node.decorator_list)
    names = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
    return not node.name.startswith("_") and (is_atomic or {"by", "now"} <= names)


def verbs() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in files(".py"):
        if path.parent.name == "domain":
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef) and is_verb(node):
                    yield f"{name_of(path)}:{node.name}", node


def test_verbs_name_everything_and_say_what_becomes_true():
    positional = {name for name, node in verbs() if node.args.args or node.args.posonlyargs}
    silent = [name for name, node in verbs() if not ast.get_docstring(node)]

    assert (sorted(positional - PARTS_OF_VERBS.keys()), silent) == ([], [])


def test_only_verbs_announce():
    found = [
        name_of(path)
        for path in files(".py")
        if re.search(r"\bannounce\(|broker\.tell\(", path.read_text()) and path.parent.name != "domain"
    ]

    assert found == []


def test_every_model_has_a_name_for_people():
    ours = [
        model for config in apps.get_app_configs() if config.name.startswith("essaim.") for model in config.get_models()
    ]

    assert [str(model) for model in ours if "verbose_name" not in model._meta.original_attrs] == []


WORKPLACE = re.compile(
    "|".join(
        [
            r"(?<![\w.])/wo" + r"rk/(?:main|shared|\.)",
            r"/tm" + r"p/essaim",
            r"/\.lib" + r"rary\b",
            r"\bcla" + r"ude\b",
            r"\banth" + r"ropic\b",
            r"\bsub-?ag" + r"ents?\b",
            r"\bag" + r"ents?\b",
            r"\bsession i" + r"d\b",
            r"\bco-authored-b" + r"y\b",
        ]
    ),
    re.IGNORECASE,
)
# In French, the people who work for a town.
TOWN_STAFF = {
    *("essaim/demo/content.py", "tests/reports/example.py", "essaim/commons/formats/measures.py"),
    *(f"tests/commons/formats/test_{name}.py" for name in ("measures", "samples", "understanding")),
}
DATA = ("uv.lock", ".xz", ".png", ".webp", ".mo", ".ico", ".jpg", ".woff2")


def test_nothing_tells_how_the_project_is_made():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [ROOT / name for name in listed.splitlines() if not name.endswith(DATA)]
    found = {
        f"{name_of(path)}: {match.group()}"
        for path in paths
        if path.is_file()
        for match in WORKPLACE.finditer(path.read_text(errors="replace"))
        if name_of(path) not in TOWN_STAFF
    }

    assert sorted(found) == []
