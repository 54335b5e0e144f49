"""The room is open until somebody stops it: phones of the local network come, and nothing goes further than here."""

import argparse
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from essaim.people.domain import inviting
from essaim.people.models import Person
from essaim.room import opening


def serve(options: argparse.Namespace, *, listen: Callable[..., Any]) -> int:
    room = options.room
    sockets = opening.sockets(room)
    print(opening.told(room, entry_of_the_team(room.urls[0])), flush=True)
    secured = {"ssl_certfile": room.certificate.chain, "ssl_keyfile": room.certificate.key} if room.certificate else {}
    listen(options, sockets, **secured)
    return 0


def entry_of_the_team(base: str) -> str:
    """How the team comes in, without a mail."""
    person = Person.objects.filter(is_administrator=True).order_by("pk").first()
    if person is None:
        return "Aucun compte d’administration : arrêtez, puis essaim createadmin --email vous@exemple.fr"
    secret = inviting.make_link(person=person, goes_to="/salle/", now=timezone.now())
    return f"L’équipe entre ici, une fois, comme {person} : {base}/entrer/{secret}/"
