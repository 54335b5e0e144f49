#!/usr/bin/env python3
"""A stand-in for systemd where it does not run: the unit files as they are, without what keeps them going.

Done as systemd does: template names, targets, users, environment files, folders, closed file systems, the commands
before and after, services that fork, end, or say that they are ready, stop by SIGTERM.
Not done: filters of system calls, restarts, timers.
"""

import grp
import os
import pwd
import re
import resource
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = [Path("/etc/systemd/system"), Path("/usr/lib/systemd/system"), Path("/lib/systemd/system")]
STATE, LOGS = Path("/run/units"), Path("/var/log/units")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
Unit = dict[str, list[str]]


def full(name: str) -> str:
    return name if re.search(r"\.(service|target|timer)$", name) else f"{name}.service"


def read(name: str) -> Unit:
    """The settings of a unit, in order; its instance's name stands where it asks for it."""
    stem, _at, rest = name.partition("@")
    instance = rest.removesuffix(".service")
    file = f"{stem}@.service" if instance else name
    path = next(place / file for place in PLACES if (place / file).exists())
    found: Unit = defaultdict(list)
    for line in path.read_text().replace("\\\n", " ").splitlines():
        key, is_setting, value = line.partition("=")
        if is_setting and not line.startswith(("#", ";")):
            found[key.strip()].append(value.strip().replace("%i", instance))
    return found


def environment(unit: Unit) -> dict[str, str]:
    """What systemd gives, and nothing of whoever gave the command."""
    found = {"PATH": PATH, "LANG": "C.UTF-8"}
    if user := last(unit, "User"):
        person = pwd.getpwnam(user)
        found |= {"USER": user, "LOGNAME": user, "HOME": person.pw_dir}
    for file in unit["EnvironmentFile"]:
        for line in Path(file.removeprefix("-")).read_text().splitlines():
            name, is_setting, value = line.partition("=")
            if is_setting and not line.startswith(("#", ";")):
                found[name.strip()] = "".join(shlex.split(value))
    return found


def last(unit: Unit, key: str, default: str = "") -> str:
    return unit[key][-1] if unit[key] else default


def bounded(unit: Unit, words: list[str]) -> list[str]:
    """The command under the unit's account, where it writes only what the unit lets it write."""
    limits = ["setpriv"]
    if user := last(unit, "User"):
        group = last(unit, "Group") or grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name
        limits += ["--reuid", user, "--regid", group, "--init-groups"]
    if last(unit, "NoNewPrivileges") == "yes":
        limits.append("--no-new-privs")
    if "" in unit["CapabilityBoundingSet"]:
        limits.append("--bounding-set=-all")
    if wanted := last(unit, "AmbientCapabilities"):
        names = ",".join(f"+{name.removeprefix('CAP_').lower()}" for name in wanted.split())
        limits += [f"--inh-caps={names}", f"--ambient-caps={names}"]
    command = [*limits, "--", *words] if len(limits) > 1 else words
    if last(unit, "ProtectSystem") != "strict":
        return command
    open_ = [f"/var/lib/{name}" for name in unit["StateDirectory"]] + unit["ReadWritePaths"]
    steps = [f"mount --bind {path} {path}" for path in open_]
    steps += ["mount -o remount,bind,ro /", "mount -t tmpfs tmpfs /tmp"]
    steps += ["mount -t tmpfs -o mode=000 tmpfs /home"] if last(unit, "ProtectHome") == "yes" else []
    return ["unshare", "--mount", "sh", "-euc", " && ".join([*steps, 'exec "$@"']), "sh", *command]


def run(unit: Unit, line: str, log: Path, *, wait: bool, **more: str) -> subprocess.Popen:
    def settle() -> None:
        os.umask(int(last(unit, "UMask", "0022"), 8))
        if files := last(unit, "LimitNOFILE"):
            most = min(int(files), resource.getrlimit(resource.RLIMIT_NOFILE)[1])  # a container may allow no more
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    with log.open("ab") as out:
        process = subprocess.Popen(
            bounded(unit, shlex.split(line.lstrip("-"))),
            cwd=last(unit, "WorkingDirectory", "/"),
            env=environment(unit) | more,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            preexec_fn=settle,
        )
    if wait and process.wait() and not line.startswith("-"):
        sys.exit(f"{line}: {process.returncode}\n{log.read_text()[-3000:]}")
    return process


