"""A page gives its connection back with its answer, whatever becomes of whoever asked."""

import contextlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.http import HttpResponse

from essaim.web.middleware import observed

pytestmark = pytest.mark.django_db(transaction=True)


def page(request):
    connection.ensure_connection()
    return HttpResponse("faite")


def failing(request):
    connection.ensure_connection()
    raise SystemExit  # as a request that is given up: no handler makes an answer of it


@pytest.mark.parametrize("asked", [page, failing])
def test_a_page_holds_no_connection_once_it_is_made(asked, rf):
    def held():
        with contextlib.suppress(SystemExit):
            observed(asked)(rf.get("/"))
        return connection.connection

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(held).result() is None
