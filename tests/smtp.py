"""A mail server that keeps what it is given, on a port of its own: nothing leaves this machine."""

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any


class Sink:
    """Refuses recipients that start with "non", so that failures are real answers of a server."""

    def __init__(self) -> None:
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
                    self.received.append((sender, to, message_from_bytes(body, policy=policy.default)))
                    say("250 ok")
                case "QUIT":
                    say("221 bye")
                    break
                case _:
                    say("250 ok")
            await writer.drain()
        writer.close()


@contextmanager
def sink():
    """The server listens while the block runs."""
    found = Sink()
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
        server.close()
        there(cancelled())
        found.loop.call_soon_threadsafe(found.loop.stop)
        thread.join()
        found.loop.close()


async def cancelled() -> None:
    """Nothing else runs in this loop."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
