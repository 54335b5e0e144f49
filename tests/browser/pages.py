"""Every page of the instance: each route that answers HTML × each state of a workshop × each role.

Pages that are made of the same elements in the same places are looked at once, in their longest version.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import httpx
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
ROLES = ("visitor", "seat", "wall", "newcomer", "facilitator", "organiser", "administrator")
# Files, data and pictures: made for programs and printers, each checked elsewhere.
FILES = {"reports:download", "workshops:sheet", "reports:photo", "workshops:desk_photo", "workshops:qr"}
FILES |= {"workshops:desk_cards_sheet", "workbench:counts"}
FILES |= {"health", "observing:ready", "observing:metrics", "worker"}
DATA = {
    *("workshops:state", "territories:suggestions", "reports:data"),
    *("commons:export", "commons:catalogue", "commons:lists"),
}
EXPORTS = {"commons:catalogue": {"kind": "csv"}, "commons:export": {"kind": "jsonld"}}
VARIANTS = {
    "territories:search": ["?q=bourg", "?q=zzzzzz"],
    "commons:index": ["?q=compost&themes=general", "?q=zzzzzz"],
    "workbench:themes": ["?vue=tous"],
    "workshops:arrivals": ["?q=personne-de-ce-nom", "?qui=absents"],
    "workshops:create": ["?rencontre={gathering}"],
    "workshops:desk": ["?tri=sequence"],
    "workshops:desk_lay": ["?feuille={cards}"],
    "workshops:retype": ["?table=1&sequence=1&page=1", "?feuille=rien"],
    "workshops:wall_question": ["?notes=toutes"],
}
COMMON = {
    "position": 1,
    "round": 1,
    "table": 1,
    "rank": 1,
    "note": 1,
    "printout": 1,
    "place": 0,
    "kind": "commune",
    "extension": "md",
}
THINGS = {
    "workshops:desk_theme": {"key": "theme"},
    "workshops:note": {"key": "own"},
    "workshops:note_import": {"key": "import"},
    "workshops:desk_photo": {"key": "photo"},
    "reports:photo": {"key": "photo"},
    "programmes:season": {"pk": "season"},
    "programmes:gathering": {"pk": "gathering"},
    "programmes:perimeter": {"pk": "perimeter"},
    "workshops:format": {"pk": "format"},
    "workshops:format_remove": {"pk": "format"},
    "workbench:common": {"key": "common"},
}
PATIENCE = 3
TELLING = {"draft", "concluding", "report final"}  # what each role may see differs most between these states
SEAT_NUMBERS = {"workshops:arrivals_badge", "workshops:person", "workshops:person_erase"}


@dataclass(frozen=True)
class Page:
    """An address as somebody sees it at a moment of the day."""

    route: str
    state: str
    role: str
    path: str
    status: int

    def __str__(self) -> str:
        return f"{self.route} / {self.state} / {self.role} ({self.path}, {self.status})"


class Skeleton(HTMLParser):
    """The paths of elements in a page, without its texts: two pages with the same ones are of one make."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.paths: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = ("class", "type", "role", "open", "hidden", "disabled", "checked", "aria-current", "aria-disabled")
        marks = [f"{name}={value}".rstrip("0123456789") for name, value in attrs if name in kept]
        step = f"{tag}[{','.join(marks)}]"
        self.paths.add("/".join([*self.open, step]))
        if tag not in VOID:
            self.open.append(step)

    def handle_endtag(self, tag: str) -> None:
        if any(step.partition("[")[0] == tag for step in self.open):
            while self.open.pop().partition("[")[0] != tag:
                continue


def skeleton_of(html: str) -> frozenset[str]:
    parser = Skeleton()
    parser.feed(html)
    return frozenset(parser.paths)


