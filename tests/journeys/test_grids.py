"""Tables are walked like a spreadsheet, take blocks from one, and lists grow."""

from playwright.sync_api import expect

from tests.journeys.applicant import (
    TRIAL,
    engine_total,
    expect_texts,
    expect_total,
    field,
    give,
    go,
    open_form,
    paste,
)

ROW = ("finance.output.T-2", "finance.output.T-1", "finance.output.T")


def test_a_year_table_is_filled_by_keyboard_alone(page):
    open_form(page, section="spending")
    field(page, "finance.output.T-2").focus()

    for key in (
        "1",
        "Enter",
        "2",
        "Enter",
        "3",
        "Enter",
        "4",
        "ArrowRight",
        "5",
        "ArrowDown",
        "6",
        "ArrowLeft",
        "7",
        "Tab",
        "Tab",
        "9",
    ):
        page.keyboard.press(key)
    page.keyboard.press("Tab")

    expect_texts(page, *ROW, are=["1", "4", "5"])
    expect_texts(page, "finance.sales.T-2", "finance.sales.T-1", "finance.sales.T", are=["2", "7", "6"])
    expect_texts(page, "finance.rd.T-2", are=["9"])
    expect(field(page, "finance.rd.T-1")).to_be_focused()


def test_arrows_stay_inside_a_text_until_its_edge(page):
    open_form(page, section="spending")
    cell = field(page, "finance.output.T-1")
    cell.fill("123")

    cell.press("End")
    cell.press("ArrowLeft")
    assert cell.evaluate("e => e === document.activeElement && e.selectionStart") == 2
    cell.press("ArrowRight")
    cell.press("ArrowRight")

    expect(field(page, "finance.output.T")).to_be_focused()


def test_escape_gives_a_cell_back_what_it_held(page):
    open_form(page, section="spending")
    cell = field(page, "finance.output.T")
    cell.fill("12")
    cell.press("Tab")
    cell.focus()

    cell.press_sequentially("999")
    cell.press("Escape")

    expect_texts(page, "finance.output.T", are=["12"])


def test_the_help_of_a_line_shows_while_one_is_in_it(page):
    open_form(page, section="spending")

    field(page, "ip_spend.annuity.T").focus()

    expect(page.locator('[data-item="ip_spend"] [data-grid-help]')).to_contain_text("专利年费、商标续展费")


def test_a_block_from_a_spreadsheet_is_pasted_and_what_does_not_fit_is_told(page):
    open_form(page, section="spending")
    field(page, ROW[0]).focus()

    paste(page, '410,000\t462000\t ￥531,000.50 \r\n1\t约 30\t(3)\r\n"4"\t５\t6万元\t7\r\n')

    expect_texts(page, *ROW, are=["410000", "462000", "531000.50"])
    expect_texts(page, "finance.sales.T-2", "finance.sales.T-1", "finance.sales.T", are=["1", "", "-3"])
    expect_texts(page, "finance.rd.T-2", "finance.rd.T-1", "finance.rd.T", are=["4", "5", "6"])
    told = page.locator('[data-item="finance"] .ap-told')
    expect(told).to_contain_text("产品销售收入 · T-1 年（2018） “约 30”：不是数字")
    expect(told).to_contain_text("有 1 格超出表格")
    expect(page.locator('[data-item="finance"] [data-grid-problems]')).to_contain_text("不能小于 0")


def test_a_pasted_block_can_be_taken_back_by_keyboard_and_by_button(page):
    open_form(page, section="spending")
    give(page, ROW[0], "5")
    field(page, ROW[0]).focus()

    paste(page, "1\t2\t3\n")
    page.keyboard.press("Control+z")
    expect_texts(page, *ROW, are=["5", "", ""])
    paste(page, "1\t2\t3\n")
    page.get_by_role("button", name="撤销").click()

    expect_texts(page, *ROW, are=["5", "", ""])


def test_an_edit_after_the_paste_is_not_lost_by_undoing(page):
    open_form(page, section="spending")
    field(page, ROW[0]).focus()
    paste(page, "1\t2\t3\n")

    field(page, "finance.rd.T").fill("77")
    page.keyboard.press("Control+z")

    expect_texts(page, *ROW, are=["1", "2", "3"])


