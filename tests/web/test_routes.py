"""Every address, asked by every role: the table is in `expectations.py`, the addresses are those of the URLconf."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from essaim.kit.reading import refuse_to_write
from tests.web.expectations import ROUTES, Route
from tests.web.scene import ADMINISTRATOR, ORGANISER, ROLES, SEAT, VISITOR, Place, Scene, make_scene

pytestmark = pytest.mark.django_db

BY_NAME = {"position": 5, "round": 1, "table": 1, "rank": 1, "note": 1}
REFUSED = {401, 403, 404}
DOORS = ("account_login", "account_request_login_code", "workshops:join")
HEARD = {400, 409, 410, 422}  # the person may, but not now or not with this form: a sentence says so


def named_routes(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from named_routes(pattern, pattern.namespace or space)
        else:
            yield f"{space}:{pattern.name}" if space else str(pattern.name), pattern


PATTERNS = dict(named_routes())
KNOWN = [name for name in PATTERNS if name in ROUTES]


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker):
    """Made once: each test's own transaction stands inside this one, and takes its changes back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_scene()
        transaction.set_rollback(True)


def address(name: str, route: Route, place: Place, things_of: Place | None = None) -> str:
    """The address of a thing of this place, or of a thing of another place under this one's code."""
    values = {
        **BY_NAME,
        "number": place.number,
        "slug": place.running.programme.slug,
        "code": route.at(place),
        **{parameter: thing(things_of or place) for parameter, thing in route.things.items()},
        **route.more,
    }
    return reverse(name, kwargs={parameter: values[parameter] for parameter in parameters_of(name)})


def parameters_of(name: str) -> list[str]:
    space, _colon, short = name.rpartition(":")
    resolver = get_resolver().namespace_dict[space][1] if space else get_resolver()
    ((_format, parameters),) = resolver.reverse_dict.getlist(short)[0][0]
    return parameters


def ask(scene: Scene, role: str, method: str, path: str, route: Route, things_of: Place | None = None) -> HttpResponse:
    client = scene.client(role)
    headers = {"accept": "application/json" if route.asks_json else "text/html"}
    if method == "GET":
        with connection.execute_wrapper(refuse_to_write):  # a link previewed by a robot changes nothing
            return client.get(path, headers=headers)
    return client.post(path, form_of(route, things_of or scene.here), headers=headers)


def form_of(route: Route, place: Place) -> dict[str, object]:
    return {**route.sends, **(route.names(place) if route.names else {})}


def passes(response: HttpResponse) -> bool:
    """The answer is the thing, or a sentence to somebody who may; not a closed door, nor the way to sign in."""
    assert response.status_code < 500
    if 300 <= response.status_code < 400:
        path = urlsplit(response["Location"]).path
        return path not in {reverse(door) for door in DOORS}
    assert response.status_code < 300 or response.status_code in REFUSED | HEARD, response.status_code
    return response.status_code not in REFUSED


def test_every_route_declares_who_may_pass():
    undeclared = sorted(PATTERNS.keys() - ROUTES.keys())
    gone = sorted(ROUTES.keys() - PATTERNS.keys())

    assert not undeclared, f"Say who may pass at {undeclared} in ROUTES, in tests/web/expectations.py."
    assert not gone, f"These routes no longer exist: take {gone} out of ROUTES, in tests/web/expectations.py."


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", [name for name in KNOWN if ROUTES[name].get is not None])
def test_get(scene, name, role):
    route = ROUTES[name]

    response = ask(scene, role, "GET", address(name, route, scene.here), route)

    assert passes(response) == (role in route.get), (response.status_code, response.headers.get("Location"))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", [name for name in KNOWN if ROUTES[name].post is not None])
def test_post(scene, name, role):
    route = ROUTES[name]

    response = ask(scene, role, "POST", address(name, route, scene.here), route)

    assert passes(response) == (role in route.post), (response.status_code, response.headers.get("Location"))


def somebody(roles: frozenset[str]) -> str:
    """One of those who may, with an account or a seat where there is one."""
    return next((role for role in (ORGANISER, SEAT, ADMINISTRATOR) if role in roles), VISITOR)


@pytest.mark.parametrize("name", [name for name in KNOWN if ROUTES[name].post is None or ROUTES[name].get is None])
def test_a_method_that_is_not_declared_is_not_answered(scene, name):
    route = ROUTES[name]
    method, roles = ("GET", route.post) if route.get is None else ("POST", route.get)

    response = ask(scene, somebody(roles), method, address(name, route, scene.here), route)

    assert response.status_code == 405


@pytest.mark.parametrize("name", [name for name in KNOWN if ROUTES[name].post is not None])
def test_a_form_of_another_site_is_refused(scene, name):
    route = ROUTES[name]
    role = somebody(route.post)
    path = address(name, route, scene.here)
    client = scene.client(role, enforce_csrf_checks=True)

    assert client.post(path, form_of(route, scene.here)).status_code == 403


# A link is the right itself, whoever opens it.
SECRETS = {"workshops:wall_link", "workshops:seat_link"}
NAMING = [name for name in KNOWN if (ROUTES[name].things or ROUTES[name].names) and name not in SECRETS]


@pytest.mark.parametrize("name", NAMING)
def test_a_thing_of_another_programme_is_not_reached_through_ones_own(scene, name):
    route = ROUTES[name]
    path = address(name, route, scene.here, things_of=scene.elsewhere)
    methods = [("GET", route.get)] if route.get and route.things else []
    methods += [("POST", route.post)] if route.post else []

    reached = [
        (method, role)
        for method, roles in methods
        for role in roles - route.everywhere
        if passes(ask(scene, role, method, path, route, things_of=scene.elsewhere))
    ]

    assert reached == []


@pytest.mark.parametrize("name", [name for name in KNOWN if "code" in parameters_of(name) and ":" in name])
def test_a_workshop_that_does_not_exist_is_not_found(scene, name):
    route = ROUTES[name]
    path = address(name, route, scene.here).replace(route.at(scene.here), "ZZZZZZZZ")

    for method, roles in (("GET", route.get), ("POST", route.post)):
        if roles:
            assert not passes(ask(scene, somebody(roles), method, path, route)), method
