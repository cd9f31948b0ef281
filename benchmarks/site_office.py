"""The site with 2,000 applications: the officers' list, one application, autosave with each save on the disk, memory."""

import http.client
import itertools
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from tests.operating.sites import Served, Site

from .measuring import Figure

ROWS = 2000
SECONDS = 4.0


def figures() -> Iterator[Figure]:
    """Milliseconds and answers a second through the server, one worker process; peers as measured on two such cores."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder) / "data").prepare()
        seed = site.seed("many", ROWS)
        with site.serving() as served:
            yield from _pages(served, seed)
            yield from _saves(served, seed)
            yield Figure(
                "memory of a worker after all this",
                _memory(served),
                "MB",
                "< 110 MB",
                "pretalx, Hypha: 157-240 MB",
            )
    yield from _fsyncs()


def _pages(served: Served, seed: dict) -> Iterator[Figure]:
    officer = seed["officer"]
    for what, path, beside in (
        (
            f"list of {ROWS:,} applications",
            "/office/applications",
            "pretalx 664 ms, 2.8 a second; Hypha 451 ms, 4 a second",
        ),
        ("one application", f"/office/applications/{seed['key']}", "Hypha, pretalx: 10 a second"),
    ):
        yield Figure(
            f"{what}, alone", 1000 * _alone(_getting(served, officer, path)), "ms", "< 40 ms", beside
        )
        yield Figure(
            f"{what}, four callers",
            _many(lambda n, path=path: _getting(served, officer, path)),
            "a second",
            "> 100",
            beside,
        )


def _saves(served: Served, seed: dict) -> Iterator[Figure]:
    numbers = itertools.count(1)

    def saving(n: int) -> Callable[[], None]:
        caller = served.caller(seed["owner"])

        def save() -> None:
            number = next(numbers)
            _good(
                caller.save(
                    seed["draft"], {"employees": str(number)}, base=10**6, save_id=f"save-{n}-{number}"
                )
            )

        return save

    yield Figure("one save, alone", 1000 * _alone(saving(9)), "ms")
    yield Figure(
        "saves, four callers, each on the disk",
        _many(saving),
        "a second",
        "> 250",
        "pretalx, Hypha: 16-21 a second",
    )


def _fsyncs() -> Iterator[Figure]:
    """What the disk itself does: the bound of any save that waits for it."""
    import os

    with tempfile.NamedTemporaryFile(dir=Path.cwd()) as file:
        began, done = time.perf_counter(), 0
        while time.perf_counter() - began < 1:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            done += 1
    yield Figure("4 KiB written and synced, this disk alone", done, "a second")


def _getting(served: Served, session: str, path: str) -> Callable[[], None]:
    caller = served.caller(session)
    return lambda: _good(caller.get(path))


def _good(answer: tuple[int, bytes]) -> None:
    assert answer[0] == 200, answer


def _alone(work: Callable[[], None], times: int = 40) -> float:
    """The median of many calls, in seconds."""
    work()
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def _many(make: Callable[[int], Callable[[], None]], callers: int = 4) -> float:
    counts, until = [0] * callers, time.monotonic() + SECONDS

    def call(n: int) -> None:
        work = make(n)
        while time.monotonic() < until:
            try:
                work()
            except (OSError, http.client.HTTPException, AssertionError) as problem:
                print(problem, file=sys.stderr)
                return
            counts[n] += 1

    threads = [threading.Thread(target=call, args=(n,)) for n in range(callers)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sum(counts) / SECONDS


def _memory(served: Served) -> float:
    main = psutil.Process(served.process.pid)
    return max(one.memory_info().rss for one in (main, *main.children(recursive=True))) / 2**20
