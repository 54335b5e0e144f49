"""Work apart from the pages, in processes of its own: begun together, stopped in the middle, nothing done twice."""

import signal
import smtplib
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from tests.care.instances import data_of
from tests.server import PLAIN, ROOT, Served, an_instance, free_port
from tests.smtp import Sink, sink

LONG = 120  # seconds, on a slow machine
WAITING = """
from essaim.reports.models import Recipient
from tests.factories import NOON
from tests.reports.arranging import held_workshop, published
report = published(held_workshop(notes=1))
for address in addresses:
    Recipient.objects.create(report=report, email=address, asked_at=NOON)
"""
LEFT = """
from essaim.reports.models import Recipient
result = list(Recipient.objects.order_by("pk").values_list("email", flat=True))
"""


@contextmanager
def running(instance: Served, *arguments: str) -> Iterator[subprocess.Popen]:
    """A command of `essaim` on this instance, ended with the block if it has not ended before."""
    with (data_of(instance) / "processes.log").open("ab") as log:
        command = [sys.executable, "-m", "essaim", *arguments]
        process = subprocess.Popen(command, cwd=ROOT, env=instance.environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(what: Callable[[], bool], instance: Served) -> None:
    end = time.monotonic() + LONG
    while not what():
        assert time.monotonic() < end, (data_of(instance) / "processes.log").read_text()[-3000:]
        time.sleep(0.2)


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/sante/", timeout=5, verify=PLAIN).status_code == 200
    except httpx.HTTPError:
        return False


@pytest.fixture(scope="module")
def instance():
    """Empty at first: those who start together, in the first test, make its tables."""
    with an_instance() as found:
        yield found


@contextmanager
def mailing(instance: Served, together: int = 1) -> Iterator[Sink]:
    with sink(together) as mail:
        instance.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{mail.port}"
        yield mail


def test_two_servers_and_two_workers_start_together_and_each_message_leaves_once(instance):
    ports = [free_port(), free_port()]
    addresses = [f"personne{n}@exemple.fr" for n in range(30)]
    servers = [["serve", "--no-worker", "--port", str(port)] for port in ports]
    with mailing(instance, together=2) as mail, ExitStack() as stack:
        started = [stack.enter_context(running(instance, *words)) for words in (*servers, ["worker"], ["worker"])]
        urls = [f"http://127.0.0.1:{port}" for port in ports]
        wait_for(lambda: all(answers(url) for url in urls), instance)
        style = httpx.get(urls[0]).text.partition('rel="stylesheet" href="')[2].partition('"')[0]
        styles = [httpx.get(f"{url}{style}").status_code for url in urls]

        instance.arrange(WAITING, addresses=addresses)
        wait_for(lambda: len(mail.received) >= len(addresses), instance)
        for process in started:
            process.send_signal(signal.SIGTERM)
        ended = [process.wait(timeout=LONG) for process in started[2:]]

    assert styles == [200, 200]
    assert Counter(to for _sender, (to,), _message in mail.received) == Counter(addresses)
    assert (ended, instance.arrange(LEFT)) == ([0, 0], [])


def test_told_to_stop_it_finishes_its_message_and_begins_no_other(instance):
    with mailing(instance, together=2) as mail:
        instance.arrange(WAITING, addresses=["a@exemple.fr", "b@exemple.fr"])
        with running(instance, "worker") as process:
            wait_for(lambda: mail.held_out == 1, instance)
            process.send_signal(signal.SIGTERM)
            let_go(mail)
            process.wait(timeout=LONG)

    to_people = [to for _sender, to, _message in mail.received if to != ["puits@exemple.fr"]]
    assert (to_people, instance.arrange(LEFT), process.returncode) == ([["a@exemple.fr"]], ["b@exemple.fr"], 0)


def let_go(mail: Sink) -> None:
    """Somebody else writes: what is held out is kept from now on."""
    with smtplib.SMTP("127.0.0.1", mail.port, timeout=LONG) as other:
        other.sendmail("nous@exemple.fr", ["puits@exemple.fr"], "Subject: assez\r\n\r\nAssez.\r\n")


def test_a_server_without_worker_sends_by_itself(instance):
    with mailing(instance) as mail:
        instance.arrange(WAITING, addresses=["seule@exemple.fr"])
        with running(instance, "serve", "--port", str(instance.port)) as process:
            wait_for(lambda: any(to == ["seule@exemple.fr"] for _sender, to, _message in mail.received), instance)
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=LONG)

    assert (process.returncode, instance.arrange(LEFT)) == (0, [])
