"""Django, made ready for a command of the command line: the same settings as the site, from the same environment."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from zhiqiang.engine.words import Words
from zhiqiang.jobs.speaking import Trouble

DATA = "ZHIQIANG_DATA"
SECRET = "ZHIQIANG_SECRET_KEY"  # noqa: S105 - a name
DATABASE = "DATABASE_URL"


def data_folder(named: Path | None) -> Path:
    """The data folder: named in the call, by the environment, or `var` here."""
    return (named or Path(os.environ.get(DATA) or "var")).expanduser().resolve()


def open_site(data: Path | None = None, *, database: str = "", must_exist: bool = True) -> Path:
    """Make Django ready on a data folder, with the key that `./run` keeps there when none is given; the folder.

    Raises Trouble with the mend where there is no such folder, or a setting cannot be used.
    """
    folder = data_folder(data)
    if must_exist and not folder.is_dir() and not os.environ.get(DATABASE):
        raise Trouble(
            Words(
                f"没有数据文件夹 {folder}；请用 --data 或 ZHIQIANG_DATA 指明",
                f"there is no data folder {folder}; name it with --data or ZHIQIANG_DATA",
            )
        )
    os.environ[DATA] = str(folder)
    if database:
        os.environ[DATABASE] = database
    if not os.environ.get(SECRET) and (folder / "secret.key").is_file():
        os.environ[SECRET] = (folder / "secret.key").read_text().strip()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiqiang.config.settings")
    os.environ.setdefault("ZHIQIANG_LOG_LEVEL", "ERROR")
    start()
    return folder


def start() -> None:
    """Set Django up; a bad setting becomes a sentence."""
    import django

    try:
        django.setup()
    except ImproperlyConfigured as problem:
        raise Trouble(Words(str(problem), str(problem))) from None


def need_database() -> None:
    """Raises Trouble unless the database answers and has all tables."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).is_file():
        raise Trouble(Words("这个数据文件夹中没有数据库", "there is no database in this data folder"))
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as problem:
        raise Trouble(
            Words(f"数据库没有应答：{problem}", f"the database does not answer: {problem}")
        ) from None
    if waiting:
        raise Trouble(
            Words(
                f"数据库比程序旧（待迁移 {len(waiting)} 项）；请先运行 zhiqiang-manage migrate",
                f"the database is older than the program ({len(waiting)} migrations wait); run zhiqiang-manage migrate first",
            )
        )


@contextmanager
def one_view() -> Iterator[None]:
    """Everything read inside is of one instant, whoever writes meanwhile."""
    from django.db import connection, transaction

    if connection.vendor == "sqlite":
        # A plain BEGIN: a reader holds nobody up, while Django's own would keep every writer waiting.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def with_some_key(data: Path | None) -> None:
    """Where there is no secret key yet, one for this process alone: what does not sign anything needs none that lasts."""
    if not os.environ.get(SECRET) and not (data_folder(data) / "secret.key").is_file():
        os.environ[SECRET] = secrets.token_urlsafe(48)
