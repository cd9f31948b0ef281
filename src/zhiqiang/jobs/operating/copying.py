"""A copy of a whole site in one file, and a site out of a copy: from any database into any other."""

import datetime as dt
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.apps import apps as present
from django.apps.registry import Apps
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection

from zhiqiang import __version__
from zhiqiang.actions.previews import preview_path
from zhiqiang.actions.storing import store_path
from zhiqiang.engine.words import Words
from zhiqiang.jobs.operating.archive import STORE, TABLES, Writing, members, prove, writing
from zhiqiang.jobs.operating.rebuilding import is_empty, migrations, rebuilt
from zhiqiang.jobs.operating.rows import columns, digest, give_on_from, last_given, lines, put_in, tables
from zhiqiang.jobs.operating.site import one_view
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
    """Write a copy of one instant while the site goes on working: every row, and every file a row names.

    Left out: the secret key and all settings, log-ins that are open now. Raises Trouble where a file is missing or
    changed in the store: such a copy would not be one.
    """
    with (
        writing(path) as archive,
        tempfile.TemporaryDirectory(dir=path.absolute().parent, prefix=".zhiqiang-backup-") as folder,
    ):
        with one_view():
            said = {label: _spooled(model, Path(folder) / label) for label, model in tables(present).items()}
            books = {name: list(one) for name, one in anchors().items()}
            wanted, been = _stored(), migrations()
        for name, known in sorted(wanted.items()):  # each was stored before its row was
            _add_file(archive, name, known)
        for label in said:
            with (Path(folder) / label).open("rb") as source:
                archive.add(f"{TABLES}{label}.jsonl", source, (Path(folder) / label).stat().st_size)
        archive.seal({
            "made_at": at.isoformat(), "program": __version__, "database": connection.vendor, "migrations": been,
            "tables": said, "books": books,
        })  # fmt: skip
        size = sum(size for name, (size, _) in archive.members.items() if name.startswith(STORE))
        return Copied(len(wanted), size, _rows(said))


def _spooled(model: Any, target: Path) -> dict[str, Any]:
    """The table's lines in a file, and what the manifest says of it."""
    rows = 0
    with target.open("wb") as file:
        for line in lines(model):
            file.write(line)
            rows += 1
    return {"columns": columns(model), "rows": rows, "last": last_given(model)}


def restore(path: Path, *, force: bool) -> Copied:
    """Make the site this process is set up for out of a copy, whatever database either is on.

    The copy is proved before anything is touched, a site that is there is not written over unless forced, and the
    database is replaced in one step after every table was read back and found equal to the copy and the audit trail
    holds. A copy of an older program is migrated. Raises Trouble, and then the database is what it was.
    """
    if not force and not is_empty():
        raise Trouble(
            Words("这里已有一个站点的数据；确实要用备份代替它，请先停止站点，再加 --force", "there is a site here already; to put the copy "
                  "in its place, stop the site and say --force")
        )  # fmt: skip
    said = prove(path)
    books = {name: (length, head) for name, (length, head) in said["books"].items()}
    with rebuilt(said["migrations"], proved=lambda: _prove_trail(books)) as apps:
        _fill(path, said, apps)
    stored = [size for name, (size, _) in said["members"].items() if name.startswith(STORE)]
    return Copied(len(stored), sum(stored), _rows(said["tables"]))


def _fill(path: Path, said: dict[str, Any], apps: Apps) -> None:
    """Put in every file and row, and see that the database gives back what was put in."""
    known = tables(apps)
    if set(known) != set(said["tables"]):
        strange = "、".join(sorted(set(known) ^ set(said["tables"])))
        raise Trouble(Words(f"备份的表与程序不符：{strange}", f"the copy's tables are not the program's: {strange}"))
    for name, source in members(path):
        if name.startswith(STORE):
            _put_back(source, name.removeprefix(STORE), said["members"][name][0])
            continue
        label = name.removeprefix(TABLES).removesuffix(".jsonl")
        put_in(known[label], said["tables"][label]["columns"], source)
    for label, model in known.items():
        give_on_from(model, said["tables"][label]["last"])
        if digest(model) != said["members"][f"{TABLES}{label}.jsonl"][1]:
            raise Trouble(
                Words(f"{label} 写入后与备份不一致；没有恢复", f"{label} is not what the copy says once it is written; nothing was restored")
            )


def _prove_trail(books: dict[str, tuple[int, str]]) -> None:
    broken = next(verify(anchors=books), None)
    if broken:
        where = f"{broken.book} {broken.number}"
        raise Trouble(
            Words(
                f"备份里的操作记录链不符：{where} {broken.words.zh}；没有恢复",
                f"the copy's audit trail is broken: {where} {broken.words.en}; nothing was restored",
            )
        )


def _stored() -> dict[str, str | None]:
    """Every path of the store that a row names, with its digest where the row knows it."""
    named: dict[str, str | None] = {
        store_path(one): one
        for one in StoredFile.objects.values_list("digest", flat=True).distinct().order_by()
    }
    made = Preview.objects.filter(state=Preview.State.DONE, paper=False).values_list("digest", flat=True)
    return named | {preview_path(one): None for one in made}


def _rows(said: dict[str, Any]) -> dict[str, int]:
    return {model._meta.model_name or "": said[model._meta.label_lower]["rows"] for model in COUNTED}


def _add_file(archive: Writing, name: str, known: str | None) -> None:
    try:
        with default_storage.open(name) as source:
            found = archive.add(STORE + name, source, source.size)
    except OSError:
        raise Trouble(
            Words(f"存储中缺少文件 {name}；没有写备份", f"the store lacks {name}; no copy was written")
        ) from None
    if known not in (None, found):
        raise Trouble(
            Words(
                f"存储中的文件 {name} 已被改动；没有写备份",
                f"{name} was changed in the store; no copy was written",
            )
        )


def _put_back(source: IO[bytes], name: str, size: int) -> None:
    # Through a file of its own: a store may want to read it twice, and an archive cannot go back quickly.
    with tempfile.TemporaryFile() as file:
        shutil.copyfileobj(source, file)
        file.seek(0)
        default_storage.save(name, File(file))
    if default_storage.size(name) != size:
        raise Trouble(Words(f"文件 {name} 没有写全", f"{name} was not stored whole"))
