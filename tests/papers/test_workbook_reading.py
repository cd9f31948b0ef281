"""A filled workbook comes back as it was filled, and every problem has its sheet and cell."""

import datetime as dt
import io
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.papers.workbooks import ODD_TEXTS, answers, edited, with_parts, written
from zhiqiang.engine.answering import answer
from zhiqiang.engine.scheme import Scheme
from zhiqiang.papers.workbook.cell_values import exact_text
from zhiqiang.papers.workbook.gathering import CellProblem
from zhiqiang.papers.workbook.naming import META
from zhiqiang.papers.workbook.reading import WorkbookRead, problems_by_cell, read_workbook
from zhiqiang.papers.workbook.refusing import WorkbookRefused


def places(book: openpyxl.Workbook) -> dict[str, tuple[str, str]]:
    """Where every answer stands."""
    return {row[0]: (row[2], row[3]) for row in book[META].iter_rows(min_row=9, values_only=True)}


def filled(book: bytes, entries: dict[str, Any]) -> bytes:
    """The workbook as a person fills it: values straight into cells."""

    def fill(workbook: openpyxl.Workbook) -> None:
        where = places(workbook)
        for key, value in entries.items():
            sheet, cell = where[key]
            workbook[sheet][cell] = value

    return edited(book, fill)


def at(read: WorkbookRead, key: str) -> list[CellProblem]:
    return [
        problem for problem in problems_by_cell(read, answer(read.scheme, read.answers)) if problem.key == key
    ]


@pytest.mark.parametrize("seed", range(5))
def test_what_was_written_is_read_back(scheme: Scheme, seed: int) -> None:
    rng = random.Random(seed)
    raw = answers(scheme, rng, filled=rng.choice((0.2, 0.9, 1.0)), spoilt=rng.choice((0.0, 0.1, 0.4)))
    for lang in ("zh", "en"):
        read = read_workbook(written(scheme, raw, lang), scheme)
        assert not read.problems
        assert not read.warnings
        assert read.lang == lang
        before, after = answer(scheme, raw), answer(scheme, read.answers)
        assert after.values == before.values
        assert after.not_applicable == before.not_applicable
        assert {(p.key, p.severity) for p in after.problems} == {(p.key, p.severity) for p in before.problems}


