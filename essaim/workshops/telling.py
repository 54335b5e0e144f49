"""What the journal says of the live addresses: which workshop, never who nor what; posts that are kept, by batches."""

import logging
from collections import OrderedDict

import structlog
from django.db import Error, OperationalError

from essaim.kit.trouble import first_line
from essaim.live.app import Done

log = structlog.get_logger("essaim")
level = logging.getLogger("essaim")  # asked first: a line that nobody wants must cost nothing
KNOWN = 5000  # boards
ROUTES = {"post": "/live/boards/<board>/notes", "follow": "/live/boards/<board>", "other": "/live/boards/*"}
METHODS = {"post": "POST", "follow": "GET"}
workshops: OrderedDict[str, int] = OrderedDict()  # by board, as its rules were read last


def remember(board: str, workshop: int) -> None:
    """Lines about this board name its workshop."""
    workshops[board] = workshop
    while len(workshops) > KNOWN:
        workshops.popitem(last=False)


def journal(done: Done) -> None:
    """One line for each request, except for notes that are kept: they are told together, unless one asks for all."""
    wanted = logging.DEBUG if done.kind == "post" and done.status == 200 else logging.INFO
    if not level.isEnabledFor(wanted):
        return
    log.log(
        wanted,
        "live",
        request=done.request_id,
        workshop=workshops.get(done.board),
        method=METHODS.get(done.kind, ""),
        route=ROUTES[done.kind],
        status=done.status,
        code=done.code,
        milliseconds=round(done.seconds * 1000, 1),
    )


def reason_of(trouble: Error) -> str:
    """What the database said of itself; what it says of a row may quote it."""
    return first_line(trouble) if isinstance(trouble, OperationalError) else type(trouble).__name__


def tell_batch(boards: set[str], notes: int, kept: int, seconds: float) -> None:
    """One line says how many notes were committed together, and for which workshops."""
    if level.isEnabledFor(logging.INFO):
        found = sorted({workshops[board] for board in boards if board in workshops})
        log.info("notes", workshops=found, notes=notes, kept=kept, milliseconds=round(seconds * 1000, 1))
