"""Two people who press "next" at the same moment, each until they are answered."""

import asyncio
from random import Random
from typing import Any

from tests.faults import wire
from tests.faults.phone import Setting
from tests.faults.wire import Broken

CSRF = "f" * 32


class Desk:
    """The console of one workshop, and the position that its conductors see."""

    def __init__(self, given: dict[str, Any], setting: Setting, draw: Random):
        self.code: str = given["code"]
        self.cookie: str = given["cookie"]
        self.setting = setting
        self.draw = draw
        self.position = 1

    async def two_press_next(self) -> None:
        """The day is one sequence further."""
        await asyncio.gather(self.press("left"), self.press("right"))
        self.position += 1

    async def press(self, who: str) -> None:
        name, more = f"{who} of {self.code}", {"workshop": self.code, "seen": self.position}
        headers, body = wire.as_form({"seen": self.position})
        headers |= {"Cookie": f"{self.cookie}; essaim_csrf={CSRF}", "X-CSRFToken": CSRF}
        request = wire.request_bytes("POST", f"/conduite/{self.code}/suivante/", headers, body)
        for attempt in range(10_000):
            self.setting.history.record(name, "invoke", "next", **more)
            try:
                reply = await self.setting.ask(request, attempt)
            except Broken:
                reply = None
            moment = reply.json().get("moment") if reply and reply.status == 200 else None
            if isinstance(moment, dict):
                self.setting.history.record(name, "ok", "next", **more)
                return
            if reply and reply.refusal and reply.status != 429:
                raise RuntimeError(f"{name}: {reply.refusal}")
            self.setting.history.record(name, "info", "next", **more)
            await asyncio.sleep(self.setting.haste * self.draw.uniform(0.7, 1.3))
