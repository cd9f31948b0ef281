"""Fixtures for tests that look at the site as a reader does: a real server, a real browser.

``site``: the address of a freshly started server (hashed static files, production settings).
``page``: a browser page; at the test's end it fails on console errors, page errors, and requests to any other host.
``open_page(width=…, dark=…, language=…)``: more of them. ``axe(page)``: asserts no serious accessibility problem.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.databases import database_of

SECONDS_TO_START = 180
CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    pytest.fail("no Chromium on this machine: sudo apt install chromium", pytrace=False)


@contextlib.contextmanager
def served(data: Path, **environment: str) -> Iterator[str]:
    """A server of its own on a free port; yields its address, ends it with Ctrl-C's signal."""
    port = _free_port()
    command = [sys.executable, "-m", "zhiqiang.config.serving", "--port", str(port), "--data", str(data)]
    log = data / "server.log"
    data.mkdir(parents=True, exist_ok=True)
    inherited = {
        k: v for k, v in os.environ.items() if not k.startswith(("ZHIQIANG_", "DJANGO_", "DATABASE_"))
    }
    with log.open("w") as out:
        server = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, env={**inherited, **database_of(data), **environment}
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server, log)
        yield address
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2).close()
            return
        except urllib.error.HTTPError:
            break
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not answer well:\n{log.read_text()}", pytrace=False)


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[str]:
    with served(
        tmp_path_factory.mktemp("site") / "data", ZHIQIANG_GALLERY="1", ZHIQIANG_LOG_LEVEL="WARNING"
    ) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, site) -> Iterator[Callable]:
    """Opens pages; ``expect_errors=True`` for a test that means to meet failing requests."""
    contexts, complaints = [], []

    def open_one(
        *, width: int = 1280, dark: bool = False, language: str = "", expect_errors: bool = False, **options
    ):
        context = browser.new_context(
            viewport={"width": width, "height": 844 if width < 600 else 900},
            color_scheme="dark" if dark else "light",
            locale="zh-CN",
            base_url=site,
            accept_downloads=True,
            **options,
        )
        contexts.append(context)
        if language:
            context.add_cookies([{"name": "zhiqiang_language", "value": language, "url": site}])
        page = context.new_page()
        page.on("request", lambda request: _at_home(request.url, site, complaints))
        if not expect_errors:
            page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


def _at_home(url: str, site: str, complaints: list[str]) -> None:
    if not url.startswith((site, "blob:", "data:", "about:")):
        complaints.append(f"a request to another host: {url}")


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture(scope="session")
def axe() -> Callable:
    from axe_playwright_python.sync_playwright import Axe

    def check(page) -> None:
        violations = Axe().run(page).response["violations"]
        told = [(v["id"], [node["html"][:160] for node in v["nodes"]]) for v in violations
                if v["impact"] in ("serious", "critical")]  # fmt: skip
        assert told == []

    return check
