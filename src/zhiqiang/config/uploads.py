"""Where uploads lie: on disk, or in a store that speaks S3."""

import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from zhiqiang.config.environment import BadSetting


class DurableFiles(FileSystemStorage):
    """Uploads on disk: whole and on the disk before the row that names them, or not there at all.

    A name carries its content's digest, so writing one again writes the same.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".unfinished-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                for piece in content.chunks():
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, target)  # noqa: PTH105 - one step, seen whole by everybody
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        for folder in (target.parent, target.parent.parent):
            _fsync_folder(folder)
        return name


def _fsync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def uploads_storage(url: str) -> dict[str, Any]:
    """Django's storage for uploads: the disk, or the S3-compatible store that UPLOADS_URL names.

    ``s3://key:secret@bucket/folder?endpoint=https://host&region=name``; without key and secret boto3 looks for its own.
    """
    if not url:
        return {"BACKEND": "zhiqiang.config.uploads.DurableFiles"}
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    if parts.scheme != "s3" or not parts.hostname or set(asked) - {"endpoint", "region"}:
        # The value is not repeated: it may hold a secret.
        raise BadSetting(
            "UPLOADS_URL cannot be read. Write s3://key:secret@bucket/folder?endpoint=https://host&region=name (a sign like / "
            "or + in the secret as %2F or %2B), or leave it empty for the data folder."
        )
    from botocore.config import Config

    options = {
        "bucket_name": parts.hostname,
        "location": parts.path.strip("/"),
        "access_key": unquote(parts.username) if parts.username else None,
        "secret_key": unquote(parts.password) if parts.password else None,
        "endpoint_url": asked.get("endpoint"),
        "region_name": asked.get("region", "us-east-1"),
        "default_acl": None,
        "file_overwrite": True,
        "client_config": Config(
            s3={"addressing_style": "path" if "endpoint" in asked else "auto"}, signature_version="s3v4",
            connect_timeout=5, read_timeout=30, retries={"max_attempts": 3, "mode": "standard"},
        ),
    }  # fmt: skip
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
