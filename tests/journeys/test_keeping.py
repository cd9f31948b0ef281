"""Nothing typed is lost: reload, crash, a dropped line, another tab, another language, a new state of the scheme."""

import json

import pytest
from playwright.sync_api import expect

from tests.journeys.applicant import (
    SHAANXI,
    engine_total,
    enterprise,
    expect_texts,
    expect_total,
    field,
    give,
    go,
    keep,
    open_form,
    total,
)


def stored(page) -> dict[str, str]:
    """The answers in this browser's keeping."""
    name = f"zhiqiang.draft.shaanxi-2020.{SHAANXI.digest[:16]}"
    cells = json.loads(page.evaluate("name => localStorage.getItem(name) || '{}'", name)).get("cells", {})
    return {key: cell[0] for key, cell in cells.items() if cell[0]}


def test_every_keystroke_is_kept_at_once(page):
    open_form(page, section="basic")

    field(page, "enterprise_name").press_sequentially("某公司")

    assert stored(page) == {"enterprise_name": "某公司"}
    expect(page.locator("[data-saved]")).to_contain_text("已保存在本浏览器")


@pytest.mark.requirement("S33")
def test_a_reload_finds_everything_again(page):
    answers = enterprise("小型企业")
    keep(page, answers)

    open_form(page, section="spending")
    expect_total(page, engine_total(answers))
    give(page, "finance.rd.T", "1")
    page.reload()

    changed = answers | {"finance.rd.T": "1"}
    expect_total(page, engine_total(changed))
    expect_texts(page, "finance.rd.T", are=["1"])
    expect(page.locator("#section-spending")).to_be_visible()
    assert stored(page) == changed


def test_a_crash_loses_nothing(open_page):
    page = open_form(open_page(), section="basic")
    field(page, "enterprise_name").press_sequentially("还没离开这一格")
    page.close(run_before_unload=False)

    again = page.context.new_page()
    open_form(again, section="basic")

    expect_texts(again, "enterprise_name", are=["还没离开这一格"])


def test_a_dropped_line_loses_nothing_and_is_told(open_page):
    page = open_form(open_page(expect_errors=True), section="other_ip")
    give(page, "domestic_marks", "1")
    expect_total(page, "1.00")

    page.context.set_offline(True)
    give(page, "foreign_marks", "2")
    stale = page.locator("[data-stale]")
    expect(stale).to_contain_text("连不上服务器")
    expect(page.locator("[data-assessment]")).to_have_attribute("data-state", "stale")
    expect(total(page)).to_have_text("1.00")
    assert stored(page) == {"domestic_marks": "1", "foreign_marks": "2"}
    page.context.set_offline(False)

    expect_total(page, "2.00")
    expect(stale).to_be_hidden()


def test_a_page_opened_again_after_the_line_dropped_still_holds_the_work(open_page):
    page = open_form(open_page(expect_errors=True), section="basic")
    page.context.set_offline(True)
    give(page, "enterprise_name", "断线时填写")
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    page.reload()

    expect_texts(page, "enterprise_name", are=["断线时填写"])


def test_a_server_in_trouble_is_told_and_asked_again(open_page):
    page = open_form(open_page(expect_errors=True), section="other_ip")
    asked = []

    def trouble(route):
        asked.append(1)
        route.fulfill(status=503, body="unwell") if len(asked) < 2 else route.continue_()

    page.route("**/score", trouble)
    give(page, "domestic_marks", "1")

    expect(page.locator("[data-stale]")).to_be_visible()
    expect_total(page, "1.00")


def test_too_many_requests_wait_as_long_as_the_server_says(open_page):
    page = open_form(open_page(expect_errors=True), section="other_ip")
    asked = []

    def busy(route):
        asked.append(1)
        route.fulfill(status=429, headers={"Retry-After": "1"}) if len(asked) < 2 else route.continue_()

    page.route("**/score", busy)
    give(page, "domestic_marks", "1")

    expect(page.locator("[data-stale]")).to_contain_text("1 秒后自动再试")
    expect_total(page, "1.00")


