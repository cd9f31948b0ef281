"""An enterprise that works for itself in a browser: registering, writing, waiting until what it wrote is kept."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browsing import served
from tests.databases import database_of

WORLD = Path(__file__).with_name("bureau_world.py")
PASSWORD = "松风-水月-2026"


@contextmanager
def campaign(data: Path) -> Iterator[str]:
    """A demo site with bureaus, their officers and one campaign under way; its address."""
    with served(data, ZHIQIANG_DEMO="1", ZHIQIANG_LOG_LEVEL="WARNING", ZHIQIANG_POSTS_PER_MINUTE="0") as address:
        world = [sys.executable, str(WORLD), str(data)]
        made = subprocess.run(world, env={**os.environ, **database_of(data)}, capture_output=True, text=True)
        assert made.returncode == 0, made.stderr
        yield address


def letter(page: Page, to: str, pattern: str) -> str:
    """What the newest letter to somebody says, found by a pattern, read in a tab of its own."""
    mailbox = page.context.new_page()
    mailbox.goto(f"/demo/mailbox/?to={to}")
    body = mailbox.locator(".zq-letter__body").first.inner_text()
    mailbox.close()
    found = re.search(pattern, body)
    assert found is not None, body
    return found.group()


def send(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form button:not([type=button])").first.click()


def write(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"main [name={name}]").fill(value)


def saved(page: Page) -> None:
    """Waits until the server has everything: it says so, and nothing waits in this browser any more."""
    expect(page.locator("[data-saved]")).to_contain_text("已保存")
    page.wait_for_function("() => !Object.keys(localStorage).some(name => name.startsWith('zhiqiang.draft.kept.'))")


def nothing(page: Page) -> None:
    """Does not look."""


def register(
    page: Page, code: str, name: str, mail: str, look: Callable[[Page], None] = nothing, start: str = "/account/register/"
) -> None:
    """An account for an enterprise, its address confirmed by the code that was sent to it."""
    page.goto(start)
    look(page)
    write(page, credit_code=code, enterprise=name, name="王立", mobile="13800138000", email=mail, password1=PASSWORD)
    send(page)
    look(page)
    write(page, code=letter(page, mail.partition("@")[0], r"\d{4}-\d{4}"))
    send(page)


def begin(page: Page) -> str:
    """An application begun; its address, with the form open in this page."""
    page.goto("/enterprise/")
    page.get_by_role("link", name="开始申报").click()
    page.get_by_role("button", name="开始申报").click()
    page.locator('[data-state="current"]').wait_for()
    return page.url.partition("#")[0]


def come(page: Page, address: str, section: str) -> Page:
    """The form of an application, opened at one of its parts."""
    page.goto(f"{address}#section-{section}")
    page.locator('[data-state="current"]').wait_for()
    return page
