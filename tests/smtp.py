"""A mail server that keeps what it is given, on a port of its own: nothing leaves this machine."""

import asyncio
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


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
    server = found.loop.run_until_complete(asyncio.start_server(found.serve, "127.0.0.1", 0))
    found.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=found.loop.run_forever)
    thread.start()
    try:
        yield found
    finally:
        found.loop.call_soon_threadsafe(found.loop.stop)
        thread.join()
        server.close()
        for task in asyncio.all_tasks(found.loop):
            task.cancel()
        found.loop.run_until_complete(asyncio.sleep(0))
        found.loop.close()
