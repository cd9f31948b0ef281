"""The office in a browser: accessible at both widths, walked by keys, back and forward, and without script."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browsing import served

pytestmark = [pytest.mark.requirement("X04"), pytest.mark.requirement("X06")]
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A running site with an office's world in it: its address, and what the seeding told."""
    data = tmp_path_factory.mktemp("office") / "data"
    with served(data, ZHIQIANG_LOG_LEVEL="WARNING") as address:
        seeding = [sys.executable, "-m", "tests.web.office.seeding", str(data)]
        done = subprocess.run(seeding, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        yield address, json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def site(world) -> str:
    return world[0]


@pytest.fixture
def enter(world, open_page) -> Callable:
    """`enter(who, address, …)`: a page opened by somebody who is logged in; `{proved}` and the like name applications."""
    address, told = world

    def go(who: str, path: str, **options):
        page = open_page(**options)
        page.context.add_cookies([{**told["cookies"][who], "url": address}])
        page.goto(path.format(**{key: value for key, value in told.items() if isinstance(value, str)}))
        return page

    return go


PAGES = [
    "/office/", "/office/applications", "/office/applications?q=qinling&track=A&sort=-score", "/office/applications?q=没有",
    "/office/applications/{proved}", "/office/applications/{proved}/form", "/office/applications/{proved}/files",
    "/office/applications/{corrected}/changes", "/office/applications/{corrected}/history",
    "/office/applications/{confirmed}", "/office/applications/{proved}/moves/confirm",
    "/office/applications/{proved}/moves/return", "/office/applications/{confirmed}/moves/refuse",
    "/office/applications/{proved}/ask?claim=i2", "/messages/",
]  # fmt: skip


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_accessible_and_fits(enter, axe, address, width):
    page = enter("xian", address, width=width, expect_errors="refuse" in address)

    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("address", ["/office/", "/office/applications/{proved}"])
def test_the_dark_and_the_english_page_are_accessible_too(enter, axe, address):
    axe(enter("xian", address, dark=True))
    axe(enter("xian", address, language="en"))


def test_the_province_reads(enter, axe):
    page = enter("province", "/office/applications/{proved}")

    axe(page)
    expect(page.get_by_role("button", name="标为已核")).to_have_count(0)


def test_keys_walk_the_claims_open_their_proof_and_mark_them(enter):
    page = enter("xian", "/office/applications/{proved}")

    for _ in range(9):
        page.keyboard.press("j")
    here = page.locator(".zq-claim:focus")
    expect(here).to_have_attribute("data-claim", "i2")
    page.keyboard.press("o")
    page.locator("#viewer h2", has_text="专利证书.pdf").wait_for()
    page.locator("#viewer img").first.wait_for()
    expect(page).to_have_url(re.compile(r"\?file=\w{12}"))
    page.keyboard.press("a")
    page.locator("#claim-i2 .zq-claim__mark.is-on").wait_for()
    expect(here).to_have_attribute("data-claim", "i2")
    page.keyboard.press("k")
    expect(here).to_have_attribute("data-claim", "i1")


def test_the_page_of_the_proof_is_drawn(enter):
    page = enter("xian", "/office/applications/{proved}")

    image = page.locator("#viewer img").first
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("naturalWidth", 1240, timeout=20_000)


def test_a_note_is_written_in_place_and_gathers_for_the_return(enter):
    page = enter("xian", "/office/applications/{proved}")

    card = page.locator("#claim-i16")
    card.get_by_role("link", name="要求补正").click()
    card.get_by_label("要补正什么").fill("缺少专项审计")
    page.keyboard.press("Tab")
    card.get_by_role("button", name="记入补正意见").click()
    card.locator(".zq-asked").first.wait_for()
    expect(page.locator("#asked-number")).to_have_text("(1)")
    page.get_by_role("link", name="退回补正").click()

    expect(page.locator("textarea[name=note]")).to_have_value("缺少专项审计")
    page.go_back()
    page.locator("#claim-i16 .zq-asked__back").first.click()
    page.locator("#claim-i16 .zq-asked").wait_for(state="detached")


def test_single_keys_can_be_switched_off_and_never_disturb_typing(enter):
    page = enter("xian", "/office/applications/{proved}")

    page.keyboard.press("?")
    page.get_by_label("使用单键操作").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator(".zq-claim:focus")).to_have_count(0)

    page.keyboard.press("Escape")
    page.locator("[data-keys-open]").click()
    page.get_by_label("使用单键操作").check()
    page.keyboard.press("Escape")
    page.locator("#claim-i2").get_by_role("link", name="要求补正").click()
    page.locator("#claim-i2 textarea").fill("")
    page.keyboard.type("jjoak")
    expect(page.locator("#claim-i2 textarea")).to_have_value("jjoak")


