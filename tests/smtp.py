"""A mail server that keeps what it is given, on a port of its own: nothing leaves this machine."""

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any


class Sink:
    """Refuses recipients that start with "non", so that failures are real answers of a server.

    Keeps no message before `together` clients each hold one out: that they are at it at once is certain, not likely.
    """

    def __init__(self, together: int = 1) -> None:
        self.together = together
        self.held_out = 0
        self.are_together = asyncio.Event()
        self.received: list[tuple[str, list[str], EmailMessage]] = []
        self.port = 0
        self.loop = asyncio.new_event_loop()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(line: str) -> None:
            writer.write(line.encode() + b"\r\n")

        say("220 puits")
        sender, to = "", []
        while line := (await reader.readline()).decode().strip():
            verb, _space, rest = line.partition(" ")
            match verb.upper():
                case "EHLO" | "HELO":
                    say("250 puits")
                case "MAIL":
                    sender, to = rest[5:].strip("<> "), []
                    say("250 ok")
                case "RCPT":
                    address = rest[3:].strip("<> ")
                    if address.startswith("non"):
                        say("550 5.1.1 boîte inconnue".encode("ascii", "replace").decode())
                    else:
                        to.append(address)
                        say("250 ok")
                case "DATA":
                    say("354 go")
                    body = (await reader.readuntil(b"\r\n.\r\n"))[:-5].replace(b"\r\n..", b"\r\n.")
                    await self.all_there()
                    self.received.append((sender, to, message_from_bytes(body, policy=policy.default)))
                    say("250 ok")
                case "QUIT":
                    say("221 bye")
                    break
                case _:
                    say("250 ok")
            await writer.drain()
        writer.close()

    async def all_there(self) -> None:
        self.held_out += 1
        if self.held_out >= self.together:
            self.are_together.set()
        await self.are_together.wait()


@contextmanager
def sink(together: int = 1):
    """The server listens while the block runs."""
    found = Sink(together)
    thread = threading.Thread(target=found.loop.run_forever)
    thread.start()

    def there(coroutine: Coroutine[Any, Any, Any]) -> Any:
        """Runs in the thread of the mail server: the test's own may hold another loop, that of a browser."""
        return asyncio.run_coroutine_threadsafe(coroutine, found.loop).result(timeout=30)

    server = there(asyncio.start_server(found.serve, "127.0.0.1", 0))
    found.port = server.sockets[0].getsockname()[1]
    try:
        yield found
    finally:
        there(closed(server))
        found.loop.call_soon_threadsafe(found.loop.stop)
        thread.join()
        found.loop.close()


async def closed(server: asyncio.Server) -> None:
    """Nobody is listened to, and nothing else runs in this loop."""
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
