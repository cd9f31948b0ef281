"""Accounts in a real browser: registering, joining on a phone, an officer's first day, logging in again in place."""

import base64
import hashlib
import hmac
import os
import re
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browsing import served
from tests.databases import database_of

pytestmark = pytest.mark.requirement("X04", "N09", "N15")
PASSWORD = "松风-水月-2026"
SIZES = (1280, 390)


class Site(str):
    """The address of a demo site of its own, and its commands."""

    data: Path

    def manage(self, *arguments: str) -> str:
        environment = {
            **os.environ, **database_of(self.data),
            "ZHIQIANG_DATA": str(self.data), "ZHIQIANG_SECRET_KEY": (self.data / "secret.key").read_text(),
        }  # fmt: skip
        command = [sys.executable, "-m", "zhiqiang.config.manage", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("accounts") / "data"
    with served(data, ZHIQIANG_DEMO="1", ZHIQIANG_LOG_LEVEL="WARNING") as address:
        found = Site(address)
        found.data = data
        yield found


@pytest.fixture
def letter(open_page) -> Callable[[str, str], str]:
    """What stands in the newest letter to somebody, found by a pattern."""

    def find(to: str, pattern: str) -> str:
        mailbox = open_page()
        mailbox.goto(f"/demo/mailbox/?to={to}")
        found = re.search(pattern, mailbox.locator(".zq-letter__body").first.inner_text())
        assert found is not None
        return found.group()

    return find


@pytest.fixture
def looked_at(axe) -> Callable:
    """The page is accessible at both sizes and does not scroll sideways."""

    def look(page, sizes=SIZES) -> None:
        for width in sizes:
            page.set_viewport_size({"width": width, "height": 900})
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") == width, page.url

    return look


def send(page) -> None:
    with page.expect_navigation():
        page.locator("main form button:not([type=button])").first.click()


def fill(page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"main [name={name}]").fill(value)


def totp(secret: str, step: int = 0) -> str:
    """What an authenticator shows (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30 + step)
    digest = hmac.new(base64.b32decode(secret.replace(" ", "")), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


@pytest.fixture(scope="module")
def owner(site, browser) -> dict:
    """An enterprise's owner who registered in the browser; what the browser then holds."""
    context = browser.new_context(base_url=site, locale="zh-CN")
    page = context.new_page()
    page.goto("/account/register/")
    fill(page, credit_code="91610131MA6U106Q1M", enterprise="秦岭智测科技有限公司", name="王立", mobile="13800138000",
         email="wang@qinling.example", password1=PASSWORD)  # fmt: skip
    send(page)
    mailbox = context.new_page()
    mailbox.goto("/demo/mailbox/?to=wang")
    code = re.search(r"\d{4}-\d{4}", mailbox.locator(".zq-letter__body").first.inner_text()).group()
    fill(page, code=code)
    send(page)
    kept = context.storage_state()
    context.close()
    return kept


def test_the_entrances_are_accessible_in_both_languages(open_page, looked_at):
    for language, sizes in (("zh-hans", SIZES), ("en", (390,))):
        page = open_page(language=language)
        for address in ("enter", "bureau", "register", "forgotten", "forgotten/done"):
            page.goto(f"/account/{address}/")
            looked_at(page, sizes)


def test_what_is_wrong_is_shown_and_reached_by_its_link(open_page, looked_at):
    page = open_page()
    page.goto("/account/register/")
    fill(page, credit_code="91610131MA6U106Q1N", enterprise="秦", password1="12345678")
    send(page)
    looked_at(page)

    expect(page.locator(".zq-errors")).to_be_focused()
    page.get_by_role("link", name="姓名：请填写这一项。").click()
    expect(page).to_have_url(re.compile("#id_name$"))


def test_the_credit_code_is_checked_while_one_types(open_page):
    page = open_page()
    page.goto("/account/register/")
    fill(page, credit_code="9161 0131 ma6u 106q 1m")
    page.locator("[name=enterprise]").focus()

    page.get_by_text("代码无误 · 企业 · 陕西省 · 西安市").wait_for()


def test_a_password_can_be_looked_at_and_is_hidden_again_when_sent(open_page):
    page = open_page()
    page.goto("/account/enter/")
    field, button = page.locator("#id_password"), page.get_by_role("button", name="显示密码")
    field.fill("x")
    button.click()
    expect(field).to_have_attribute("type", "text")
    expect(button).to_have_attribute("aria-pressed", "true")

    page.locator("main form").evaluate(
        "form => form.addEventListener('submit', event => event.preventDefault())"
    )
    page.get_by_role("button", name="登录", exact=True).click()

    expect(field).to_have_attribute("type", "password")


def test_a_colleague_joins_on_a_phone(site, owner, open_page, letter, looked_at):
    page = open_page(storage_state=owner)
    page.goto("/people/")
    fill(page, email="zhao@qinling.example")
    send(page)
    expect(page.get_by_text("邀请已发往 zhao@qinling.example。")).to_be_visible()
    looked_at(page)

    phone = open_page(width=390)
    phone.goto(letter("zhao", r"http\S+/invitation/\S+"))
    looked_at(phone)
    phone.set_viewport_size({"width": 390, "height": 844})
    fill(phone, name="赵敏", mobile="13900139000", password1=PASSWORD)
    send(phone)

    expect(phone).to_have_url(f"{site}/people/")
    expect(phone.get_by_text("赵敏").first).to_be_visible()
    page.goto("/people/")
    page.get_by_role("link", name="移除赵敏").click()
    looked_at(page)
    page.goto("/people/")
    page.get_by_role("link", name="把账号移交给赵敏").click()
    looked_at(page)


def test_ones_own_pages_are_accessible(owner, open_page, looked_at):
    for language, sizes in (("zh-hans", SIZES), ("en", (390,))):
        page = open_page(storage_state=owner, language=language)
        for address in ("", "password/", "log-ins/", "second-factor/", "second-factor/add/", "leave/"):
            page.goto(f"/account/{address}")
            looked_at(page, sizes)


def test_an_officers_first_day(site, open_page, looked_at):
    site.manage("shell", "-c", "from zhiqiang.records.models import Bureau as B; "
                "B.objects.create(code='610100', name='西安市知识产权局', name_en='Xi’an', level='city')")  # fmt: skip
    first = (
        site.manage("appoint", "chen@xian.example", "陈晨", "610100")
        .split("first password: ")[1]
        .split("\n")[0]
    )
    page = open_page()
    page.goto("/account/log-ins/")
    page.get_by_role("link", name="知识产权局入口").click()
    fill(page, login="chen@xian.example", password=first)
    send(page)
    expect(page.get_by_text("首次登录，请先修改初始密码")).to_be_visible()
    looked_at(page)
    fill(page, oldpassword=first, password1=PASSWORD)
    send(page)

    expect(page.get_by_text("工作人员须先启用两步验证")).to_be_visible()
    looked_at(page)
    secret = page.locator(".zq-key").inner_text()
    fill(page, code=totp(secret))
    send(page)
    expect(page.locator(".zq-codes li")).to_have_count(10)
    looked_at(page)
    page.get_by_role("link", name="已保存，继续").click()
    expect(page).to_have_url(f"{site}/account/log-ins/")

    page.goto("/account/")
    page.get_by_role("button", name="退出登录").click()
    page.goto("/account/bureau/")
    fill(page, login="chen@xian.example", password=PASSWORD)
    send(page)
    looked_at(page)
    fill(page, code=totp(secret, 1))
    send(page)
    expect(page.locator(".zq-header")).to_contain_text("陈晨")


def test_logging_in_again_in_place_keeps_the_page_and_renews_its_forms(owner, open_page, axe):
    page = open_page(storage_state=owner, expect_errors=True)
    page.goto("/account/")
    page.locator("main [name=name]").fill("没保存的名字")
    page.context.clear_cookies(name="zhiqiang_session")
    page.evaluate(
        "document.addEventListener('zq:logged-in', event => { document.body.dataset.in = event.detail.person.email; })"
    )

    page.evaluate("document.dispatchEvent(new CustomEvent('zq:log-in'))")
    box = page.locator("#zq-again")
    box.get_by_label("密码").fill("wrong")
    box.get_by_role("button", name="登录", exact=True).click()
    box.get_by_text("不相符").wait_for()
    axe(page)
    box.get_by_label("密码").fill(PASSWORD)
    box.get_by_role("button", name="登录", exact=True).click()
    page.locator("body[data-in='wang@qinling.example']").wait_for()

    expect(box).to_be_hidden()
    expect(page.locator("main [name=name]")).to_have_value("没保存的名字")
    send(page)
    expect(page.get_by_text("已保存。")).to_be_visible()
    page.locator("main [name=name]").fill("王立")
    send(page)


def test_another_person_does_not_go_on_with_this_page(owner, open_page, site):
    page = open_page(storage_state=owner, expect_errors=True)
    page.goto("/account/")
    page.context.clear_cookies(name="zhiqiang_session")
    other = page.context.new_page()
    other.goto("/account/enter/")
    fill(other, login="chen@xian.example", password=PASSWORD)

    page.evaluate("document.dispatchEvent(new CustomEvent('zq:log-in'))")
    page.evaluate("document.getElementById('zq-again').dataset.person = 'somebody.else@example.com'")
    page.locator("#zq-again").get_by_label("邮箱").evaluate(
        "field => { field.value = 'wang@qinling.example'; }"
    )
    page.locator("#zq-again").get_by_label("密码").fill(PASSWORD)
    page.locator("#zq-again").get_by_role("button", name="登录", exact=True).click()

    page.get_by_text("现在登录的是另一个账号").wait_for()
    expect(page.locator("#zq-again")).to_be_visible()
