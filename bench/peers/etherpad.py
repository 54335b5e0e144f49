"""Etherpad through its own protocol (Socket.IO over WebSocket): a pad for each board, a line for each note.

npm install --prefix FOLDER ep_etherpad-lite@1.8.14
ETHERPAD=FOLDER uv run --with picows python -m bench.peers.etherpad --boards 83 --phones 996 [--rate 50] [--before 3000]

1.8.14 is what the npm registry has; later versions are not published there. Its limit of edits is lifted, and its
database is the one that it ships with. `--before` writes so many notes on each pad first.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from picows import WSMsgType, WSTransport

from bench.peers.chorus import NAME, Load, Phone, measured, options_of, wait_for_port
from essaim.bench.instance import free_port

LINE = " " + "x" * 260 + "\n"
CHANGED = re.compile(r"Z:([0-9a-z]+)([<>])([0-9a-z]+)")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def in_base_36(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
    return text or "0"


class Writer(Phone):
    """An author of a pad, who follows its revisions one by one, as Etherpad's own page does."""

    def __init__(self, load: Load, board: int):
        super().__init__(load, board)
        self.revision = self.length = -1
        self.waiting: list[bytes] = []  # its own lines: the first is on its way, the others wait for its acceptance

    @staticmethod
    def address(port: int, board: int) -> str:
        return f"ws://127.0.0.1:{port}/socket.io/?EIO=3&transport=websocket"

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def tell(self, message: dict) -> None:
        self.transport.send(WSMsgType.TEXT, b"42" + json.dumps(["message", message]).encode())

    def enter(self) -> None:
        who = {"sessionID": None, "token": f"t.{os.urandom(12).hex()}", "protocolVersion": 2}
        self.tell({"component": "pad", "type": "CLIENT_READY", "padId": f"board{self.board}", **who})

    def say(self, name: bytes) -> None:
        self.waiting.append(name)
        if len(self.waiting) == 1:
            self.submit()

    def submit(self) -> None:
        text = self.waiting[0].decode() + LINE
        size = in_base_36(len(text))
        changes = f"Z:{in_base_36(self.length)}>{size}|1+{size}${text}"
        edit = {"type": "USER_CHANGES", "baseRev": self.revision, "changeset": changes}
        self.tell(
            {"type": "COLLABROOM", "component": "pad", "data": {**edit, "apool": {"numToAttrib": {}, "nextNum": 0}}}
        )

    def heard(self, payload: bytes) -> None:
        if payload == b"40":
            self.enter()
        elif payload.startswith(b'42["message"'):
            message = json.loads(payload[2:])[1]
            if message.get("type") == "CLIENT_VARS":
                pad = message["data"]["collab_client_vars"]
                self.revision, self.length = pad["rev"], len(pad["initialAttributedText"]["text"])
                self.ready.set_result(None)
            elif message.get("type") == "COLLABROOM":
                self.changed(message["data"])
            elif "disconnect" in message:
                raise RuntimeError(f"Etherpad refuses: {message['disconnect']}")

    def changed(self, data: dict) -> None:
        if data["type"] == "ACCEPT_COMMIT":
            name = self.waiting.pop(0)
            self.revision, self.length = data["newRev"], self.length + NAME + len(LINE)
            self.load.hear(name)
            if self.waiting:
                self.submit()
        elif data["type"] == "NEW_CHANGES":
            sign, size = CHANGED.match(data["changeset"]).groups()[1:]
            self.revision, self.length = data["newRev"], self.length + int(size, 36) * (1 if sign == ">" else -1)
            self.load.hear(data["changeset"].partition("$")[2][:NAME].encode())


def settings(port: int) -> dict:
    return {
        "ip": "127.0.0.1",
        "port": port,
        "dbType": "dirty",
        "dbSettings": {"filename": "var/dirty.db"},
        "loglevel": "ERROR",
        "commitRateLimiting": {"duration": 1, "points": 10**9},
        "importExportRateLimiting": {"windowMs": 1, "max": 10**9},
        "minify": True,
        "disableIPlogging": True,
        "suppressErrorsInPadText": True,
    }


def lay_out(root: Path, package: Path, port: int) -> None:
    """A folder as Etherpad expects its own: its source in `src`, known as a package too."""
    shutil.copytree(package, root / "src")
    (root / "src" / "node_modules").symlink_to(package.parent)
    (root / "node_modules").mkdir()
    (root / "node_modules" / "ep_etherpad-lite").symlink_to("../src")
    (root / "var").mkdir()
    (root / "settings.json").write_text(json.dumps(settings(port)))


def main() -> None:
    options = options_of(__doc__)
    package = Path(os.environ["ETHERPAD"]) / "node_modules" / "ep_etherpad-lite"
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        lay_out(Path(folder), package, port)
        env = {**os.environ, "NODE_ENV": "production"}
        with (Path(folder) / "log").open("wb") as log:
            command = ["node", "src/node/server.js"]
            server = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log)
        try:
            wait_for_port(port, server.pid)
            measured(Writer, port, [server.pid], options)
        finally:
            server.terminate()
            server.wait(30)
            if os.environ.get("ETHERPAD_LOG"):
                print((Path(folder) / "log").read_text()[-3000:])


if __name__ == "__main__":
    main()
