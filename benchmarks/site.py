"""The site: the live score through Django alone and through the server, and the memory of a worker."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

import psutil

from .measuring import WALL, Figure, best
from .sample import EDITION, enterprise

SCORE = f"/s/{EDITION}/score"
FIRST_PAGE = f"/s/{EDITION}/self-assessment/"
HEADERS = {"Content-Type": "application/json"}


def figures() -> Iterator[Figure]:
    """Times in milliseconds, memory in MB; nothing where the site's room is not built."""
    typed = enterprise() | {"ip_strategy": "否", "points.i25.goals": "3"}
    whole = json.dumps({"answers": enterprise(), "language": "zh-hans"})
    tags = _asked("tags", whole)
    if tags is None:
        return
    shown = json.loads(tags)
    typing = json.dumps({"answers": typed, "language": "zh-hans", "shown": shown, "opened": ["i13"]})
    bare_django = float(_asked("bare", whole) or 0)
    yield Figure(
        "live score while typing, Django alone", float(_asked("django", typing) or 0), "ms", "< 15 ms",
        "a bare Django view, the same answers in, JSON out", bare_django,
    )  # fmt: skip
    yield Figure(
        "live score, every piece of the panel drawn",
        float(_asked("django", whole) or 0),
        "ms",
        "",
        "the bare view",
        bare_django,
    )
    with serving("benchmarks.bare") as bare, serving("zhiqiang.config.serving") as site:
        peer = _timed(bare, "POST", "/", whole)
        yield Figure(
            "live score while typing, through the server",
            _timed(site, "POST", SCORE, typing),
            "ms",
            "< 15 ms",
            "the bare view through the same server",
            peer,
        )
        yield Figure(
            "live score while typing, the server's processor time",
            _processor_time(site, SCORE, typing),
            "ms",
            "< 15 ms",
            "the bare view's",
            _processor_time(bare, "/", whole),
        )
        yield Figure(
            "the self-assessment page", _timed(site, "GET", FIRST_PAGE, None), "ms", "", "the bare view", peer
        )
        yield Figure(
            "live scores a second, one worker, four callers",
            _many(site, SCORE, typing),
            "a second",
            "",
            "the bare view",
            _many(bare, "/", whole),
        )
        yield Figure(
            "memory of a worker after all this",
            memory(site.process.pid),
            "MB",
            "< 110 MB",
            "the bare view's",
            memory(bare.process.pid),
        )


def _asked(which: str, body: str) -> str | None:
    """What `benchmarks.asking` prints, in a process of its own; None where it fails."""
    command = [sys.executable, "-m", "benchmarks.asking", which, SCORE]
    done = subprocess.run(command, input=body, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
        return None
    return done.stdout


class Server:
    """A server that runs: its port and its process."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port = port
        self.process = process

    def ask(self, connection: http.client.HTTPConnection, method: str, path: str, body: str | None) -> int:
        connection.request(method, path, body.encode() if body else None, HEADERS if body else {})
        answered = connection.getresponse()
        content = answered.read()
        assert answered.status == 200, (path, answered.status, content[:300])
        return len(content)

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)


@contextlib.contextmanager
def serving(module: str, workers: int = 1) -> Iterator[Server]:
    """A site of its own in an empty folder, served by so many processes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", module, "--port", str(port), "--data", data, "--workers", str(workers)]
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "ZHIQIANG_LOG_LEVEL": "ERROR"},
        )
        try:
            server = Server(port, process)
            _wait(server)
            yield server
        finally:
            process.terminate()
            process.wait(20)


def _wait(server: Server) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = server.connection()
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")


def _timed(server: Server, method: str, path: str, body: str | None) -> float:
    connection = server.connection()
    return 1000 * best(lambda: server.ask(connection, method, path, body), seconds=3, clock=WALL)


def _processor_time(server: Server, path: str, body: str, times: int = 100) -> float:
    """Milliseconds of processor time a server takes for one request: what its neighbours on the machine do counts less."""
    connection = server.connection()
    before = processor_seconds(server.process.pid)
    for _ in range(times):
        server.ask(connection, "POST", path, body)
    return 1000 * (processor_seconds(server.process.pid) - before) / times


def _many(server: Server, path: str, body: str, callers: int = 4, seconds: float = 4) -> float:
    """Requests a second with several callers at once. The callers share the machine with the server."""
    from threading import Thread

    counts = [0] * callers
    until = time.monotonic() + seconds

    def call(n: int) -> None:
        connection = server.connection()
        while time.monotonic() < until:
            server.ask(connection, "POST", path, body)
            counts[n] += 1

    threads = [Thread(target=call, args=(n,)) for n in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def family(process: int) -> list[psutil.Process]:
    """A server's processes."""
    main = psutil.Process(process)
    return [main, *main.children(recursive=True)]


def processor_seconds(process: int) -> float:
    """The processor time a server has used."""
    return sum(one.cpu_times().user + one.cpu_times().system for one in family(process))


def memory(process: int) -> float:
    """MB resident in the largest process of a server: its worker."""
    return max(one.memory_info().rss for one in family(process)) / 1e6
