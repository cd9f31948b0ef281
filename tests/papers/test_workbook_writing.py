"""What is in a workbook before anyone opens it."""

import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest

from tests.papers.workbooks import ODD_TEXTS, written
from zhiqiang.engine.models.form import ChoiceField, TextField
from zhiqiang.engine.scheme import Scheme
from zhiqiang.papers.workbook.naming import HIDDEN, META, defined_name, sheet_titles
from zhiqiang.papers.workbook.writing import write_workbook

LONGEST_FORMULA, DEEPEST_FORMULA = 8192, 64
TOO_NEW = ("LET(", "XLOOKUP(", "IFS(", "SWITCH(", "FILTER(", "TEXTJOIN(", "CONCAT(", "LAMBDA(", "_xlfn")


@pytest.fixture(scope="module")
def book(scheme: Scheme) -> openpyxl.Workbook:
    """The empty workbook of a scheme, to look into."""
    return openpyxl.load_workbook(io.BytesIO(written(scheme)))


def formulas(workbook: openpyxl.Workbook) -> list[tuple[str, str, str]]:
    """(sheet, cell, formula) of all cells."""
    return [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def depth(formula: str) -> int:
    """How deep parentheses stand in each other, texts left out."""
    level = deepest = 0
    for sign in re.sub(r'"[^"]*"', "", formula):
        level += (sign == "(") - (sign == ")")
        deepest = max(deepest, level)
    return deepest


@pytest.mark.requirement("X03")
def test_every_formula_fits_any_spreadsheet_program(book: openpyxl.Workbook) -> None:
    found = formulas(book)
    assert len(found) > 200
    for sheet, cell, formula in found:
        assert len(formula) < LONGEST_FORMULA, (sheet, cell)
        assert depth(formula) < DEEPEST_FORMULA, (sheet, cell)
        assert not any(name in formula for name in TOO_NEW), (sheet, cell, formula)


@pytest.mark.requirement("S33")
def test_every_indicator_has_points_rule_clause_and_evidence(scheme: Scheme, book: openpyxl.Workbook) -> None:
    sheet = book["评分"]
    lines = {row[2].value.split("\n")[0]: row for row in sheet.iter_rows() if isinstance(row[2].value, str)}
    for indicator in scheme.indicators.indicators():
        row = lines[indicator.label]
        assert row[3].value == float(indicator.max)
        assert row[4].data_type == "f"
        assert len(row[9].value) > 4
        assert scheme.clauses[indicator.clause].title.zh in row[11].value
        for material in indicator.evidence:
            assert scheme.materials[material].label in row[10].value
        for ruling in indicator.rulings:
            assert ruling in row[11].value


def test_texts_that_look_like_formulas_stay_texts(trial: Scheme) -> None:
    """Spreadsheet injection: what a user or a scheme's author wrote is never run."""
    raw = {f"patents.{n}.number": text for n, text in enumerate(ODD_TEXTS)}
    raw |= {"name": ODD_TEXTS[0], "story": ODD_TEXTS[5], "capital": ODD_TEXTS[3], "trading": ODD_TEXTS[4]}
    workbook = openpyxl.load_workbook(io.BytesIO(written(trial, raw)))
    shown = [
        cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.data_type == "s"
    ]
    for text in raw.values():
        assert shown.count(text) >= list(raw.values()).count(text)
    written_formulas = [formula for _, _, formula in formulas(workbook)]
    assert not set(raw.values()) & set(written_formulas)
    assert not any("cmd|" in formula or "HYPERLINK" in formula for formula in written_formulas)


def test_only_entry_cells_can_be_changed(scheme: Scheme, book: openpyxl.Workbook) -> None:
    places = {(row[2], row[3]) for row in book[META].iter_rows(min_row=9, values_only=True)}
    for sheet in book:
        assert sheet.protection.sheet, sheet.title
        assert not sheet.protection.password
        for row in sheet.iter_rows():
            for cell in row:
                if (sheet.title, cell.coordinate) in places:
                    assert not cell.protection.locked, (sheet.title, cell.coordinate)
                elif cell.data_type == "f":
                    assert cell.protection.locked, (sheet.title, cell.coordinate)


def test_hidden_sheets_say_what_the_file_is(scheme: Scheme, book: openpyxl.Workbook) -> None:
    assert [sheet.title for sheet in book if sheet.sheet_state == "hidden"] == list(HIDDEN)
    facts = {row[0].value: row[1].value for row in book[META].iter_rows(max_row=6)}
    assert facts["scheme"] == scheme.id
    assert facts["digest"] == scheme.digest
    assert book.properties.subject == scheme.cover.document
    assert scheme.digest in book.properties.description


def test_each_answer_has_a_name_that_leads_to_its_cell(scheme: Scheme, book: openpyxl.Workbook) -> None:
    names = [defined_name(key) for key in scheme.typed]
    assert len({name.lower() for name in names}) == len(names)
    for row in book[META].iter_rows(min_row=9, values_only=True):
        refers = book.defined_names[row[1]].attr_text.replace("$", "")
        assert refers.startswith(f"'{row[2]}'!{row[3]}"), row
    assert {row[0] for row in book[META].iter_rows(min_row=9, values_only=True)} >= set(scheme.typed)


def test_choices_are_drop_downs_with_all_options(scheme: Scheme, book: openpyxl.Workbook) -> None:
    lists = book["zq_lists"]
    texts = {cell.value for row in lists.iter_rows() for cell in row}
    for cell in scheme.cells.values():
        if isinstance(cell.field, ChoiceField):
            for option in cell.field.options:
                assert any(str(text).startswith(f"{option.code}. {option.label[:100]}") for text in texts)
    rules = [rule for sheet in book for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert rules
    assert all(rule.formula1.startswith("zq_texts") for rule in rules)


def test_messages_of_cells_fit_what_a_spreadsheet_takes(scheme: Scheme) -> None:
    for lang in ("zh", "en"):
        book = openpyxl.load_workbook(io.BytesIO(written(scheme, lang=lang)))
        for sheet in book:
            for rule in sheet.data_validations.dataValidation:
                assert len(rule.error or "") <= 255
                assert len(rule.prompt or "") <= 255
                assert len(rule.promptTitle or "") <= 32
                assert rule.error


def test_each_page_prints_on_a4_with_numbers_and_heads(scheme: Scheme, book: openpyxl.Workbook) -> None:
    for sheet in book:
        if sheet.sheet_state == "hidden":
            continue
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "&P" in sheet.oddFooter.right.text
        assert scheme.cover.document.replace("&", "&&") in sheet.oddHeader.right.text
    assert book["评分"].print_title_rows


def test_example_set_values_are_marked(shaanxi: Scheme) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(shaanxi)))
    marks = [row[6].value for row in book["设定值"].iter_rows(min_row=5)]
    meant = [row.illustrative for row in shaanxi.set_values.rows.values()]
    assert [mark == "示例" for mark in marks] == meant
    assert any("示例" in str(cell.value) for row in book["评分"].iter_rows(max_row=5) for cell in row)
    assert any("不是主管机关公布" in str(cell.value) for row in book["说明"].iter_rows() for cell in row)


