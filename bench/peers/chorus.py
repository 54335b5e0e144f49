"""The same load for every server that speaks over WebSockets: so many phones on so many boards, a note in turn.

Without a rate, the next note leaves when one of those on their way has been seen by everybody at its board. The server,
with what it needs, has one core; the load has another.
"""

import argparse
import asyncio
import itertools
import json
import os
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from essaim.bench.figures import percentile_ms
from essaim.bench.instance import Process, allow_many_connections, split_cores

IN_FLIGHT = 32
NAME = 10  # digits by which a note is known again
EVENT = json.dumps({"revision": 58, "kind": "note", "at": "2026-03-12T09:31:04.870Z", "text": "x" * 260})
PATIENCE = 30.0


class Load:
    """Who listens, and which notes are on their way."""

    def __init__(self, audience: int):
        self.audience = audience
        self.sent: dict[bytes, list] = {}
        self.seconds: list[float] = []
        self.serial = itertools.count(10**9)
        self.delivered = 0

    def send(self, phone: "Phone") -> asyncio.Future:
        name = b"%d" % next(self.serial)
        whole = asyncio.get_running_loop().create_future()
        self.sent[name] = [time.perf_counter(), self.audience, whole]
        phone.say(name)
        return whole

    def hear(self, name: bytes) -> None:
        note = self.sent[name]
        self.seconds.append(time.perf_counter() - note[0])
        note[1] -= 1
        self.delivered += 1
        if not note[1]:
            note[2].set_result(None)


class Phone(WSListener):
    """Somebody at a board; this one's server repeats what it is told."""

    def __init__(self, load: Load, board: int):
        self.load, self.board = load, board
        self.ready = asyncio.get_running_loop().create_future()

    @staticmethod
    def address(port: int, board: int) -> str:
        return f"ws://127.0.0.1:{port}/{board}"

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport
        self.ready.set_result(None)

    def say(self, name: bytes) -> None:
        self.transport.send(WSMsgType.TEXT, name + EVENT.encode())

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())
        elif frame.msg_type == WSMsgType.TEXT:
            self.heard(frame.get_payload_as_bytes())

    def heard(self, payload: bytes) -> None:
        self.load.hear(payload[:NAME])


def options_of(what: str | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--boards", type=int, default=1)
    parser.add_argument("--phones", type=int, default=100)
    parser.add_argument("--rate", type=float)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--before", type=int, default=0, help="notes sent first, that are not measured")
    parser.add_argument("--in-flight", type=int, default=IN_FLIGHT)
    parser.add_argument("--serve", type=int, help="the port of the server (for the server itself)")
    options = parser.parse_args()
    allow_many_connections(options.phones)
    return options


def measured(phone: type[Phone], port: int, pids: Iterable[int], options: argparse.Namespace) -> None:
    """The load has run against this server; prints its figures as JSON."""
    processes = [Process(pid) for pid in pids]
    for process in processes:
        split_cores(process.pid)
    print(json.dumps(uvloop.run(run(phone, port, processes, options))))


async def run(kind: type[Phone], port: int, processes: list[Process], options: argparse.Namespace) -> dict:
    load = Load(options.phones // options.boards)
    before = memory_kb(processes)
    phones = []
    for number in range(load.audience * options.boards):
        board = number % options.boards
        _transport, phone = await ws_connect(partial(kind, load, board), kind.address(port, board))
        await asyncio.wait_for(phone.ready, PATIENCE)
        phones.append(phone)
    opened = memory_kb(processes)
    turns = itertools.cycle(phones)
    await filled(load, turns, max(options.before, min(20, len(phones))))
    load.seconds.clear()
    load.delivered = 0
    cpu, own, start = cpu_seconds(processes), time.process_time(), time.perf_counter()
    if options.rate:
        await at_a_rate(load, turns, options, start)
    else:
        hands = min(options.in_flight, len(phones))
        await asyncio.gather(*(hand(load, turns, start + options.seconds) for _ in range(hands)))
    took, used = time.perf_counter() - start, cpu_seconds(processes) - cpu
    seen = sorted(load.seconds)
    return {
        "boards": options.boards,
        "phones": len(phones),
        "accepted_per_s": round(load.delivered / load.audience / took, 1),
        "deliveries_per_s": round(load.delivered / took),
        "deliveries_per_cpu_s": round(load.delivered / used) if used else None,
        "seen_p50_ms": percentile_ms(seen, 0.5),
        "seen_p99_ms": percentile_ms(seen, 0.99),
        "lost": sum(note[1] for note in load.sent.values()),
        "kb_per_phone": round((opened - before) / len(phones), 1),
        "server_cpu_s": round(used, 2),
        "generator_share": round((time.process_time() - own) / took, 2),
    }


async def filled(load: Load, turns, notes: int) -> None:
    """So many notes were seen by everybody: a few at a time, for those who answer each before the next."""
    for start in range(0, notes, 8):
        waiting = [load.send(next(turns)) for _ in range(min(8, notes - start))]
        await asyncio.wait(waiting, timeout=PATIENCE)


async def at_a_rate(load: Load, turns, options: argparse.Namespace, start: float) -> None:
    waiting = []
    for number in range(round(options.rate * options.seconds)):
        await asyncio.sleep(max(0.0, start + number / options.rate - time.perf_counter()))
        waiting.append(load.send(next(turns)))
    await asyncio.wait(waiting, timeout=PATIENCE)


async def hand(load: Load, turns, end: float) -> None:
    while time.perf_counter() < end:
        await asyncio.wait([load.send(next(turns))], timeout=PATIENCE)


def cpu_seconds(processes: list[Process]) -> float:
    return sum(process.cpu_seconds() for process in processes)


def memory_kb(processes: list[Process]) -> float:
    return sum(process.memory_kb() for process in processes)


def wait_for_port(port: int, pid: int) -> None:
    """Somebody listens there; the process that should is alive."""
    end = time.monotonic() + 120
    wanted = f":{port:04X}"
    while not any(
        line.split()[1].endswith(wanted) and line.split()[3] == "0A"
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(table).read_text().splitlines()[1:]
    ):
        os.kill(pid, 0)
        if time.monotonic() > end:
            raise TimeoutError(f"nobody listens on {port}")
        time.sleep(0.05)