def test_the_shipped_edition_is_found_without_being_named(shaanxi: Scheme, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(written(shaanxi, {"employees": 12}))
    for source in (path, str(path), path.read_bytes()):
        read = read_workbook(source)
        assert read.scheme is shaanxi
        assert read.scheme_id == shaanxi.id
        assert read.digest == shaanxi.digest
        assert read.answers == {"employees": "12"}


def test_filled_by_a_person_it_gives_exact_answers(trial: Scheme) -> None:
    read = read_workbook(
        filled(
            written(trial),
            {
                "name": "某公司", "trading": "是", "rules": "无", "industry": "39. 计算机、通信和其他电子设备制造业",
                "kind": "07", "capital": 0.1 + 0.2, "change": "1,2.5", "staff": 3.0, "size": "A. 大",
                "year.made.T": 1234.5, "year.made.T-1": "1,234.5", "contacts.who.first": 13800138000,
                "year.good.T": True, "points.graded": 8.25,
            },
        ),
        trial,
    )  # fmt: skip
    assert not read.problems
    values = answer(trial, read.answers).values
    assert read.answers["capital"] == "0.3"
    assert values["industry"] == "39"
    assert values["kind"] == "07"
    assert values["trading"] is True
    assert values["rules"] is False
    assert values["staff"] == 3
    assert values["year.made.T-1"] == values["year.made.T"]
    assert values["contacts.who.first"] == "13800138000"
    assert values["year.good.T"] is True
    assert "change" not in values


@pytest.mark.requirement("S33")
def test_problems_name_sheet_and_cell(trial: Scheme) -> None:
    book = written(trial)
    where = places(openpyxl.load_workbook(io.BytesIO(book)))
    read = read_workbook(
        filled(book, {"capital": -5, "year.made.T": "十二", "year.sold.T-1": 9, "year.made.T-1": 4}), trial
    )
    found = problems_by_cell(read, answer(trial, read.answers))
    by_cell = {(problem.sheet, problem.cell): problem for problem in found}
    assert by_cell[where["capital"]].severity == "error"
    assert "不能小于 0" in by_cell[where["capital"]].message.zh
    assert "十二" in by_cell[where["year.made.T"]].message.zh
    assert by_cell[where["name"]].severity == "missing"
    check = [problem for problem in found if "销量不能大于产量" in problem.message.zh]
    assert {(problem.sheet, problem.cell) for problem in check} == {
        where["year.made.T-1"],
        where["year.sold.T-1"],
    }
    assert all(problem.sheet and problem.cell for problem in found)


def test_errors_dates_and_unresolved_formulas_are_told_by_cell(trial: Scheme) -> None:
    book = filled(
        written(trial),
        {
            "capital": "#REF!",
            "staff": dt.datetime.fromisoformat("2020-01-02"),
            "change": "=1/3",
            "name": "=A1",
            "year.made.T": dt.time(1, 2),
        },
    )
    read = read_workbook(book, trial)
    told = {problem.key: problem.message.zh for problem in read.problems}
    assert "#REF!" in told["capital"]
    assert "日期" in told["staff"]
    assert "日期" in told["year.made.T"]
    assert "没有计算结果" in told["change"]
    assert "没有计算结果" in told["name"]
    assert not set(told) & set(read.answers)
    # Told once: a required answer that could not be read is not reported missing besides.
    assert [problem.message.zh for problem in at(read, "name")] == [told["name"]]


def test_a_date_in_a_text_is_its_text(trial: Scheme) -> None:
    read = read_workbook(filled(written(trial), {"name": dt.date(2020, 1, 2)}), trial)
    assert read.answers["name"].startswith("2020-01-02")


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts_come_back_unchanged(trial: Scheme, text: str) -> None:
    raw = {"story": text, "patents.3.number": text}
    read = read_workbook(written(trial, raw), trial)
    assert answer(trial, read.answers).values.get("story") == text.strip()
    assert read.answers["patents.3.number"].strip() == text.strip()


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (0.1 + 0.2, 2, "0.3"), (0.305, 2, "0.305"), (1.0, 2, "1"), (1e15, 2, "1000000000000000"), (1e-7, 2, "0.0000001"),
        (123456789.12345, 4, "123456789.12345"), (2.675, 2, "2.675"), (1 / 3, 4, "0.3333333333333333"), (-0.0, 2, "0"),
        (1e300, 2, "1E+300"), (100 * 1.1, 1, "110"), (0.1 + 0.7, 1, "0.8"), (4.35 * 100, 0, "435"), (5, None, "5"),
        (1234567.89, 2, "1234567.89"),
    ],
)  # fmt: skip
def test_numbers_become_exact_decimals(value: float, places: int | None, text: str) -> None:
    found = exact_text(value, places)
    assert Decimal(found) == Decimal(text)
    assert "E" not in found or abs(value) > 1e20


