"""The relays of deploy/, really started as their files say but for their doors, before two processes of ours."""

import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from tests.observing.until import until
from tests.server import free_port

DEPLOY = Path(__file__).parents[2] / "deploy"
SITE = "essaim.exemple.fr"
PROBE = "/sante/pret/"
SYSTEM = f"{os.environ['PATH']}:/usr/sbin"


@dataclass
class Process:
    """What stands behind a relay: it answers, says whether it is ready, or hangs up on whoever asks for a page."""

    port: int
    is_ready: bool = True
    hangs_up: bool = False
    probes: list[str] = field(default_factory=list)  # the names that probes asked for
    asked: list[str] = field(default_factory=list)  # the methods of all other requests


@contextmanager
def a_process() -> Iterator[Process]:
    process = Process(free_port())

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self):
            self.rfile.read(int(self.headers.get("content-length", 0)))
            if self.path == PROBE:
                process.probes.append(self.headers["host"])
                self.answered(200 if process.is_ready else 503)
                return
            process.asked.append(self.command)
            if process.hangs_up:
                self.close_connection = True
            else:
                self.answered(200)

        do_POST = do_GET

        def answered(self, status):
            self.send_response(status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_words):
            """Nothing is printed."""

    with ThreadingHTTPServer(("127.0.0.1", process.port), Answering) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield process
        finally:
            server.shutdown()
            thread.join()


@dataclass(frozen=True)
class Relay:
    port: int
    first: Process
    second: Process

    def ask(self, method: str = "GET") -> httpx.Response:
        return httpx.request(method, f"http://127.0.0.1:{self.port}/", headers={"host": SITE}, timeout=60)

    def answers(self) -> bool:
        try:
            return self.ask().status_code == 200
        except httpx.HTTPError:
            return False


@contextmanager
def a_relay(name: str, folder: Path) -> Iterator[Relay]:
    """It serves once it has answered; what it was asked for that is forgotten."""
    if shutil.which(name, path=SYSTEM) is None:
        pytest.skip(f"{name} is not installed: make system")
    with ExitStack() as stack:
        relay = Relay(free_port(), stack.enter_context(a_process()), stack.enter_context(a_process()))
        command = nginx(relay, folder) if name == "nginx" else caddy(relay, folder)
        with (folder / "relay.log").open("wb") as log:
            home = {"PATH": SYSTEM, "HOME": str(folder)}
            running = subprocess.Popen(command, env=home, cwd=folder, stdout=log, stderr=log)
        try:
            until(relay.answers)
            relay.first.asked.clear()
            relay.second.asked.clear()
            yield relay
        finally:
            running.terminate()
            running.wait(timeout=60)


def nginx(relay: Relay, folder: Path) -> list[str]:
    site = (DEPLOY / "nginx.conf").read_text()
    site = site.replace(":8000", f":{relay.first.port}").replace(":8001", f":{relay.second.port}")
    site = re.sub(r"listen \[::\].*|ssl_certificate.*", "", site)
    site = site.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    site = site.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{relay.port};")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log stderr; events {{}} http {{ access_log off; {places}\n{site}}}"
    )
    return ["nginx", "-e", "stderr", "-c", str(folder / "nginx.conf")]


def caddy(relay: Relay, folder: Path) -> list[str]:
    given = {"UPSTREAMS": f"127.0.0.1:{relay.first.port} 127.0.0.1:{relay.second.port}", "SITE": SITE}
    adapt = ["caddy", "adapt", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"]
    home = {"PATH": SYSTEM, "HOME": str(folder), **given}
    config = json.loads(subprocess.run(adapt, env=home, check=True, capture_output=True).stdout)
    config["admin"] = {"disabled": True}
    del config["apps"]["tls"]
    server = config["apps"]["http"]["servers"]["srv0"]
    server |= {"listen": [f"127.0.0.1:{relay.port}"], "automatic_https": {"disable": True}}
    server.pop("tls_connection_policies", None)
    (folder / "caddy.json").write_text(json.dumps(config))
    return ["caddy", "run", "--config", str(folder / "caddy.json")]
