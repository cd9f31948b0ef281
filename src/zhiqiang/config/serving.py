"""Prepares a data folder and serves the site from it: what ``./run`` and ``zhiqiang-serve`` do.

Again is harmless: the database is migrated and static files are collected only where something is new.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from zhiqiang.config.environment import BadSetting

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SECONDS_TO_ANSWER = 30
SECONDS_TO_END = 30
MIGRATING = 0x7A71  # a number of ours among the database's locks


class CannotServe(Exception):
    """Something outside the program is in the way; the message says what, and the mend."""


def arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run", description="在本机启动知强 / Serves Zhiqiang on this machine."
    )
    parser.add_argument("--port", type=_port, default=8000, help="端口 / port (default 8000)")
    parser.add_argument(
        "--host", default="127.0.0.1", help="监听地址 / address to listen on (default 127.0.0.1)"
    )
    parser.add_argument(
        "--data", type=Path, help="数据文件夹 / data folder (default ./var, or ZHIQIANG_DATA)"
    )
    parser.add_argument(
        "--workers", type=_workers, default=1, help="工作进程数 / worker processes (default 1)"
    )
    parser.add_argument(
        "--no-worker", action="store_true", help="不带后台进程 / without the worker that sends letters"
    )
    parser.add_argument(
        "--demo",
        action="store_true",
        help="带演示数据；./run 默认如此，--no-demo 不带 / with the demo world, as ./run does unless --no-demo",
    )
    return parser.parse_args(argv)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is no port; give a number from 1 to 65535")
    return int(text)


def _workers(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 64):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of workers; give one from 1 to 64")
    return int(text)


def ready_data_folder(folder: Path) -> None:
    """The folder exists, belongs to us, and holds the secret key of a local run (mode 0600) unless one is given."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.environ.get("ZHIQIANG_SECRET_KEY"):
            os.environ["ZHIQIANG_SECRET_KEY"] = _local_secret(folder / "secret.key")
    except OSError as problem:
        raise CannotServe(
            f"数据文件夹不能写入 / The data folder cannot be written: {folder} ({problem.strerror}).\n"
            "请用 --data 指定另一个文件夹 / Name another one with --data FOLDER."
        ) from None
    os.environ["ZHIQIANG_DATA"] = str(folder)


def _local_secret(path: Path) -> str:
    if path.exists() and path.stat().st_size:
        return path.read_text().strip()
    secret = secrets.token_urlsafe(48)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret)
    return secret


def refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise CannotServe(
                f"不能在 {host}:{port} 监听 / Cannot listen on {host}:{port} ({problem.strerror}).\n"
                f"也许它已经在运行；否则换一个端口 / It may be running already; if not, take another port:"
                f" ./run --port {port + 1 if port < 65535 else 8000}"
            ) from None


def prepare() -> None:
    """Migrates the database and, when the sources changed, collects the static files."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db.utils import DatabaseError

    django.setup()
    try:
        with alone():
            call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as problem:
        raise CannotServe(
            f"数据库没有准备好 / The database is not ready: {problem}\n"
            "请检查 DATABASE_URL 或数据文件夹 / Check DATABASE_URL, or the data folder."
        ) from None
    stamp = settings.STATIC_ROOT / ".collected"
    digest = _static_digest()
    if not stamp.exists() or stamp.read_text() != digest:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(digest)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Where several machines start on one PostgreSQL, one after the other: two cannot migrate at once."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])


def _static_digest() -> str:
    """Changes whenever a static file is added, removed, or written."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def shown_address(host: str, port: int) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        host = "127.0.0.1"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def announce_once_it_answers(address: str, data: Path) -> None:
    def wait() -> None:
        deadline = time.monotonic() + SECONDS_TO_ANSWER
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), _asked(opener, f"{address}healthz"):
                print(
                    "\n  知强已就绪，请在浏览器中打开 / Zhiqiang is ready, open in your browser:\n\n"
                    f"      {address}\n\n"
                    f"  数据文件夹 / data folder: {data}\n  按 Ctrl-C 停止 / Ctrl-C stops it.\n",
                    flush=True,
                )
                return
            time.sleep(0.05)
        print(
            f"{SECONDS_TO_ANSWER} 秒内没有应答，请看上面的日志 / "
            f"No answer within {SECONDS_TO_ANSWER} s: see the log above.",
            file=sys.stderr,
            flush=True,
        )

    threading.Thread(target=wait, daemon=True).start()


@contextlib.contextmanager
def _asked(opener: urllib.request.OpenerDirector, address: str) -> Iterator[None]:
    """Asked as a proxy before us asks: by a name the site answers to, over HTTPS. Any answer is one; silence is OSError."""
    from django.conf import settings

    name = next((host.lstrip(".") for host in settings.ALLOWED_HOSTS if host.strip("*.")), "localhost")
    try:
        opener.open(
            urllib.request.Request(address, headers={"Host": name, "X-Forwarded-Proto": "https"}), timeout=10  # noqa: S310
        ).close()
    except urllib.error.HTTPError as answered:
        answered.close()
    yield


@contextlib.contextmanager
def worker_beside(wanted: bool) -> Iterator[None]:
    """The worker as a process of its own, as long as this one lives (it looks for itself whether we are gone)."""
    if not wanted:
        yield
        return
    command = [sys.executable, "-m", "zhiqiang.config.manage", "worker", "--parent", str(os.getpid())]
    worker = subprocess.Popen(command)
    try:
        yield
    finally:
        worker.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            worker.wait(SECONDS_TO_END)


@contextlib.contextmanager
def demo_beside(wanted: bool) -> Iterator[None]:
    """The demo world, loaded by a process of its own while the site already answers; it prints the log-ins."""
    if not wanted:
        yield
        return
    print("  正在装入演示数据 / Loading the demo world …", flush=True)
    loading = subprocess.Popen([sys.executable, "-m", "zhiqiang.jobs.commands", "demo"])
    try:
        yield
    finally:
        loading.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            loading.wait(SECONDS_TO_END)


def serve(host: str, port: int, workers: int) -> None:
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "zhiqiang.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        backpressure=64,
        log_level=LogLevels.warning,
        log_dictconfig=settings.LOGGING,
        respawn_failed_workers=True,
    ).serve()


def main(argv: list[str] | None = None) -> None:
    options = arguments(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiqiang.config.settings")
    if options.demo and options.host in LOOPBACK:
        os.environ.setdefault("ZHIQIANG_DEMO", "1")
    data = (options.data or Path(os.environ.get("ZHIQIANG_DATA") or "var")).expanduser().resolve()
    try:
        refuse_taken_port(options.host, options.port)
        ready_data_folder(data)
        if options.host not in LOOPBACK and not os.environ.get("ZHIQIANG_ALLOWED_HOSTS"):
            print(
                "只有本机名能打开；请设置 ZHIQIANG_ALLOWED_HOSTS / Only this machine's names will be answered: "
                "set ZHIQIANG_ALLOWED_HOSTS to the names others use.",
                file=sys.stderr,
            )
        prepare()
        announce_once_it_answers(shown_address(options.host, options.port), data)
        with worker_beside(not options.no_worker), demo_beside(options.demo and options.host in LOOPBACK):
            serve(options.host, options.port, options.workers)
    except (CannotServe, BadSetting) as problem:
        raise SystemExit(f"{problem}") from None
    print("已停止 / stopped", flush=True)


if __name__ == "__main__":
    main()