def test_filters_change_the_list_in_place_and_the_back_button_undoes_them(enter):
    page = enter("xian", "/office/applications")
    rows = page.locator(".zq-list tbody tr")
    expect(rows).to_have_count(7)

    page.get_by_label("按企业名称、拼音、信用代码或编号搜索").fill("qinling")
    page.wait_for_url("**/office/applications?q=qinling")
    expect(rows).to_have_count(2)
    page.locator(".zq-states a", has_text="待市局初审").click()
    page.wait_for_url("**state=submitted**")
    page.go_back()
    page.wait_for_url("**/office/applications?q=qinling")
    expect(page.get_by_label("按企业名称、拼音、信用代码或编号搜索")).to_have_value("qinling")
    page.go_back()
    page.wait_for_url("**/office/applications")
    expect(rows).to_have_count(7)


def test_the_list_leads_to_an_application_and_back_to_itself(enter):
    page = enter("xian", "/office/applications?q=qinling&sort=-score")

    page.locator(".zq-list tbody a").first.click()
    page.locator(".zq-crumbs a").first.click()

    expect(page).to_have_url(re.compile(r"/office/applications\?q=qinling&sort=-score$"))


def test_the_list_can_be_saved_as_a_workbook(enter):
    page = enter("xian", "/office/applications?state=submitted")

    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Excel").click()

    assert download.value.suggested_filename.endswith(".xlsx")


def test_the_deadline_counts_down_by_the_servers_clock(enter):
    page = enter("xian", "/office/")
    clock = page.locator(".zq-countdown").first
    expect(clock).to_have_text(re.compile(r"^2 天 0[45]:\d\d:\d\d$"))
    before = clock.inner_text()

    expect(clock).not_to_have_text(before)


def test_on_a_phone_the_proof_comes_up_as_a_sheet(enter):
    page = enter("xian", "/office/applications/{proved}", width=390)
    viewer = page.locator("#viewer")
    expect(viewer).to_be_hidden()

    page.locator("#claim-i2 .zq-proof").click()
    viewer.wait_for(state="visible")
    page.get_by_role("button", name="关闭材料").click()

    expect(viewer).to_be_hidden()


def test_without_script_everything_can_be_read_and_done(enter):
    page = enter("xian", "/office/applications", java_script_enabled=False)

    page.get_by_label("按企业名称、拼音、信用代码或编号搜索").fill("智测")
    page.get_by_role("button", name="查找").click()
    expect(page.locator(".zq-list tbody tr")).to_have_count(1)
    page.locator(".zq-list tbody a").click()
    page.locator("#claim-i16").get_by_role("button", name="标为已核").click()
    expect(page).to_have_url(re.compile("#claim-i16$"))
    page.locator("#claim-i16 .zq-proof").click()
    expect(page.locator("#viewer h2")).to_have_text("研发台账.pdf")
    page.locator("#claim-i16").get_by_role("link", name="要求补正").click()
    page.get_by_label("要补正什么").fill("缺少专项审计")
    page.get_by_role("button", name="记入补正意见").click()
    page.get_by_role("link", name=re.compile("退回补正")).click()
    expect(page.locator("textarea[name=note]")).to_have_value("缺少专项审计")


def test_a_decision_is_made_and_taken_back(enter):
    page = enter("xian", "/office/applications/{corrected}")

    page.get_by_role("link", name="初审通过").click()
    page.get_by_role("button", name="初审通过").click()
    page.get_by_text("市局初审通过 ·").wait_for()
    expect(page.locator("button:disabled", has_text="退回补正")).to_have_count(1)
    page.get_by_role("link", name="撤回处理").click()
    page.get_by_role("button", name="撤回处理").click()

    expect(page.get_by_role("link", name="初审通过")).to_be_visible()
