"""The site with 2,000 applications: list, one application, autosave with each save on the disk, papers, memory.

The site is served by two worker processes and asked by eight callers on the same machine. Beside the requests a second
stands the server's processor time of one: it says what the machine could serve, whoever else uses it meanwhile.
"""

import http.client
import io
import itertools
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from tests.operating.sites import Caller, Served, Site
from tools.postgres import VARIABLE, NoPostgres, cluster, programs
from zhiqiang.papers.word.pdf import PrinterMissing, as_pdf

from .measuring import Figure
from .site import Server, memory, processor_seconds, serving

ROWS = 2000
WORKERS = 2
CALLERS = 8
SECONDS = 5.0
PEERS_LIST = "pretalx 2.8, Hypha 4 a second"
PEERS_SAVING = "pretalx, Hypha: 16-21 a second"
Work = Callable[[], None]


@dataclass(frozen=True)
class Pressed:
    """What callers got done at once: answers a second, and the server's processor time for each in milliseconds."""

    a_second: float
    each: float


def figures() -> Iterator[Figure]:
    """The site on SQLite beside a bare Django view, beside SQLite alone and LibreOffice alone; saves on PostgreSQL."""
    with tempfile.TemporaryDirectory() as name, serving("benchmarks.bare", WORKERS) as bare:
        folder = Path(name)
        site = Site(folder / "data").prepare()
        seed = site.seed("many", ROWS, CALLERS)
        with site.serving(workers=WORKERS) as served:
            plain = pressed(lambda n: bare_view(bare), bare.process.pid)
            for page in pages(seed):
                yield from of_page(site, served, page, plain)
            yield from of_saves(site, served, seed, commits_a_second(folder))
            yield from of_word(served, seed["drafts"][0])
            yield Figure(
                "memory of a worker after all this", memory(served.process.pid), "MB", "< 110 MB",
                "the bare view's", memory(bare.process.pid),
            )  # fmt: skip
        with site.serving(worker=True) as served:
            yield from of_pdf(served, seed["drafts"][0])
    yield from saves_on_postgres()


# --- pages


@dataclass(frozen=True)
class Page:
    """A page by the addresses and sessions it is asked with, one for each caller in turn; its aims."""

    what: str
    asked: list[tuple[str, str]]
    queries: str = ""
    alone: str = ""
    peers: str = ""


def pages(seed: dict) -> Iterator[Page]:
    """The pages that are measured."""
    officer = seed["officer"]
    yield Page(
        f"list of {ROWS:,} applications", [("/office/applications", officer)], "≤ 15", "< 40 ms", PEERS_LIST
    )
    cases = [(f"/office/applications/{key}", officer) for key in seed["handed_in"]]
    yield Page("one application at the office", cases, peers="pretalx, Hypha: 10 a second")
    forms = [(f"/enterprise/a/{one['key']}/", one["session"]) for one in seed["drafts"]]
    yield Page("the enterprise's own form, filled in", forms)


def of_page(site: Site, served: Served, page: Page, plain: Pressed) -> Iterator[Figure]:
    """How often it asks the database, how long it takes alone, and how many are answered at once."""
    yield Figure(f"{page.what}: queries", queries(site, *page.asked[0]), "queries", page.queries)
    yield Figure(f"{page.what}: alone", 1000 * alone(getting(served, page, 0)), "ms", page.alone)
    done = pressed(lambda n: getting(served, page, n), served.process.pid)
    yield Figure(
        f"{page.what}: {CALLERS} callers", done.a_second, "a second", "> 100", "a bare Django view", plain.a_second
    )
    yield Figure(f"{page.what}: processor time", done.each, "ms", "", page.peers or "the bare view", 0 if page.peers else plain.each)


def queries(site: Site, path: str, session: str) -> int:
    """How often the page asks the database."""
    done = site.run("benchmarks.counting", path, session)
    assert done.returncode == 0, done.stderr[-2000:]
    return int(done.stdout)


def getting(served: Served, page: Page, n: int) -> Work:
    """One caller's visit."""
    path, session = page.asked[n % len(page.asked)]
    caller = served.caller(session)
    return lambda: good(caller.get(path))


def bare_view(bare: Server) -> Work:
    """One caller's visit to the bare view."""
    connection = bare.connection()
    return lambda: bare.ask(connection, "GET", "/", None) and None


# --- saves


def of_saves(site: Site, served: Served, seed: dict, commits: float) -> Iterator[Figure]:
    """Saves beside what the disk and SQLite alone do; fails where one that was acknowledged is not there."""
    saves = Saves(served, seed["drafts"])
    yield Figure("one save, alone", 1000 * alone(saves.by(0)), "ms")
    done = pressed(saves.by, served.process.pid)
    yield Figure(
        f"saves, {CALLERS} callers, each on the disk", done.a_second, "a second", "> 250",
        "SQLite alone, one writer, each on the disk", commits,
    )  # fmt: skip
    yield Figure("a save: processor time", done.each, "ms", "", PEERS_SAVING)
    lost = saves.acknowledged - set(site.seed("look")["saves"])
    assert not lost, f"{len(lost)} acknowledged saves are not there"


