"""A PostgreSQL of the tests' own: a cluster in a temporary folder, gone at the end, reached from this machine only.

``ZHIQIANG_TEST_DATABASE`` names its address while the tests run; give it yourself to use a server that runs already
(its user must be allowed to create databases).
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

VARIABLE = "ZHIQIANG_TEST_DATABASE"
PREFIX = "zhiqiang-postgres-"
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


class NoPostgres(Exception):
    """There is none, or it does not start; the message says the mend."""


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`: the newest one that is found."""
    candidates = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    for pattern in PLACES:
        candidates += sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
    return next(
        (one for one in candidates if (one / "initdb").exists() and (one / "postgres").exists()), None
    )


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """The address of a database that may create others."""
    bin_ = programs()
    if bin_ is None:
        raise NoPostgres("没有 PostgreSQL / There is no PostgreSQL: sudo apt install postgresql")
    user = _ordinary_user()
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if _orphaned(left):
            _take_down(bin_, left, user)
    with _told_to_end():
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        try:
            yield _started(bin_, folder, user)
        finally:
            # A second Ctrl-C must not leave behind what the first one asked us to take away.
            with _signals(signal.SIG_IGN):
                _take_down(bin_, folder, user)


def _started(bin_: Path, folder: Path, user: str | None) -> str:
    password, port = secrets.token_hex(16), _free_port()
    (folder / "owner").write_text(str(os.getpid()))
    (folder / "password").write_text(password)
    if user:
        for path in (folder, folder / "password"):
            shutil.chown(path, user)
    made = [bin_ / "initdb", "--pgdata", folder / "data", "--username", "tests", "--pwfile", folder / "password",
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8"]  # fmt: skip
    options = f"-h 127.0.0.1 -p {port} -k {folder} -c max_connections=200"
    _do(made, user)
    _do([*_control(bin_, folder), "--options", options, "start"], user)
    return f"postgres://tests:{password}@127.0.0.1:{port}/postgres"


def _control(bin_: Path, folder: Path) -> list[object]:
    return [bin_ / "pg_ctl", "--pgdata", folder / "data", "--log", folder / "log", "--wait"]


def _take_down(bin_: Path, folder: Path, user: str | None) -> None:
    with contextlib.suppress(NoPostgres):
        _do([*_control(bin_, folder), "--mode", "immediate", "stop"], user)
    shutil.rmtree(folder, ignore_errors=True)


def _orphaned(folder: Path) -> bool:
    """Whether the run that made this cluster was killed before it could take it away."""
    try:
        os.kill(int((folder / "owner").read_text()), 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError):
        return False
    return False


def _leave(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


@contextlib.contextmanager
def _signals(handler: Callable[[int, object], None] | signal.Handlers) -> Iterator[None]:
    """Being told to end is handled like this inside."""
    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), handler) for name in names}
    try:
        yield
    finally:
        for name, one in before.items():
            signal.signal(getattr(signal, name), one)


def _told_to_end() -> contextlib.AbstractContextManager[None]:
    """SIGTERM and a closed terminal unwind like Ctrl-C, so that nothing is left behind."""
    return _signals(_leave)


def _ordinary_user() -> str | None:
    """Whom the server runs as: PostgreSQL refuses to run as root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    import pwd

    known = {one.pw_name for one in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)


def _do(command: list[object], user: str | None) -> None:
    asked = [str(part) for part in command]
    with tempfile.TemporaryFile("w+") as told:
        done = subprocess.run(
            asked,
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=told,
            cwd="/",
            **({"user": user} if user else {}),
        )
        if done.returncode:
            told.seek(0)
            raise NoPostgres(
                f"PostgreSQL 没有启动 / PostgreSQL did not start ({asked[0]}):\n{told.read()[-1500:]}"
            )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