def test_a_block_lying_the_other_way_is_offered_turned_round(page):
    open_form(page, section="spending")
    field(page, "ip_spend.filing.T-2").focus()

    paste(page, "1\t2\t3\t4\t5\t15\n11\t12\t13\t14\t15\t65\n21\t22\t23\t24\t25\t115\n")
    page.get_by_role("button", name="转置后粘贴").click()

    parts = ("filing", "annuity", "protection", "reward", "other")
    expect_texts(page, *(f"ip_spend.{name}.T" for name in parts), are=["21", "22", "23", "24", "25"])
    expect(field(page, "ip_spend.total.T")).to_have_text("115")
    expect(page.locator('[data-item="ip_spend"] .ap-told')).to_contain_text("自动计算的 3 格未改")


def test_a_total_is_worked_out_as_its_parts_are_typed(page):
    open_form(page, section="spending")

    for name, text in (("filing", "1000"), ("annuity", "200.5"), ("reward", "0.25")):
        give(page, f"ip_spend.{name}.T-1", text)

    expect(field(page, "ip_spend.total.T-1")).to_have_text("1,200.75")


def test_a_list_grows_shrinks_and_takes_a_block(page):
    open_form(page, TRIAL.id, "rights")
    answers = {"patents.0.number": "ZL1", "patents.0.kind": "A", "patents.0.income": "2"}
    for key, text in answers.items():
        give(page, key, text)
    rows = page.locator('[data-list="patents"] [data-rows] tr')

    page.locator('[data-list="patents"] [data-add-row]').click()
    expect(rows).to_have_count(2)
    expect(field(page, "patents.1.number")).to_be_focused()
    paste(page, "ZL2\t新型\t1,234.5\t是\nZL3\tA\t7\t否\nZL4\t其他\t8\t是\n")
    expect(rows).to_have_count(4)
    cells = ("patents.1.number", "patents.1.kind", "patents.1.income", "patents.1.alive")
    expect_texts(page, *cells, are=["ZL2", "B", "1234.5", "yes"])
    expect(page.locator('[data-list="patents"] .ap-told')).to_contain_text("不是可选的答案")

    rows.nth(1).locator("[data-remove-row]").click()
    expect(rows).to_have_count(3)
    expect_texts(page, "patents.1.number", "patents.2.number", are=["ZL3", "ZL4"])
    page.get_by_role("button", name="撤销").click()
    expect(rows).to_have_count(4)
    expect_texts(page, "patents.1.number", "patents.3.number", are=["ZL2", "ZL4"])


def test_a_list_that_applies_only_sometimes_comes_and_goes(page):
    open_form(page, TRIAL.id, "rights")
    deals = page.locator('[data-list="deals"]')
    expect(deals).to_be_hidden()

    give(page, "patents.0.number", "1")
    page.locator('[data-list="patents"] [data-add-row]').click()
    give(page, "patents.1.number", "2")

    expect(deals).to_be_visible()
    give(page, "deals.0.worth", "11")
    expect(page.locator('[data-field="best_deal"]')).to_be_visible()
    answers = {"patents.0.number": "1", "patents.1.number": "2", "deals.0.worth": "11"}
    expect_total(page, engine_total(answers, TRIAL))


def test_a_row_of_a_table_that_does_not_apply_is_put_away(page):
    open_form(page, TRIAL.id, "figures")
    give(page, "prizes.count.silver", "4")
    give(page, "prizes.count.gold", "1")
    expect(field(page, "prizes.count.silver")).to_be_hidden()
    give(page, "prizes.count.gold", "0")

    expect_texts(page, "prizes.count.silver", are=["4"])


def test_a_list_says_which_row_is_wrong(page):
    open_form(page, TRIAL.id, "rights")
    give(page, "patents.0.income", "-3")
    page.keyboard.press("Tab")

    problems = page.locator('[data-list="patents"] [data-grid-problems]')
    expect(problems).to_contain_text("第 1 行 · 收益")
    go(page, "basic")
    page.locator("#tab-problems").click()
    page.locator('[data-part="problems"] a[href="#f-patents.0.income"]').first.click()
    expect(field(page, "patents.0.income")).to_be_focused()
