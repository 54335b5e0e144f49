"""A power cut keeps what was synced: the note is on disk before its acknowledgement leaves, as the kernel saw it."""

import json
import re
import shutil
import subprocess
import uuid
from itertools import groupby

import pytest

from tests.live.room import RUNNING, Client
from tests.server import an_instance

CALLS = "pwrite64,fdatasync,fsync,write,writev,sendto,sendmsg"
CALL = re.compile(r"^(?P<pid>\d+) +(?:<\.\.\. (?P<resumed>\w+) resumed>|(?P<name>\w+)\((?P<rest>.*))")


def traced(pid, work, log):
    """What the process asked of the kernel while `work` was done, in order."""
    tracer = subprocess.Popen(
        ["strace", "-f", "-y", "-s", "300", "-e", f"trace={CALLS}", "-o", str(log), "-p", str(pid)],
        stderr=subprocess.PIPE,
        text=True,
    )
    attached = tracer.stderr.readline()
    if "attached" not in attached:
        tracer.wait()
        pytest.skip(f"strace ne peut pas observer le serveur : {attached.strip()}")
    work()
    tracer.terminate()
    tracer.communicate()
    return log.read_text(errors="replace").splitlines()


def steps_of(lines, key):
    """`write`, `sync` when it is finished, and `answer`: what happened to the log of the database and to the client."""
    steps, syncing = [], set()
    for line in lines:
        call = CALL.match(line)
        if call is None:
            continue
        name, rest, pid = call["name"], call["rest"] or "", call["pid"]
        if name == "pwrite64" and "sqlite3-wal" in rest:
            steps.append("write")
        elif name in {"fdatasync", "fsync"} and "sqlite3-wal" in rest:
            if "unfinished" in rest:
                syncing.add(pid)
            else:
                steps.append("sync")
        elif call["resumed"] in {"fdatasync", "fsync"} and pid in syncing:
            syncing.discard(pid)
            steps.append("sync")
        elif name in {"write", "writev", "sendto", "sendmsg"} and key in rest:
            steps.append("answer")
    return [step for step, _same in groupby(steps)]


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace n’est pas installé (paquet strace)")
def test_the_log_is_written_then_synced_then_the_phone_is_told(tmp_path):
    with an_instance(HASHED_STATIC="0", DATABASE_URL="") as served:
        served.environment.pop("DATABASE_URL")
        served.start()
        given = served.arrange(RUNNING)
        phone = Client(served.url, given["boards"]["own"], token=given["seats"][0])
        keys = [str(uuid.uuid4()) for _ in range(5)]
        phone.write("La première ouvre tout ce qui s’ouvre une fois.")

        for number, key in enumerate(keys):
            told = []
            lines = traced(
                served.process.pid,
                lambda key=key, told=told: told.append(phone.write("Aérer les classes", key=key)),
                tmp_path / f"{number}.strace",
            )
            steps = steps_of(lines, key)

            assert json.loads(told[0].content)["key"] == key
            assert steps[: steps.index("answer") + 1][-3:] == ["write", "sync", "answer"]
            assert steps.count("answer") == 1