def test_english_is_complete(scheme: Scheme) -> None:
    """What is Chinese in an English workbook comes from the notice itself, not from us."""
    book = openpyxl.load_workbook(io.BytesIO(written(scheme, lang="en")))
    assert {"Guide", "Score", "Checks"} <= set(book.sheetnames)
    cover = scheme.cover
    own = {cover.document, *(row.source for row in scheme.set_values.rows.values())}
    own |= {member.number for member, _ in scheme.members.values()}
    own |= {quoted for cell in scheme.cells.values() for quoted in re.findall("“[^”]+”", cell.field.help_en)}
    allowed = re.compile("|".join(re.escape(text) for text in sorted(own, key=len, reverse=True) if text))
    chinese = re.compile("[\u4e00-\u9fff]")
    left = {
        (sheet.title, cell.coordinate, cell.value)
        for sheet in book
        if sheet.title not in HIDDEN
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and chinese.search(allowed.sub("", cell.value))
    }
    assert not left


def test_answers_stand_in_it_from_the_beginning(trial: Scheme) -> None:
    raw: dict[str, Any] = {
        "name": "某公司", "trading": True, "rules": "无", "industry": "39", "kind": "07", "capital": "1234.5678",
        "staff": 3, "year": {"made": {"T": "5.25"}}, "patents": [{"number": "ZL1", "income": "0.3"}],
        "points": {"graded": "9.25"},
    }  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(written(trial, raw)))
    places = {row[0]: (row[2], row[3]) for row in book[META].iter_rows(min_row=9, values_only=True)}

    def at(key: str) -> Any:
        sheet, cell = places[key]
        return book[sheet][cell].value

    assert at("name") == "某公司"
    assert at("trading") == "是"
    assert at("rules") == "无"
    assert at("industry").startswith("39. ")
    assert at("kind").startswith("07. 选项07")
    assert at("capital") == 1234.5678
    assert at("year.made.T") == 5.25
    assert at("points.graded") == 9.25
    assert at("patents.income") == 0.3


