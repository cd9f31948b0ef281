"""The database as one file, of one instant, and back: SQLite's own backup, or pg_dump and pg_restore."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.db import connection

from zhiqiang.engine.words import Words
from zhiqiang.jobs.speaking import Trouble

# Who is logged in now and what is counted for minutes: no part of a copy.
FLEETING = ("django_session", "usersessions_usersession", "zhiqiang_cache")


def dump(target: Path) -> None:
    """Write the database to a file that is not there yet, while the site goes on working."""
    if connection.vendor == "sqlite":
        _dump_sqlite(Path(str(connection.settings_dict["NAME"])), target)
    else:
        left_out = [f"--exclude-table-data=*.{name}" for name in FLEETING]
        _program(
            "pg_dump", ["--format=custom", "--no-owner", "--no-privileges", *left_out, f"--file={target}"]
        )


def is_empty() -> bool:
    """Whether the database this process is set up for holds nothing of a site."""
    if connection.vendor == "sqlite":
        name = Path(str(connection.settings_dict["NAME"]))
        return not name.exists() or name.stat().st_size == 0
    return not connection.introspection.table_names()


def load(source: Path) -> None:
    """Put a dump in the place of what is there: all of it, or nothing."""
    if connection.vendor == "sqlite":
        _load_sqlite(source, Path(str(connection.settings_dict["NAME"])))
        return
    connection.close()
    _program(
        "pg_restore",
        ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--clean", "--if-exists",
         f"--dbname={connection.settings_dict['NAME']}", str(source)],
    )  # fmt: skip


def _dump_sqlite(database: Path, target: Path) -> None:
    source = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
    copy = sqlite3.connect(target)
    try:
        source.backup(copy)  # one step: one instant
        copy.execute("PRAGMA journal_mode=DELETE")
        known = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in (name for name in FLEETING if name in known):
            copy.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own
        copy.commit()
        copy.execute("VACUUM")
        _check(copy, target)
    finally:
        copy.close()
        source.close()


def _load_sqlite(source: Path, database: Path) -> None:
    opened = sqlite3.connect(source)
    try:
        _check(opened, source)
    finally:
        opened.close()
    connection.close()
    database.parent.mkdir(parents=True, exist_ok=True)
    ready = database.with_name(f".{database.name}.restoring")
    shutil.copyfile(source, ready)
    ready.chmod(0o600)
    with ready.open("rb+") as file:
        os.fsync(file.fileno())
    for rest in ("-wal", "-shm"):  # they belong to the database that goes
        database.with_name(database.name + rest).unlink(missing_ok=True)
    ready.replace(database)


def _check(opened: sqlite3.Connection, path: Path) -> None:
    said = opened.execute("PRAGMA integrity_check").fetchone()[0]
    if said != "ok":
        raise Trouble(
            Words(f"数据库 {path.name} 已损坏：{said}", f"the database {path.name} is damaged: {said}")
        )


def _program(name: str, arguments: list[str]) -> None:
    found = shutil.which(name)
    if not found:
        raise Trouble(
            Words(
                f"没有 {name}：sudo apt install postgresql-client",
                f"there is no {name}: sudo apt install postgresql-client",
            )
        )
    said = connection.settings_dict
    named = {
        "PGHOST": said["HOST"],
        "PGPORT": said["PORT"],
        "PGUSER": said["USER"],
        "PGPASSWORD": said["PASSWORD"],
        "PGDATABASE": said["NAME"],
    }
    environment = {**os.environ, **{key: str(value) for key, value in named.items() if value}}
    done = subprocess.run(
        [found, *arguments], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if done.returncode:
        told = done.stderr.strip()[-1500:]
        raise Trouble(Words(f"{name} 没有成功：{told}", f"{name} failed: {told}"))
