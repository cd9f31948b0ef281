"""Several processes at once on one database: none does what another does. Threads on SQLite in memory would say nothing."""

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

WRITE = """
import django; django.setup()
from django.utils import timezone
from zhiqiang.records.models import Letter
for number in range({letters}):
    Letter.objects.create(to=f"p{{number}}@example.com", subject="s", body="b", at=timezone.now())
"""
ATTEMPT = """
import datetime as dt
import django; django.setup()
from zhiqiang.actions import logins
from zhiqiang.actions.refusals import Refused
at = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
for _ in range(10):
    try:
        logins.begin_attempt(logins.password_attempt(account="a@example.com", address="192.0.2.1"), at=at)
        print("passed")
    except Refused:
        print("refused")
"""


@pytest.fixture
def database() -> Iterator[str]:
    """A database of one test's own where the tests run on PostgreSQL; nothing for a file of SQLite's."""
    server = os.environ.get("ZHIQIANG_TEST_DATABASE", "")
    if not server:
        yield ""
        return
    import psycopg

    name = f"several_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{server.rpartition('/')[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def own(tmp_path, database) -> dict[str, str]:
    """The environment of a site with a database of its own, and a folder for its mail."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("ZHIQIANG_")}
    own = clean | {
        "ZHIQIANG_DATA": str(tmp_path), "ZHIQIANG_SECRET_KEY": "x" * 60, "ZHIQIANG_LOG_LEVEL": "ERROR",
        "EMAIL_URL": f"file:{tmp_path}/mail", "DJANGO_SETTINGS_MODULE": "zhiqiang.config.settings", "DATABASE_URL": database,
    }  # fmt: skip
    subprocess.run([*manage("migrate"), "-v0"], env=own, check=True)
    return own


def manage(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "zhiqiang.config.manage", *arguments]


def told(own: dict[str, str], *commands: list[str]) -> str:
    """What they say, run at the same time."""
    running = [subprocess.Popen(one, env=own, stdout=subprocess.PIPE, text=True) for one in commands]
    said = [one.communicate(timeout=120)[0] for one in running]
    assert [one.returncode for one in running] == [0] * len(commands)
    return "".join(said)


def mailed(tmp_path: Path) -> list[str]:
    texts = [file.read_text() for file in (tmp_path / "mail").glob("*.log")]
    return sorted(line for text in texts for line in text.splitlines() if line.startswith("To: "))


def test_several_workers_send_none_twice(own, tmp_path):
    told(own, [sys.executable, "-c", WRITE.format(letters=60)])

    told(own, *[manage("worker", "--once")] * 3)

    assert mailed(tmp_path) == sorted(f"To: p{number}@example.com" for number in range(60))


def test_guessing_from_several_processes_gets_five_attempts_in_all(own):
    said = told(own, *[[sys.executable, "-c", ATTEMPT]] * 3)

    assert (said.count("passed"), said.count("refused")) == (5, 25)


def test_a_worker_ends_on_the_signal_with_nothing_half_done(own, tmp_path):
    told(own, [sys.executable, "-c", WRITE.format(letters=1)])
    worker = subprocess.Popen(manage("worker"), env=own, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not (tmp_path / "mail").exists() and time.monotonic() < deadline:
        time.sleep(0.1)

    worker.terminate()
    _, said = worker.communicate(timeout=30)

    assert (worker.returncode, said) == (0, b"")
    assert mailed(tmp_path) == ["To: p0@example.com"]
