"""`zhiqiang workbook`, and the way back by `zhiqiang score`."""

import json

import openpyxl
import pytest

from tests.jobs.conftest import TOTAL


@pytest.fixture
def filled(zhiqiang, example, answers) -> str:
    """A workbook with the example's answers."""
    told = zhiqiang("workbook", example, "-o", "filled.xlsx", "--answers", answers())
    assert (told.exit_code, told.output) == (0, "已生成 filled.xlsx\n")
    return "filled.xlsx"


def test_a_workbook_comes_back_with_the_same_points(zhiqiang, example, answers, filled):
    sheet, file = (
        json.loads(zhiqiang("score", name, "--scheme", example, "--json").stdout)
        for name in (filled, answers())
    )

    assert sheet["points"] == TOTAL
    assert sheet["items"] == file["items"]
    assert sheet["problems"] == []


def test_a_workbook_can_be_english(zhiqiang, example):
    told = zhiqiang("workbook", example, "-o", "blank.xlsx", "--lang", "en")

    assert told.output == "wrote blank.xlsx\n"
    assert zhiqiang("score", "blank.xlsx", "--scheme", example).exit_code == 1


def test_problems_of_a_workbook_are_told_by_sheet_and_cell(zhiqiang, folder, example, filled):
    book = openpyxl.load_workbook(folder / filled)
    place = next(
        (sheet.title, cell)
        for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == 120
    )  # fmt: skip
    place[1].value = "很多"
    book.save(folder / filled)

    told = zhiqiang("score", filled, "--scheme", example)
    sheet = json.loads(zhiqiang("score", filled, "--scheme", example, "--json").stdout)

    where = f"{place[0]}!{place[1].coordinate}"
    assert told.exit_code == 1
    assert f"[错误] filled.xlsx {where} 从业人员（employees）：“很多”不是数字" in told.output, told.output
    assert [(p["key"], p["cell"]) for p in sheet["problems"]] == [("employees", where)]


def test_a_workbook_of_another_scheme_is_refused(zhiqiang, example, filled):
    zhiqiang("new", "other-2026")

    told = zhiqiang("score", filled, "--scheme", "other-2026")

    assert told.exit_code == 2
    assert "filled.xlsx：" in told.stderr


def test_a_workbook_of_a_scheme_that_does_not_come_along_wants_the_scheme_named(zhiqiang, filled):
    told = zhiqiang("score", filled)

    assert told.exit_code == 2
    assert "example-2026" in told.stderr


def test_answers_without_a_place_in_the_form_are_told(zhiqiang, example, write):
    name = write("extra.json", json.dumps({"employees": 3, "bogus": 1}))

    told = zhiqiang("workbook", example, "-o", "x.xlsx", "--answers", name)

    assert told.exit_code == 1
    assert "表中没有这一项：bogus" in told.stderr


@pytest.mark.parametrize("output", ["x.xls", "x", "nosuch/x.xlsx", "."])
def test_a_place_that_cannot_be_written_is_told(zhiqiang, example, output):
    told = zhiqiang("workbook", example, "-o", output)

    assert told.exit_code == 2
    assert "Traceback" not in told.output


def test_a_file_that_is_there_is_not_replaced_unasked(zhiqiang, folder, example, filled):
    before = (folder / filled).read_bytes()

    told = zhiqiang("workbook", example, "-o", filled)

    assert told.exit_code == 2
    assert "--force" in told.stderr
    assert (folder / filled).read_bytes() == before
    assert zhiqiang("workbook", example, "-o", filled, "--force").exit_code == 0
