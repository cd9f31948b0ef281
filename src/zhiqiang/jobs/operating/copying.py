"""A copy of a whole site in one file, and a site out of a copy."""

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from zhiqiang import __version__
from zhiqiang.actions.previews import preview_path
from zhiqiang.actions.storing import store_path
from zhiqiang.engine.words import Words
from zhiqiang.jobs.operating.archive import DATABASES, STORE, unpack, writing
from zhiqiang.jobs.operating.dumping import dump, is_empty, load
from zhiqiang.jobs.speaking import Trouble
from zhiqiang.queries.audit import anchors, verify
from zhiqiang.records.models import Application, Event, Person, Preview, StoredFile, Submission

COUNTED = (Person, Application, Submission, StoredFile, Event)


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds, or what came out of one: files, bytes of them, and rows by table."""

    files: int
    size: int
    rows: dict[str, int]


def back_up(path: Path, *, at: dt.datetime) -> Copied:
    """Write a copy while the site goes on working. The database first: every file it names was stored before its row.

    Left out: the secret key and all settings, log-ins that are open now. Raises Trouble where a file is missing or
    changed in the store: such a copy would not be one.
    """
    # Counted before: the dump holds at least that, and restoring proves it.
    rows, books = _rows(), {name: list(one) for name, one in anchors().items()}
    with (
        writing(path) as archive,
        tempfile.TemporaryDirectory(dir=path.absolute().parent, prefix=".zhiqiang-backup-") as folder,
    ):
        dumped = Path(folder) / DATABASES[connection.vendor]
        dump(dumped)
        with dumped.open("rb") as source:
            archive.add(dumped.name, source, dumped.stat().st_size)
        wanted = _stored()  # after the dump: one file more than it names does no harm
        for name, digest in sorted(wanted.items()):
            _add_file(archive, name, digest)
        archive.seal({
            "made_at": at.isoformat(), "program": __version__, "database": connection.vendor, "rows": rows, "books": books,
        })  # fmt: skip
        return Copied(
            len(wanted),
            sum(size for name, (size, _) in archive.members.items() if name.startswith(STORE)),
            rows,
        )


def restore(path: Path, *, force: bool) -> Copied:
    """Make the site this process is set up for out of a copy; prove the copy before anything is touched.

    Refuses to write over a site unless forced. Files go in first, the database last and in one step. A copy of an older
    program is migrated. Raises Trouble where the audit trail does not hold afterwards.
    """
    if not force and not is_empty():
        raise Trouble(
            Words("这里已有一个站点的数据；确实要用备份代替它，请先停止站点，再加 --force", "there is a site here already; to put the copy "
                  "in its place, stop the site and say --force")
        )  # fmt: skip
    with _unpacked(path) as (folder, said):
        if said["database"] != connection.vendor:
            raise Trouble(
                Words(f"备份出自 {said['database']}，不能恢复到 {connection.vendor}", f"the copy is of {said['database']} and cannot go "
                      f"into {connection.vendor}")
            )  # fmt: skip
        files = [one for one in (folder / STORE).rglob("*") if one.is_file()]
        for one in files:
            _put_back(one, one.relative_to(folder / STORE).as_posix())
        load(folder / DATABASES[said["database"]])
        size = sum(one.stat().st_size for one in files)
        books = {name: (length, head) for name, (length, head) in said["books"].items()}
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    broken = next(verify(anchors=books), None)
    if broken:
        where = f"{broken.book} {broken.number}"
        raise Trouble(
            Words(
                f"已恢复，但操作记录链不符：{where} {broken.words.zh}",
                f"restored, but the audit trail is broken: {where} {broken.words.en}",
            )
        )
    return Copied(len(files), size, _rows())


def _stored() -> dict[str, str | None]:
    """Every path of the store that a row names, with its digest where the row knows it."""
    named: dict[str, str | None] = {
        store_path(one): one
        for one in StoredFile.objects.values_list("digest", flat=True).distinct().order_by()
    }
    made = Preview.objects.filter(state=Preview.State.DONE).values_list("digest", flat=True)
    return named | {preview_path(one): None for one in made}


def _rows() -> dict[str, int]:
    return {model._meta.model_name or "": model.objects.count() for model in COUNTED}


def _add_file(archive: Any, name: str, digest: str | None) -> None:
    try:
        with default_storage.open(name) as source:
            found = archive.add(STORE + name, source, source.size)
    except OSError:
        raise Trouble(
            Words(f"存储中缺少文件 {name}；没有写备份", f"the store lacks {name}; no copy was written")
        ) from None
    if digest not in (None, found):
        raise Trouble(
            Words(
                f"存储中的文件 {name} 已被改动；没有写备份",
                f"{name} was changed in the store; no copy was written",
            )
        )


def _put_back(source: Path, name: str) -> None:
    with source.open("rb") as file:
        default_storage.save(name, File(file))


@contextmanager
def _unpacked(path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    folder = Path(tempfile.mkdtemp(prefix="zhiqiang-restore-"))
    try:
        (folder / STORE).mkdir()
        yield folder, unpack(path, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
