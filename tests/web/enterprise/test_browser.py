"""One enterprise in a real browser: kept, seen on another device, two at once, the line lost, handed in once."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browsing import served
from tests.databases import ask

WORLD = Path(__file__).with_name("journey_world.py")
KEY = "zhiqiang_session"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site with one enterprise of two people; in place of the empty one of the other journeys."""
    data = tmp_path_factory.mktemp("enterprise") / "data"
    with served(data, ZHIQIANG_LOG_LEVEL="WARNING", ZHIQIANG_DEMO="1") as address:
        yield address


@pytest.fixture(scope="module")
def told(site, request):
    """Session cookies of the two people, and where the application is."""
    data = next(Path(p) for p in request.session.config._tmp_path_factory.getbasetemp().glob("enterprise*/data"))
    made = subprocess.run([sys.executable, str(WORLD), str(data)], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    owner, colleague, key = made.stdout.split()
    return {"owner": owner, "colleague": colleague, "key": key, "data": data}


@pytest.fixture
def come(open_page, told, site):
    """A page of somebody on a device of their own."""

    def go(who: str, **options):
        page = open_page(**options)
        page.context.add_cookies([{"name": KEY, "value": told[who], "url": site}])
        return page

    return go


def show(page, name: str):
    """Opens the section in which a field stands; its inputs."""
    page.evaluate("name => { location.hash = `#f-${name}`; }", name)
    field = page.locator(f'[name="{name}"]').first
    field.wait_for(state="visible")
    return field


def saved(page) -> None:
    says(page, "已保存")


def says(page, words: str) -> None:
    page.locator("[data-saved]").filter(has_text=words).wait_for()


def stands(told, name: str) -> str | None:
    [kept] = ask(told["data"], "select answers from records_application")
    answers = json.loads(kept) if isinstance(kept, str) else kept
    return answers.get(name, {}).get("v")


def within(seconds: float, true) -> None:
    import time

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.1)
    pytest.fail("it did not come about in time")


@pytest.mark.slow
@pytest.mark.requirement("S04")
@pytest.mark.requirement("X01")
def test_an_enterprise_from_the_first_answer_to_the_receipt(come, told, site, axe, tmp_path):
    address = f"/enterprise/a/{told['key']}/"
    one = come("owner", expect_errors=True)
    one.goto(address)

    # every change saves itself and says so; another device shows it
    show(one, "enterprise_name").fill("秦岭智测科技有限公司")
    saved(one)
    other = come("colleague", expect_errors=True)
    other.goto(address)
    assert show(other, "enterprise_name").input_value() == "秦岭智测科技有限公司"

    # two people on one field: shown to choose from
    show(one, "employees").fill("120")
    within(8, lambda: stands(told, "employees") == "120")
    show(other, "employees").fill("130")
    other.locator(".en-clash").wait_for()
    assert stands(told, "employees") == "120"
    axe(other)
    other.get_by_role("button", name="用我的").click()
    within(8, lambda: stands(told, "employees") == "130")

    # the line is lost: kept here, through a reload, and sent when it is back
    one.context.set_offline(True)
    show(one, "main_business").fill("工业在线检测仪器")
    says(one, "连接中断")
    assert stands(told, "main_business") is None
    one.context.set_offline(False)
    within(15, lambda: stands(told, "main_business") == "工业在线检测仪器")

    # logged out meanwhile: told, and what was typed stays
    cookies = other.context.cookies()
    other.context.clear_cookies()
    show(other, "registered_place").fill("西安市")
    way = other.get_by_role("link", name="登录后继续")
    way.wait_for()
    assert "next=" in way.get_attribute("href")
    other.context.add_cookies(cookies)
    other.evaluate("window.onbeforeunload = null")
    other.on("dialog", lambda dialog: dialog.accept())
    other.goto(address)
    within(8, lambda: stands(told, "registered_place") == "西安市")

    # documents
    file = tmp_path / "执照.png"
    from PIL import Image

    Image.new("RGB", (300, 200), "white").save(file)
    one.goto(f"{address}materials/")
    one.locator('[data-material="licence"] input[name=file]').set_input_files(file)
    one.locator('[data-material="licence"] .en-files a').get_by_text("执照.png").wait_for()
    bad = tmp_path / "执照.pdf"
    bad.write_text("<html><script>alert(1)</script>")
    one.locator('[data-material="licence"] input[name=file]').set_input_files(bad)
    one.locator('[data-material="licence"] [data-problem]').get_by_text("另存").wait_for()
    axe(one)

    # the check: what is missing closes the button; the rest is filled in, then it opens
    one.goto(f"{address}submit/")
    assert one.get_by_role("button", name="提交", exact=True).is_disabled()
    axe(one)
    made = subprocess.run([sys.executable, str(WORLD), str(told["data"]), "complete"], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    one.goto(f"{address}submit/")
    one.get_by_label(re.compile("本单位声明")).check()
    one.get_by_role("button", name="提交", exact=True).click()
    one.get_by_role("link", name="下载回执 PDF").wait_for()
    with one.expect_download() as receipt:
        one.get_by_role("link", name="下载回执 PDF").click()
    assert Path(receipt.value.path()).read_bytes().startswith(b"%PDF")
    axe(one)

    # read-only from here
    one.goto(address)
    field = show(one, "enterprise_name")
    assert field.get_attribute("readonly") is not None


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ["", "a/{key}/", "a/{key}/materials/", "a/{key}/submit/", "a/{key}/history/"])
def test_every_page_is_usable_by_everybody(come, told, axe, width, path):
    page = come("owner", width=width)
    page.goto(f"/enterprise/{path.format(key=told['key'])}")
    page.wait_for_load_state("networkidle")

    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