def test_two_tabs_merge_answer_by_answer(open_page):
    one = open_form(open_page(), section="other_ip")
    other = open_form(one.context.new_page(), section="other_ip")

    give(one, "domestic_marks", "1")
    give(other, "foreign_marks", "1")
    give(one, "wellknown_marks", "0")
    give(other, "domestic_marks", "0")

    for page in (one, other):
        expect(field(page, "domestic_marks")).to_have_value("0")
        expect(field(page, "foreign_marks")).to_have_value("1")
        expect(field(page, "wellknown_marks")).to_have_value("0")
        expect_total(page, "1.00")
    assert stored(one) == {"domestic_marks": "0", "foreign_marks": "1", "wellknown_marks": "0"}


@pytest.mark.requirement("X04")
def test_language_and_theme_keep_the_work_and_the_place(page):
    open_form(page, section="other_ip")
    give(page, "domestic_marks", "1")

    page.get_by_role("button", name="English").click()
    expect(page.locator("#s-other_ip")).to_have_text("Creation: trademarks and other rights")
    expect_texts(page, "domestic_marks", are=["1"])
    expect_total(page, "1.00")
    page.get_by_role("button", name="dark").click()

    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect_texts(page, "domestic_marks", are=["1"])


def test_on_a_slow_line_the_work_is_there_before_the_script_and_what_is_typed_meanwhile_stays(page):
    keep(page, {"domestic_marks": "12345", "good_operation": "yes", "industry": "39"})
    held = []
    page.route("**/applicant/main*.js", lambda route: held.append(route))
    page.goto("/s/shaanxi-2020/self-assessment/#section-other_ip", wait_until="commit")

    expect_texts(page, "domestic_marks", are=["12,345"])
    expect(page.locator('input[name="good_operation"][value="yes"]')).to_be_checked()
    expect(page.locator('select[name="industry"]')).to_have_value("39")
    field(page, "foreign_marks").fill("7")
    field(page, "domestic_marks").fill("8")
    held[0].continue_()

    expect(page.locator("[data-assessment]")).to_have_attribute("data-state", "current")
    expect_texts(page, "domestic_marks", "foreign_marks", are=["8", "7"])
    told = {"domestic_marks": "8", "foreign_marks": "7", "good_operation": "yes", "industry": "39"}
    assert stored(page) == told


def test_everything_can_be_cleared_and_brought_back(page):
    answers = enterprise("小型企业")
    keep(page, answers)
    open_form(page, section="basic")

    page.get_by_role("button", name="清空").click()
    expect_total(page, "0.00")
    assert stored(page) == {}
    page.get_by_role("button", name="撤销").click()

    expect_total(page, engine_total(answers))
    assert stored(page) == answers


def test_a_draft_of_an_earlier_state_is_carried_over_and_what_no_longer_fits_is_listed(page):
    keep(
        page,
        {"enterprise_name": "某公司", "gone_field": "旧数据", "size": "Z", "industry": "39"},
        digest="0123456789abcdef",
    )

    open_form(page, section="basic")

    expect_texts(page, "enterprise_name", are=["某公司"])
    notice = page.locator(".ap-carried")
    expect(notice).to_contain_text("已带入之前填写的 2 项")
    expect(notice).to_contain_text("gone_field：旧数据")
    expect(notice).to_contain_text("size：Z")
    notice.get_by_role("button", name="知道了").click()
    page.reload()
    expect(page.locator(".ap-carried")).to_have_count(0)
    expect_texts(page, "enterprise_name", are=["某公司"])


@pytest.mark.parametrize(
    "rubbish",
    ["{", "[]", '{"cells": 3}', '{"cells": {"size": "A", "x": [1, 2], "enterprise_name": ["a"]}}', "null"],
)
def test_a_damaged_draft_does_not_stop_the_page(page, rubbish):
    page.goto("/")
    name = f"zhiqiang.draft.shaanxi-2020.{SHAANXI.digest[:16]}"
    page.evaluate("([name, text]) => localStorage.setItem(name, text)", [name, rubbish])

    open_form(page, section="other_ip")
    give(page, "domestic_marks", "1")

    expect_total(page, "1.00")


def test_a_browser_that_keeps_nothing_says_so(open_page):
    page = open_page()
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
    )
    open_form(page, section="other_ip")

    give(page, "domestic_marks", "1")

    expect(page.locator("[data-saved]")).to_contain_text("不允许保存")
    expect_total(page, "1.00")
    go(page, "basic")
    go(page, "other_ip")
    expect_texts(page, "domestic_marks", are=["1"])
