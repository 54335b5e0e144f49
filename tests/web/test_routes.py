"""Every address, asked by every role: the table is in `expectations.py`, the addresses are those of the URLconf."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from tests.web.expectations import ROUTES, Route
from tests.web.scene import ADMINISTRATOR, ORGANISER, ROLES, SEAT, VISITOR, Place, Scene, make_scene

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("routes")]

BY_NAME = {"position": 5, "round": 1, "table": 1}
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
    return reverse(name, kwargs={each: values[each] for each in PATTERNS[name].pattern.converters | prefix_of(name)})


def prefix_of(name: str) -> dict[str, object]:
    """The parameters of the whole path, those of the includes above it among them."""
    (found,) = get_resolver_entry(name)
    return dict.fromkeys(found)


def get_resolver_entry(name: str) -> list[list[str]]:
    space, _colon, short = name.rpartition(":")
    resolver = get_resolver()
    if space:
        resolver = resolver.namespace_dict[space][1]
    return [possibility[0][0][1] for possibility in resolver.reverse_dict.getlist(short)]


def ask(scene: Scene, role: str, method: str, path: str, route: Route, **options) -> HttpResponse:
    client = scene.client(role, raise_request_exception=True, **options)
    headers = {"accept": "application/json" if route.asks_json else "text/html"}
    if method == "GET":
        return client.get(path, headers=headers)
    return client.post(path, route.sends(scene.here), headers=headers)


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

    assert client.post(path, route.sends(scene.here)).status_code == 403


@pytest.mark.parametrize("name", [name for name in KNOWN if ROUTES[name].things])
def test_a_thing_of_another_programme_is_not_reached_through_ones_own(scene, name):
    route = ROUTES[name]
    path = address(name, route, scene.here, things_of=scene.elsewhere)
    if name == "workshops:wall_link":
        return  # the secret of a wall is the right to it
    for method, roles in (("GET", route.get), ("POST", route.post)):
        for role in roles or ():
            if role != ADMINISTRATOR or route.at(scene.here) in path or scene.here.running.programme.slug in path:
                assert not passes(ask(scene, role, method, path, route)), (method, role)


@pytest.mark.parametrize("name", [name for name in KNOWN if "code" in prefix_of(name)])
def test_a_workshop_that_does_not_exist_is_not_found(scene, name):
    route = ROUTES[name]
    path = address(name, route, scene.here).replace(route.at(scene.here), "ZZZZZZZZ")
    for method, roles in (("GET", route.get), ("POST", route.post)):
        if roles:
            assert not passes(ask(scene, somebody(roles), method, path, route)) or name in SAME_FOR_EVERY_CODE


SAME_FOR_EVERY_CODE = {"workshops:qr"}
