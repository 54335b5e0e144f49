"""A throw-away Debian: this one, with a memory of its own above its files. Nothing that is done there stays."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PLACE = Path("/mnt")  # covered in our own mount namespace only
HERE = Path(__file__).parent


class Machine:
    def __init__(self, repository: Path) -> None:
        self.root = PLACE / "root"
        mount("--make-rprivate", "/")
        mount("-t", "tmpfs", "tmpfs", str(PLACE))
        for name in ("upper", "work", "root"):
            (PLACE / name).mkdir()
        layers = f"lowerdir=/,upperdir={PLACE}/upper,workdir={PLACE}/work"
        mount("-t", "overlay", "overlay", "-o", layers, str(self.root))
        mount("-t", "proc", "proc", str(self.root / "proc"))
        mount("--rbind", "/dev", str(self.root / "dev"))
        for name in ("run", "tmp"):
            mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", str(self.root / name))
        self.open_python()
        bare = [
            "git",
            "clone",
            "--quiet",
            "--bare",
            "--no-hardlinks",
            str(repository),
            str(self.root / "srv/depot.git"),
        ]
        subprocess.run(["git", "-c", "safe.directory=*", *bare[1:]], check=True)
        shutil.copy(HERE / "systemctl.py", self.root / "usr/local/sbin/systemctl")
        (self.root / "usr/local/sbin/systemctl").chmod(0o755)
        self.write("etc/hosts", "127.0.0.1 localhost essaim.exemple.fr\n")
        mount("--bind", str(self.root / "etc/hosts"), "/etc/hosts")

    def open_python(self) -> None:
        """The accounts of the machine may use the Python that runs us, wherever it was installed."""
        self.python = Path(sys.base_prefix).resolve() / "bin"
        for folder in [self.python, *self.python.parents]:
            inside = self.root / folder.relative_to("/")
            inside.chmod(inside.stat().st_mode | 0o011)

    def do(self, commands: str, given: str = "") -> str:
        """The commands are done by root, one after the other; the first that fails ends them all."""
        environment = {
            **{name: value for name, value in os.environ.items() if name.startswith(("PIP_", "UV_", "HTTP", "SSL"))},
            "HOME": "/root",
            "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            "APT_CONFIG": "/etc/apt/yes.conf",
            "PATH": f"/usr/local/sbin:/usr/local/bin:{self.python}:/usr/sbin:/usr/bin:/sbin:/bin",
        }
        self.write("etc/apt/yes.conf", 'APT::Get::Assume-Yes "1";\nAPT::Install-Recommends "0";\n')
        place = "cd /opt/essaim 2>/dev/null || cd /\n"
        done = subprocess.run(
            ["chroot", str(self.root), "/bin/sh", "-euc", place + commands],
            env=environment,
            input=given,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # no terminal: what asks for a password reads it from us
        )
        if done.returncode:
            raise SystemExit(f"{commands}\n{done.stdout}\nended with {done.returncode}")
        return done.stdout

    def path(self, name: str) -> Path:
        return self.root / name

    def write(self, name: str, text: str) -> None:
        (self.root / name).write_text(text)

    def leave_network(self) -> None:
        """Everything is installed: from here on, this machine speaks to nobody but itself."""
        os.unshare(os.CLONE_NEWNET)
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)


def mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True)