def start(name: str) -> None:
    unit = read(name)
    for wanted in unit["Wants"]:
        if name.endswith(".target"):
            for other in wanted.split():
                start(other)
    if not name.endswith(".service") or is_active(name):
        return
    log = LOGS / f"{name}.log"
    for folder in unit["StateDirectory"]:
        made = Path("/var/lib") / folder
        made.mkdir(exist_ok=True)
        person = pwd.getpwnam(last(unit, "User", "root"))
        os.chown(made, person.pw_uid, person.pw_gid)
        made.chmod(int(last(unit, "StateDirectoryMode", "0755"), 8))
    kind = last(unit, "Type", "simple")
    for line in unit["ExecStartPre"]:
        run(unit, line, log, wait=True)
    with notified(kind) as address:
        process = run(unit, last(unit, "ExecStart"), log, wait=kind in {"oneshot", "forking"}, **address)
    if kind != "oneshot":
        (STATE / name).write_text(str(process.pid) if kind != "forking" else Path(last(unit, "PIDFile")).read_text())
    for line in unit["ExecStartPost"]:
        run(unit, line, log, wait=True)
    if kind != "oneshot" and not is_active(name):
        sys.exit(f"{name} is not running:\n{log.read_text()[-3000:]}")


@contextmanager
def notified(kind: str) -> Iterator[dict[str, str]]:
    """A service that says when it is ready has said so when the block ends."""
    if kind != "notify":
        yield {}
        return
    path = STATE / "notify"
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(path))
        path.chmod(0o666)
        heard.settimeout(90)
        yield {"NOTIFY_SOCKET": str(path)}
        while "READY=1" not in heard.recv(4096).decode().splitlines():
            pass
    path.unlink()


def pid_of(name: str) -> int:
    return int((STATE / name).read_text()) if (STATE / name).exists() else 0


def is_active(name: str) -> bool:
    try:
        return Path(f"/proc/{pid_of(name)}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def stop(name: str) -> None:
    if name.endswith(".target"):
        for known in sorted(STATE.glob("*.service")):
            if name in " ".join(read(known.name)["PartOf"]).split():
                stop(known.name)
        return
    if not is_active(name):
        return
    os.kill(pid_of(name), signal.SIGTERM)
    end = time.monotonic() + float(last(read(name), "TimeoutStopSec", "90").rstrip("s"))
    while is_active(name):
        if time.monotonic() > end:
            sys.exit(f"{name} does not stop")
        time.sleep(0.05)


def cluster(act: str) -> None:
    """PostgreSQL's unit is made by a generator, for each cluster that Debian's own tool lists."""
    os.makedirs("/run/postgresql", exist_ok=True)
    os.chmod("/run/postgresql", 0o2775)  # noqa: S103
    os.chown("/run/postgresql", *(pwd.getpwnam("postgres")[2:4]))
    for line in subprocess.run(["pg_lsclusters", "-h"], capture_output=True, text=True, check=True).stdout.splitlines():
        subprocess.run(["pg_ctlcluster", *line.split()[:2], act], check=False)


def main(words: list[str]) -> None:
    STATE.mkdir(exist_ok=True)
    LOGS.mkdir(exist_ok=True)
    act, names = words[0], [full(word) for word in words[1:] if not word.startswith("-")]
    for name in names:
        if name == "postgresql.service":
            cluster({"enable": "start"}.get(act, act))
        elif act in {"start", "restart", "stop"} or (act in {"enable", "disable"} and "--now" in words):
            if act in {"stop", "restart", "disable"}:
                stop(name)
            if act in {"start", "restart", "enable"}:
                start(name)
        elif act == "reload":
            run(read(name), last(read(name), "ExecReload"), LOGS / f"{name}.log", wait=True)
        elif act == "is-active" and not is_active(name):
            sys.exit(3)
    if act == "daemon-reload":
        ours = [str(path) for path in PLACES[0].glob("essaim*")]
        subprocess.run(["systemd-analyze", "verify", "--man=no", *ours], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
