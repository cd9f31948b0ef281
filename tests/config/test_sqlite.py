"""Writers of SQLite wait for their turn, and not for ever."""

import sqlite3
import threading
from contextlib import closing

import pytest
from django.db import ConnectionHandler
from django.db.utils import OperationalError


@pytest.fixture
def opened(tmp_path, django_db_blocker):
    """Makes connections to one database file, each with so many seconds of patience."""
    made = []

    def connect(seconds: float):
        there = {"ENGINE": "zhiqiang.config.sqlite", "NAME": tmp_path / "site.sqlite3"}
        options = {"timeout": seconds, "transaction_mode": "IMMEDIATE", "check_same_thread": False}
        connection = ConnectionHandler({"default": there | {"OPTIONS": options}})["default"]
        connection.inc_thread_sharing()
        made.append(connection)
        return connection

    with closing(sqlite3.connect(tmp_path / "site.sqlite3")) as file:
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("CREATE TABLE written (who TEXT)")
    with django_db_blocker.unblock():
        yield connect
    for connection in made:
        connection.close()


def begin(connection) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def write(connection, who: str) -> None:
    begin(connection)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO written VALUES (%s)", [who])
    connection.commit()


def test_a_writer_waits_until_the_one_before_is_done(opened):
    first, second = opened(20), opened(20)
    begin(first)
    later = threading.Thread(target=write, args=(second, "second"))
    later.start()
    with first.cursor() as cursor:
        cursor.execute("INSERT INTO written VALUES ('first')")
    first.commit()
    later.join()

    with first.cursor() as cursor:
        assert cursor.execute("SELECT who FROM written ORDER BY rowid").fetchall() == [("first",), ("second",)]


def test_a_writer_whose_turn_never_comes_is_told(opened):
    first, second = opened(20), opened(0)
    begin(first)

    with pytest.raises(OperationalError, match="locked"):
        begin(second)


def test_whoever_waited_in_vain_waits_as_long_the_next_time(opened):
    first, second = opened(20), opened(0.25)
    begin(first)
    with pytest.raises(OperationalError, match="locked"):
        begin(second)

    with second.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (250,)
