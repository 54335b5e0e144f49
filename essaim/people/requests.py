from django.http import HttpRequest

from essaim.people.models import Person


class PersonRequest(HttpRequest):
    """A request whose person is known: a decorator has turned strangers away before the view."""

    user: Person
