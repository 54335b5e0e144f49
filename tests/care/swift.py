"""OpenStack Swift, from Debian's packages, behind its S3 door: a real store, on ports and in a folder of its own."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import BotoCoreError, ClientError

from tests.server import free_port

KINDS = ("account", "container", "object", "proxy")
KEY, SECRET = "essaim:essaim", "un-secret"
STARTING = 120  # seconds
BACK = """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
user = {user}
swift_dir = {folder}
devices = {folder}
mount_check = false
workers = 0
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
"""
FRONT = """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
user = {user}
swift_dir = {folder}
workers = 0
[pipeline:main]
pipeline = catch_errors cache s3api tempauth bulk slo dlo versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_essaim_essaim = {secret} .admin
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true
[filter:symlink]
use = egg:swift#symlink
"""
HASHES = """
[swift-hash]
swift_hash_path_prefix = essai
swift_hash_path_suffix = essai
[storage-policy:0]
name = Policy-0
default = yes
"""


@contextmanager
def store(*buckets: str) -> Iterator[str]:
    """The address of a store that has these buckets."""
    if any(shutil.which(f"swift-{kind}-server") is None for kind in KINDS):
        pytest.skip("Swift is not installed: make system")
    with tempfile.TemporaryDirectory(prefix="essaim-swift-") as name, ExitStack() as stack:
        folder, ports = Path(name), {kind: free_port() for kind in KINDS}
        write(folder, ports)
        for kind in KINDS:
            stack.callback(stopped, started(folder, kind))
        address = f"http://127.0.0.1:{ports['proxy']}"
        for bucket in buckets:
            make(address, bucket, folder)
        yield address


def write(folder: Path, ports: dict[str, int]) -> None:
    """One disk, one copy of each thing."""
    user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    (folder / "swift.conf").write_text(HASHES)
    (folder / "disk").mkdir()
    for kind, port in ports.items():
        settings = (FRONT if kind == "proxy" else BACK).format(
            port=port, user=user, folder=folder, kind=kind, secret=SECRET
        )
        (folder / f"{kind}.conf").write_text(settings)
        if kind == "proxy":
            continue
        ring = str(folder / f"{kind}.builder")
        for words in (["create", "4", "1", "0"], ["add", f"r1z1-127.0.0.1:{port}/disk", "1"], ["rebalance"]):
            subprocess.run(["swift-ring-builder", ring, *words], check=True, capture_output=True)


def started(folder: Path, kind: str) -> subprocess.Popen:
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    with (folder / f"{kind}.log").open("wb") as log:
        return subprocess.Popen(
            [f"/usr/bin/swift-{kind}-server", str(folder / f"{kind}.conf")],
            env={**environment, "SWIFT_DIR": str(folder)},
            stdout=log,
            stderr=log,
        )


def stopped(process: subprocess.Popen) -> None:
    process.kill()
    process.wait()


def client(address: str):
    return boto3.client(
        "s3", endpoint_url=address, aws_access_key_id=KEY, aws_secret_access_key=SECRET, region_name="us-east-1"
    )


def make(address: str, bucket: str, folder: Path) -> None:
    """The bucket is there, as soon as the store answers."""
    end = time.monotonic() + STARTING
    while True:
        try:
            client(address).create_bucket(Bucket=bucket)
            return
        except (BotoCoreError, ClientError) as not_yet:
            if time.monotonic() > end:
                logs = "\n".join((folder / f"{kind}.log").read_text()[-1000:] for kind in KINDS)
                raise RuntimeError(logs) from not_yet
            time.sleep(0.1)


def objects(address: str, bucket: str) -> dict[str, bytes]:
    """Everything that the bucket holds, as the store tells it."""
    asked = client(address)
    listed = asked.list_objects_v2(Bucket=bucket).get("Contents", [])
    return {each["Key"]: asked.get_object(Bucket=bucket, Key=each["Key"])["Body"].read() for each in listed}
