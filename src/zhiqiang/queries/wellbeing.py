"""How the site is: its database, its store, its worker."""

import datetime as dt
import os
import time
from pathlib import Path

from django.core.cache import cache
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connection

BEAT = "worker-beat"
STALE_SECONDS = 120
_KEPT_SECONDS = 20
_seen: dict[str, tuple[float, bool]] = {}


def database_answers() -> bool:
    """Whether the database answers a question."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def store_answers() -> bool:
    """Whether uploads can be kept: the folder can be written, or the S3 store answers (asked every 20 s at most)."""
    if isinstance(default_storage, FileSystemStorage):
        return folder_can_be_written(Path(default_storage.location))
    at, well = _seen.get("store", (0.0, False))
    if not at or time.monotonic() - at > _KEPT_SECONDS:
        well = _remote_store_answers()
        _seen["store"] = (time.monotonic(), well)
    return well


def folder_can_be_written(folder: Path) -> bool:
    """Whether a file can be made in a folder, or the folder itself where it is not there yet."""
    here = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    return here.is_dir() and os.access(here, os.W_OK | os.X_OK)


def worker_age(at: dt.datetime) -> float | None:
    """Seconds since a worker said that it lives; None where none did."""
    try:
        said = cache.get(BEAT)
    except DatabaseError:
        return None
    return max(0.0, (at - dt.datetime.fromisoformat(said)).total_seconds()) if said else None


def _remote_store_answers() -> bool:
    try:
        default_storage.exists("files/wellbeing")
    except Exception:  # whatever a network says
        return False
    return True