def test_what_has_no_place_is_told(trial: Scheme) -> None:
    stream = io.BytesIO()
    raw = {"name": "a", "no_such": 1, "deals.12.worth": 5, "year.kept.T": 4, "empty": ""}
    assert write_workbook(trial, stream, raw) == ("no_such", "deals.12.worth")


def test_long_numbers_lose_nothing(trial: Scheme) -> None:
    """More digits than a spreadsheet keeps stand there as text, whole."""
    book = openpyxl.load_workbook(io.BytesIO(written(trial, {"change": "123456789012345.123"})))
    values = {cell.value for row in book["1 概况"].iter_rows() for cell in row}
    assert "123456789012345.123" in values


def test_the_file_is_whole_and_holds_nothing_foreign(scheme: Scheme) -> None:
    with zipfile.ZipFile(io.BytesIO(written(scheme))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert not any("vba" in name or "external" in name for name in names)
        links = [archive.read(name).decode() for name in names if name.endswith(".rels")]
        assert not any("http://x" in link or 'TargetMode="External"' in link for link in links)


@pytest.mark.parametrize(
    "wanted", [["a" * 50, "a" * 50, "A" * 50], ["x/y:z*?[]\\'", "x y z"], ["", " "], ["zq", "ZQ_CALC"]]
)
def test_sheets_get_names_that_excel_takes(wanted: list[str]) -> None:
    titles = sheet_titles(wanted)
    assert len({title.lower() for title in titles} | set(HIDDEN)) == len(titles) + len(HIDDEN)
    for title in titles:
        assert 0 < len(title) <= 31
        assert not set(title) & set("[]:*?/\\'")


def test_paragraphs_keep_their_lines(trial: Scheme) -> None:
    assert isinstance(trial.cells["story"].field, TextField)
    book = openpyxl.load_workbook(io.BytesIO(written(trial, {"story": "一\n二\n三"})))
    assert any(cell.value == "一\n二\n三" for row in book["1 概况"].iter_rows() for cell in row)


def test_large_formulas_are_spread_over_cells(trial: Scheme) -> None:
    """Seventy bands, eighty options, a mean of 64 cells: no cell holds them whole."""
    workbook = openpyxl.load_workbook(io.BytesIO(written(trial)))
    parts = [row[0].value for row in workbook["zq_calc"].iter_rows() if str(row[0].value).startswith("part:")]
    assert len(parts) > 10
