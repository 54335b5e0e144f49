"""Photos in a bucket of an S3-compatible store, for several machines; read by nobody but Essaim."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage


@contextmanager
def as_a_disk() -> Iterator[None]:
    """What fails is said as a disk says it: whoever reads photos already knows what to do."""
    try:
        yield
    except ClientError as refused:
        code = str(refused.response.get("Error", {}).get("Code", ""))
        if code in {"404", "NoSuchKey"}:
            raise FileNotFoundError(code) from refused
        raise OSError(f"S3 : {code}") from refused
    except BotoCoreError as failed:
        raise OSError(f"S3 : {type(failed).__name__}") from failed


class Bucket(S3Storage):
    def _open(self, name: str, mode: str = "rb") -> Any:
        with as_a_disk():
            opened = super()._open(name, mode)
            _here = opened.file  # now, while failures are still ours to tell
            return opened

    def _save(self, name: str, content: Any) -> str:
        with as_a_disk():
            return super()._save(name, content)

    def delete(self, name: str) -> None:
        with as_a_disk():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with as_a_disk():
            return super().exists(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with as_a_disk():
            return super().listdir(name)

    def get_modified_time(self, name: str) -> datetime:
        with as_a_disk():
            return super().get_modified_time(name)

    def keeps_versions(self) -> bool:
        """What is erased could be asked for again."""
        with as_a_disk():
            return self.connection.BucketVersioning(self.bucket_name).status == "Enabled"
