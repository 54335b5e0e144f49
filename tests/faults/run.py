"""One run: phones, screens and conductors under fire until so much is acknowledged, then calm, then the judge."""

import asyncio
import itertools
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults import arranging, proxy, wire
from tests.faults.blows import Arm, Missed
from tests.faults.checker import Verdict, check
from tests.faults.conductors import Desk
from tests.faults.counts import Counts
from tests.faults.dice import dice
from tests.faults.facts import Facts, read_postgres, read_sqlite
from tests.faults.follower import Follower
from tests.faults.history import History, lines_of
from tests.faults.instance import Instance, an_instance, may_mount
from tests.faults.kinds import Blow
from tests.faults.phone import Phone, Setting

STUCK = 300.0  # seconds after which a blow that nobody feels, or a calm that never comes, is a failure of the run


@dataclass(frozen=True)
class Plan:
    """What to do; the seed makes all draws the same again."""

    acks: int
    faults: int
    seed: int = 1
    postgres: bool = False
    phones: int = 32  # at the same time
    notes: int = 30  # of each phone before another takes its place: under the pace that one seat may keep
    workshops: int = 3
    weather: proxy.Weather = field(default_factory=lambda: proxy.ROUGH)
    blows: tuple[Blow, ...] | None = None  # those of this list only
    defect: str = ""  # of tests/faults/defective.py
    calm: float = STUCK  # seconds that screens have to read to the end; one that has not is judged as it stands

    @property
    def megabytes(self) -> int:
        return 160 + self.acks // 100


@dataclass
class Outcome:
    plan: Plan
    verdict: Verdict
    counts: Counter[str]
    skipped: dict[str, str]
    facts: Facts
    history: list[dict[str, Any]]

    @property
    def struck(self) -> int:
        return sum(self.counts[blow] for blow in Blow)


def play(plan: Plan, history: Path) -> Outcome:
    """The run, on an instance of its own; refuses a database that may lose what it acknowledged."""
    megabytes = plan.megabytes if may_mount() else 0
    module = "tests.faults.defective" if plan.defect else "essaim"
    with an_instance(postgres=plan.postgres, megabytes=megabytes, module=module, DEFECT=plan.defect) as instance:
        instance.start()
        each = 6 if plan.defect else 2  # a defective server may turn twice for each conductor, and phones still join
        turns = each * (1 + plan.faults // plan.workshops)
        given = instance.arrange(arranging.WORKSHOPS, workshops=plan.workshops, sequences=turns + 1)
        instance.check_is_safe(given["pragmas"])
        return asyncio.run(Run(plan, instance, given["workshops"], history).play())


class Run:
    """Everything that lives during a run."""

    def __init__(self, plan: Plan, instance: Instance, given: list[dict[str, Any]], history: Path):
        self.plan = plan
        self.instance = instance
        self.given = given
        self.counts = Counts()
        self.history = History(history)
        self.proxy = proxy.Proxy(instance.port, self.counts, dice(plan.seed, "proxy"))
        self.names = itertools.count(1)
        self.tasks: list[asyncio.Task[None]] = []

    async def play(self) -> Outcome:
        await self.proxy.start()
        self.setting = Setting(self.proxy.port, self.history, self.counts)
        self.desks = [Desk(one, self.setting, dice(self.plan.seed, "desk", one["code"])) for one in self.given]
        self.arm = Arm(self.instance, self.proxy, self.counts, self.desks, dice(self.plan.seed, "arm"))
        followers = self.follow()
        crowd = [asyncio.ensure_future(self.people()) for _ in range(self.plan.phones)]
        self.proxy.weather = self.plan.weather
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(self.watch(crowd))
            await self.strike_all()
            await self.counts.reached("acknowledged", self.plan.acks)
            self.setting.is_over = True
            self.proxy.weather = proxy.FINE
            async with asyncio.timeout(STUCK):
                await watching
        return await self.judged(followers)

    async def watch(self, crowd: list[asyncio.Future[None]]) -> None:
        """All phones are put away; one that fails fails the run."""
        await asyncio.gather(*crowd)

    def follow(self) -> list[Follower]:
        followers = []
        for one in self.given:
            for board, how in itertools.product(one["boards"], ("stream", "poll")):
                name = f"{how} of {board[:8]}"
                follower = Follower(name, board, one["cookie"], self.setting, dice(self.plan.seed, name))
                run = follower.stream_forever() if how == "stream" else follower.poll_forever()
                self.tasks.append(asyncio.ensure_future(run))
                followers.append(follower)
        return followers

    async def people(self) -> None:
        """One phone after the other, until enough is acknowledged."""
        while not self.setting.is_over:
            number = next(self.names)
            code = self.given[number % len(self.given)]["code"]
            name = f"phone {number}"
            await Phone(name, code, self.setting, dice(self.plan.seed, name)).live(self.plan.notes)

    async def strike_all(self) -> None:
        """The blows, spread evenly over the writes, each kind as often as the others."""
        ways = self.arm.ways()
        kinds = [blow for blow in ways if self.plan.blows is None or blow in self.plan.blows]
        draw = dice(self.plan.seed, "blows")
        bag: list[Blow] = []
        step = self.plan.acks / (self.plan.faults + 1)
        number = 0
        while kinds and number < self.plan.faults:
            await self.counts.reached("acknowledged", int(step * (number + 1)))
            bag = bag or draw.sample(kinds, len(kinds))
            blow = bag.pop()
            self.history.record("run", "invoke", "blow", kind=blow.value)
            try:
                async with asyncio.timeout(STUCK):
                    await ways[blow]()
            except Missed:
                self.history.record("run", "fail", "blow", kind=blow.value)
                self.counts.add("missed")
                continue
            self.history.record("run", "ok", "blow", kind=blow.value)
            self.counts.add(blow)
            number += 1

    async def judged(self, followers: list[Follower]) -> Outcome:
        """Screens have read to the end; then nothing moves, and the judge looks."""
        revisions = {board["key"]: board["revision"] for board in self.read()["boards"]}
        reading = [asyncio.ensure_future(one.reach(revisions[one.board])) for one in followers]
        _arrived, late = await asyncio.wait(reading, timeout=self.plan.calm)
        for one in late:
            one.cancel()
        for task in self.tasks:
            task.cancel()
        await self.proxy.stop()
        self.history.close()
        facts = self.read()
        for one in self.given:
            facts.exports[one["code"]] = json.loads(self.instance.run("workshop", "export", one["code"]).stdout)
            facts.reports[one["code"]] = await self.report(one)
        history = lines_of(self.history.path)
        return Outcome(self.plan, check(history, facts), self.counts.counter, self.arm.skipped(), facts, history)

    def read(self) -> Facts:
        if self.instance.cluster is not None:
            return read_postgres(self.instance.cluster.address)
        return read_sqlite(self.instance.data / "essaim.sqlite3")

    async def report(self, one: dict[str, Any]) -> dict[str, Any]:
        request = wire.request_bytes("GET", f"/comptes-rendus/{one['code']}.json", {"Cookie": one["cookie"]})
        return (await wire.ask(self.instance.port, request, 120)).json()
