"""Every open page: accessible in both sizes, themes and languages, nothing sideways, printable, and useful without script."""

import pytest
from playwright.sync_api import expect

from tests.journeys.applicant import (
    SHAANXI,
    TRIAL,
    engine_total,
    enterprise,
    expect_total,
    go,
    keep,
    no_sideways_scroll,
    open_form,
)

ANSWERS = enterprise("小型企业")
WRONG = ANSWERS | {
    "registered_capital": "八万",
    "finance.sales.T": "-3",
    "contacts.mobile.first": "138",
    "core_staff.trained.T": "99999",
}
PAGES = ("/", "/s/shaanxi-2020/", "/s/shaanxi-2020/notice/", "/s/shaanxi-2020/set-values/?industry=39&size=B")
LOOKS = [(1280, False, "zh-hans"), (390, True, "zh-hans"), (1280, True, "en"), (390, False, "en")]
NAMES = ["desk-light-zh", "phone-dark-zh", "desk-dark-en", "phone-light-en"]

pytestmark = pytest.mark.requirement("X04")


@pytest.mark.parametrize(("width", "dark", "language"), LOOKS, ids=NAMES)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_accessible_and_fits(open_page, axe, address, width, dark, language):
    page = open_page(width=width, dark=dark, language=language)
    page.goto(address)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")

    axe(page)
    no_sideways_scroll(page)


@pytest.mark.parametrize(
    ("state", "width", "dark", "language"),
    [("wrong", *LOOKS[0]), ("wrong", *LOOKS[1]), ("full", *LOOKS[2]), ("empty", *LOOKS[3])],
    ids=NAMES,
)
def test_the_form_is_accessible_and_fits_in_every_part(open_page, axe, state, width, dark, language):
    page = open_page(width=width, dark=dark, language=language)
    keep(page, {"empty": {}, "full": ANSWERS, "wrong": WRONG}[state])
    open_form(page)

    for section in [*(one.id for one in SHAANXI.form.sections), "estimates"]:
        go(page, section)
        no_sideways_scroll(page)
        if state == "wrong" or section in ("declaration", "basic", "spending"):
            axe(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_every_kind_of_field_is_accessible_and_fits(open_page, axe, width):
    page = open_page(width=width)
    keep(page, {"patents.0.number": "x", "patents.1.income": "-1", "trading": "yes", "staff": "3"}, TRIAL)
    open_form(page, TRIAL.id)

    for section in [*(one.id for one in TRIAL.form.sections), "estimates"]:
        go(page, section)
        no_sideways_scroll(page)
        axe(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_score_its_reasons_and_dialogs_are_accessible(open_page, axe, width, tmp_path):
    page = open_page(width=width)
    keep(page, WRONG)
    open_form(page)
    go(page, "score")
    page.locator("#panel details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    page.locator('[data-part="raise.i25"]').wait_for(state="attached")
    page.get_by_label("想达到多少分？").fill("120")
    page.get_by_role("button", name="看怎样达到").click()
    page.locator("[data-advice] li").first.wait_for()

    axe(page)
    no_sideways_scroll(page)
    go(page, "basic")
    (tmp_path / "a.json").write_text('{"answers": {"domestic_marks": "1", "size": "Z"}}')
    page.locator("[data-open-exchange]").click()
    page.locator("#exchange input[type=file]").set_input_files(tmp_path / "a.json")
    page.locator("[data-apply]").wait_for()
    axe(page)
    page.keyboard.press("Escape")
    page.locator(".ap-menu summary").click()
    axe(page)
    if width == 390:
        page.keyboard.press("Escape")
        page.locator("[data-sections-open]").click()
        axe(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_open_picker_is_accessible(open_page, axe, width):
    page = open_form(open_page(width=width), section="basic")
    page.get_by_role("combobox", name="所属行业代码及名称").fill("制造")
    page.locator(".zq-picker__list [role=option]").first.wait_for()

    axe(page)
    no_sideways_scroll(page)


def test_the_form_is_reached_and_left_by_keyboard(page):
    open_form(page)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    seen = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate(
                "(({name, id, dataset}) => name || (dataset.next === undefined ? id : 'next'))(document.activeElement)"
            )
        )
        if "tab-why" in seen:
            break

    assert {"applying_for", "truthful", "next", "tab-why"} <= seen


def test_on_paper_the_whole_form_and_every_reason_stand(open_page):
    page = open_page()
    keep(page, ANSWERS)
    open_form(page, section="basic")
    expect_total(page, engine_total(ANSWERS))

    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")

    for section in SHAANXI.form.sections:
        expect(page.locator(f"#section-{section.id}")).to_be_visible()
    for id in ("i1", "i9", "i25"):
        expect(page.locator(f"#why-{id} .zq-why__body")).to_be_visible()
    expect(page.locator(".ap-tools")).to_be_hidden()
    expect(page.locator("[data-sections]")).to_be_hidden()
    assert len(page.pdf()) > 50_000


def test_without_script_the_form_still_scores(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/s/shaanxi-2020/self-assessment/")

    expect(page.get_by_text("浏览器没有启用脚本")).to_be_visible()
    page.locator('[id="f-domestic_marks"]').fill("2")
    page.locator('[id="f-industry"]').select_option("39")
    page.locator('input[name="ip_strategy"][value="yes"]').check()
    page.get_by_role("button", name="查看得分与依据").click()

    expected = engine_total({"domestic_marks": "2", "industry": "39", "ip_strategy": "yes"})
    expect(page.locator(".zq-ring__points")).to_have_text(expected)


def test_the_first_look_is_light(page):
    page.goto("/")
    page.goto("/s/shaanxi-2020/self-assessment/")

    assert page.evaluate("performance.getEntriesByType('navigation')[0].transferSize") < 60_000
