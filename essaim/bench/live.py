"""`essaim bench live`: how many notes an instance keeps and shows, and how soon."""

import argparse
import asyncio
import contextlib
from collections.abc import Iterator
from typing import Any

from essaim.bench import load
from essaim.bench.connection import Place, place_of
from essaim.bench.figures import as_json, as_table, figures
from essaim.bench.instance import (
    Process,
    Unmeasurable,
    allow_many_connections,
    prepare,
    process_at,
    throwaway,
)

FACTORY = asyncio.new_event_loop
with contextlib.suppress(ImportError):  # not on Windows
    import uvloop

    FACTORY = uvloop.new_event_loop


def measured(options: argparse.Namespace) -> str:
    """The load has run; gives its figures as text. `Unmeasurable` says why not."""
    check(options)
    allow_many_connections(options.phones)
    with instance(options) as (place, process, codes):
        found = asyncio.run(loaded(place, process, codes, options), loop_factory=FACTORY)
    return as_json(found) if options.json else as_table(found)


@contextlib.contextmanager
def instance(options: argparse.Namespace) -> Iterator[tuple[Place, Process | None, list[tuple[str, int]]]]:
    """The instance to be measured, with workshops where people write."""
    if options.url is None:
        with throwaway(options.boards, options.phones) as ready:
            yield ready
        return
    place = place_of(options.url)
    if place is None:
        raise Unmeasurable(f"« {options.url} » n’est pas une adresse : donnez par exemple http://127.0.0.1:8000.")
    codes = [(options.code, options.phones)] if options.code else prepare(options.boards, options.phones)
    yield place, process_at(place), codes


def check(options: argparse.Namespace) -> None:
    """The arguments make sense together."""
    if options.boards < 1 or options.phones < options.boards:
        raise Unmeasurable("donnez au moins un panneau, et au moins un téléphone par panneau.")
    if not 0 < options.seconds <= 3600:
        raise Unmeasurable("--seconds se compte entre 0 et 3600.")
    if options.rate is not None and not 0 < options.rate < 1e6:
        raise Unmeasurable("--rate est un nombre de notes par seconde, plus grand que 0.")
    if options.code and options.url is None:
        raise Unmeasurable("--code désigne un atelier d’une instance qui tourne : donnez aussi --url.")
    check_pace(options)


def check_pace(options: argparse.Namespace) -> None:
    """So many phones may send so many notes: each has 60 at once, then one a second (docs/protocol.md §5)."""
    if options.rate is None:
        return
    notes = options.rate * options.seconds
    each = load.BURST - load.MARGIN + options.seconds
    needed = min(-(-notes // each), options.rate)
    if options.phones < needed:
        raise Unmeasurable(
            f"un téléphone envoie 60 notes d’un coup, puis une par seconde : {options.rate:g} notes par seconde "
            f"pendant {options.seconds:g} s demandent au moins {needed:.0f} téléphones."
        )


async def loaded(
    place: Place, process: Process | None, codes: list[tuple[str, int]], options: argparse.Namespace
) -> dict[str, Any]:
    room = await load.gathered(place, process, codes, options.boards)
    try:
        outcome = await load.run(room, rate=options.rate, seconds=options.seconds)
        return figures(room, outcome, rate=options.rate)
    finally:
        await load.leave(room)
