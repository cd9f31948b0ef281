"""Databases of their own for sites that tests start: SQLite in the site's folder, or one made on the tests' PostgreSQL."""

import contextlib
import hashlib
import os
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

SERVER = "ZHIQIANG_TEST_DATABASE"


def on_postgres() -> bool:
    """Whether this run proves PostgreSQL."""
    return bool(os.environ.get(SERVER))


def ask(folder: Path, question: str) -> tuple:
    """The first row of what a site's database answers to a question in SQL."""
    address = database_of(folder).get("DATABASE_URL")
    if not address:
        with contextlib.closing(sqlite3.connect(folder / "zhiqiang.sqlite3", timeout=60)) as database:
            return database.execute(question).fetchone()
    import psycopg

    with psycopg.connect(address) as connection:
        return connection.execute(question).fetchone()


def database_of(folder: Path) -> dict[str, str]:
    """The environment naming the database of a site: empty for SQLite, always the same one for the same folder."""
    server = os.environ.get(SERVER)
    if not server:
        return {}
    import psycopg
    from psycopg import sql

    name = "site_" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:20]
    with psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return {"DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{name}"))}