class Saves:
    """Enterprises that change one field again and again, each in its own draft."""

    def __init__(self, served: Served, drafts: list[dict]) -> None:
        self.served, self.drafts = served, drafts
        self.numbers = itertools.count(1)
        self.acknowledged: set[str] = set()

    def by(self, n: int) -> Work:
        """One caller's saves."""
        draft = self.drafts[n % len(self.drafts)]
        caller = self.served.caller(draft["session"])
        return lambda: self.save(caller, draft["key"])

    def save(self, caller: Caller, key: str) -> None:
        number = next(self.numbers)
        save_id = f"save-{number}"
        good(caller.save(key, {"employees": str(number)}, base=10**6, save_id=save_id))
        self.acknowledged.add(save_id)


def commits_a_second(folder: Path) -> float:
    """What a save writes, written by SQLite alone: one long row changed, two short ones added, synced, again and again."""
    answers = json.dumps({f"field_{n}": {"v": "1234567", "r": 1} for n in range(230)})
    with closing(sqlite3.connect(folder / "alone.sqlite3", isolation_level=None)) as database:
        for prepared in (
            "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
            "CREATE TABLE application (id INTEGER PRIMARY KEY, answers TEXT)", "INSERT INTO application VALUES (1, '')",
            "CREATE TABLE event (id INTEGER PRIMARY KEY, said TEXT)",
        ):  # fmt: skip
            database.execute(prepared)
        done, until = 0, time.perf_counter() + SECONDS
        while time.perf_counter() < until:
            database.execute("BEGIN IMMEDIATE")
            database.execute("UPDATE application SET answers = ?", [answers])
            database.executemany("INSERT INTO event (said) VALUES (?)", [["a revision"], ["an event"]])
            database.execute("COMMIT")
            done += 1
    return done / SECONDS


def saves_on_postgres() -> Iterator[Figure]:
    """The same saves on a PostgreSQL of their own; nothing where there is none."""
    if programs() is None:
        return
    try:
        with cluster() as address, tempfile.TemporaryDirectory() as folder:
            os.environ[VARIABLE] = address
            site = Site(Path(folder) / "data").prepare()
            seed = site.seed("many", 1, CALLERS)
            with site.serving(workers=WORKERS) as served:
                saves = Saves(served, seed["drafts"])
                done = pressed(saves.by, served.process.pid)
            assert saves.acknowledged <= set(site.seed("look")["saves"])
    except NoPostgres as problem:
        print(problem, file=sys.stderr)
        return
    finally:
        os.environ.pop(VARIABLE, None)
    yield Figure(f"saves on PostgreSQL, {CALLERS} callers, each on the disk", done.a_second, "a second", "> 250", PEERS_SAVING)


# --- papers


def of_word(served: Served, draft: dict) -> Iterator[Figure]:
    """The application form as a Word file, from the click to the last byte."""
    caller = served.caller(draft["session"])
    address = paper_of(draft, "docx")
    took = 1000 * alone(lambda: good(caller.get(address)), 20)
    _, content = caller.get(address)
    yield Figure("the form as .docx", took, "ms", "< 100 ms", "packing the same parts again", 1000 * alone(lambda: repack(content)))


def of_pdf(served: Served, draft: dict) -> Iterator[Figure]:
    """The same as PDF, made in the background: from the click until it is there, other answers each time."""
    caller = served.caller(draft["session"])
    content = caller.get(paper_of(draft, "docx"))[1]
    try:
        plain = alone(lambda: as_pdf(content) and None, 3)
    except PrinterMissing as problem:
        print(problem, file=sys.stderr)
        return
    took = []
    for number in range(5):
        good(caller.save(draft["key"], {"employees": str(9000 + number)}, base=10**6, save_id=f"print-{number}"))
        began = time.perf_counter()
        while caller.get(paper_of(draft, "pdf"))[0] == HTTPStatus.ACCEPTED:
            time.sleep(0.02)
        took.append(time.perf_counter() - began)
        good(caller.get(paper_of(draft, "pdf")))
    yield Figure("the form as PDF, in the background", statistics.median(took), "s", "< 2 s", "LibreOffice alone on the same file", plain)


def paper_of(draft: dict, kind: str) -> str:
    """Where the application form comes from."""
    return f"/enterprise/a/{draft['key']}/papers/application_form.{kind}"


def repack(content: bytes) -> None:
    """The least there is to do for a Word file: its parts compressed."""
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, old.read(part))


# --- callers


def good(answer: tuple[int, bytes]) -> None:
    """Whether it was answered with what was asked for."""
    assert answer[0] == 200, answer


def alone(work: Work, times: int = 40) -> float:
    """The median of many calls one after the other, in seconds."""
    work()
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def pressed(make: Callable[[int], Work], server: int) -> Pressed:
    """Every caller as fast as it is answered, for some seconds; `server` is the process number of the server."""
    works = [make(n) for n in range(CALLERS)]
    for work in works * 2:
        work()
    counts, before, until = [0] * CALLERS, processor_seconds(server), time.monotonic() + SECONDS

    def call(n: int) -> None:
        while time.monotonic() < until:
            try:
                works[n]()
            except (OSError, http.client.HTTPException, AssertionError) as problem:
                print(problem, file=sys.stderr)
                return
            counts[n] += 1

    threads = [threading.Thread(target=call, args=(n,)) for n in range(CALLERS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    done = sum(counts)
    return Pressed(done / SECONDS, 1000 * (processor_seconds(server) - before) / max(done, 1))
