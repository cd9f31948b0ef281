"""One kept form, and what comes between: two tabs, two people, a full server, a session that ends, a colleague who leaves."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.applicant import enterprise, expect_texts, field, give, keep, open_form
from tests.journeys.firm import PASSWORD, begin, campaign, come, letter, register, saved, send, write

pytestmark = [pytest.mark.slow, pytest.mark.requirement("S04", "X01")]
CODE, NAME, MAIL = "91610131MA6U106Q1M", "秦岭智测科技有限公司", "wang@qinling.example"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with campaign(tmp_path_factory.mktemp("form") / "data") as address:
        yield address


@pytest.fixture(scope="module")
def owner(site, browser):
    """The browser of an owner whose enterprise has begun; and where its form is."""
    context = browser.new_context(base_url=site, locale="zh-CN")
    page = context.new_page()
    register(page, CODE, NAME, MAIL)
    form = begin(page)
    kept = context.storage_state()
    context.close()
    return kept, form


@pytest.fixture
def mine(owner, open_page):
    """A page of the owner's, with the form open at a part."""

    def at(section: str, **options) -> Page:
        return come(open_page(storage_state=owner[0], **options), owner[1], section)

    return at


def test_two_tabs_of_one_browser_are_one_form(mine, owner):
    one = mine("other_ip")
    other = come(one.context.new_page(), owner[1], "other_ip")

    give(one, "domestic_marks", "1")
    give(other, "foreign_marks", "2")
    give(one, "wellknown_marks", "0")
    give(other, "domestic_marks", "5")

    for page in (one, other):
        expect(field(page, "domestic_marks")).to_have_value("5")
        expect(field(page, "foreign_marks")).to_have_value("2")
        expect(field(page, "wellknown_marks")).to_have_value("0")
        expect(page.locator(".en-clash")).to_have_count(0)
    saved(one)
    saved(other)
    other.reload()
    expect_texts(other, "domestic_marks", "foreign_marks", "wellknown_marks", are=["5", "2", "0"])


@pytest.mark.parametrize("width", [1280, 390])
def test_a_session_that_ends_while_one_types_is_renewed_on_the_spot(mine, axe, width):
    page = mine("basic", width=width, expect_errors=True)
    page.context.clear_cookies(name="zhiqiang_session")

    field(page, "registered_place").fill(f"西安市高新区{width}号")
    box = page.locator("#zq-again")
    expect(box).to_be_visible()
    axe(page)
    box.get_by_label("密码").fill(PASSWORD)
    box.get_by_role("button", name="登录", exact=True).click()

    expect(box).to_be_hidden()
    saved(page)
    expect(page.get_by_text("登录已过期，填写的内容还在。")).to_have_count(0)
    page.reload()
    expect_texts(page, "registered_place", are=[f"西安市高新区{width}号"])


def test_a_server_with_too_much_to_do_is_waited_for(mine):
    page = mine("other_ip", expect_errors=True)
    asked = []

    def busy(route):
        asked.append(route.request.post_data_json)
        route.fulfill(status=429, headers={"Retry-After": "1"}) if len(asked) < 3 else route.continue_()

    page.route("**/answers", busy)
    give(page, "software_copyrights", "9")

    expect(page.locator("[data-saved]")).to_contain_text("服务器正忙")
    saved(page)
    assert len({one["save_id"] for one in asked}) == 1
    page.reload()
    expect_texts(page, "software_copyrights", are=["9"])


def test_a_line_that_drops_keeps_the_work_and_sends_it_when_it_is_back(mine):
    page = mine("basic", expect_errors=True)
    page.context.set_offline(True)

    field(page, "main_business").fill("工业在线检测仪器")
    expect(page.locator("[data-saved]")).to_contain_text("已存在本浏览器")
    page.context.set_offline(False)

    saved(page)
    page.reload()
    expect_texts(page, "main_business", are=["工业在线检测仪器"])


def test_a_colleague_is_invited_clashes_is_asked_and_is_removed(mine, owner, open_page, axe):
    page = mine("basic", expect_errors=True)
    people = page.context.new_page()
    people.goto("/people/")
    write(people, email="zhao@qinling.example")
    send(people)
    expect(people.get_by_text("邀请已发往 zhao@qinling.example。")).to_be_visible()

    guest = open_page(width=390, expect_errors=True)
    guest.goto(letter(people, "zhao", r"http\S+/invitation/\S+"))
    write(guest, name="赵敏", mobile="13900139000", password1=PASSWORD)
    send(guest)
    come(guest, owner[1], "basic")

    give(page, "employees", "120")
    saved(page)
    give(guest, "employees", "130")
    clash = guest.locator(".en-clash")
    expect(clash).to_contain_text("您填的是“130”")
    expect(clash).to_contain_text("王立")
    axe(guest)
    clash.get_by_role("button", name="用对方的").click()
    expect(clash).to_have_count(0)
    expect_texts(guest, "employees", are=["120"])

    people.goto("/people/")
    people.get_by_role("link", name="移除赵敏").click()
    send(people)
    expect(people.get_by_text("zhao@qinling.example")).to_have_count(0)
    give(guest, "employees", "140")
    expect(guest.locator("[data-saved]")).to_contain_text("没有保存")
    axe(guest)
    guest.on("dialog", lambda dialog: dialog.accept())
    guest.goto(owner[1])
    expect(guest.locator("[data-assessment]")).to_have_count(0)
    page.reload()
    expect_texts(page, "employees", are=["120"])


def test_a_self_assessment_is_taken_along_once_there_is_an_account(open_page):
    page = open_page()
    answers = enterprise("微型企业")
    keep(page, answers)
    open_form(page, section="basic")

    page.get_by_role("link", name="带着自测数据开始申报").click()
    page.get_by_role("link", name="注册企业账号").first.click()
    expect(page).to_have_url(re.compile("/account/register/"))
    register(page, "91610131PDY001012A", "渭水精密机械股份有限公司", "li@weishui.example", start=page.url)
    expect(page).to_have_url(re.compile("/enterprise/begin/shaanxi-2020/$"))
    expect(page.locator("[data-found]")).to_contain_text(f"共 {len(answers)} 项")
    page.get_by_role("button", name="开始申报").click()

    page.locator('[data-state="current"]').wait_for()
    expect_texts(page, "enterprise_name", "employees", are=[answers["enterprise_name"], answers["employees"]])
    page.goto("/s/shaanxi-2020/self-assessment/")
    expect_texts(page, "enterprise_name", are=[answers["enterprise_name"]])
