"""The projector's power: a link that is exchanged once for a cookie, and reads what everybody in the room may read."""

from collections.abc import Mapping

from django.core import signing

from essaim.workshops.models import Workshop

SALT = "essaim.wall"


def wall_cookie(workshop: Workshop) -> str:
    return f"wall-{workshop.code}"


def wall_token(workshop: Workshop) -> str:
    """Ends with the wall's key: a new link makes the old cookies worthless."""
    return signing.Signer(salt=SALT).sign(workshop.wall_key)


def holds_wall(cookies: Mapping[str, str], workshop: Workshop) -> bool:
    token = cookies.get(wall_cookie(workshop), "")
    try:
        return signing.Signer(salt=SALT).unsign(token) == workshop.wall_key
    except signing.BadSignature:
        return False