def named_routes(resolver: URLResolver | None = None, space: str = "", above: frozenset = frozenset()) -> Iterator:
    """Each name of the URLconf with the parameters of its whole path."""
    for pattern in (resolver or get_resolver()).url_patterns:
        parameters = above | set(pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from named_routes(pattern, pattern.namespace or space, parameters)
        else:
            yield f"{space}:{pattern.name}" if space else str(pattern.name), parameters


class Explorer:
    """Asks every address by every role, and keeps one page of each make."""

    def __init__(self, url: str, stage: dict[str, Any]):
        self.url, self.stage = url, stage
        self.kept: dict[Any, tuple[int, Page]] = {}
        self.answered: dict[str, set[str]] = {}

    @property
    def pages(self) -> list[Page]:
        return [page for _length, page in self.kept.values()]

    def explore(self) -> None:
        with httpx.Client(base_url=self.url, timeout=120) as client:
            for role in ROLES:
                for name, parameters in named_routes():
                    self.look(client, role, name, parameters)

    def look(self, client: httpx.Client, role: str, name: str, parameters: frozenset[str]) -> None:
        """This role at this route, in every state; somebody who is sent away three times stops asking."""
        refusals = 0
        for state, told in self.states_for(parameters):
            for path in addresses(name, parameters, told, self.stage):
                if name in FILES | DATA or self.answered.get(name) == {405} or refusals == PATIENCE:
                    return
                refusals += self.ask(client, name, state, role, path) in {302, 401, 403}

    def states_for(self, parameters: frozenset[str]) -> list[tuple[str, dict[str, Any]]]:
        """A page that belongs to no workshop is the same in every state."""
        states = self.stage["states"]
        if parameters & {"code", "wall_key", "token"} and "kind" not in parameters:
            return sorted(states.items(), key=lambda state: state[0] not in TELLING)
        return [("report final", states["report final"])]

    def ask(self, client: httpx.Client, name: str, state: str, role: str, path: str) -> int:
        client.cookies.clear()
        held = "; ".join(f"{name}={value}" for name, value in cookies_of(role, self.stage).items())
        answer = client.get(path, headers={"Accept": "text/html", "Cookie": held})
        assert answer.status_code < 500, (path, role, state, answer.status_code)
        self.answered.setdefault(name, set()).add(answer.status_code)
        if answer.headers.get("Content-Type", "").startswith("text/html") and answer.text and not answer.is_redirect:
            make = (name if answer.is_success else answer.status_code, skeleton_of(answer.text))
            page = Page(name, state, role, path, answer.status_code)
            longest = self.kept.get(make, (0, page))
            self.kept[make] = max(longest, (len(answer.text), page), key=lambda kept: kept[0])
        return answer.status_code


def cookies_of(role: str, stage: dict[str, Any]) -> dict[str, str]:
    """What the browser of somebody with this role holds."""
    if role in stage["sessions"]:
        return {"essaim": stage["sessions"][role]}
    kind = {"seat": "token", "wall": "wall"}.get(role)
    held = {f"{role}-{told['code']}": told[kind] for told in stage["states"].values()} if kind else {}
    return {name: value for name, value in held.items() if value}


def addresses(name: str, parameters: frozenset[str], told: dict[str, Any], stage: dict[str, Any]) -> list[str]:
    """The address of this route in this workshop, and its variants; nothing where the workshop has no such thing."""
    values = {**COMMON, **told, "secret": stage["link"]}
    values |= {parameter: told.get(thing) for parameter, thing in THINGS.get(name, {}).items()}
    if name in SEAT_NUMBERS:
        values["number"] = 1
    if name == "territories:territory":
        values["code"] = stage["commune"]
    if name.startswith("commons:"):
        values["slug"] = stage["proposed"]
    values |= EXPORTS.get(name, {})
    if name == "workshops:seat_link":
        values["token"] = told["free"]
    values.setdefault("key", told.get("own"))
    values.setdefault("pk", told["helper"])
    values |= {"verb": "pause", "piece": "regles"}
    if not all(values.get(parameter) for parameter in parameters):
        return []
    path = reverse(name, kwargs={parameter: values[parameter] for parameter in parameters})
    return [path, *(path + variant.format(**told) for variant in VARIANTS.get(name, []))]
