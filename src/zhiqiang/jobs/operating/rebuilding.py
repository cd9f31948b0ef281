"""A database built anew out of a copy, in the place of what is there: all of it, or nothing is touched."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps.registry import Apps
from django.core.management import call_command
from django.db import DatabaseError, Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from zhiqiang.engine.words import Words
from zhiqiang.jobs.operating.rows import FLEETING, MADE_ANEW
from zhiqiang.jobs.speaking import Trouble


def migrations() -> list[list[str]]:
    """Which migrations the database has been through."""
    return sorted(list(one) for one in MigrationRecorder(connection).applied_migrations())


def is_empty() -> bool:
    """Whether the database this process is set up for holds no row of a site."""
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).exists():
        return True
    try:
        known = [one for one in connection.introspection.table_names() if one not in FLEETING | MADE_ANEW]
        return not any(_has_rows(one) for one in known)
    except DatabaseError:
        return False  # whatever that is, it is not ours to write over


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 - a name from the database
        return cursor.fetchone() is not None


@contextmanager
def rebuilt(been: list[list[str]], *, proved: Callable[[], None]) -> Iterator[Apps]:
    """An empty database at these migrations, with the models of that time; at the end migrated to this program.

    What is there is replaced once the block, and `proved` after it, have ended well. Raises Trouble for a copy of a
    newer program, and for rows the database does not take.
    """
    place = _in_a_file_beside if connection.vendor == "sqlite" else _in_one_transaction
    try:
        with place():
            apps = _at(been)
            with transaction.atomic():
                yield apps
                connection.check_constraints()
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
            proved()
    except Error as problem:
        told = str(problem).partition("\n")[0]  # what follows may name a row's contents
        raise Trouble(
            Words(f"数据库不接受备份的内容：{told}；没有恢复", f"the database does not take the copy: {told}; nothing was restored")
        ) from None


def _at(been: list[list[str]]) -> Apps:
    executor = MigrationExecutor(connection)
    nodes = {(app, name) for app, name in been}
    if unknown := sorted(nodes - set(executor.loader.graph.nodes)):
        named = ", ".join(f"{app}.{name}" for app, name in unknown[:3])
        raise Trouble(
            Words(
                f"备份出自更新的程序（{named}）；请先升级知强", f"the copy is of a newer program ({named}): upgrade Zhiqiang first"
            )
        )
    graph = executor.loader.graph
    last = [
        node for node in sorted(nodes)
        if not any(child.key[0] == node[0] and child.key in nodes for child in graph.node_map[node].children)
    ]  # fmt: skip
    executor.migrate(last)
    return executor.loader.project_state(last).apps


@contextmanager
def _in_one_transaction() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names():
                cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")
        yield


@contextmanager
def _in_a_file_beside() -> Iterator[None]:
    database = Path(str(connection.settings_dict["NAME"]))
    ready = database.with_name(f".{database.name}.restoring")
    database.parent.mkdir(parents=True, exist_ok=True)
    connection.close()
    _forget(ready)
    connection.settings_dict["NAME"] = str(ready)
    try:
        yield
        connection.close()  # the last one to leave puts the log into the file
        ready.chmod(0o600)
        with ready.open("rb+") as file:
            os.fsync(file.fileno())
        _forget(database, but_itself=True)
        ready.replace(database)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(database)
        _forget(ready)


def _forget(database: Path, *, but_itself: bool = False) -> None:
    for rest in ("-wal", "-shm", *(() if but_itself else ("",))):
        database.with_name(database.name + rest).unlink(missing_ok=True)
