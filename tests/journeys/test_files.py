"""Files come and go: workbook up with a preview, data down and up again, and the same points everywhere."""

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
    keep,
    open_form,
)
from zhiqiang.papers.workbook.reading import read_workbook
from zhiqiang.papers.workbook.writing import write_workbook


def export(page, name):
    page.locator(".ap-menu summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return download.value


def choose(page, path) -> None:
    page.locator("[data-open-exchange]").click()
    page.locator("#exchange input[type=file]").set_input_files(path)


@pytest.mark.requirement("S33")
@pytest.mark.parametrize("width", [1280, 390])
def test_a_filled_workbook_is_previewed_taken_over_and_undone(open_page, tmp_path, width):
    answers = enterprise("中型企业")
    write_workbook(SHAANXI, tmp_path / "filled.xlsx", answers)
    page = open_form(open_page(width=width), section="basic")
    give(page, "enterprise_name", "原来的名称")

    choose(page, tmp_path / "filled.xlsx")
    row = page.locator("tr", has=page.locator('[data-key="enterprise_name"]'))
    expect(row.locator(".ap-old")).to_have_text("原来的名称")
    expect(row.locator(".ap-new")).to_have_text(answers["enterprise_name"])
    page.locator("[data-apply]").click()

    expect_total(page, engine_total(answers))
    expect_texts(page, "enterprise_name", are=[answers["enterprise_name"]])
    page.get_by_role("button", name="撤销").click()
    expect_total(page, "0.00")
    expect_texts(page, "enterprise_name", are=["原来的名称"])


def test_only_what_is_ticked_is_taken_over(page, tmp_path):
    write_workbook(
        SHAANXI,
        tmp_path / "filled.xlsx",
        {"domestic_marks": "1", "foreign_marks": "1", "enterprise_name": "甲"},
    )
    open_form(page, section="other_ip")

    choose(page, tmp_path / "filled.xlsx")
    marks = page.locator("[data-group]", has=page.locator('[data-key="domestic_marks"]'))
    marks.locator("[data-all]").uncheck()
    expect(page.locator("[data-apply]")).to_have_text("采用所选 1 项")
    marks.locator('[data-key="foreign_marks"]').check()
    page.locator("[data-apply]").click()

    expect_texts(page, "domestic_marks", "foreign_marks", are=["", "1"])
    expect_total(page, "1.00")


def test_a_file_can_be_dropped(page, tmp_path):
    open_form(page, section="other_ip")
    page.locator("[data-open-exchange]").click()

    page.locator("[data-drop]").evaluate(
        """(drop, text) => {
            const data = new DataTransfer();
            data.items.add(new File([text], "a.json", {type: "application/json"}));
            drop.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
        }""",
        json.dumps({"answers": {"domestic_marks": "1"}}),
    )
    page.locator("[data-apply]").click()

    expect_total(page, "1.00")


def test_problems_of_a_workbook_are_told_by_cell_before_anything_changes(page, tmp_path):
    write_workbook(SHAANXI, tmp_path / "wrong.xlsx", {"contacts.mobile.first": "138", "domestic_marks": "1"})
    open_form(page, section="basic")

    choose(page, tmp_path / "wrong.xlsx")

    expect(page.locator(".ap-file-problems")).to_contain_text("手机号码")
    expect(page.locator(".ap-file-problems b").first).to_contain_text("!")
    expect(page.locator('[data-key="contacts.mobile.first"]')).not_to_be_checked()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("picture.png", b"x", "请选择本站的工作簿"),
        ("bad.json", b"{", "不是完整的 JSON"),
        ("bad.xlsx", b"hello", "工作簿"),
    ],
)
def test_a_file_that_is_none_is_told_and_nothing_changes(open_page, tmp_path, name, content, said):
    page = open_form(open_page(expect_errors=True), section="other_ip")
    give(page, "domestic_marks", "1")
    (tmp_path / name).write_bytes(content)

    choose(page, tmp_path / name)

    expect(page.locator("[data-exchange-status]")).to_contain_text(said)
    page.keyboard.press("Escape")
    expect_texts(page, "domestic_marks", are=["1"])


def test_what_is_exported_holds_the_answers(page, tmp_path):
    answers = enterprise("小型企业")
    keep(page, answers)
    open_form(page)

    data = export(page, "JSON 数据")
    assert data.suggested_filename == "shaanxi-2020.json"
    assert json.loads(data.path().read_text())["answers"] == answers
    book = export(page, "Excel 工作簿")
    book.save_as(tmp_path / "book.xlsx")

    assert engine_total(read_workbook(tmp_path / "book.xlsx", SHAANXI).answers) == engine_total(answers)


def test_exported_data_can_be_imported_on_another_machine(page, open_page, tmp_path):
    answers = enterprise("微型企业")
    keep(page, answers)
    open_form(page)
    export(page, "JSON 数据").save_as(tmp_path / "a.json")

    elsewhere = open_form(open_page())
    choose(elsewhere, tmp_path / "a.json")
    elsewhere.locator("[data-apply]").click()

    expect_total(elsewhere, engine_total(answers))


def test_the_printable_page_opens_with_everything(page):
    answers = enterprise("小型企业")
    keep(page, answers)
    open_form(page)

    page.locator(".ap-menu summary").click()
    with page.expect_popup() as popup:
        page.get_by_role("button", name="可打印的页面").click()
    sheet = popup.value

    expect(sheet.locator(".zq-ring__points")).to_have_text(engine_total(answers))
    expect(sheet.locator("#why-i25")).to_be_visible()
    assert field(sheet, "enterprise_name").text_content().endswith(answers["enterprise_name"])