def test_rows_and_sheets_may_move(trial: Scheme) -> None:
    """Rows inserted, sheets renamed and put in another order: answers are found by their anchors."""
    raw = {"name": "某公司", "capital": "5", "year.made.T": "7.5", "year.sold.T-1": "3", "points.graded": "2"}

    def move(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["1 概况"]
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet.insert_rows(6, 3)
        sheet.title = "改名"
        workbook.move_sheet("评分", -4)

    read = read_workbook(edited(written(trial, raw), move), trial)
    assert not read.problems
    assert {key: Decimal(value) if key != "name" else value for key, value in read.answers.items()} == {
        key: Decimal(value) if key != "name" else value for key, value in raw.items()
    }
    assert read.places["capital"].sheet == "改名"


def test_without_anchors_answers_are_found_by_their_names(trial: Scheme) -> None:
    raw = {"capital": "5", "year.made.T": "7.5"}

    def strip(workbook: openpyxl.Workbook) -> None:
        for row in workbook["1 概况"].iter_rows(max_col=1):
            row[0].value = None

    read = read_workbook(edited(written(trial, raw), strip), trial)
    assert read.answers == raw
    assert not read.problems


def test_rows_of_a_list_may_be_inserted(trial: Scheme) -> None:
    raw = {"patents.0.number": "甲", "patents.1.number": "乙"}

    def insert(workbook: openpyxl.Workbook) -> None:
        sheet = next(sheet for sheet in workbook if "专利清单" in sheet.title)
        row = next(cell.row for cells in sheet.iter_rows() for cell in cells if cell.value == "乙")
        sheet.insert_rows(row)
        sheet.cell(row, 3, "新")

    read = read_workbook(edited(written(trial, raw), insert), trial)
    assert [read.answers[f"patents.{n}.number"] for n in range(3)] == ["甲", "新", "乙"]


def test_what_was_deleted_is_told(trial: Scheme) -> None:
    def delete(workbook: openpyxl.Workbook) -> None:
        del workbook["1 概况"]

    read = read_workbook(edited(written(trial, {"points.graded": 1}), delete), trial)
    assert [problem.sheet for problem in read.problems] == ["1 概况"]
    assert "缺少工作表" in read.problems[0].message.zh
    assert read.answers == {"points.graded": "1"}


def test_a_deleted_column_is_told(trial: Scheme) -> None:
    def delete(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["1 概况"]
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet.delete_cols(4)
        for name in list(workbook.defined_names):
            if name.startswith("in_year"):
                del workbook.defined_names[name]

    read = read_workbook(edited(written(trial, {"year.made.T": 4, "year.sold.T": 3}), delete), trial)
    assert read.answers == {"year.made.T": "4"}
    assert any("已被删除" in problem.message.zh for problem in read.problems)


def test_an_answer_that_stands_twice_is_told(trial: Scheme) -> None:
    def copy(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["1 概况"]
        row = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == "capital")
        last = sheet.max_row + 3
        sheet.cell(last, 1, "capital")
        sheet.cell(last - 1, 1, "#value")
        sheet.cell(last - 1, 3, "value")
        sheet.cell(row, 3, 5)
        sheet.cell(last, 3, 6)

    read = read_workbook(edited(written(trial), copy), trial)
    assert "出现了两次" in read.problems[0].message.zh


@pytest.mark.requirement("S33")
def test_a_total_that_was_changed_is_not_believed(trial: Scheme) -> None:
    def tamper(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["评分"]
        row = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == "#total")
        sheet.cell(row, 5, 99)

    read = read_workbook(edited(written(trial, {"prizes.count.gold": 2}), tamper), trial)
    assert read.total == 99
    assert "99.00" in read.warnings[0].zh
    assert "重新计算" in read.warnings[0].zh


def test_points_typed_over_the_formula_change_nothing(trial: Scheme) -> None:
    def tamper(workbook: openpyxl.Workbook) -> None:
        for row in workbook["评分"].iter_rows():
            if row[4].data_type == "f":
                row[4].value = 10

    clean, forged = (read_workbook(book, trial) for book in (written(trial), edited(written(trial), tamper)))
    assert clean.answers == forged.answers == {}


def test_another_edition_is_read_with_a_warning(trial: Scheme) -> None:
    def age(workbook: openpyxl.Workbook) -> None:
        sheet = workbook[META]
        row = next(row for row in sheet.iter_rows() if row[0].value == "digest")
        row[1].value = "0" * 64
        form = workbook["1 概况"]
        anchor = next(cells[0] for cells in form.iter_rows() if cells[0].value == "capital")
        anchor.value = "old_capital"
        del workbook.defined_names["in_capital"]
        form.cell(anchor.row, 3, 5)

    read = read_workbook(edited(written(trial, {"staff": 4}), age), trial)
    assert "另一版本" in read.warnings[0].zh
    assert read.answers == {"staff": "4"}
    assert [problem.key for problem in read.problems if problem.cell] == ["old_capital"]


def test_a_workbook_of_another_scheme_is_refused(trial: Scheme, shaanxi: Scheme) -> None:
    with pytest.raises(WorkbookRefused) as refusal:
        read_workbook(written(trial), shaanxi)
    assert "trial-2021" in refusal.value.message.zh
    with pytest.raises(WorkbookRefused) as refusal:
        read_workbook(written(trial))
    assert "没有这个方案" in refusal.value.message.zh


def test_a_newer_build_is_refused(trial: Scheme) -> None:
    def renew(workbook: openpyxl.Workbook) -> None:
        workbook[META]["B1"] = 2

    with pytest.raises(WorkbookRefused) as refusal:
        read_workbook(edited(written(trial), renew), trial)
    assert "更新版本" in refusal.value.message.zh


def test_shared_texts_may_be_rich(trial: Scheme) -> None:
    """A text with several fonts in one cell, as pasting leaves it."""

    def enrich(parts: dict[str, bytes]) -> None:
        text = parts["xl/sharedStrings.xml"].decode()
        plain, rich = "<t>标记</t>", "<r><t>标</t></r><r><rPr><b/></rPr><t>记</t></r>"
        assert plain in text
        parts["xl/sharedStrings.xml"] = text.replace(plain, rich).encode()

    read = read_workbook(with_parts(written(trial, {"name": "标记"}), enrich), trial)
    assert read.answers["name"] == "标记"
