"""Every point can be asked why, and every reason leads back to the figure, the clause and the ruling."""

import pytest
from playwright.sync_api import expect

from tests.journeys.applicant import (
    SHAANXI,
    engine_total,
    enterprise,
    expect_total,
    field,
    go,
    keep,
    open_form,
)
from zhiqiang.engine.advising import advise, raises
from zhiqiang.engine.answering import answer
from zhiqiang.engine.explaining.steps import points_words

ANSWERS = enterprise("小型企业")


@pytest.fixture
def filled(open_page):
    def open_filled(width=1280, **options):
        page = open_page(width=width, **options)
        keep(page, ANSWERS)
        open_form(page, section="basic")
        expect_total(page, engine_total(ANSWERS))
        return page

    return open_filled


@pytest.mark.requirement("S33", "X02")
@pytest.mark.parametrize("width", [1280, 390])
def test_a_reason_leads_from_the_points_to_the_figure(filled, width):
    page = filled(width)
    if width == 390:
        page.locator("[data-panel-toggle]").click()

    page.locator("#why-i16 summary").click()
    reason = page.locator("#why-i16 .zq-why__body")
    expect(reason).to_contain_text("附件4 第16项")
    expect(reason).to_contain_text("R10")
    reason.locator('a[href="#f-finance.rd.T"]').click()

    expect(field(page, "finance.rd.T")).to_be_focused()
    expect(field(page, "finance.rd.T")).to_be_in_viewport()
    expect(page.locator("#section-spending")).to_be_visible()


def test_a_reason_leads_to_the_clause_and_the_ruling(filled):
    page = filled()
    page.locator("#why-i5 summary").click()

    page.locator('#why-i5 a[href$="#R01"]').click()

    expect(page.locator("#R01")).to_be_in_viewport()
    page.go_back()
    expect_total(page, engine_total(ANSWERS))


def test_an_open_reason_stays_open_while_its_figures_change(filled):
    page = filled()
    go(page, "spending")
    page.locator("#why-i16 summary").click()

    field(page, "finance.rd.T").fill("1")
    field(page, "finance.rd.T").press("Tab")

    expect_total(page, engine_total(ANSWERS | {"finance.rd.T": "1"}))
    expect(page.locator("#why-i16")).to_have_attribute("open", "")
    expect(page.locator('#why-i16 .ap-figures li:has(a[href="#f-finance.rd.T"]) .zq-number')).to_have_text(
        "1 万元"
    )


@pytest.mark.requirement("X10")
def test_what_would_raise_an_indicator_is_told_with_it(filled):
    page = filled()
    steps = raises(SHAANXI, answer(SHAANXI, ANSWERS), "i7")

    page.locator("#why-i7 summary").click()

    for step in steps:
        expect(page.locator('[data-part="raise.i7"]')).to_contain_text(step.words.zh)


@pytest.mark.requirement("X10")
def test_the_way_to_a_total_is_shown(filled):
    page = filled()
    page.get_by_role("tab", name="提分").click()
    target = page.get_by_label("想达到多少分？")

    target.fill("100")
    target.press("Enter")

    found = advise(SHAANXI, answer(SHAANXI, ANSWERS), 100)
    advice = page.locator("[data-advice]")
    expect(advice).to_contain_text(points_words(found.reached))
    expect(advice.locator("li")).to_have_count(len(found.steps) + len(found.openings))
    advice.locator("li a").first.click()
    expect(page.locator(":focus")).to_have_count(1)


def test_a_target_that_is_none_is_told(filled):
    page = filled(expect_errors=True)
    page.get_by_role("tab", name="提分").click()

    page.get_by_label("想达到多少分？").fill("一百")
    page.get_by_role("button", name="看怎样达到").click()

    expect(page.locator("[data-advice]")).to_contain_text("0 至 150")


def test_problems_and_gaps_lead_to_their_fields(open_page):
    page = open_page()
    keep(page, ANSWERS | {"registered_capital": "八万", "ip_direction": ""})
    open_form(page, section="spending")

    page.get_by_role("tab", name="问题").click()
    expect(page.get_by_role("tab", name="问题")).to_contain_text("1")
    page.locator('[data-part="problems"] a[href="#f-registered_capital"]').click()
    expect(field(page, "registered_capital")).to_be_focused()
    expect(page.locator('[data-field="registered_capital"]')).to_contain_text("不是数字")
    page.locator('[data-part="problems"] a[href="#f-ip_direction"]').click()
    expect(field(page, "ip_direction")).to_be_focused()


def test_the_tabs_of_the_panel_go_by_arrows(filled):
    page = filled()
    page.locator("#tab-why").focus()

    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-problems")).to_be_focused()
    expect(page.locator("#view-problems")).to_be_visible()
    expect(page.locator("#view-why")).to_be_hidden()
    page.keyboard.press("End")
    expect(page.locator("#view-advice")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_score_can_take_the_whole_page(filled, width):
    page = filled(width)

    go(page, "score")

    expect(page.locator("#form")).to_be_hidden()
    for view in ("why", "problems", "gates", "advice"):
        expect(page.locator(f"#view-{view}")).to_be_visible()
    go(page, "basic")
    expect(page.locator("#form")).to_be_visible()
    expect(page.locator("#view-gates")).to_be_hidden()


def test_a_screen_reader_hears_the_total_after_a_pause(filled):
    page = filled()

    expect(page.locator("[data-score-said]")).to_have_text(
        f"当前得分 {engine_total(ANSWERS)} 分，满分 150.00 分。"
    )
    expect(page.locator("[data-score-said]")).to_have_attribute("aria-live", "polite")
