"""A server on this machine that speaks as a language model does, well or badly: each answer is said beforehand."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler"], None]


class FakeModel(ThreadingHTTPServer):
    """Answers in the order said, the last one again and again; remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[Answer] = [sentences()]
        self.asked: list[dict[str, Any]] = []
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.is_over = threading.Event()  # those who drip stop then

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    @property
    def notes_asked(self) -> list[dict[str, Any]]:
        return [json.loads(asked["messages"][1]["content"]) for asked in self.asked]


class Handler(BaseHTTPRequestHandler):
    server: FakeModel

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(json.loads(body))
        self.server.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        answers = self.server.answers
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        with contextlib.suppress(OSError):  # who asked has gone
            answer(self)

    do_GET = do_POST

    def log_message(self, *_args: Any) -> None:
        pass


@contextlib.contextmanager
def speaking() -> Iterator[FakeModel]:
    server = FakeModel()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.is_over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def sentences(*said: Any) -> Answer:
    """Each is a text with the numbers of its notes, or anything else as it is."""
    claims = [{"text": one[0], "notes": one[1]} if isinstance(one, tuple) else one for one in said]
    return content(json.dumps({"sentences": claims}, ensure_ascii=False))


def content(text: Any) -> Answer:
    return body({"choices": [{"index": 0, "message": {"role": "assistant", "content": text}}]})


def body(whole: Any) -> Answer:
    return raw(json.dumps(whole).encode())


def raw(data: bytes, *, status: int = 200, announced: int | None = None, **headers: str) -> Answer:
    def answer(handler: Handler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(data) if announced is None else announced))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def silent(handler: Handler) -> None:
    """Listens and says nothing."""
    handler.server.is_over.wait(30)


def endless(piece: bytes, *, start: bytes = b"HTTP/1.1 200 OK\r\n\r\n", pause: float = 0.0) -> Answer:
    """Sends this again and again, as fast as it is read or a piece at a time."""

    def answer(handler: Handler) -> None:
        handler.wfile.write(start)
        while not handler.server.is_over.wait(pause):
            handler.wfile.write(piece)

    return answer


def hangs_up(handler: Handler) -> None:
    handler.connection.close()
