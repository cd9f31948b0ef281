"""A person fills the form, on a desk and on a phone, and every point on the page is the engine's."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.applicant import (
    SHAANXI,
    TRIAL,
    engine_total,
    enterprise,
    expect_texts,
    expect_total,
    field,
    fill,
    give,
    go,
    open_form,
    options,
    total,
)
from zhiqiang.engine.standards import search_industries


@pytest.mark.requirement("S33", "X02", "X04")
@pytest.mark.parametrize("width", [1280, 390])
def test_an_enterprise_fills_the_whole_form_and_gets_the_engines_score(open_page, width):
    page = open_form(open_page(width=width))
    answers = enterprise("小型企业")

    fill(page, answers)

    expect_total(page, engine_total(answers))
    expect(page.locator(".has-problem.zq-field--error")).to_have_count(0)


def test_the_score_follows_every_answer(page):
    open_form(page, section="other_ip")
    answers = {}
    for key, text in (
        ("domestic_marks", "3"),
        ("foreign_marks", "1"),
        ("wellknown_marks", "1"),
        ("wellknown_marks", "0"),
    ):
        answers[key] = text
        give(page, key, text)
        expect_total(page, engine_total(answers))


def test_a_question_that_follows_from_another_comes_and_goes_and_keeps_its_answer(page):
    open_form(page, section="declaration")
    expect(page.locator('[data-field="emerging_industry"]')).to_be_hidden()

    give(page, "backbone", "yes")
    give(page, "emerging_industry", "4")
    give(page, "backbone", "no")
    expect(page.locator('[data-field="emerging_industry"]')).to_be_hidden()
    give(page, "backbone", "yes")

    expect(page.locator('[data-field="emerging_industry"]')).to_be_visible()
    expect(field(page, "emerging_industry")).to_have_value("4")


def test_a_choice_can_be_taken_back(page):
    open_form(page, section="declaration")
    give(page, "good_operation", "yes")
    row = page.locator('[data-field="good_operation"]')

    row.get_by_role("button", name="清除").click()

    expect(page.locator('input[name="good_operation"]:checked')).to_have_count(0)
    assert (
        page.evaluate(
            "Object.keys(JSON.parse(Object.entries(localStorage).find(([n]) => n.includes('draft'))[1]).cells).length"
        )
        == 1
    )


def test_a_wrong_number_is_told_when_it_is_left_and_not_while_it_is_typed(page):
    open_form(page, section="basic")
    code = field(page, "org_code")

    code.press_sequentially("9161", delay=20)
    page.wait_for_timeout(700)
    expect(page.locator('[data-field="org_code"] .zq-field__error')).to_have_count(0)
    code.press("Tab")

    error = page.locator('[data-field="org_code"] .zq-field__error')
    expect(error).to_contain_text("18 位")
    expect(code).to_have_attribute("aria-invalid", "true")
    assert error.get_attribute("id") in code.get_attribute("aria-describedby")
    code.fill(enterprise("小型企业")["org_code"])
    expect(error).to_have_count(0)


def test_what_was_perhaps_meant_is_one_click_away(page):
    open_form(page, section="basic")
    give(page, "org_code", "91610131PDY001021A")
    page.keyboard.press("Tab")

    page.get_by_role("button", name="是否为 91610131PDY001012A？").click()

    expect_texts(page, "org_code", are=["91610131PDY001012A"])
    expect(page.locator('[data-field="org_code"] .zq-field__error')).to_have_count(0)


def test_figures_are_read_with_separators_and_edited_bare(page):
    open_form(page, section="basic")
    capital = field(page, "registered_capital")

    capital.fill("１２３４５６７.５")
    capital.press("Tab")
    expect(capital).to_have_value("1,234,567.5")
    capital.focus()
    expect(capital).to_have_value("1234567.5")


@pytest.mark.parametrize("typed", ["65", "I65", "软件", "rj", "ruanjian", "rjhxx", "ｒｊ"])
def test_an_industry_is_found_by_code_name_and_pinyin(page, typed):
    open_form(page, section="basic")
    picker = page.get_by_role("combobox", name="所属行业代码及名称")

    picker.fill(typed)
    expect(options(page).first).to_contain_text("软件和信息技术服务业")
    picker.press("Enter")

    expect(picker).to_have_value(re.compile("^65 "))
    expect(page.locator('select[name="industry"]')).to_have_value("65")


def test_the_picker_goes_by_keyboard_alone(page):
    open_form(page, section="basic")
    picker = page.get_by_role("combobox", name="所属行业代码及名称")
    picker.focus()

    picker.press("ArrowDown")
    expect(picker).to_have_attribute("aria-expanded", "true")
    picker.press("ArrowDown")
    active = picker.get_attribute("aria-activedescendant")
    expect(page.locator(f'[id="{active}"]')).to_have_attribute("aria-selected", "true")
    picker.press("Enter")
    expect(picker).to_have_value(re.compile("^02 "))
    picker.press("Escape")
    picker.fill("nothing of the kind")
    expect(page.get_by_text("没有找到").first).to_be_visible()
    picker.press("Escape")
    expect(picker).to_have_value(re.compile("^02 "))
    picker.fill("")
    picker.press("Tab")
    expect(page.locator('select[name="industry"]')).to_have_value("")


def test_the_browser_finds_the_same_industries_as_the_engine(page):
    page.goto("/s/shaanxi-2020/set-values/")
    queries = ["39", "3", "c39", "3911", "软件", "制造", "zz", "zhizao", "tongxin", "txs", "qiche", "dlrl", "farming", "services", "and",
               "业", "计算机设备", "i", "jr", "、", "x" * 70, "", "０１", "zhi zao"]  # fmt: skip

    found = page.evaluate(
        """async queries => {
            const script = [...document.scripts].find(one => one.src.includes("lookup"));
            const source = await (await fetch(script.src)).text();
            const imported = (text, name) => new RegExp(`from *["']([^"']*${name}[^"']*)["']`).exec(text)[1];
            const picker = new URL(imported(source, "picker"), script.src);
            const more = await (await fetch(picker)).text();
            const {search} = await import(new URL(imported(more, "search"), picker));
            const {options} = await (await fetch("/standards/gbt4754-2011.json")).json();
            return queries.map(query => search(options, query, 10).map(one => one.code));
        }""",
        queries,
    )

    assert found == [[one.code for one in search_industries("gbt4754-2011", query)] for query in queries]


def test_set_values_are_looked_up_by_searching_the_industry(page):
    page.goto("/s/shaanxi-2020/set-values/")
    picker = page.get_by_role("combobox", name="所属行业")
    expect(picker).to_have_attribute("placeholder", "输入代码、名称或拼音")

    picker.fill("rj")
    options(page).first.wait_for()
    picker.press("Enter")
    page.get_by_role("button", name="查找").click()

    expect(page).to_have_url(re.compile("industry=65"))
    expect(page.locator("table").first).to_contain_text("示例")
    expect(picker).to_have_value("65 软件和信息技术服务业")


def test_the_size_is_worked_out_and_taken_over(page):
    open_form(page, section="spending")
    give(page, "finance.sales.T", "18600")
    go(page, "basic")
    give(page, "industry", "39")
    give(page, "employees", "420")

    place = page.locator('[data-part="sizing"]')
    expect(place).to_contain_text("B. 中型企业")
    expect(place).to_contain_text("18600")
    place.get_by_role("button", name="采用").click()

    expect(page.locator('input[name="size"][value="B"]')).to_be_checked()
    expect(place).to_contain_text("与推算一致")


def test_parts_of_the_form_show_how_far_they_are(page):
    open_form(page, section="other_ip")
    step = page.locator('[data-step="other_ip"]')
    expect(step.locator("[data-progress]")).to_have_text("0/5")

    for key in ("domestic_marks", "wellknown_marks", "foreign_marks", "geographical_indications"):
        give(page, key, "0")
    give(page, "software_copyrights", "-1")
    page.keyboard.press("Tab")

    expect(step).to_have_class("is-wrong")
    give(page, "software_copyrights", "1")
    expect(step).to_have_class("is-done")


def test_one_goes_through_the_parts_by_their_buttons_and_by_the_address(page):
    open_form(page)
    ids = [section.id for section in SHAANXI.form.sections]

    page.locator("[data-next]").click()
    expect(page.locator(f"#section-{ids[1]}")).to_be_visible()
    expect(page.locator(f"#section-{ids[0]}")).to_be_hidden()
    expect(page.locator(f"#s-{ids[1]}")).to_be_focused()
    page.locator("[data-previous]").click()
    expect(page.locator(f"#section-{ids[0]}")).to_be_visible()
    page.goto(f"/s/shaanxi-2020/self-assessment/#section-{ids[4]}")
    page.reload()
    expect(page.locator(f"#section-{ids[4]}")).to_be_visible()


def test_points_experts_will_give_can_be_estimated(page):
    open_form(page, section="estimates")

    give(page, "points.i25.basis", "4.5")

    expect_total(page, "4.50")
    give(page, "points.i25.basis", "5.5")
    page.keyboard.press("Tab")
    expect(page.locator('[data-field="points.i25.basis"] .zq-field__error')).to_contain_text("0 至 5")


def test_the_trial_scheme_with_every_kind_of_field_scores_the_same(page):
    open_form(page, "trial-2021", "basic")
    answers = {
        "name": "<b>甲</b>", "trading": "yes", "rules": "no", "size": "A", "industry": "39", "kind": "08", "capital": "10.5",
        "change": "6", "deeper": "3", "staff": "3", "contacts.who.first": "甲", "contacts.who.second": "乙", "contacts.chief.first": "yes",
        "year.made.T-1": "10", "year.made.T": "20", "year.sold.T-1": "5", "year.sold.T": "8.25", "year.good.T": "yes",
        "year.good.T-1": "yes", "year.c9.T": "y", "prizes.count.gold": "2", "story": "两行\n文字",
    }  # fmt: skip

    fill(page, answers, TRIAL)

    expect_total(page, engine_total(answers, TRIAL))
    expect_texts(page, "year.sold.T", are=["8.25"])
    expect(field(page, "year.kept.T")).to_have_text("11.75")
    expect(total(page)).not_to_have_text("0.00")
