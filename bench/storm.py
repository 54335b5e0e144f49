"""A whole room comes back at once: every phone has its cursor, and twenty notes of its board that it missed.

uv run python -m bench.storm --phones 300

Gives the seconds from the first reconnection until everybody has everything. The stream of each is opened anew, its
right checked, on a connection of its own.
"""

import argparse
import asyncio
import json
import time

import uvloop

from essaim.bench import load
from essaim.bench.connection import Place
from essaim.bench.instance import Process, allow_many_connections, throwaway
from essaim.bench.listening import Reader
from essaim.bench.phones import each, send, words

EACH = 12  # people at a table
MISSED = 20
PATIENCE = 60.0


async def weathered(place: Place, process: Process | None, codes: list[tuple[str, int]], boards: int) -> dict:
    room = await load.gathered(place, process, codes, boards)
    await load.hang_up(room)
    first = {phone.board: phone for phone in reversed(room.phones)}
    seen = {phone.board: phone.revision for phone in room.phones}
    await each([phone for phone in first.values() for _ in range(MISSED)], lambda phone: posted(room, phone), 64)
    room.heard.repeated = room.heard.skipped = 0
    readers = [Reader(place, room.audiences[phone.board], phone.token, room.heard) for phone in room.phones]
    cpu, start = process.cpu_seconds() if process else 0.0, time.perf_counter()
    statuses = await asyncio.gather(*(reader.open(seen[reader.audience.board]) for reader in readers))
    while any(reader.seen < seen[reader.audience.board] + MISSED for reader in readers):
        await asyncio.sleep(0.002)
        if time.perf_counter() - start > PATIENCE:
            break
    took = time.perf_counter() - start
    served = sum(reader.seen >= seen[reader.audience.board] + MISSED for reader in readers)
    room.readers = readers
    await load.leave(room)
    return {
        "phones": len(readers),
        "refused": sum(status != 200 for status in statuses),
        "served": served,
        "served_s": round(took, 3),
        "lost": room.heard.skipped,
        "duplicated": room.heard.repeated,
        "server_cpu_s": round(process.cpu_seconds() - cpu, 2) if process else None,
    }


async def posted(room: load.Room, phone) -> None:
    sent = await send(room.pool, phone, load.new_key(), words())
    assert sent.is_acknowledged


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=300)
    options = parser.parse_args()
    allow_many_connections(options.phones)
    boards = max(1, options.phones // EACH)
    with throwaway(boards, options.phones) as (place, process, codes):
        print(json.dumps(uvloop.run(weathered(place, process, codes, boards))))


if __name__ == "__main__":
    main()
